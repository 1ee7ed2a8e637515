"""`hum plugins`."""

import json
from pathlib import Path

import click

from hum_hub.cli.options import json_option, plugin_folders_here, plugins_option


@click.command()
@plugins_option
@json_option
def plugins(folders: tuple[Path, ...], as_json: bool) -> None:
    """List the plugins that would be loaded, without importing them."""
    from hum_hub.registry.finding import find

    found = find(plugin_folders_here(folders))
    if as_json:
        entries = [
            {
                "name": plugin.name,
                "module": plugin.module,
                "distribution": plugin.distribution,
                "version": plugin.version,
                "folder": str(plugin.folder) if plugin.folder else None,
            }
            for plugin in found
        ]
        click.echo(json.dumps(entries, ensure_ascii=False))
        return
    for plugin in found:
        click.echo(f"{plugin.name:16} {plugin!s:40} {plugin.folder or 'installed'}")
    if not found:
        click.echo("no plugins: install one, for example hum-hub-plugin-mrc, or name a folder with --plugins", err=True)
