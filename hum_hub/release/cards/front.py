"""The front matter of a card: what the Hub shows, and the configs and features that `datasets` loads by."""

import re
from typing import Any

import pyarrow as pa

from hum_hub.proof.features import SCHEMA
from hum_hub.release.cards.escaping import one_line
from hum_hub.release.cards.vocabulary import SIZES
from hum_hub.release.manifest import Config, Manifest

_CATEGORIES = {
    "ie": "token-classification",
    "mrc": "question-answering",
    "classification": "text-classification",
    "generalist": "text-generation",
}
_IDS = {
    "entities": "named-entity-recognition",
    "coreference": "coreference-resolution",
    "slots": "slot-filling",
    "span": "extractive-qa",
    "choice": "multiple-choice-qa",
    "inference": "natural-language-inference",
    "topic": "topic-classification",
    "sentiment": "sentiment-classification",
    "intent": "intent-classification",
    "acceptability": "acceptability-classification",
}
"""The ids that the Hub has for what sub-tasks ask."""
_HUB_LICENSES = {"us-gov-public-domain": "other"}
_HUB_SOURCE = re.compile(r"hf:([\w.-]+/[\w.-]+)", re.ASCII)


def metadata(manifest: Manifest) -> dict[str, Any]:
    """The front matter of a build; every number and name in it is the manifest's."""
    used = sorted({license for config in manifest.configs.values() for license in config.counts["license"]})
    licenses = sorted({_HUB_LICENSES.get(license, license) for license in used})
    languages = languages_of(manifest)
    creators = _creators(manifest)
    front: dict[str, Any] = {
        "pretty_name": one_line(manifest.title or manifest.repo.split("/")[1]),
        "language": languages,
        "license": licenses[0] if len(licenses) == 1 else licenses,
    }
    if "other" in licenses:
        front["license_name"] = "mixed"
        front["license_link"] = f"https://huggingface.co/datasets/{manifest.repo}#sources-and-licences"
    front |= {
        "multilinguality": "multilingual" if len(languages) > 1 else "monolingual",
        "size_categories": [next(name for most, name in SIZES if manifest.rows < most)],
        "source_datasets": _source_datasets(manifest),
        "task_categories": sorted({_CATEGORIES.get(name, "text-generation") for name in manifest.configs}),
        "task_ids": _task_ids(manifest),
        "annotations_creators": creators,
        "language_creators": creators,
        "tags": [
            *("instruction-tuning", "information-extraction", "hum-hub"),
            *(["synthetic"] if "machine-generated" in creators else []),
        ],
        "configs": [_config(name, config, manifest) for name, config in manifest.configs.items()],
    }
    infos = [_info(name, config) for name, config in manifest.configs.items()]
    front["dataset_info"] = infos if len(infos) > 1 else infos[0]
    return {key: value for key, value in front.items() if value != []}


def languages_of(manifest: Manifest) -> list[str]:
    """The languages that rows are written in: those of texts and those of instructions."""
    columns = ("input_language", "instruction_language")
    return sorted(
        {name for config in manifest.configs.values() for column in columns for name in config.counts[column]}
    )


def _creators(manifest: Manifest) -> list[str]:
    """Who wrote the texts and their annotations: a model where rows name one, else whoever made the source."""
    rows = manifest.rows
    written = sum(sum(config.counts["model"].values()) for config in manifest.configs.values())
    return [*(["found"] if written < rows else []), *(["machine-generated"] if written else [])]


def _source_datasets(manifest: Manifest) -> list[str]:
    """The Hub datasets that rows were made of; `original` where a source stands elsewhere."""
    uris = [source.uri for source in manifest.sources if source.use == "rows"]
    found = {match.group(1) if (match := _HUB_SOURCE.match(uri)) else "original" for uri in uris}
    return sorted(found, key=lambda name: (name != "original", name))


def _task_ids(manifest: Manifest) -> list[str]:
    asked = {subtask for config in manifest.configs.values() for subtask in config.counts["subtask"]}
    return sorted({id for subtask, id in _IDS.items() if subtask in asked})


def _config(name: str, config: Config, manifest: Manifest) -> dict[str, Any]:
    entry: dict[str, Any] = {"config_name": name, "version": manifest.version}
    if name == next(iter(manifest.configs)):
        entry["default"] = True
    entry["data_files"] = [{"split": split, "path": f"{name}/{split}-*.parquet"} for split in config.splits]
    return entry


def _info(name: str, config: Config) -> dict[str, Any]:
    splits = [
        {"name": split, "num_bytes": facts.memory, "num_examples": facts.rows} for split, facts in config.splits.items()
    ]
    return {
        "config_name": name,
        "features": [_feature(column) for column in SCHEMA],
        "splits": splits,
        "download_size": sum(facts.bytes for facts in config.splits.values()),
        "dataset_size": sum(facts.memory for facts in config.splits.values()),
    }


def _feature(column: pa.Field) -> dict[str, Any]:
    """A column in the notation for features that every version of `datasets` reads."""
    if pa.types.is_struct(column.type):
        return {"name": column.name, "struct": [_feature(field) for field in column.type]}
    if not pa.types.is_list(column.type):
        return {"name": column.name, "dtype": str(column.type)}
    of = column.type.value_type
    return {"name": column.name, "list": [_feature(field) for field in of] if pa.types.is_struct(of) else str(of)}
