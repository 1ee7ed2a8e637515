"""A release made again from its own recipe: `hum reproduce`."""
