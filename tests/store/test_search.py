"""Searching a study: the index and the pattern agree, and only those are heard who are meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import InputError
from qualcode.language.patterns import Wanted
from qualcode.model.asking import Condition, Filter
from qualcode.model.people import Participant
from qualcode.study import Study

SAID = {
    "L01": ("lille", "fr", [("I", "La distance ?"), ("P", "La Distance, au cœur. Ils faisaient."), ("", "Distance !")]),
    "L02": ("lens", "fr", [("P", "Ma DISTANCE fait loi."), ("Q", "distances, Équipe")]),
    "T01": ("toulon", "en", [("P", "The distance; mice.")]),
}


@pytest.fixture
def searched(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    with new_study(tmp_path / "study") as study:
        for name, (site, language, turns) in SAID.items():
            people = {
                label: Participant(f"{name}-{label}1", role=role) for label, role in (("P", "worker"), ("Q", "nurse"))
            }
            study.do(document(name, turns, people, site=site, language=language))
        yield study


def places(study: Study, wanted: Wanted, where: Filter = Filter(), **more: Any) -> list[str]:  # noqa: B008
    hits = list(study.each_hit(wanted, where, **more))
    texts = {name: study.transcript(name).text for name in SAID}
    assert all(texts[hit.document][hit.start : hit.end] == hit.text for hit in hits)
    return [f"{hit.document} {hit.text}" for hit in hits]


def test_every_turn_is_heard_unless_interviewers_are_not_wanted(searched: Study) -> None:
    every = ["L01 distance", "L01 Distance", "L01 Distance", "L02 DISTANCE", "T01 distance"]
    assert places(searched, Wanted("distance")) == every
    assert places(searched, Wanted("distance"), interviewers=False) == every[1:]


@pytest.mark.parametrize(
    ("where", "documents"),
    [
        (Filter(role="worker"), ["L01", "L02", "T01"]),
        (Filter(site="north"), ["L01", "L01", "L01", "L02"]),
        (Filter(site="lens"), ["L02"]),
        (Filter(participant="L01-P1"), ["L01"]),
        (Filter(document="T01"), ["T01"]),
        (Filter(conditions=(Condition("role", "!=", ("worker",)), Condition("site", "=", ("lille",)))), ["L01", "L01"]),
    ],
)
def test_a_filter_means_people_and_what_nobody_or_an_interviewer_says_goes_with_the_document(
    searched: Study, where: Filter, documents: list[str]
) -> None:
    for wanted in (Wanted("distance"), Wanted("distance\\b", regex=True)):
        assert [place.split()[0] for place in places(searched, wanted, where)] == documents


def test_forms_are_of_the_language_of_each_document(searched: Study) -> None:
    assert places(searched, Wanted("faire", forms=True)) == ["L01 faisaient", "L02 fait"]
    assert places(searched, Wanted("mouse", forms=True)) == ["T01 mice"]
    assert places(searched, Wanted("distance", forms=True, case=True)) == [
        "L01 distance", "L02 distances", "T01 distance",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted("coeur"), ["L01 cœur"]),
        (Wanted("au coeur|equipe"), ["L01 au cœur", "L02 Équipe"]),
        (Wanted("dist* fait"), ["L02 DISTANCE fait"]),
        (Wanted("distance", case=True), ["L01 distance", "T01 distance"]),
        (Wanted("equipe", accents=True), []),
        (Wanted(r"[A-Z]{4,}", regex=True, case=True), ["L02 DISTANCE"]),
    ],
)
def test_the_index_and_the_pattern_agree(searched: Study, wanted: Wanted, found: list[str]) -> None:
    assert places(searched, wanted) == found


def test_a_limit_ends_the_search_and_context_is_as_wide_as_asked(searched: Study) -> None:
    (hit,) = searched.find("distance", limit=1, context=3)
    assert (hit.before, hit.text, hit.after) == ("La ", "distance", " ?\n")


def test_a_condition_on_codings_is_refused(searched: Study) -> None:
    with pytest.raises(InputError, match="said of codings"):
        places(searched, Wanted("distance"), Filter(conditions=(Condition("text", "~", ("x",)),)))
