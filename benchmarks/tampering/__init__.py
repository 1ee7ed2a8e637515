"""Ways to tamper with a row, each skilful enough to be worth catching."""
