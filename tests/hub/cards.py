"""The check of a card's metadata: what the Hub refuses, and what it only warns of."""

from typing import Any

import yaml

from hub.answers import Answer, plain
from hub.calls import Call

_LICENSES = frozenset(
    [
        "apache-2.0",
        "mit",
        "openrail",
        "bsd",
        "bsd-2-clause",
        "bsd-3-clause",
        "cc",
        "cc0-1.0",
        "cc-by-2.0",
        "cc-by-2.5",
        "cc-by-3.0",
        "cc-by-4.0",
        "cc-by-sa-3.0",
        "cc-by-sa-4.0",
        "cc-by-nc-2.0",
        "cc-by-nc-3.0",
        "cc-by-nc-4.0",
        "cc-by-nd-4.0",
        "cc-by-nc-nd-4.0",
        "cc-by-nc-sa-3.0",
        "cc-by-nc-sa-4.0",
        "cdla-sharing-1.0",
        "cdla-permissive-1.0",
        "cdla-permissive-2.0",
        "wtfpl",
        "agpl-3.0",
        "gfdl",
        "gpl",
        "gpl-2.0",
        "gpl-3.0",
        "lgpl",
        "lgpl-3.0",
        "isc",
        "mpl-2.0",
        "odc-by",
        "odbl",
        "pddl",
        "unlicense",
        "unknown",
        "other",
    ]
)
_SIZES = frozenset(
    [
        "n<1K",
        "1K<n<10K",
        "10K<n<100K",
        "100K<n<1M",
        "1M<n<10M",
        "10M<n<100M",
        "100M<n<1B",
        "1B<n<10B",
        "10B<n<100B",
        "100B<n<1T",
        "n>1T",
    ]
)


class _Loader(yaml.SafeLoader):
    """Refuses mappings with a key twice."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    if twice := [key for key in keys if keys.count(key) > 1]:
        raise yaml.YAMLError(f"duplicated mapping key: {twice[0]}")
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


async def validate(call: Call) -> Answer:
    """What is wrong with a card."""
    faults, warnings = faults_of_card(call.json.get("content", ""))
    told = {"errors": [{"message": fault} for fault in faults], "warnings": [{"message": one} for one in warnings]}
    return plain(told, 400 if faults else 200)


def faults_of_card(text: str) -> tuple[list[str], list[str]]:
    """The errors and the warnings of a card, front matter and all."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        return [], ["empty or missing yaml metadata in repo card"]
    try:
        found = yaml.load("\n".join(lines[1 : lines.index("---", 1)]), _Loader)  # a safe loader
    except yaml.YAMLError as fault:
        return [f"YAML Metadata Error: {fault}"], []
    if not isinstance(found, dict):
        return ["YAML Metadata Error: the metadata must be a mapping"], []
    return [*_of_license(found), *_of_sizes(found), *_of_configs(found), *_of_infos(found)], []


def _of_license(card: dict[str, Any]) -> list[str]:
    given = card.get("license", [])
    given = given if isinstance(given, list) else [given]
    return [f'"license" must be one of the known licences, not "{one}"' for one in given if one not in _LICENSES]


def _of_sizes(card: dict[str, Any]) -> list[str]:
    given = card.get("size_categories", [])
    given = given if isinstance(given, list) else [given]
    return [f'"size_categories" does not know "{one}"' for one in given if one not in _SIZES]


def _of_configs(card: dict[str, Any]) -> list[str]:
    configs = card.get("configs", [])
    if not isinstance(configs, list) or not all(isinstance(config, dict) for config in configs):
        return ['"configs" must be a list of mappings']
    names = [config.get("config_name") for config in configs]
    found = [f'"configs[{number}].config_name" is required' for number, name in enumerate(names) if not name]
    found += [
        f'"configs" contains a duplicate value: "{name}"'
        for name in sorted({n for n in names if n and names.count(n) > 1})
    ]
    if sum(bool(config.get("default")) for config in configs) > 1:
        found.append('"configs" has more than one default')
    return found


def _of_infos(card: dict[str, Any]) -> list[str]:
    infos = card.get("dataset_info", [])
    infos = infos if isinstance(infos, list) else [infos]
    if not all(isinstance(info, dict) for info in infos):
        return ['"dataset_info" must be a mapping or a list of mappings']
    names = [info.get("config_name", "default") for info in infos]
    return [
        f'"dataset_info" contains a duplicate value: "{name}"'
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
