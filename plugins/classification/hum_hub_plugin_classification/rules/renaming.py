"""Labels under a new name: what they were called, and which rules may not name them again."""

from dataclasses import replace

from hum_hub import Label

NAMING = frozenset({"label-case", "label-codes", "label-language", "label-level"})
"""The shared rules that name labels."""


def renamed(label: Label, name: str) -> Label:
    """The label named `name`; what it was called before stays known in `called`."""
    return label if label.name == name else replace(label, name=name, called=label.called or label.name)
