"""Queries saved by name in study.yaml: what is read has been checked, what is written changes only its lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qualcode.acts import RemoveQuery, SaveQuery
from qualcode.errors import InputError, NotFoundError, YamlError
from qualcode.savedqueries import with_query, without_query
from qualcode.study import Study
from qualcode.studyfile import read_study

FILE = "study.yaml"
OWN = """\
title: A study   # ours
queries:
  # what the report needs
  near: nearness and not site=lille  # for chapter 2
sites:
  lille: {label: Lille}
"""
WITHOUT = "title: A study\nsites:\n  lille: {label: Lille}\n"


@example(WITHOUT, "ana")
@given(st.sampled_from([OWN, WITHOUT, "title: x\nqueries:\n", "title: x\nqueries: {a: b}\n"]), st.text(min_size=1))
def test_a_query_saved_reads_back_and_taken_out_leaves_the_text_as_it_was(text: str, name: str) -> None:
    try:
        saved = with_query(text, FILE, name, '"a b" or c and key=yes')
    except InputError:
        return
    assert read_study(saved, FILE).queries == read_study(text, FILE).queries | {name: '"a b" or c and key=yes'}
    if text in (OWN, WITHOUT):
        assert without_query(saved, FILE, name) == text


def test_only_the_lines_of_a_query_change() -> None:
    assert with_query(OWN, FILE, "near", "access") == OWN.replace("nearness and not site=lille", "access")
    assert without_query(with_query(OWN, FILE, "far", "access"), FILE, "near").count("# what the report needs") == 1


@pytest.mark.parametrize(
    ("written", "place"),
    [("near: nearness and", "4:21"), ("near: 'a b near c'", "4:14"), ('"": a', "4:3"), ("near: [a]", "4:9")],
)
def test_what_cannot_be_meant_is_refused_with_its_place(written: str, place: str) -> None:
    text = OWN.replace("near: nearness and not site=lille", written)
    with pytest.raises(YamlError) as error:
        read_study(text, FILE)
    assert error.value.message.startswith(f"{FILE}:{place}: ")
    assert error.value.hint


def test_saving_and_removing_are_undone_to_the_byte(study: Study) -> None:
    path = study.folder / FILE
    path.write_text(path.read_text(encoding="utf-8") + OWN[OWN.index("queries") : OWN.index("sites")], encoding="utf-8")
    study.take_in_edits()
    first = path.read_bytes()
    study.do(SaveQuery("far", "access"))
    study.do(SaveQuery("near", "=nearness or language"))
    study.do(RemoveQuery("far"))
    study.do(RemoveQuery("near"))
    last = path.read_bytes()
    assert not study.queries
    for _ in range(4):
        study.undo()
    assert path.read_bytes() == first
    assert dict(study.queries) == {"near": "nearness and not site=lille"}
    for _ in range(4):
        study.redo()
    assert path.read_bytes() == last


def test_a_query_of_no_meaning_is_not_saved(study: Study, tmp_path: Path) -> None:
    before = (study.folder / FILE).read_bytes()
    for name, query in (("near", "a near b"), (" ", "nearness"), ("a\nb", "nearness")):
        with pytest.raises(InputError):
            study.do(SaveQuery(name, query))
    with pytest.raises(NotFoundError):
        study.do(RemoveQuery("near"))
    assert (study.folder / FILE).read_bytes() == before
