"""Where the files stand that a build folder has besides its rows; the repository on the Hub has them in the same places."""

CARD = "README.md"
CROISSANT = "croissant.json"
MANIFEST = "manifest.json"
RECIPE = "assets/recipe.toml"
"""The recipe that a build was made from, as it was."""
REPORT = "assets/report.md"
SUMS = "SHA256SUMS"
