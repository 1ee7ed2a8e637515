"""Quality of the whole corpus: secrets, duplicates, splits, licences."""
