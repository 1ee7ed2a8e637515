"""`python -m hum_hub` is `hum`."""

from hum_hub.cli import main

main(prog_name="hum")
