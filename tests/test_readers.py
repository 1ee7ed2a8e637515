"""Every reader on small files: what it makes of good ones, and that hostile ones end as problems."""

import datetime
import itertools
import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hum_hub import Material, Note, Problem, SourceError
from hum_hub.registry.loading import load

REGISTRY = load([], only=())
Read = Callable[..., list[object]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write files and read them with a reader."""

    def run(
        reader: str, files: dict[str, str | bytes] | str | bytes, language: str = "en", **options: object
    ) -> list[object]:
        for name, content in (files if isinstance(files, dict) else {"a": files}).items():
            (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
        found = REGISTRY.readers[reader]
        return list(found.read(REGISTRY.open("file:.", tmp_path), found.options(**options), language))

    return run


def codes(found: list[object]) -> list[object]:
    """The code of each problem and note, the fields of each seed."""
    return [one.code if isinstance(one, Problem | Note) else one for one in found]


def mention(label: str, start: int, end: int, text: str, **more: object) -> dict[str, object]:
    return {"label": label, "start": start, "end": end, "text": text, **more}


def parquet(path: Path, **columns: list[object]) -> None:
    pq.write_table(pa.table(columns), path)


# json, json-lines, rows


def test_a_json_file_is_one_item(read):
    assert read("json", '{"a": [{"t": "x"}, {"t": "渡"}]}', select=".a[]") == [{"t": "x"}, {"t": "渡"}]


def test_a_json_line_is_an_item_and_blank_lines_are_none(read):
    assert read("json-lines", '{"t": "x"}\n\n  \n{"t": "渡船"}') == [{"t": "x"}, {"t": "渡船"}]


def test_a_byte_order_mark_and_crlf_are_no_part_of_the_text(read):
    assert read("json-lines", '\ufeff{"t": "渡"}\r\n{"t": "船"}\r\n') == [{"t": "渡"}, {"t": "船"}]
    assert read("json", '\ufeff{"t": "渡"}\r\n') == [{"t": "渡"}]


def test_unusual_line_ends_inside_a_string_do_not_end_the_line(read):
    assert read("json-lines", '{"t": "a\u2028b\u0085c"}\n') == [{"t": "a\u2028b\u0085c"}]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{not json", "not-json"),
        (b'{"t": "\xff"}', "not-utf-8"),
        (b'{"t": "\xb6\xc9"}', "not-utf-8"),  # GBK
        (b'{"t": "\\ud800 high"}', "lone-surrogate"),
        (b'{"t": "low \\udc00"}', "lone-surrogate"),
        (b'{"\\ud800": 1}', "lone-surrogate"),
        (b"[" * 100_000, "not-json"),
        (b'{"t":' * 100_000, "not-json"),
        (b'{"id": ' + b"9" * 5000 + b"}", "not-json"),
        (b'["no object"]', "select-gave-no-object"),
        (b"NaN", "select-gave-no-object"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].decode("latin-1"),
)
def test_a_broken_json_line_is_a_problem_and_the_lines_around_it_survive(read, line, code):
    found = read("json-lines", b'{"t": "before"}\n' + line + b'\n{"t": "after"}\n')
    assert codes(found) == [{"t": "before"}, code, {"t": "after"}]
    assert found[1].detail.startswith("a:2: ")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-json"),
        (b"{", "not-json"),
        (b"\xff", "not-utf-8"),
        (b"\xff\xfe{\x00}\x00", "not-utf-8"),  # UTF-16
        (b"[" * 100_000, "not-json"),
        (b'"\\udc00"', "lone-surrogate"),
    ],
    ids=["empty", "unfinished", "no-utf-8", "utf-16", "deep", "surrogate"],
)
def test_a_broken_json_file_is_a_problem_and_other_files_survive(read, content, code):
    assert codes(read("json", {"a": content, "b": '{"t": "good"}'})) == [code, {"t": "good"}]


@pytest.mark.parametrize("reader", ["json-lines", "lines", "inline", "csv", "tsv", "columns", "pubtator"])
def test_an_empty_file_is_no_seed_and_no_problem(read, reader):
    assert read(reader, "") == []
    assert read(reader, "\ufeff") == []


def test_not_a_number_is_null(read):
    assert read("json-lines", '{"id": NaN}') == [{"id": None}]


def test_a_huge_id_keeps_its_digits_through_tostring(read):
    digits = "123456789012345678901234567890"
    assert read("json-lines", f'{{"id": {digits}}}', select="{id: (.id | tostring)}") == [{"id": digits}]


def test_a_file_is_read_with_the_joining_of_its_language(read):
    tokens = '{"tokens": ["渡", "船"]}'
    assert read("json-lines", tokens, "zh") == [{"text": "渡船"}]
    assert read("json-lines", tokens, "en") == [{"text": "渡 船"}]


def test_rows_are_items():
    reader = REGISTRY.readers["rows"]
    rows = [{"t": "x", "day": datetime.date(2026, 1, 2)}, {"t": object()}, {"t": "渡"}]
    found = list(reader.read(Material(rows=rows), reader.options(), "en"))
    assert codes(found) == [{"t": "x", "day": "2026-01-02"}, "select-failed", {"t": "渡"}]


# csv, tsv


def test_a_csv_row_is_an_object_by_column(read):
    assert read("csv", "\ufeffa,b\r\n1,渡\r\n") == [{"a": "1", "b": "渡", "more": [], "line": 2}]


def test_a_csv_cell_may_hold_line_breaks_quotes_and_delimiters(read):
    assert read("csv", 'a,b\n"x\r\ny, ""z""",2\n', select=".a") == [
        Problem("select-gave-no-object", 'a:3: x\r\ny, "z"'),
    ]
    assert read("csv", 'a,b\n"x\ny",2\n3,4\n', select="{a}") == [{"a": "x\ny"}, {"a": "3"}]


