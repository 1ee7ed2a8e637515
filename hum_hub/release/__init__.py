"""A release: the build folder as a mirror of the Hub repository, its card, and the proof that it is fit."""
