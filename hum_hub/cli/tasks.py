"""`hum tasks`."""

import json
from pathlib import Path

import click

from hum_hub.cli.options import json_option, plugin_folders_here, plugins_option


@click.command()
@plugins_option
@json_option
def tasks(folders: tuple[Path, ...], as_json: bool) -> None:
    """List tasks with their sub-tasks, formats and preference rules."""
    from hum_hub.craft import formats, rules
    from hum_hub.registry.loading import load

    registry = load(plugin_folders_here(folders))
    every = [
        {
            "name": task.name,
            "version": task.version,
            "subtasks": list(task.subtasks),
            "rules": [rule.id for rule in task.rules],
            "formats": [format.id for format in task.formats],
            "stages": list(task.stages),
        }
        for task in registry.tasks.values()
    ]
    losses = {name: sorted(formats.SHARED[name].losses) for name in sorted(formats.SHARED)}
    shared = {"rules": sorted(rules.SHARED), "formats": losses}
    if as_json:
        click.echo(json.dumps({"tasks": every, "shared": shared}, ensure_ascii=False))
        return
    for task in registry.tasks.values():
        click.echo(f"{task.name} {task.version}: {(type(task).__doc__ or '').splitlines()[0]}")
        click.echo(f"  sub-tasks  {', '.join(task.subtasks)}")
        if task.stages:
            click.echo(f"  stages     {', '.join(task.stages)}")
        if task.rules:
            click.echo(f"  own rules  {', '.join(rule.id for rule in task.rules)}")
    click.echo(f"shared rules    {', '.join(shared['rules'])}\nshared formats, and what they cannot hold")
    for name, lost in losses.items():
        click.echo(f"  {name:18}{', '.join(lost)}")