def test_cells_beyond_the_named_columns_stand_in_more(read):
    found = read("tsv", "x\nx\ty\nx\ty\tz\t渡\n", columns=("first", "second"), select="del(.line)")
    assert found == [
        {"first": "x", "more": []},
        {"first": "x", "second": "y", "more": []},
        {"first": "x", "second": "y", "more": ["z", "渡"]},
    ]


def test_consecutive_rows_that_agree_in_a_column_are_one_item(read):
    content = "t\tn\n渡\t1\n渡\t2\n船\t3\n渡\t4\n"
    found = read("tsv", content, group="t", select="{t, line, n: [.rows[].n]}")
    assert found == [
        {"t": "渡", "line": 2, "n": ["1", "2"]},
        {"t": "船", "line": 4, "n": ["3"]},
        {"t": "渡", "line": 5, "n": ["4"]},
    ]


def test_tsv_takes_quotation_marks_as_they_are(read):
    assert read("tsv", 'a\tb\n"x\ty"\n', select="{a, b}") == [{"a": '"x', "b": 'y"'}]


def test_a_delimiter_may_be_chosen(read):
    assert read("csv", "a;b\n1,5;2\n", delimiter=";", select="{a}") == [{"a": "1,5"}]


@pytest.mark.parametrize(
    ("row", "code"),
    [(b"1", "too-few-cells"), (b"\xff,2", "not-utf-8"), (b'1,"x"y', "not-csv"), (b"x" * 200_000 + b",1", "not-csv")],
    ids=["few", "no-utf-8", "quote", "long"],
)
def test_a_broken_row_is_a_problem_and_the_rows_around_it_survive(read, row, code):
    found = read("csv", b"a,b\n1,2\n" + row + b"\n3,4\n", select="{a}")
    assert codes(found) == [{"a": "1"}, code, {"a": "3"}]
    assert found[1].detail.startswith("a:3")


def test_a_header_that_is_not_utf_8_is_a_problem_and_no_row_takes_its_place(read):
    assert codes(read("csv", b"\xffa,b\n1,2\n3,4\n")) == ["not-utf-8"]


def test_an_open_quote_at_the_end_is_a_problem(read):
    assert codes(read("csv", 'a,b\n1,2\n"x,3\n', select="{a}")) == [{"a": "1"}, "not-csv"]


# parquet


