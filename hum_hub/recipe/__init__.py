"""The recipe: everything that one release is made from."""
