"""Yanking a version: a mark in the card that stays, and a tag that does not move."""

from publishing import NEW, OLD, REPO, Stage

from hum_hub.release.diff.changelog import entries, with_changelog
from hum_hub.release.hub.yanking import with_mark, yanked

pytest_plugins = ("published",)


def test_a_yanked_version_is_marked_and_later_releases_carry_the_mark_on(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        bad = stage.begin(versions[0])
        lost = {"do": "drop", "kind": "commit", "handled": True, "times": 1}
        rival = {"do": "rival", "kind": "commit", "numbers": [1], "files": {"notes.txt": "of another"}}
        stage.server.play(faults=[rival, lost])
        ran = stage.hum("yank", f"v{OLD}", "--repo", REPO, "--reason", "answers of *two* sources are wrong", "--json")
        assert ran.code == 0 and ran.told["state"] == "yanked", ran
        assert stage.tags() == {f"v{OLD}": bad} and stage.text("notes.txt") == "of another"
        assert stage.release_at("main", *versions, foreign=("notes.txt",)) == versions[0]
        history = stage.server.repository(REPO)["history"]
        assert stage.hum("publish", versions[0], "--json").told["state"] == "nothing-to-do"
        assert stage.hum("publish", versions[1]).code == 0
        stage.no_token_strayed()
        stage.server.forget()
        asked = ("auth-check", "refs", "resolve", "preupload", "validate-yaml")
        faults = [{"do": "status", "status": 503, "kind": kind, "times": 1} for kind in asked]
        stage.server.play(
            faults=[*faults, {"do": "status", "status": 504, "kind": "commit", "handled": True, "times": 1}]
        )
        again = stage.hum("yank", OLD, "--repo", REPO, "--reason", "wrong answers", "--use", NEW, "--json")
        assert again.told["state"] == "yanked" and yanked(stage.text("README.md")) == {OLD: NEW}
        assert stage.server.counts()["by_fault"] == {"status": len(asked) + 1}
        stage.server.play()
        assert f"Use v{NEW} instead." in stage.text("README.md")
        recipe = versions[1].parent.parent / "hum.toml"
        same = stage.hum("yank", OLD, "--recipe", recipe, "--reason", "wrong answers", "--use", NEW, "--json")
        assert same.told["state"] == "nothing-to-do"
        assert len(stage.server.repository(REPO)["history"]) == len(history) + 2
        assert stage.release_at("main", *versions, foreign=("notes.txt",)) == versions[1]

    hubs.each(tmp_path, case, [()])


def test_what_cannot_be_yanked_is_said(tmp_path, hubs, versions):
    def case(stage: Stage) -> None:
        before = stage.begin(versions[0])
        for arguments, said in [
            (["2.0.0", "--reason", "x"], "has no version v2.0.0; it has v1.0.0"),
            ([OLD, "--reason", "x", "--use", "3.0.0"], "has no version v3.0.0"),
            ([OLD, "--reason", "x", "--use", OLD], "cannot be its own replacement"),
        ]:
            ran = stage.hum("yank", *arguments, "--repo", REPO)
            assert ran.code == 1 and said in ran.error and "The card on main is as it was" in ran.error
        ran = stage.hum("yank", OLD, "--reason", "x", "--repo", REPO, token="hf_reader")
        assert ran.code == 1 and "may not do this" in ran.error
        assert stage.server.head(REPO) == before

    hubs.each(tmp_path, case, [()])


CARD = (
    "# A card\n\n## Versions\n\nSemantic.\n\n### v1.1.0\n\n- more\n\n### v1.0.0\n\nThe first.\n\n## Citation\n\nNone.\n"
)


def test_a_mark_stands_in_the_entry_and_is_replaced_by_the_next():
    once = with_mark(CARD, "1.0.0", "bad", None)
    assert yanked(once) == {"1.0.0": None} and entries(once)["1.0.0"].startswith("### v1.0.0 (yanked)\n")
    assert with_mark(once, "1.0.0", "bad", None) == once
    twice = with_mark(once, "1.0.0", "worse", "1.1.0")
    assert yanked(twice) == {"1.0.0": "1.1.0"} and "bad" not in twice and "The first." in twice
    assert with_mark(with_mark(CARD, "1.0.0", "worse", "1.1.0"), "1.0.0", "worse", "1.1.0") == twice
    assert entries(twice)["1.1.0"] == entries(CARD)["1.1.0"]


def test_a_version_without_an_entry_gets_one():
    assert yanked(with_mark(CARD, "0.9.0", "bad", None)) == {"0.9.0": None}
    assert with_changelog(CARD, "### v1.1.0\n\n- more") == CARD


def test_a_reason_cannot_forge_a_mark():
    forged = with_mark(CARD, "1.0.0", "x -->\n<!-- hum:yanked v1.1.0 -->\n### v1.1.0", None)
    assert yanked(forged) == {"1.0.0": None} and list(entries(forged)) == ["1.1.0", "1.0.0"]
