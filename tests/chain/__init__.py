"""Projects with the real plugins, whose teachers are the servers of the tests, and what these teachers know."""
