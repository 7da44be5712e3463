"""Where evidence is thin in a study of four documents, by hand; in the demonstration, as its tables have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding, SetCounter, SetDone, SetParts
from qualcode.analysis.thinness import Progress
from qualcode.conditions import parse_condition
from qualcode.errors import InputError
from qualcode.model.people import Participant
from qualcode.model.texts import Part
from qualcode.study import Study
from qualcode.tables.coverage import Absent, Coverage, Quiet, coverage


@pytest.fixture
def covered(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    """Lille in June 2013, Lens a year before, a note of no site and date; a guest from Toulon speaks in Lille.

    Ana is done with D1 and D2 and has begun D3; Ben has begun D1.
    """
    with new_study(tmp_path / "study") as study:
        lea, max_, guest = Participant("lea"), Participant("max"), Participant("guest", "toulon")
        study.do(
            document("D1", [("L", "Il faut traduire. Toujours."), ("G", "Oui.")], {"L": lea, "G": guest}, site="lille",
                     date="2013-06-20"),
            document("D2", [("M", "On se comprend bien.")], {"M": max_}, site="lens", date="2012-06-01", guide="near"),
            document("D3", [("L", "Rien.")], {"L": lea}, site="lille", date="2013-01"),
            document("D4", [("", "Une visite.")], {}),
        )  # fmt: skip
        study.do(
            AddCoding("D1", 3, 20, "language"), AddCoding("D1", 6, 20, "language"), AddCoding("D3", 3, 7, "access")
        )
        against = study.do(AddCoding("D1", 21, 30, "nearness"), AddCoding("D1", 21, 30, "access")).codings
        study.do(*(SetCounter(coding, True) for coding in against))
        study.do(SetDone("D1", True), SetDone("D2", True))
        study.do(AddCoding("D1", 3, 8, "language"), coder="ben")
        yield study


def of(found: Coverage, theme: str) -> Any:
    return next(one for one in found.evidence if one.theme == theme)


def test_each_coder_has_done_begun_and_not_touched_documents_sites_and_people(covered: Study) -> None:
    ana, ben = coverage(covered, coder="ana").coders
    assert ana.documents == Progress(("D1", "D2"), ("D3",), ("D4",))
    assert (ana.sites.begun, set(ana.sites.done)) == (("lille",), {"lens", "toulon"})
    assert ana.people == Progress(("guest", "max"), ("lea",), ())
    assert (ben.coder, ben.people) == ("ben", Progress((), ("guest", "lea"), ("max",)))


def test_words_of_participants_are_counted_once_however_often_they_are_coded(covered: Study) -> None:
    papers = {one.id: one for one in coverage(covered, coder="ana").documents}
    assert (papers["D1"].words, papers["D1"].coded) == (5, 4)
    assert (papers["D1"].done, papers["D1"].begun) == (("ana",), ("ben",))
    assert (papers["D2"].share, papers["D3"].share, papers["D4"].share) == (0.0, 1.0, None)


def test_what_rests_on_one_person_and_what_speaks_against(covered: Study) -> None:
    found = coverage(covered, coder="ana")
    assert of(found, "language").rests_on_one == {"person": "lea", "site": "lille", "document": "D1"}
    assert of(found, "distance").rests_on_one == {"person": "lea", "site": "lille"}
    assert [(one.theme, one.against, one.segments) for one in found.contested] == [
        ("distance", 1, 2), ("nearness", 1, 1), ("access", 1, 2)
    ]  # fmt: skip
    assert coverage(covered, coder="ben").unsaid == ("distance", "nearness", "access")


def test_absent_is_only_who_was_asked_and_is_coded_whole(covered: Study) -> None:
    assert coverage(covered, coder="ana").absent == (
        Absent("distance", ("lens", "toulon"), ("guest", "max")),
        Absent("nearness", ("lens", "toulon"), ("guest", "max")),
        Absent("access", ("toulon",), ("guest",)),
        Absent("language", ("toulon",), ("guest",)),
    )


def test_sites_without_a_recent_document_and_documents_that_lack_something(covered: Study) -> None:
    found = coverage(covered, coder="ana")
    assert found.since == "2012-12-20"
    assert found.quiet == (
        Quiet("lens", "2012-06-01", "2012-06-01", True),
        Quiet("toulon", None, "2013-06-20", False),
    )
    assert found.lacking == {"date": ("D4",), "guide": ("D1", "D3", "D4"), "site": ("D4",)}
    assert [one.site for one in coverage(covered, since="2012-06", coder="ana").quiet] == ["toulon"]
    assert [one.site for one in coverage(covered, months=60, coder="ana").quiet] == ["toulon"]
    with pytest.raises(InputError, match="is not a date"):
        coverage(covered, since="spring", coder="ana")


def test_a_site_without_what_is_asked_for_is_quiet_unless_another_site_is_meant(covered: Study) -> None:
    def quiet(*conditions: str) -> list[str]:
        where = [parse_condition(condition) for condition in conditions]
        return [one.site for one in coverage(covered, since="2013-01", coder="ana", where=where).quiet]

    assert quiet("date>=2013-01") == ["lens", "toulon"]
    assert quiet("date<2013-01") == ["lille", "lens", "toulon"]
    assert quiet("site=toulon") == ["toulon"]
    assert quiet("site!=toulon", "date>=2013-01") == ["lens"]
    assert quiet("region=north", "kind=interview") == ["lens"]


def test_a_part_held_elsewhere_is_material_of_its_site(covered: Study) -> None:
    covered.do(SetParts("D1", (Part(2, 2, "toulon", None, "2013-06-21"),)))
    found = coverage(covered, coder="ana")
    assert found.since == "2012-12-21"
    assert [one.site for one in found.quiet] == ["lens"]


def test_a_study_without_anything_is_covered_too(tmp_path: Path, new_study: Callable[..., Study]) -> None:
    with new_study(tmp_path / "study") as study:
        found = coverage(study)
    assert (found.coders, found.documents, found.thin, found.contested, found.absent, found.since) == (
        (), (), (), (), (), None
    )  # fmt: skip
    assert [one.site for one in found.quiet] == ["lille", "lens", "toulon"]
    assert len(found.unsaid) == 4


@pytest.mark.parametrize("coder", ["c1", "c2", "consensus"])
def test_evidence_and_absence_are_those_of_the_tables(demonstration: Path, coder: str) -> None:
    with Study.open(demonstration) as study:
        found, counts = coverage(study, coder=coder), study.code_counts(coder)
        tables = [study.themes((by,), coder=coder) for by in ("site", "participant")]
    for one in found.evidence:
        assert (one.segments, len(one.people), len(one.documents)) == tuple(counts[one.theme])
        assert one.against <= one.segments
    absent = {one.theme: one for one in found.absent}
    for table, names in zip(tables, ("sites", "people"), strict=True):
        for row in table.rows:
            silent = {group for group, cell in row.cells.items() if cell.state == "not_raised"}
            assert silent == set(getattr(absent.get(row.code, Absent(row.code, (), ())), names))
    words = {one.id: one.words for one in found.documents}
    assert all(one.coded <= words[one.id] for one in found.documents)
    assert (found.contested == ()) == (coder != "consensus")


@pytest.mark.parametrize("where", ["role=nurse", "site=lille", "region=nord-pas-de-calais", "wave=T6", "text~malade",
                                   "kind!=interview", "round=1"])  # fmt: skip
def test_conditions_leave_what_they_leave_in_the_tables(demonstration: Path, where: str) -> None:
    condition = (parse_condition(where),)
    with Study.open(demonstration) as study:
        found = coverage(study, where=condition)
        whole = {row.code: row.total for row in study.themes((), where=condition).rows}
        tables = {by: study.themes((by,), where=condition) for by in ("site", "participant", "document")}
        sites = study.sites
    assert found.where == tables["site"].where
    assert f"Only where {where}." in found.rule
    for one in found.evidence:
        cell = whole[one.theme]
        assert (one.segments, len(one.people), len(one.documents)) == (cell.segments, cell.participants, cell.documents)
        assert one.against <= one.segments
    absent = {one.theme: one for one in found.absent}
    for by, names in (("site", "sites"), ("participant", "people")):
        for row in tables[by].rows:
            silent = {group for group, cell in row.cells.items() if cell.state == "not_raised"} - {"—"}
            assert silent == set(getattr(absent.get(row.code, Absent(row.code, (), ())), names))
    assert {one.id for one in found.documents} == set(tables["document"].groups)
    quiet, there = {one.site for one in found.quiet}, set(tables["site"].groups)
    if where.startswith(("site", "region")):
        assert quiet <= there
    else:
        assert quiet | there >= {site.id for site in sites} - {site.parent for site in sites}
