"""Two real servers on loopback for tests of teachers: one that does what a script says, and one with a tiny model."""
