"""Sources: schemes that open them, readers that turn their layouts into the fields of seeds."""
