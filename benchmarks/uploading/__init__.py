"""Material and measures of the upload benchmark."""
