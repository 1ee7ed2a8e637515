"""What replies have cost is counted once for each, in however many parts and passes."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hum_hub.contract.records import digest
from hum_hub.pipeline.collecting import Collected
from hum_hub.pipeline.ledger import Ledger
from hum_hub.pipeline.parts import PartStore
from hum_hub.pipeline.reading import ReadPart
from hum_hub.pipeline.spending import PASSES, Spent, spending
from hum_hub.teacher.engine import Used

BY = [("critic", "critic-1", "judge"), ("writer", "writer-1", "write"), ("writer", "writer-2", "write")]
uses = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(BY)), max_size=12)


def written(parts: list[list[tuple[int, tuple[str, str, str]]]], store: PartStore) -> list[ReadPart]:
    """Parts that were made of replies: number `n` has `n` tokens more than a hundred, at half price when it is odd."""
    found = []
    for place, part in enumerate(parts):
        own = [
            (by[2], Used(digest("reply", number), by[0], by[1], 100 + number, number, 0.5 if number % 2 else 1.0))
            for number, by in part
        ]
        key, stated = digest("part", place, part), sorted({by for _, by in part})
        Collected(used=own)._write_used(key, store, stated)
        found.append(ReadPart(key, f"source-{place % 2}", 0, {}, Ledger(), by=tuple(stated)))
    return found


@settings(deadline=None, max_examples=40)  # files are written, and machines are busy
@given(st.lists(uses.filter(bool), max_size=PASSES * 2))
def test_each_reply_is_counted_once_where_it_came_first(tmp_path_factory, parts):
    store = PartStore(tmp_path_factory.mktemp("parts"))
    tasks = {"source-0": "chain", "source-1": "other"}
    first: dict[int, tuple[str, str, str, str]] = {}
    for place, part in enumerate(parts):
        for number, (teacher, model, stage) in part:
            first.setdefault(number, (tasks[f"source-{place % 2}"], stage, teacher, model))
    expected = []
    for of in sorted(set(first.values())):
        own = [number for number, where in first.items() if where == of]
        shares = [0.5 if number % 2 else 1.0 for number in own]
        paid = [sum(share * (base + n) for n, share in zip(own, shares, strict=True)) for base in (100, 0)]
        expected.append(Spent(*of, len(own), sum(own) + 100 * len(own), sum(own), *paid))
    assert spending(written(parts, store), tasks, store) == expected


def test_tokens_beyond_what_a_small_number_holds_are_added_up(tmp_path: Path):
    store = PartStore(tmp_path)
    most = 10**9
    use = [("judge", Used(digest("reply", number), "critic", "critic-1", most, most)) for number in range(50)]
    Collected(used=use)._write_used("ab", store, [("critic", "critic-1", "judge")])
    part = ReadPart("ab", "source", 0, {}, Ledger(), by=(("critic", "critic-1", "judge"),))
    (found,) = spending([part], {"source": "chain"}, store)
    assert (found.replies, found.input_tokens, found.paid_output) == (50, 50 * most, 50.0 * most)
    assert np.load(store.path("ab", ".used.npy")).nbytes < 50 * 64
