"""Texts for given labels that a teacher writes, and another request labels again."""
