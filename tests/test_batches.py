"""Batches end where the content says, so that a change moves few borders."""

from pathlib import Path

from conftest import lines, texts

from hum_hub.pipeline.batches import FEWEST, MOST, batches
from hum_hub.pipeline.ledger import Ledger
from hum_hub.recipe.loading import open_recipe


def keys(project: Path, seeds: list[dict[str, str]]) -> list[str]:
    (project / "words.en.jsonl").write_text(lines(seeds), encoding="utf-8")
    workspace = open_recipe(project / "hum.toml")
    source = next(source for _, source in workspace.sources() if source.name == "words-en")
    found = list(batches(workspace, source, Ledger()))
    assert [line for batch in found for line in batch.lines] == lines(seeds).replace('": "', '":"').replace(
        '", "', '","'
    ).splitlines()
    assert all(FEWEST <= len(batch.lines) <= MOST for batch in found[:-1])
    return [batch.key for batch in found]


def test_a_seed_put_in_front_changes_few_batches(project):
    seeds = texts("en", 12_000)
    before = keys(project, seeds)
    after = keys(project, [{"id": "new", "text": "something quite new"}, *seeds])
    assert len(before) >= 12
    assert len(set(after) - set(before)) <= 3


def test_appended_seeds_change_the_last_batch_only(project):
    seeds = texts("en", 12_000)
    before, after = keys(project, seeds[:11_000]), keys(project, seeds)
    assert after[: len(before) - 1] == before[:-1]


def test_the_same_batch_in_another_place_has_the_same_key(project):
    seeds = texts("en", 300)
    assert keys(project, seeds) == keys(project, seeds)
