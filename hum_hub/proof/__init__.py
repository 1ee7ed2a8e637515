"""Rows, and the proof that each one's answer obeys its instruction."""
