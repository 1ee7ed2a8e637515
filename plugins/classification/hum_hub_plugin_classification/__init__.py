"""Text classification for hum-hub."""

from collections.abc import Iterable
from typing import Any

from hum_hub import Task, hookimpl
from hum_hub_plugin_classification.task import TextClassification


@hookimpl
def hum_register_tasks() -> Iterable[Task[Any]]:
    """Offer text classification."""
    return [TextClassification()]
