"""The dataset card: YAML for the Hub and its clients, text from a template, numbers from the manifest alone."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml
from jinja2 import Environment, StrictUndefined

from hum_hub.proof.features import SCHEMA
from hum_hub.release.manifest import Config, Manifest
from hum_hub.release.samples import sample

TEMPLATE = "card.md.jinja"
_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
_CATEGORIES = {
    "ie": "token-classification",
    "mrc": "question-answering",
    "classification": "text-classification",
    "generalist": "text-generation",
}
_HUB_LICENSES = {"us-gov-public-domain": "other"}


def card(manifest: Manifest, folder: Path, templates: Path | None = None) -> str:
    """The README of a build folder; a template folder of the recipe wins over the one that hum-hub ships."""
    own = templates / TEMPLATE if templates is not None else None
    text = (
        own.read_text("utf-8")
        if own is not None and own.is_file()
        else files("hum_hub_cards").joinpath(TEMPLATE).read_text("utf-8")
    )
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)
    environment.filters["cell"] = _cell
    body = environment.from_string(text).render(
        manifest=manifest,
        configs=manifest.configs,
        samples={name: sample(folder, config) for name, config in manifest.configs.items()},
    )
    front = yaml.safe_dump(metadata(manifest), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{body.strip()}\n"


def metadata(manifest: Manifest) -> dict[str, Any]:
    """The front matter: what the Hub shows, and the configs and features that `datasets` loads by."""
    used = sorted({license for config in manifest.configs.values() for license in config.counts["license"]})
    licenses = sorted({_HUB_LICENSES.get(license, license) for license in used})
    written = any(config.counts["model"] for config in manifest.configs.values())
    languages = sorted(
        {language for config in manifest.configs.values() for language in config.counts["input_language"]}
    )
    front: dict[str, Any] = {
        "pretty_name": manifest.title or manifest.repo.split("/")[1],
        "language": languages,
        "license": licenses[0] if len(licenses) == 1 else licenses,
        "multilinguality": "multilingual" if len(languages) > 1 else "monolingual",
        "size_categories": [next((name for most, name in _SIZES if manifest.rows < most), "n>10M")],
        "task_categories": [_CATEGORIES[name] for name in manifest.configs if name in _CATEGORIES],
        "annotations_creators": ["expert-generated", "machine-generated"] if written else ["found"],
        "tags": ["instruction-tuning", "information-extraction", *(["synthetic"] if written else [])],
        "configs": [_config(name, config, manifest) for name, config in manifest.configs.items()],
    }
    if "other" in licenses:
        front["license_name"] = "mixed"
        front["license_link"] = f"https://huggingface.co/datasets/{manifest.repo}#sources-and-licences"
    infos = [_info(name, config) for name, config in manifest.configs.items()]
    return {**front, "dataset_info": infos if len(infos) > 1 else infos[0]}


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


def _cell(value: object) -> str:
    """A value made safe for a cell of a Markdown table."""
    text = " ".join(str(value).split())
    for sign in "\\|<>`*_[]":
        text = text.replace(sign, f"\\{sign}")
    return text
