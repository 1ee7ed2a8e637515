"""The way from a recipe to rows: parts made in parallel, kept on disk, and never made twice."""
