"""General instructions for hum-hub, made from a tree of human knowledge."""

from collections.abc import Iterable
from typing import Any

from hum_hub import Task, hookimpl
from hum_hub_plugin_generalist.task import Generalist


@hookimpl
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer the generalist."""
    return [Generalist()]
