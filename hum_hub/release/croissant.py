"""`croissant.json`: the release for machines, in the Croissant format with its vocabulary for responsible AI.

Formats: Croissant 1.0 (http://mlcommons.org/croissant/1.0) and its extension for responsible AI
(http://mlcommons.org/croissant/RAI/1.0).
Everything in it is a function of the manifest, so that a check can write it again and compare. Addresses of files are
relative: they hold in the folder, on the Hub, and at every version of it.
"""

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from hum_hub.proof.features import SCHEMA
from hum_hub.release.cards.columns import MEANING
from hum_hub.release.cards.escaping import one_line
from hum_hub.release.cards.front import languages_of, metadata
from hum_hub.release.cards.responsibility import responsible_use
from hum_hub.release.manifest import Config, Manifest

_PARQUET = "application/x-parquet"
_TYPES = {"string": "sc:Text", "int32": "sc:Integer", "bool": "sc:Boolean"}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the format prescribes, word for word."""


def croissant(manifest: Manifest) -> str:
    """The file as text."""
    page = f"https://huggingface.co/datasets/{manifest.repo}"
    front = metadata(manifest)
    licenses = front["license"]
    described = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": ["http://mlcommons.org/croissant/1.0", "http://mlcommons.org/croissant/RAI/1.0"],
        "name": manifest.repo.split("/")[-1],
        "alternateName": one_line(manifest.title or manifest.repo),
        "description": " ".join(manifest.description.split()) or f"The corpus {manifest.repo}.",
        "version": manifest.version,
        "url": page,
        "sameAs": page,
        "license": licenses if isinstance(licenses, list) else [licenses],
        "inLanguage": languages_of(manifest),
        "keywords": front["tags"],
        "isAccessibleForFree": True,
        "creator": {"@type": "sc:Organization", "name": manifest.repo.split("/")[0]},
        "citeAs": f"{one_line(manifest.title or manifest.repo)}, version {manifest.version}, {page}",
        **responsible_use(manifest),
        "distribution": [each for name, config in manifest.configs.items() for each in _files(name, config)],
        "recordSet": [_records(name, config) for name, config in manifest.configs.items()],
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _files(name: str, config: Config) -> Iterator[dict[str, Any]]:
    """Each file with its checksum, then the set of them, in the folder of this file, that records are read from."""
    for split, facts in config.splits.items():
        for file in facts.files:
            yield {
                "@type": "cr:FileObject",
                "@id": file.path,
                "name": file.path,
                "description": f"{file.rows} rows of the split {split} of {name}",
                "contentUrl": file.path,
                "contentSize": f"{file.bytes} B",
                "encodingFormat": _PARQUET,
                "sha256": file.sha256,
            }
    yield {
        "@type": "cr:FileSet",
        "@id": f"{name}-files",
        "name": f"{name}-files",
        "description": f"The files of the config {name}",
        "encodingFormat": _PARQUET,
        "includes": f"{name}/*.parquet",
    }


def _records(name: str, config: Config) -> dict[str, Any]:
    rows = ", ".join(f"{split} {facts.rows}" for split, facts in config.splits.items())
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"The rows of the config {name}: {rows}",
        "key": {"@id": f"{name}/id"},
        "field": [_split(name, config), *(_field(name, column) for column in SCHEMA)],
    }


def _split(name: str, config: Config) -> dict[str, Any]:
    """The split, which is the first word of the name of each file; names of sources may follow, with words of splits."""
    return {
        "@type": "cr:Field",
        "@id": f"{name}/split",
        "name": f"{name}/split",
        "description": "the split, by the name of the file",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{name}-files"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": rf"(?:.*/)?({'|'.join(config.splits)})-[^/]*\.parquet$"},
        },
    }


def _field(name: str, column: pa.Field) -> dict[str, Any]:
    """A column; lists of records are given whole, with what each record holds below them."""
    source = {"fileSet": {"@id": f"{name}-files"}, "extract": {"column": column.name}}
    id = f"{name}/{column.name}"
    found: dict[str, Any] = {"@type": "cr:Field", "@id": id, "name": id, "description": MEANING[column.name]}
    if not pa.types.is_list(column.type):
        return found | {"dataType": _TYPES[str(column.type)], "source": source}
    return found | {"repeated": True, "subField": list(_below(id, column.type.value_type, source))}


def _below(id: str, record: pa.DataType, source: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a record holds. Records within records are left out: readers of the format cannot reach into them."""
    for part in record:
        many = pa.types.is_list(part.type)
        of = part.type.value_type if many else part.type
        if not pa.types.is_struct(of):
            yield {
                "@type": "cr:Field",
                "@id": f"{id}/{part.name}",
                "name": f"{id}/{part.name}",
                "dataType": _TYPES[str(of)],
                "source": {**source, "transform": {"jsonPath": part.name}},
                **({"repeated": True} if many else {}),
            }
