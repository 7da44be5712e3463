"""Sources that can be read in two ways: each way is shown with a passage that it makes another of."""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.projects.positions import Given
from qualcode.projects.project import Convention, Mark, Project, ProjectText
from qualcode.receiving.doubts import Doubt, Reading, doubts

WORDS = "One two three four."
MARKED = Convention("code points", 1, True, 0.8)
BARE = Convention("code points", 1, False, 0.81, (MARKED,))


def project(shift: int, *, close: bool = True) -> Project:
    """A text with two codings, the second so many letters on."""
    marks = (Mark(0, 3, "c", id="m0"), Mark(4 + shift, 7 + shift, "c", id="m1"))
    text = ProjectText("t", "Talk", WORDS, WORDS.encode(), marks)
    return Project("P", texts=(text,), conventions={"t": BARE if close else BARE._replace(close=())})


def test_the_first_passage_that_differs_is_shown_as_each_way_reads_it() -> None:
    asked: list[Mapping[str, Given]] = []

    def again(given: Mapping[str, Given]) -> Project:
        asked.append(given)
        return project(1)

    (found,) = doubts(project(0), again)
    readings = (Reading(BARE, "two", "One [two] three four."), Reading(MARKED, "wo ", "One t[wo ]three four."))
    assert found == Doubt("t", "Talk", readings)
    assert asked == [{"t": Given("code points", 1, True)}]


def test_ways_that_come_to_the_same_are_no_doubt_and_what_is_sure_is_read_once() -> None:
    assert doubts(project(0), lambda _given: project(0)) == []

    def never(_given: Mapping[str, Given]) -> Project:
        raise AssertionError

    assert doubts(project(0, close=False), never) == []
