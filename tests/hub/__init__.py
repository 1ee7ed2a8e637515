"""A Hub of our own: what the real clients need of one, on loopback, with faults on request."""
