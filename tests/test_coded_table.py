"""A table of codings becomes codings at its places; a row that cannot be used is answered with why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qualcode.coded_table import Tagged, columns_beside, is_coded_table, read_coded_table, tag_table
from qualcode.errors import InputError
from qualcode.study import Study

TEXT = "I: Et vous ?\nP: J'ai perdu la distance. On se comprend.\nI: Merci.\nP: De rien, vraiment.\n"
WORDS = "perdu la distance"
START = TEXT.index(WORDS)
END = START + len(WORDS)


def put(study: Study, *rows: dict[str, Any], **options: Any) -> Tagged:
    """Rows as a table has them: text in every cell, the first row in line 2."""
    cells = [{name: str(value) for name, value in row.items()} for row in rows]
    return tag_table(study, list(enumerate(cells, start=2)), "ana", **options)


def places(study: Study) -> list[tuple[str, int, int, str]]:
    return [(coding.document, coding.start, coding.end, coding.code) for coding in study.codings()]


@pytest.mark.parametrize(
    "row",
    [
        {"document": "L01", "start": START, "end": END},
        {"document": "L01.txt", "quote": WORDS},
        {"document": "L01", "text": "perdu  la\ndistance", "start": "", "end": ""},
        {"document": "L01", "start": START, "end": END, "text": WORDS},
        {"document": "L01", "start": 1, "end": 9, "text": WORDS},
    ],
)
def test_a_place_is_given_by_offsets_or_by_words_that_stand_once(row: dict[str, Any], study: Study) -> None:
    done = put(study, {**row, "code": "nearness"})
    assert places(study) == [("L01", START, END, "nearness")]
    assert done.found == (row.get("start") == 1)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"document": "L99", "quote": WORDS}, "no document L99"),
        ({"document": "L01", "start": 5, "end": 9999}, "not a passage"),
        ({"document": "L01", "start": "five", "end": 9}, "not a whole number"),
        ({"document": "L01", "start": 5, "end": 9, "text": "nowhere"}, "do not stand"),
        ({"document": "L01", "quote": "I: "}, "more than once"),
        ({"document": "L01"}, "neither start and end nor a quote"),
        ({"document": "L01", "quote": WORDS, "code": "nearnes"}, "Write"),
        ({"document": "L01", "quote": WORDS, "code": ""}, "names no code"),
        ({"document": "L01", "quote": WORDS, "round": 0}, "not a whole number"),
        ({"document": "L01", "quote": WORDS, "coder": "consensuss"}, "consensus"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_alone(row: dict[str, Any], why: str, study: Study) -> None:
    put(study, {"document": "L02", "quote": "Toujours", "code": "language", "coder": "consensus"})
    before = places(study)
    done = put(study, {"code": "nearness", **row}, {"document": "L01", "quote": WORDS, "code": "access"})
    assert [refusal.line for refusal in done.refused] == [2]
    assert why in done.refused[0].why
    assert sorted(places(study)) == sorted([*before, ("L01", START, END, "access")])


def test_rows_that_are_there_already_are_counted_and_change_nothing(study: Study) -> None:
    row = {"document": "L01", "quote": WORDS, "code": "nearness"}
    first = put(study, row, row)
    assert (len(first.codings), first.there) == (1, 1)
    events = study.events()
    again = put(study, row)
    assert (again.codings, again.there, again.refused) == ((), 1, ())
    assert study.events() == events


def test_a_path_makes_the_codes_it_lacks_each_once_under_the_one_before(study: Study) -> None:
    rows = [
        {"document": "L01", "quote": WORDS, "code_path": path}
        for path in ("Humour > Irony", "Distance > Humour", "Humour>Irony", "Nearness")
    ]
    done = put(study, *rows, new_codes=True)
    assert done.codes == ("humour", "irony", "humour-2")
    assert [study.codebook[code].parent for code in done.codes] == [None, "humour", "distance"]
    assert sorted(code for *_place, code in places(study)) == ["humour-2", "irony", "nearness"]
    assert done.there == 1


def test_a_table_of_refused_rows_makes_no_code_and_no_event(study: Study) -> None:
    events = study.events()
    done = put(study, {"document": "L01", "quote": "nowhere", "code": "New"}, new_codes=True)
    assert done.codes == ()
    assert study.events() == events
    assert "new" not in study.codebook


def test_coders_are_each_themselves_and_those_met_are_said(study: Study) -> None:
    row = {"document": "L01", "quote": WORDS, "code": "nearness"}
    done = put(study, {**row, "coder": "zoe", "key": "x"}, row)
    assert done.coders == ("zoe",)
    assert {(coding.coder, coding.key) for coding in study.codings()} == {("zoe", True), ("ana", False)}


def test_a_row_may_say_that_it_is_a_counter_example(study: Study) -> None:
    put(study, {"document": "L01", "quote": WORDS, "code": "nearness", "counter": "yes"})
    assert [(coding.key, coding.counter) for coding in study.codings()] == [(False, True)]


def test_two_files_called_alike_are_not_guessed_between(study: Study, document: Any) -> None:
    study.do(replace(document("L03", [("P", "Other words.")]), name="L01.txt"))
    done = put(study, {"document": "L01.txt", "quote": WORDS, "code": "nearness"})
    assert "L01, L03" in done.refused[0].why
    assert put(study, {"document": "L01", "quote": WORDS, "code": "nearness"}).codings


def test_the_same_passage_under_an_unknown_code_says_how_to_insist(study: Study) -> None:
    done = put(study, {"document": "L01", "quote": WORDS, "code": "Humour"})
    assert "--new-codes" in done.refused[0].why


def test_words_that_stand_twice_are_listed_or_chosen(study: Study) -> None:
    row = {"document": "L01", "quote": "P: ", "code": "nearness"}
    (refusal,) = put(study, row).refused
    assert "Give start and end: 13–16, 66–69." in refusal.why
    seen: list[object] = []

    def second(line: int, document: str, text: str, spans: object) -> tuple[int, int]:
        seen.append((line, document, text == TEXT, list(spans)))  # type: ignore[call-overload]
        return 66, 69

    assert not put(study, row, choose=second).refused
    assert seen == [(2, "L01", True, [(13, 16), (66, 69)])]
    assert places(study) == [("L01", 66, 69, "nearness")]
    assert put(study, row, choose=lambda *_asked: None).refused


def test_columns_of_another_kind_are_left_out_and_slips_refused(tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    table.write_text("coding,Document,start,end,time,code,path,definition\n1,L01,2,5,3.5,nearness,a > b,1\n")
    assert is_coded_table(table)
    assert read_coded_table(table)[0][1]["code"] == "nearness"
    assert columns_beside(table) == ("coding", "time", "path", "definition")
    table.write_text("document,start,end,code,counterr\nL01,2,5,nearness,1\n")
    with pytest.raises(InputError, match="no column counterr"):
        read_coded_table(table)


def test_highlights_of_taguette_are_such_a_table(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "all_tags.csv"
    rows = ("id,document,tag,content", "1,L01,access.near,perdu la dis tance", "1,L01,access,perdu la dis tance",
            "2,L01,v1.0,Merci")  # fmt: skip
    path.write_text("\n".join(rows))
    assert is_coded_table(path)
    done = tag_table(study, read_coded_table(path), "ana", new_codes=True)
    assert places(study) == [
        ("L01", START, END, "near"), ("L01", START, END, "access"), ("L01", *span("Merci"), "v1.0"),
    ]  # fmt: skip
    assert study.codebook["near"].parent == "access"
    assert not done.refused


def span(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_a_workbook_is_read_as_a_table_too(study: Study, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "codings.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("Document", "Quote", "Code"), ("L01", WORDS, "nearness"))):
            sheet.write_row(number, 0, row)
    assert is_coded_table(path)
    assert len(tag_table(study, read_coded_table(path), "ana").codings) == 1


def test_what_is_no_table_of_codings_is_told_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for header in ("file,site", "document,code", "document,quote", "", '"document'):
        path.write_text(header)
        assert not is_coded_table(path)
    path.write_text("\ufeffDocument;Start;End;Code;Coder\n")
    assert is_coded_table(path)
    assert not is_coded_table(tmp_path) and not is_coded_table(path.with_suffix(".txt"))
