"""Two versions of the dataset compared: what became of each row and why, and which number of the version has to rise."""
