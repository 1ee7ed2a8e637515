"""`croissant.json`: what machines read of a release, and that the reference implementation of the format takes it."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from card_scene import Words, scene

from hum_hub.proof.features import SCHEMA
from hum_hub.release.assembling import DataFile, checksum
from hum_hub.release.croissant import croissant
from hum_hub.release.layout import CROISSANT
from hum_hub.release.manifest import Manifest, read_manifest

RESPONSIBLE = {
    *("dataCollection", "dataBiases", "dataLimitations", "personalSensitiveInformation", "dataAnnotationProtocol"),
    *("dataUseCases", "dataReleaseMaintenancePlan", "machineAnnotationTools", "dataPreprocessingProtocol"),
}


@pytest.fixture
def described(tmp_path: Path) -> dict:
    scene(tmp_path)
    return json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))


def test_every_file_stands_with_its_checksum(described, tmp_path):
    files = {each["contentUrl"]: each for each in described["distribution"] if each["@type"] == "cr:FileObject"}
    assert set(files) == {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.parquet")}
    for path, each in files.items():
        content = (tmp_path / path).read_bytes()
        assert each["sha256"] == hashlib.sha256(content).hexdigest()
        assert each["contentSize"] == f"{len(content)} B"


def test_every_config_is_a_set_of_records_with_every_column(described):
    for records in described["recordSet"]:
        names = [field["@id"].removeprefix(records["@id"] + "/") for field in records["field"]]
        assert names == ["split", *SCHEMA.names]
    assert [records["@id"] for records in described["recordSet"]] == ["ie", "mrc"]


def test_what_responsible_use_needs_is_said(described):
    said = {key.removeprefix("rai:") for key in described if key.startswith("rai:")}
    assert said >= RESPONSIBLE
    assert "harbour-en (cc-by-sa-4.0)" in described["rai:dataCollection"]
    assert "writer-1" in described["rai:machineAnnotationTools"]


def test_it_holds_no_path_and_no_clock(described):
    assert "datePublished" not in described
    assert all(not each.get("contentUrl", "").startswith("/") for each in described["distribution"])


RECORDS = """
import json, sys, mlcroissant
from mlcroissant.scripts.cli import main
for described in sys.argv[1:]:
    sys.argv[1:] = ["validate", "--jsonld", described]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, ended
records = list(mlcroissant.Dataset(described).records("toy"))
counts = {}
for record in records:
    split = record["toy/split"].decode()
    counts[split] = counts.get(split, 0) + 1
print(json.dumps([counts, records[0]["toy/messages"][-1]["toy/messages/role"].decode()]))
"""
NOWHERE = {f"{scheme}_proxy": "http://127.0.0.1:9" for scheme in ("http", "https", "all")}
"""A proxy that nothing listens at, so that whatever asks the network fails."""


def test_the_reference_implementation_accepts_it_and_its_records_are_the_rows(built_once, tmp_path):
    """Offline: `mlcroissant validate`, also on odd words, and the records of a config of several files for a split."""
    odd, several = tmp_path / "odd", tmp_path / "several"
    odd.mkdir()
    scene(odd, Words(title='"\n{{ x }} \u202e渡船', description="</script>\\", model="m"))
    manifest = in_several_files(built_once / "build" / "toy", several)
    command = [sys.executable, "-c", RECORDS, str(odd / CROISSANT), str(several / CROISSANT)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **NOWHERE})
    assert ran.returncode == 0, ran.stderr
    assert "error" not in ran.stderr.lower()
    rows = {split: facts.rows for split, facts in manifest.configs["toy"].splits.items()}
    assert json.loads(ran.stdout.splitlines()[-1]) == [rows, "assistant"]


def in_several_files(folder: Path, copy: Path) -> Manifest:
    """A copy of a build in which each source has files of its own in every split, and a large one has two."""
    manifest, config = read_manifest(folder), "toy"
    (copy / config).mkdir(parents=True)
    splits = {}
    for split, facts in manifest.configs[config].splits.items():
        table = pa.concat_tables(pq.read_table(folder / file.path) for file in facts.files)
        half = table.num_rows // 2
        files = []
        for name, rows in (("words-test-00000-of-00002", table[:half]), ("words-test-00001-of-00002", table[half:])):
            path = copy / config / f"{split}-{name}.parquet"
            pq.write_table(rows, path)
            files.append(DataFile(f"{config}/{path.name}", rows.num_rows, path.stat().st_size, 1, checksum(path)))
        splits[split] = replace(facts, files=files)
    changed = replace(manifest, configs={config: replace(manifest.configs[config], splits=splits)})
    (copy / CROISSANT).write_text(croissant(changed), encoding="utf-8")
    return changed
