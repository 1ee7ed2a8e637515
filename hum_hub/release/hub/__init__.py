"""The way to the Hub: what is there, what would change, and one commit that changes it."""