def test_a_parquet_row_is_an_item(read, tmp_path):
    parquet(
        tmp_path / "a.parquet",
        t=["x", "渡"],
        n=[[1], None],
        day=[datetime.date(2026, 1, 2)] * 2,
        raw=[b"y", "船".encode()],
    )
    assert read("parquet", {}) == [
        {"t": "x", "n": [1], "day": "2026-01-02", "raw": "y"},
        {"t": "渡", "n": None, "day": "2026-01-02", "raw": "船"},
    ]


def test_a_parquet_row_that_is_no_text_is_a_problem_with_its_number(read, tmp_path):
    parquet(tmp_path / "a.parquet", n=list(range(1200)), raw=[b"x"] * 1100 + [b"\xff"] + [b"x"] * 99)
    found = read("parquet", {}, select="select(.n > 1098 and .n < 1102) | {n}")
    assert codes(found) == [{"n": 1099}, "select-failed", {"n": 1101}]
    assert found[1].detail.startswith("a.parquet row 1100: ")


def test_huge_numbers_keep_their_digits_in_parquet(read, tmp_path):
    parquet(tmp_path / "a", id=[2**63 - 1])
    assert read("parquet", {}, select="{id: (.id | tostring)}") == [{"id": "9223372036854775807"}]


@pytest.mark.parametrize("content", [b"", b"PAR1" * 10, b"no parquet"])
def test_what_is_not_parquet_is_a_problem(read, content):
    assert codes(read("parquet", content)) == ["not-parquet"]


def test_damaged_parquet_never_ends_in_another_way(read, tmp_path):
    parquet(tmp_path / "a", t=["渡船"] * 20)
    whole = (tmp_path / "a").read_bytes()
    for place in range(4, len(whole), 11):
        damaged = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        assert all(
            isinstance(one, dict) or one.code in ("not-parquet", "select-failed") for one in read("parquet", damaged)
        )


# columns


@pytest.mark.parametrize(
    ("scheme", "tags", "places"),
    [
        ("bio", "O O O O", []),
        ("bio", "B-X I-X B-X O", [(0, 2), (2, 3)]),
        ("bio", "B-X B-Y O B-a-b", [(0, 1), (1, 2), (3, 4)]),
        ("iob1", "I-X I-X B-X I-Y", [(0, 2), (2, 3), (3, 4)]),
        ("iob1", "O I-X O I-X", [(1, 2), (3, 4)]),
        ("bioes", "S-X B-X I-X E-X", [(0, 1), (1, 4)]),
        ("bioes", "B-X E-X S-X O", [(0, 2), (2, 3)]),
    ],
)
def test_tags_become_mentions(read, scheme, tags, places):
    tokens = "甲乙丙丁"
    content = "".join(f"{token} {tag}\n" for token, tag in zip(tokens, tags.split(), strict=True))
    (seed,) = [one for one in read("columns", content, "zh", scheme=scheme) if isinstance(one, dict)]
    assert seed["text"] == tokens
    assert [(found["start"], found["end"]) for found in seed["mentions"]] == places
    assert all(found["text"] == tokens[found["start"] : found["end"]] for found in seed["mentions"])


@pytest.mark.parametrize(
    ("scheme", "tags"),
    [
        ("bio", "I-X"),
        ("bio", "B-X I-Y"),
        ("bio", "O I-X"),
        ("bio", "S-X"),
        ("bio", "B-"),
        ("bio", "B"),
        ("bio", "O-X"),
        ("bio", "Q-X"),
        ("iob1", "E-X"),
        ("bioes", "B-X"),
        ("bioes", "B-X O"),
        ("bioes", "B-X S-X"),
        ("bioes", "E-X"),
        ("bioes", "S-X I-X"),
    ],
)
def test_tags_that_break_their_scheme_cost_their_sentence_alone(read, scheme, tags):
    content = "".join(f"x {tag}\n" for tag in tags.split()) + "\ngood O\n"
    found = read("columns", content, scheme=scheme)
    assert codes(found) == ["tags-not-in-scheme", "no-mention", {"id": "a#2", "text": "good", "mentions": []}]


