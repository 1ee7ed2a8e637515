"""The card templates, importable so that they ship with hum-hub."""
