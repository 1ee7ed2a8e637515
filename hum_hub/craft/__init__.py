"""The craft: formats, preference rules, guidelines, wordings and plans of any corpus."""