@pytest.mark.parametrize(
    ("separator", "line", "options"),
    [
        ("whitespace", "x \t 渡  B-P", {"token": 1}),
        ("tab", "x y\t渡\tB-P", {"token": 1, "tag": 2}),
        ("space", "渡 \u3000 B-P", {"token": 0, "tag": -1}),
        ("tab", "渡\tz\tB-P\t_\t_", {"tag": -3}),
    ],
)
def test_columns_are_found_by_separator_and_number(read, separator, line, options):
    assert read("columns", line, separator=separator, **options) == [
        {"id": "a#1", "text": "渡", "mentions": [mention("P", 0, 1, "渡")]}
    ]


@pytest.mark.parametrize("options", [{"token": 2}, {"tag": 2}, {"token": -3}, {"tag": -3}])
def test_a_line_with_too_few_columns_costs_its_sentence_alone(read, options):
    content = "a O O O\nb O\n\n" + "c O O O\n"
    found = read("columns", content, **{"tag": 1, **options})
    assert codes(found)[0] == "too-few-columns"
    assert [one["id"] for one in found if isinstance(one, dict)] == ["a#1"]
    assert found[0].detail == "a:2"


COMMENTED = "# id = 1\n# text = {}\n1\tAda\tB-P\n2\t,\tO\n3\tBo\tB-P\n"
CONLL = {"token": 1, "tag": 2, "separator": "tab", "comment": "#", "text_comment": "# text = "}


def test_the_text_of_a_comment_is_used_when_the_tokens_stand_in_it(read):
    assert read("columns", COMMENTED.format("Ada,  Bo"), **CONLL) == [
        {"id": "a#1", "text": "Ada,  Bo", "mentions": [mention("P", 0, 3, "Ada"), mention("P", 6, 8, "Bo")]}
    ]


@pytest.mark.parametrize("text", ["Ada, Al", "Ada, Bo!", "", "Ada Bo"])
def test_the_text_of_a_comment_that_differs_is_noted_and_not_used(read, text):
    found = read("columns", COMMENTED.format(text), **CONLL)
    assert codes(found)[0] == "text-differs-from-tokens"
    assert found[1]["text"] == "Ada , Bo"


def test_columns_may_be_joined_naturally(read):
    content = "`` O\nAda B-P\n's I-P\n'' O\n. O\n"
    assert read("columns", content, joining="natural") == [
        {"id": "a#1", "text": '"Ada\'s".', "mentions": [mention("P", 1, 6, "Ada's")]}
    ]


def test_a_token_line_that_is_not_utf_8_costs_its_sentence_alone(read):
    found = read("columns", b"Ada B-P\n\xff I-P\n\n\xe6\xb8\xa1 B-P\r\n")
    assert codes(found) == ["not-utf-8", {"id": "a#1", "text": "渡", "mentions": [mention("P", 0, 1, "渡")]}]


# brat


