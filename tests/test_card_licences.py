"""Licences: what they ask, what a policy lets in, and a corpus narrowed to some of them."""

import itertools
import json

import pyarrow.parquet as pq
import pytest
from conftest import RECIPE

from hum_hub.errors import RecipeError
from hum_hub.recipe.licenses import KNOWN
from hum_hub.recipe.loading import open_recipe
from hum_hub.recipe.narrowing import narrowed
from hum_hub.recipe.policy import ALLOWED, MEANING, fits, terms, unfit
from hum_hub.release.making import build_folder, make

TERMS = {
    "free": "cc0-1.0 pddl unlicense us-gov-public-domain",
    "attribution": "mit apache-2.0 cc-by-2.0 cc-by-4.0 odc-by cdla-permissive-2.0 etalab-2.0 bsd-3-clause ofl-1.1",
    "share-alike": "cc-by-sa-3.0 cc-by-sa-4.0 odbl gfdl gpl-3.0 agpl-3.0 mpl-2.0 cdla-sharing-1.0",
    "non-commercial": "cc-by-nc-4.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0",
    "no-derivatives": "cc-by-nd-4.0 cc-by-nc-nd-4.0",
    "use-restricted": "openrail bigscience-openrail-m c-uda",
    "unclear": "unknown other cc my-own",
}


@pytest.mark.parametrize(("kind", "licenses"), TERMS.items())
def test_what_a_licence_asks(kind, licenses):
    assert {terms(license) for license in licenses.split()} == {kind}


def test_every_known_licence_has_terms_with_a_meaning_and_wider_policies_let_in_more():
    assert {terms(license) for license in KNOWN} == set(MEANING)
    order = [ALLOWED[name] for name in ("permissive", "share-alike", "non-commercial", "listed")]
    assert all(one < other for one, other in itertools.pairwise(order))
    assert not fits("cc-by-nd-4.0", "non-commercial") and fits("cc-by-nd-4.0", "listed")


def test_all_sources_that_do_not_fit_are_named():
    rows = [("squad", "cc-by-sa-4.0"), ("own", "cc0-1.0"), ("news", "cc-by-nc-4.0")]
    assert unfit(rows, ["mit", "gpl"], "permissive") == [
        "squad (cc-by-sa-4.0: share-alike)",
        "news (cc-by-nc-4.0: non-commercial)",
        "dataset.licenses (gpl: share-alike)",
    ]
    assert unfit(rows, ["mit"], "listed") == []


def mixed(policy: str) -> str:
    """The recipe of the toy, its Chinese source under another licence."""
    head, second = RECIPE.rsplit('license = "cc0-1.0"', 1)
    return f'{head}license = "cc-by-sa-4.0"{second}'.replace(
        'licenses = ["cc0-1.0"]', f'licenses = ["cc0-1.0", "cc-by-sa-4.0"]\nlicense_policy = "{policy}"'
    )


def test_a_recipe_with_rows_that_do_not_fit_is_refused_with_the_sources(project, hum):
    (project / "hum.toml").write_text(mixed("permissive"))
    result = hum("build")
    assert result.returncode == 1
    assert "dataset.license_policy: 'permissive' does not allow words-zh (cc-by-sa-4.0: share-alike)" in result.stderr
    (project / "hum.toml").write_text(mixed("permisive"))
    assert "dataset.license_policy" in hum("build").stderr


def test_a_corpus_can_be_narrowed_to_some_licences(project):
    (project / "hum.toml").write_text(mixed("share-alike"))
    workspace = open_recipe(project / "hum.toml")
    part = narrowed(workspace, ["cc0-1.0", " "])
    assert build_folder(part) == project / "build" / "toy-cc0-1.0"
    assert narrowed(workspace, ["cc-by-sa-4.0", "cc0-1.0"]) is workspace
    make(part, 1, lambda progress: None)
    folder = build_folder(part)
    rows = [
        row for path in folder.glob("toy/*.parquet") for row in pq.read_table(path, columns=["license"]).to_pylist()
    ]
    assert {row["license"] for row in rows} == {"cc0-1.0"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["licenses"] == ["cc0-1.0"]
    assert manifest["license_policy"] == "share-alike"


@pytest.mark.parametrize(
    ("licenses", "message"),
    [
        (["mit"], "does not list 'mit'; choose among cc0-1.0, cc-by-sa-4.0"),
        ([""], r"no source of rows has the licence \(none named\)"),
    ],
)
def test_licences_that_leave_nothing_are_refused(project, licenses, message):
    (project / "hum.toml").write_text(mixed("share-alike"))
    with pytest.raises(RecipeError, match=message):
        narrowed(open_recipe(project / "hum.toml"), licenses)
