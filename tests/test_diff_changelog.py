"""The changelog in the card: newest first, and nothing that was written before is lost."""

import re

import pytest
from diffed import row, version
from hypothesis import given
from hypothesis import strategies as st

from hum_hub.errors import CompareError
from hum_hub.release.diff.changelog import changelog_entry, entries, with_changelog
from hum_hub.release.diff.comparing import diff

CARD = """---
pretty_name: Toy
# ## Versions in a comment of the front matter
---

# Toy

```text
## Versions
### v9.9.9
```

## Limitations

Some.
"""
NUMBERS = st.tuples(*(st.integers(0, 12),) * 3)


def entry(number: tuple[int, int, int], text: str = "- **c**: more rows.") -> str:
    return f"### v{'.'.join(map(str, number))}\n\n{text}\n"


@given(st.lists(NUMBERS, min_size=1, max_size=6, unique=True))
def test_entries_are_kept_newest_first_in_whatever_order_they_come(numbers):
    card = CARD
    for number in numbers:
        card = with_changelog(card, entry(number, f"- About {number}."))
    found = entries(card)
    assert list(found) == [".".join(map(str, number)) for number in sorted(numbers, reverse=True)]
    assert found == {
        ".".join(map(str, number)): entry(number, f"- About {number}.") for number in sorted(numbers, reverse=True)
    }
    assert card.startswith(CARD.rstrip()) and card.count("## Versions\n") == 2


@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_an_entry_put_in_twice_changes_nothing(numbers):
    card = CARD
    for number in numbers:
        card = with_changelog(card, entry(number))
        assert with_changelog(card, entry(number)) == card


@given(st.text(alphabet=st.sampled_from("ab#`~ -\n\u2028v1."), max_size=60))
def test_words_of_people_between_entries_are_kept(text):
    card = with_changelog(with_changelog(CARD, entry((1, 0, 0), "first")), entry((1, 1, 0), "second"))
    card = card.replace("second", f"second\n\n{text}")
    after = with_changelog(card, entry((1, 2, 0)))
    assert [line for line in _lines(after) if line not in _lines(entry((1, 2, 0)))] == _lines(card)


def _lines(text: str) -> list[str]:
    """The lines without empty ones, sorted: entries may be put in order, and no line may be lost."""
    return sorted(line for line in re.split("\r?\n", text) if line.strip() and line != "- **c**: more rows.")


def test_an_entry_of_the_same_version_is_replaced_and_the_rest_stays():
    card = with_changelog(with_changelog(CARD, entry((1, 0, 0), "first")), entry((1, 1, 0), "wrong"))
    after = with_changelog(card, entry((1, 1, 0), "right"))
    assert entries(after) == {"1.1.0": entry((1, 1, 0), "right"), "1.0.0": entry((1, 0, 0), "first")}


def test_a_section_in_the_middle_stays_there_with_its_introduction():
    card = CARD.replace(
        "## Limitations", "## Versions\n\nTags are never moved.\n\n### v1.0.0 (yanked)\n\nBad.\n\n## Limitations"
    )
    after = with_changelog(card, entry((1, 1, 0)))
    assert (
        "## Versions\n\nTags are never moved.\n\n### v1.1.0\n\n- **c**: more rows.\n\n"
        "### v1.0.0 (yanked)\n\nBad.\n\n## Limitations\n\nSome.\n" in after
    )


def test_an_entry_needs_the_heading_of_a_version():
    with pytest.raises(CompareError, match="begin it with a heading"):
        with_changelog(CARD, "more rows")


def test_an_entry_says_what_became_of_the_rows_and_why(tmp_path):
    old = [*(("train", row(number)) for number in range(4)), ("test", row(5, source="t"))]
    new = [("train", row(0, shown=1)), *old[2:], ("train", row(8)), ("train", row(8, subtask="z_a"))]
    found = diff(version(tmp_path / "old", {"c": old}), version(tmp_path / "new", {"c": new, "d": old}, title="Other"))
    lines = changelog_entry(found, "v1.1.0").splitlines()
    assert lines[0] == "### v1.1.0"
    assert re.fullmatch(r"Since v1\.0\.0: [\d,]+ bytes to download, [\d,]+ bytes stay\.", lines[2])
    assert lines[4:] == [
        "- **c**: 5 → 6 rows; 2 added (seeds 2); 1 removed (seeds 1); 1 changed (format 1).",
        "  - Sub-tasks added: z\\_a.",
        "  - Formats added: format-1.",
        "- **d** was added: 5 rows.",
        "- Also different: title.",
    ]


def test_an_entry_without_a_difference_says_so(tmp_path):
    one, other = (version(tmp_path / name, {"c": [("train", row(0))]}) for name in ("old", "new"))
    assert changelog_entry(diff(one, other), "1.0.1") == "### v1.0.1\n\nSince v1.0.0: no difference.\n"
