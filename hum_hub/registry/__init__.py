"""Finds plugins, loads them, and hands out what they offer."""
