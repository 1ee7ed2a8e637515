"""Machine reading comprehension for hum-hub."""

from collections.abc import Iterable
from typing import Any

from hum_hub import Task, hookimpl
from hum_hub_plugin_mrc.task import ReadingComprehension


@hookimpl
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer reading comprehension."""
    return [ReadingComprehension()]
