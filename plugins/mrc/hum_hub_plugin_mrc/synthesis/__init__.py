"""Questions on a passage or on documents that a teacher writes, and another request answers again."""
