"""The configs of a front matter checked against the files: what loads what, and whether the numbers are right."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hum_hub.contract.records import Problem

_FORBIDDEN = re.compile(r"[<>:/\\|?*\x00-\x1f]")
_SPLIT = re.compile(r"\w+(\.\w+)*")
Splits = dict[str, list[Path]]
"""The files of each split."""


def files(front: Mapping[str, Any], folder: Path) -> Iterator[Problem]:
    """What is wrong with configs, globs, numbers and features of a front matter, measured on the files."""
    configs = front.get("configs")
    if not isinstance(configs, list) or not all(isinstance(each, dict) for each in configs):
        yield Problem("configs-malformed", "expected a list of mappings")
        return
    names = [str(each.get("config_name")) for each in configs]
    yield from _names(configs, names)
    matched: dict[str, Splits] = {}
    for name, config in zip(names, configs, strict=True):
        matched[name] = {}
        yield from _matched(name, config, folder, matched[name])
    yield from _left_over(matched, folder)
    infos = front.get("dataset_info")
    listed = infos if isinstance(infos, list) else [infos]
    known = {str(each.get("config_name")): each for each in listed if isinstance(each, dict)}
    for name in sorted(set(known) ^ set(names)):
        yield Problem("configs-differ", f"{name!r} stands in only one of configs and dataset_info")
    for name in sorted(set(names) & set(known)):
        yield from _numbers(name, known[name], matched[name])
    yield from _loader(front, matched)


def _names(configs: list[dict[str, Any]], names: list[str]) -> Iterator[Problem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield Problem("config-twice", name)
        if not name or name in ("None", "data") or _FORBIDDEN.search(name):
            yield Problem("config-name-illegal", repr(name))
    defaults = [name for name, each in zip(names, configs, strict=True) if each.get("default") is True]
    if len(defaults) != 1:
        yield Problem("default-config", f"exactly one config is the default, not {len(defaults)}")


def _matched(name: str, config: Mapping[str, Any], folder: Path, splits: Splits) -> Iterator[Problem]:
    """Fill in the files of each split of a config."""
    entries = config.get("data_files")
    if not isinstance(entries, list) or not all(
        isinstance(each, dict) and set(each) == {"split", "path"} for each in entries
    ):
        yield Problem("configs-malformed", f"{name}: data_files is no list of split and path")
        return
    present = [path for path in folder.rglob("*") if path.is_file()]
    for entry in entries:
        split, pattern = str(entry["split"]), entry["path"]
        if not _SPLIT.fullmatch(split):
            yield Problem("split-name-illegal", f"{name}: {split!r}")
        if split in splits:
            yield Problem("split-twice", f"{name}: {split}")
        found = splits.setdefault(split, [])
        for each in pattern if isinstance(pattern, list) else [pattern]:
            fits = [path for path in present if _glob(str(each)).fullmatch(path.relative_to(folder).as_posix())]
            if not fits:
                yield Problem("glob-does-not-fit-files", f"{name}: {each} matches no file")
            found += sorted(fits)


def _glob(pattern: str) -> re.Pattern[str]:
    """A pattern of the loader: `*` stays within a folder, `**` does not."""
    parts = re.split(r"(\*\*/?|\*|\?)", pattern)
    signs = {"**": ".*", "**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(signs.get(part, re.escape(part)) for part in parts))


def _left_over(matched: Mapping[str, Splits], folder: Path) -> Iterator[Problem]:
    """Files that are loaded twice, or never although they stand among those of a config."""
    used = Counter(path for splits in matched.values() for paths in splits.values() for path in paths)
    for path, count in sorted(used.items()):
        if count > 1:
            yield Problem("file-loaded-twice", path.relative_to(folder).as_posix())
    folders = {path.parent for path in used} - {folder}
    for path in sorted(path for parent in folders for path in parent.iterdir() if path.is_file()):
        if path not in used:
            yield Problem("file-never-loaded", path.relative_to(folder).as_posix())


def _numbers(name: str, info: Mapping[str, Any], splits: Splits) -> Iterator[Problem]:
    stated = info.get("splits")
    if not isinstance(stated, list) or not all(isinstance(each, dict) for each in stated):
        yield Problem("numbers-differ-from-files", f"{name}: no list of splits")
        return
    rows = {str(each.get("name")): each.get("num_examples") for each in stated}
    try:
        counted = {split: sum(pq.read_metadata(path).num_rows for path in paths) for split, paths in splits.items()}
    except (OSError, pa.ArrowException) as error:
        yield Problem("file-unreadable", f"{name}: {error}")
        return
    for split in sorted({*rows, *counted}):
        if rows.get(split) != counted.get(split):
            yield Problem(
                "numbers-differ-from-files",
                f"{name}/{split}: {rows.get(split)} rows stated, {counted.get(split)} counted",
            )
    size = sum(path.stat().st_size for paths in splits.values() for path in paths)
    if info.get("download_size") != size:
        yield Problem(
            "numbers-differ-from-files", f"{name}: download_size {info.get('download_size')}, files have {size}"
        )
    memory = [each.get("num_bytes") for each in stated]
    if not all(isinstance(each, int) for each in memory) or info.get("dataset_size") != sum(memory):
        yield Problem("numbers-differ-from-files", f"{name}: dataset_size is not the sum of num_bytes")


def _loader(front: Mapping[str, Any], matched: Mapping[str, Splits]) -> Iterator[Problem]:
    """Whether the loader's own readers take the front matter, and read the features that the files have."""
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    try:
        configs = MetadataConfigs.from_dataset_card_data(DatasetCardData(**dict(front)))
        infos: Any = DatasetInfosDict.from_dataset_card_data(DatasetCardData(**dict(front)))
        features = {name: info.features.arrow_schema.remove_metadata() for name, info in infos.items()}
    except Exception as error:  # the readers may fail in any way, and each of them is the finding
        yield Problem("loader-refuses-card", f"{type(error).__name__}: {error}")
        return
    if list(configs) != list(matched):
        yield Problem("loader-refuses-card", f"the loader reads the configs {', '.join(configs)}")
    for name, splits in matched.items():
        for path in (path for paths in splits.values() for path in paths):
            try:
                schema = pq.read_schema(path).remove_metadata()
            except (OSError, pa.ArrowException):
                continue  # said already
            if name in features and not features[name].equals(schema):
                yield Problem("features-differ-from-files", f"{name}/{path.name}")
