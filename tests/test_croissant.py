"""`croissant.json`: what machines read of a release, and that the reference implementation of the format takes it."""

import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest
from card_scene import Words, scene

from hum_hub.proof.features import SCHEMA

RESPONSIBLE = {
    *("dataCollection", "dataBiases", "dataLimitations", "personalSensitiveInformation", "dataAnnotationProtocol"),
    *("dataUseCases", "dataReleaseMaintenancePlan", "machineAnnotationTools", "dataPreprocessingProtocol"),
}
WITH_TOOL = pytest.mark.skipif(
    importlib.util.find_spec("mlcroissant") is None, reason="mlcroissant is not installed; it brings 140 MB with it"
)


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


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=120)


@WITH_TOOL
@pytest.mark.parametrize(
    "words", [Words(), Words(title='"\n{{ x }} \u202e渡船', description="</script>\\", model='m"')]
)
def test_the_reference_implementation_accepts_it(tmp_path, words):
    scene(tmp_path, words)
    code = "from mlcroissant.scripts.cli import main; main()"
    result = run("-c", code, "validate", "--jsonld", str(tmp_path / "croissant.json"))
    assert result.returncode == 0, result.stderr
    assert "error" not in result.stderr.lower()


@WITH_TOOL
def test_its_records_are_the_rows(built_once):
    folder = built_once / "build" / "toy"
    code = f"""
import mlcroissant
records = list(mlcroissant.Dataset({str(folder / "croissant.json")!r}).records("toy"))
print(len(records), sorted({{record["toy/split"].decode() for record in records}}))
print(records[0]["toy/messages"][-1]["toy/messages/role"].decode())
"""
    result = run("-c", code)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    rows = sum(split["rows"] for split in manifest["configs"]["toy"]["splits"].values())
    assert result.stdout.splitlines() == [f"{rows} ['test', 'train', 'validation']", "assistant"], result.stderr
