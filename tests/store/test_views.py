"""The views of the database say what the commands say, to any system's SQLite, whatever the codebook becomes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from qualcode.acts import AddCode, AddCoding, MergeCodes, MoveCode, RetireCode, SetMemo
from qualcode.store.database.views import NAMES
from qualcode.study import Study


def asked(study: Study, query: str) -> list[tuple[Any, ...]]:
    """The answer that the SQLite of this Python gives, without anything of ours."""
    with closing(sqlite3.connect(f"{study.database.as_uri()}?mode=ro", uri=True)) as plain:
        return plain.execute(query).fetchall()


@pytest.fixture
def coded(study: Study) -> Study:
    study.do(
        AddCoding("L01", 13, 30, "access"), AddCoding("L01", 13, 36, "nearness"), AddCoding("T01", 3, 20, "language")
    )
    return study


def agree(study: Study) -> None:
    """Codes, their paths, labels and counts are those of the study."""
    book = study.codebook
    paths = {code.id: " > ".join(each.id for each in book.path(code.id)) for code in book.codes}
    assert dict(asked(study, "SELECT code, path FROM v_codes")) == paths
    assert {(theme, code) for theme in paths for code in book.subtree(theme)} == set(
        asked(study, "SELECT theme, code FROM v_themes")
    )
    counts = {code: (count.segments, count.participants) for code, count in study.code_counts("ana").items()}
    people = dict(asked(study, "SELECT theme, count(DISTINCT participant) FROM v_themes JOIN v_voices USING (code)"
                        " WHERE coder = 'ana' GROUP BY theme"))  # fmt: skip
    segments = dict(asked(study, "SELECT theme, count(DISTINCT document || start || ' ' || \"end\")"
                          " FROM v_themes JOIN v_codings USING (code) WHERE coder = 'ana' GROUP BY theme"))  # fmt: skip
    assert counts == {code: (segments.get(code, 0), people.get(code, 0)) for code in paths}
    texts = {quotation.coding.id: quotation.text for quotation in study.quotations()}
    assert dict(asked(study, "SELECT coding, text FROM v_quotations")) == texts


def test_they_follow_each_change_of_the_codebook(coded: Study) -> None:
    agree(coded)
    for act in (
        AddCode("tongue", {"fr": "Langue"}, "language"),
        MoveCode("nearness", "tongue"),
        MergeCodes(("access",), "nearness"),
        RetireCode("tongue", "said elsewhere"),
    ):
        coded.do(act)
        agree(coded)
    assert asked(coded, "SELECT code, depth, label, retired FROM v_codes WHERE code = 'tongue'") == [
        ("tongue", 1, "Langue", 1)
    ]
    coded.undo()
    coded.undo()
    agree(coded)


def test_they_speak_the_study_s_first_language_and_hold_no_label_and_no_file(coded: Study) -> None:
    labels = dict(asked(coded, "SELECT code, label FROM v_codes"))
    assert labels == {"distance": "Distance thérapeutique", "nearness": "Nearness", "access": "Accès",
                      "language": "Language"}  # fmt: skip
    everything = [str(asked(coded, f"SELECT * FROM v_{name}")) for name in NAMES]
    assert "L01.txt" not in "".join(everything)
    columns = {row[0] for name in NAMES for row in asked(coded, f"SELECT name FROM pragma_table_info('v_{name}')")}
    assert {"speaker", "name", "sha256"}.isdisjoint(columns)


def test_turns_have_their_words_and_who_says_them(coded: Study) -> None:
    rows = asked(coded, "SELECT participant, interviewer, site, text, words FROM v_turns WHERE document = 'L01'")
    transcript = coded.transcript("L01")
    assert [row[3] for row in rows] == [transcript.text[turn.body : turn.end] for turn in transcript.turns]
    assert [row[:3] for row in rows] == [(None, 1, "lille"), ("L01-P1", 0, "lille")] * 2
    counted = "SELECT participant, sum(words) FROM v_turns WHERE interviewer = 0 GROUP BY participant"
    assert dict(asked(coded, counted)) == dict(asked(coded, "SELECT participant, words FROM v_participants"))


def test_memos_and_sites_say_what_they_are_on(coded: Study) -> None:
    coded.do(SetMemo("coding:1", "hm"), SetMemo("study", "all"))
    assert asked(coded, 'SELECT "on", of, text FROM v_memos ORDER BY memo') == [
        ("coding", "1", "hm"),
        ("study", None, "all"),
    ]
    assert asked(coded, "SELECT memo FROM v_quotations WHERE coding = 1") == [("hm",)]
    sites = asked(coded, "SELECT site, region, path, label FROM v_sites ORDER BY position")
    assert sites[1] == ("lille", "north", "north > lille", "Lille")
    assert asked(coded, "SELECT site, region FROM v_participants LIMIT 1") == [("lille", "north")]
