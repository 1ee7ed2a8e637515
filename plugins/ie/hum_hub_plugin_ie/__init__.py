"""Information extraction for hum-hub."""

from collections.abc import Iterable
from typing import Any

from hum_hub import Task, hookimpl
from hum_hub_plugin_ie.task import InformationExtraction


@hookimpl
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer information extraction."""
    return [InformationExtraction()]
