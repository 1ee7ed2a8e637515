"""The parts of a dataset card: front matter, tables, pictures, examples, and where templates come from."""