TEXT = "Ada met 老渡 in Köln.\n"
ANN = """T1\tPER 0 3\tAda
T2\tPER 8 10\t老渡
T3\tmeet 4 7\tmet
R1\tknows Arg1:T1 Arg2:T2
E1\tmeet:T3 Who:T1 Whom:T2
A1\tNegation E1
#1\tAnnotatorNotes T1\tsure
*\tEquiv T1 T2
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_brat_gives_mentions_relations_and_events(read, ends):
    assert read("brat", {"d.txt": TEXT, "d.ann": ANN.replace("\n", ends)}) == [
        {
            "id": "d",
            "text": TEXT,
            "mentions": [
                mention("PER", 0, 3, "Ada", id="T1"),
                mention("meet", 4, 7, "met", id="T3"),
                mention("PER", 8, 10, "老渡", id="T2"),
            ],
            "relations": [{"label": "knows", "head": "T1", "tail": "T2"}],
            "events": [
                {
                    "id": "E1",
                    "type": "meet",
                    "trigger": "T3",
                    "arguments": [{"role": "Who", "mention": "T1"}, {"role": "Whom", "mention": "T2"}],
                }
            ],
        }
    ]


def test_a_discontinuous_brat_mention_says_so(read):
    (seed,) = read("brat", {"d.txt": TEXT, "d.ann": "T1\tPER 0 3;8 10\tAda 老渡\n"})
    assert seed["mentions"] == [mention("PER", 0, 10, "Ada 老渡", id="T1", discontinuous=True)]


def test_the_wording_of_a_brat_mention_may_hold_unusual_line_ends(read):
    (seed,) = read("brat", {"d.txt": "a\u2028b", "d.ann": "T1\tX 0 3\ta\u2028b\n"})
    assert seed["mentions"][0]["text"] == "a\u2028b"


def test_annotations_without_their_text_are_a_problem(read):
    assert codes(read("brat", {"d.ann": ANN, "e.txt": "x", "e.ann": ""}))[0] == "text-file-missing"


def test_empty_brat_files_are_noted(read):
    (note, seed) = read("brat", {"d.txt": "", "d.ann": ""})
    assert (note.code, seed["text"], seed["mentions"]) == ("no-mention", "", [])


@pytest.mark.parametrize(
    "line",
    [
        "T1",
        "T1\tPER",
        "T1\tPER x y\tz",
        "T1\tPER 0 3;\tz",
        "T1\tPER ² 3\tz",
        "T1\tPER " + "9" * 5000 + " 3\tz",
        "R1\tx",
        "R1\tx a b",
        "E1\t",
        "E1\tx:T1 y",
    ],
    ids=lambda line: line[:12],
)
def test_a_broken_brat_line_costs_its_document_alone(read, line):
    found = read("brat", {"d.txt": TEXT, "d.ann": ANN + line, "e.txt": "e", "e.ann": "T1\tX 0 1\te"})
    assert codes(found)[0] == "not-brat"
    assert [seed["id"] for seed in found[1:]] == ["e"]


@pytest.mark.parametrize("broken", ["d.txt", "d.ann"])
def test_brat_files_that_are_not_utf_8_are_a_problem(read, broken):
    assert codes(read("brat", {"d.txt": "x", "d.ann": "", broken: b"\xff"})) == ["not-utf-8"]


# pubtator


ABSTRACT = (
    "7|t|Aspirin 阿司匹林\n7|a|It helps.\n7\t8\t12\t阿司匹林\tDrug\tD1\n7\t0\t7\tAspirin\tDrug\tD1\n7\tCID\tD1\tD2\n"
)
GOOD = "8|t|Zinc\n8|a|\n8\t0\t4\tZinc\tDrug\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_pubtator_documents_are_title_and_abstract(read, ends):
    assert read("pubtator", (ABSTRACT + "\n" + GOOD).replace("\n", ends)) == [
        {
            "id": "7",
            "text": "Aspirin 阿司匹林 It helps.",
            "mentions": [mention("Drug", 0, 7, "Aspirin"), mention("Drug", 8, 12, "阿司匹林")],
        },
        {"id": "8", "text": "Zinc ", "mentions": [mention("Drug", 0, 4, "Zinc")]},
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"garbage", "not-pubtator"),
        (b"9|a|of another document", "not-pubtator"),
        (b"7\tx\t3\tA\tDrug", "not-pubtator"),
        ("7\t²\t3\tA\tDrug".encode(), "not-pubtator"),
        (b"7\t0\t" + b"9" * 5000 + b"\tA\tDrug", "not-pubtator"),
        (b"9\t0\t3\tA\tDrug", "not-pubtator"),
        (b"7\t0\t7\t\xff\tDrug", "not-utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].decode("latin-1"),
)
def test_a_broken_pubtator_line_costs_its_document_alone(read, line, code):
    found = read("pubtator", ABSTRACT.encode() + line + b"\n\n" + GOOD.encode())
    assert codes(found)[0] == code
    assert [seed["id"] for seed in found[1:]] == ["8"]
    assert found[0].detail.startswith("a:6")


# webanno


HEADER = "#FORMAT=WebAnno TSV 3.3\n#T_SP=other.Layer|x\n#T_SP=custom.Ref|status|entity\n\n\n"
LAYER = {"layer": "custom.Ref", "feature": "entity"}
ADA = "#Text=Ada met 老渡\n1-1\t0-3\tAda\t_\t_\tperson\t\n1-2\t4-7\tmet\t_\t_\t_\t\n1-3\t8-10\t老渡\t_\t_\tperson\t\n\n"
HE = "#Text=He left\n2-1\t11-13\tHe\t_\t_\tperson\t\n2-2\t14-18\tleft\t_\t_\t_\t\n"


def test_webanno_sentences_are_seeds_of_one_origin(read):
    assert read("webanno", {"d.tsv": HEADER + ADA + HE}, **LAYER) == [
        {
            "id": "d.tsv#1",
            "origin": "d.tsv",
            "text": "Ada met 老渡",
            "mentions": [mention("person", 0, 3, "Ada"), mention("person", 8, 10, "老渡")],
        },
        {"id": "d.tsv#2", "origin": "d.tsv", "text": "He left", "mentions": [mention("person", 0, 2, "He")]},
    ]


def test_a_webanno_document_may_be_one_seed(read):
    (seed,) = read("webanno", {"d.tsv": HEADER + ADA + HE}, unit="document", **LAYER)
    assert seed["text"] == "Ada met 老渡\nHe left"
    assert [found["text"] for found in seed["mentions"]] == ["Ada", "老渡", "He"]


def test_stacked_webanno_annotations_are_told_apart_by_their_numbers(read):
    stacked = HEADER + (
        "#Text=Ada met Bo\n1-1\t0-3\tAda\t_\t*[1]|*[2]\tperson[1]|group[2]\n"
        "1-2\t4-7\tmet\t_\t*[2]\tgroup[2]\n1-3\t8-10\tBo\t_\t*[2]|*[3]\tgroup[2]|person[3]\n"
    )
    (seed,) = read("webanno", {"d.tsv": stacked}, **LAYER)
    assert seed["mentions"] == [
        mention("group", 0, 10, "Ada met Bo"),
        mention("person", 0, 3, "Ada"),
        mention("person", 8, 10, "Bo"),
    ]


def test_a_webanno_annotation_without_a_value_is_no_mention(read):
    lines = "#Text=Ada met\n1-1\t0-3\tAda\t_\t_\t*[1]\n1-2\t4-7\tmet\t_\t_\t*[1]|person[2]\n"
    (seed,) = read("webanno", {"d.tsv": HEADER + lines}, **LAYER)
    assert seed["mentions"] == [mention("person", 4, 7, "met")]


@pytest.mark.parametrize(
    "line",
    [
        "1-1\t1-3\tAda\t_\t_\tperson",
        "1-1\t0-3\tBob\t_\t_\tperson",
        "1-1\t0-3\tAda",
        "1-1",
        "garbage",
        "1-1\tx-3\tAda\t_\t_\tp",
        "1-1\t²-3\tAda\t_\t_\tp",
        "1-1\t0-" + "9" * 5000 + "\tAda\t_\t_\tp",
    ],
    ids=lambda line: line[:12],
)
def test_a_token_that_is_not_at_its_offset_costs_its_sentence_alone(read, line):
    found = read("webanno", {"d.tsv": HEADER + "#Text=Ada\n" + line + "\n\n" + HE}, **LAYER)
    assert codes(found)[0] == "token-not-at-offset"
    assert [seed["id"] for seed in found[1:]] == ["d.tsv#2"]


def test_a_webanno_line_that_is_not_utf_8_costs_its_sentence_alone(read):
    found = read("webanno", {"d.tsv": (HEADER + ADA).encode() + b"1-4\t\xff\n\n" + HE.encode()}, **LAYER)
    assert codes(found)[:2] == ["not-utf-8", "token-not-at-offset"]
    assert [seed["id"] for seed in found[2:]] == ["d.tsv#2"]


def test_a_layer_that_is_not_in_the_file_is_a_problem(read):
    assert codes(read("webanno", {"d.tsv": HEADER + ADA}, layer="custom.Ref", feature="colour")) == [
        "layer-not-in-file"
    ]


def test_files_of_other_names_are_not_webanno(read):
    assert read("webanno", {"d.tsv": "", "README.md": HEADER + ADA}, **LAYER) == []


# inline, lines


@pytest.mark.parametrize(
    ("marks", "line"),
    [("xml", '<person id="a">Ada</person> met <person>渡</person>'), ("link", "[Ada](person:a) met [渡](person)")],
)
def test_inline_marks_become_mentions(read, marks, line):
    assert read("inline", f"\ufeff{line}\r\n", marks=marks) == [
        {"text": "Ada met 渡", "mentions": [mention("person", 0, 3, "Ada", id="a"), mention("person", 8, 9, "渡")]}
    ]


def test_broken_inline_lines_are_problems_and_the_others_survive(read):
    found = read("inline", b"<a>x\n\xff\n<a>y</a>\n")
    assert codes(found) == ["unbalanced-marks", "not-utf-8", {"text": "y", "mentions": [mention("a", 0, 1, "y")]}]


def test_a_line_is_an_item_with_its_number_and_file(read):
    found = read("lines", b"\xef\xbb\xbfone\r\n\n\xff\n\xe6\xb8\xa1\x0b\xe2\x80\xa8x")
    assert codes(found) == [
        {"text": "one", "line": 1, "file": "a"},
        "not-utf-8",
        {"text": "渡\x0b\u2028x", "line": 4, "file": "a"},
    ]


# xml


def test_an_xml_element_is_an_object(read):
    content = '<r><i id="1">渡<b x="y">船</b><b/></i><other/><i/></r>'
    assert read("xml", "\ufeff" + content, item="i") == [
        {"@id": "1", "#text": "渡", "b": [{"@x": "y", "#text": "船"}, {"#text": ""}]},
        {"#text": ""},
    ]


def test_elements_before_a_broken_place_survive(read):
    assert codes(read("xml", "<r><i>渡</i><i>2</r>", item="i")) == [{"#text": "渡"}, "not-xml"]


def bomb() -> str:
    """Nine entities, each ten times the one before."""
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in itertools.pairwise(names))
    return f'<!DOCTYPE r [<!ENTITY a "渡">{entities}]><r><i>&j;</i></r>'


@pytest.mark.parametrize(
    "content",
    [
        "",
        b"\xff\xfe",
        b"<r><i>\xff</i></r>",
        "<i>&nbsp;</i>",
        '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><r><i>&e;</i></r>',
        bomb(),
        '<!DOCTYPE r [<!ENTITY a "' + "x" * 100_000 + '">]><r><i>' + "&a;" * 3000 + "</i></r>",
        "<i>" * 100_000,
        "<i>" + "<x>" * 20_000 + "</x>" * 20_000 + "</i>",
        '<?xml version="1.0" encoding="gbk"?><r><i>渡</i></r>'.encode("gbk"),
        '<?xml version="1.0" encoding="none"?><r><i>a</i></r>',
    ],
    ids=["empty", "utf-16", "no-utf-8", "entity", "external", "bomb", "quadratic", "open", "deep", "gbk", "encoding"],
)
def test_hostile_xml_is_a_problem(read, content):
    assert codes(read("xml", content, item="i")) == ["not-xml"]


# all of them


@pytest.mark.parametrize("reader", sorted(set(REGISTRY.readers) - {"rows"}))
@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 50,
        b"\xff\xfe\x00\n\x80",
        b"\r\r\n\n\r",
        b"a\tb|c,d;e\n" * 3,
        json.dumps({"tokens": None, "id": 1}).encode(),
        b"\xe2\x80\xa8\n\xc2\x85 \n",
    ],
    ids=["zeros", "no-utf-8", "line-ends", "cells", "null", "unusual-line-ends"],
)
def test_no_content_makes_a_reader_fail_in_another_way(read, reader, content):
    needed = {"xml": {"item": "i"}, "webanno": LAYER}.get(reader, {})
    if reader == "taxonomy":  # a tree is read whole or not at all: a lost line would lose all that hangs below it
        with suppress(SourceError):
            assert not list(read(reader, {"a.jsonl": content}))
        return
    for one in read(reader, {"a.tsv": content, "a.txt": content, "a.ann": content}, **needed):
        assert isinstance(one, dict | Problem | Note)
