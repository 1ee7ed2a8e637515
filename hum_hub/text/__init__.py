"""What the machine has to know of English and Chinese text."""
