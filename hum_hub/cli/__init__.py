"""The command line: each command parses, calls one function, and prints."""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import Any

import click

from hum_hub.errors import HumError

_COMMANDS = {
    "build": "Build the corpus that a recipe describes.",
    "check": "Prove that a build folder is fit to publish.",
    "diff": "Compare two versions of the dataset, and propose the next one.",
    "plugins": "List the plugins that would be loaded, without importing them.",
    "publish": "Publish a build folder as one release on the Hub.",
    "reproduce": "Make a release again from its own recipe, and compare the bytes.",
    "seeds": "Print the seeds of the later stages of a synthesized source.",
    "show": "Print rows, or one seed through every stage.",
    "sources": "Read the sources of a recipe and show what was kept, dropped, and why.",
    "stats": "Count what the rows of a build folder are shown with, and hold it against the mix.",
    "tasks": "List tasks with their sub-tasks, formats and preference rules.",
    "taxonomy": "Show, check, compare, import, vote on and extend a tree of knowledge.",
    "teacher": "Probe teachers, and list, prune, ship or exchange their replies.",
    "yank": "Mark a bad version in the card, and point to the repaired one.",
    "verify": "Prove every row of a build folder from the row alone.",
}


class _Lazy(click.Group):
    """Imports a command only when it is called, so that help is instant."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"hum_hub.cli.{name}"), name)
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except HumError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("hum-hub"), prog_name="hum")
def main() -> None:
    """hum-hub makes, proves and publishes instruction corpora for natural language understanding."""
