"""The framework matrix: who has a row, what a cell says, and why a summary no longer holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import (
    AddCode,
    AddCoding,
    ConfirmSummary,
    MapSpeaker,
    MoveCoding,
    RecodeCoding,
    RemoveCoding,
    RenameCode,
    SetDone,
    SetSummary,
)
from qualcode.errors import InputError, NotFoundError
from qualcode.framework.matrix import cell_of, framework, holder_named, quotations, versions
from qualcode.framework.staleness import changes
from qualcode.linking import for_reading, for_writing, kept, links
from qualcode.store.reading.framework import Cited, Evidence
from qualcode.study import Study

LILLE = ("distance", "site:lille")


def why(study: Study, spot: tuple[str, str] = LILLE) -> tuple[str, ...]:
    return cell_of(study, *spot)[1]


@pytest.fixture
def coding(study: Study) -> int:
    """A coding at Lille, in the document's second turn, and a summary that rests on it."""
    number = study.do(AddCoding("L01", 15, 30, "nearness")).codings[0]
    study.do(SetSummary(*LILLE, f"Distance is lost [#{number}].", 0, "ana"))
    assert why(study) == ()
    return number


# --------------------------------------------------------------------- stale, and why


def test_a_passage_added_is_said_with_its_place(study: Study, coding: int) -> None:
    study.do(AddCoding("L02", 15, 30, "distance"))
    assert why(study) == ("1 passage added (L02-P1 §2)",)
    study.do(*(AddCoding("L02", 15, end, "access") for end in (31, 32, 33)))
    assert why(study) == ("4 passages added (L02-P1 §2)",)
    study.do(*(AddCoding(document, 0, 5, "access") for document in ("L01", "L02")), AddCoding("L02", 2, 89, "access"))
    assert why(study) == ("7 passages added (L01 §1, L02 §1, L02-P1 §1–4, …)",)


def test_what_belongs_to_another_theme_coder_or_site_changes_nothing(study: Study, coding: int) -> None:
    study.do(AddCoding("L02", 15, 30, "language"), AddCoding("T01", 15, 30, "distance"))
    study.do(AddCoding("L02", 15, 30, "distance"), coder="ben")
    assert why(study) == ()


def test_a_passage_removed_and_a_link_to_it_are_said(study: Study, coding: int) -> None:
    study.do(RemoveCoding(coding))
    assert why(study) == ("1 passage removed (L01 §2)", f"coding {coding}, which it cites, is gone")
    study.undo()
    assert why(study) == ()
    study.do(RemoveCoding(coding))
    study.do(AddCoding("L01", 15, 30, "nearness"))
    assert why(study) == (f"coding {coding}, which it cites, is gone",)


def test_bounds_and_codes_that_changed_are_said(study: Study, coding: int) -> None:
    study.do(MoveCoding(coding, 14, 30))
    assert why(study) == ("1 passage moved (L01-P1 §2)",)
    study.do(RecodeCoding(coding, "access"))
    assert why(study) == ("1 passage moved (L01-P1 §2)", "1 passage recoded (L01-P1 §2)")
    study.do(RecodeCoding(coding, "language"))
    assert why(study) == ("1 passage recoded (L01-P1 §2)",)


def test_a_passage_that_is_somebody_elses_now_is_said(study: Study, coding: int) -> None:
    study.do(SetSummary("distance", "participant:L01-P1", "Lost.", 0, "ana"))
    study.do(MapSpeaker("L01", "P", False, "someone", "toulon"))
    moved = "1 passage now counts elsewhere (L01 someone §2)"
    assert (why(study), why(study, ("distance", "participant:L01-P1"))) == ((moved,), (moved,))


def test_definitions_that_changed_are_named_and_codes_that_came_or_went(study: Study, coding: int) -> None:
    study.do(RenameCode("nearness", "", "Closeness"))
    assert why(study) == ("the definition of Closeness changed",)
    study.do(AddCode("warmth", {"": "Warmth"}, "distance"))
    study.do(RenameCode("language", "en", "Tongue"))
    assert why(study) == ("the definition of Closeness changed", "Warmth is new under the theme")
    study.undo()
    study.undo()
    study.undo()
    assert why(study) == ()


def test_a_text_that_changed_is_named(study: Study, coding: int) -> None:
    study.connection.execute("UPDATE document SET sha256 = 'another' WHERE id = 'L01'")
    assert why(study) == ("the text of L01 changed",)


def test_what_still_holds_is_a_new_version_that_rests_on_what_is_there(study: Study, coding: int) -> None:
    study.do(AddCoding("L02", 15, 30, "distance"))
    version, reasons = cell_of(study, *LILLE)
    assert version and reasons
    study.do(ConfirmSummary(*LILLE, version.id, "ana"), coder="ben")
    assert why(study) == ()
    assert [(each.coder, each.text) for each in versions(study, *LILLE)] == [
        ("ben", version.text),
        ("ana", version.text),
    ]


# --------------------------------------------------------------------- the difference, as a law

CITED = st.builds(Cited, st.integers(1, 9), st.sampled_from("AB"), st.integers(0, 3), st.just(5), st.sampled_from("xy"))
RESTED = st.lists(CITED, max_size=8, unique_by=lambda cited: cited.id).map(
    lambda codings: Evidence(tuple(codings), {"x": "1", "y": "2"}, {"A": "a"})
)


@given(then=RESTED, now=RESTED)
def test_nothing_differs_exactly_where_the_same_passages_carry_the_same_codes(then: Evidence, now: Evidence) -> None:
    found = changes(then, now, {})
    same = {cited[1:] for cited in then.codings} == {cited[1:] for cited in now.codings}
    identical = set(then.codings) == set(now.codings)
    assert not any(found) or not identical
    assert same or any(found)
    assert not {cited.id for cited in found.added} & {cited.id for cited in found.moved + found.recoded}


# --------------------------------------------------------------------- the matrix


def test_rows_are_people_sites_in_their_tree_or_regions(study: Study) -> None:
    assert list(framework(study).holders.items()) == [(f"participant:{p}", p) for p in ("L01-P1", "L02-P1", "T01-P1")]
    assert framework(study, "site").holders == {"site:lille": "Lille", "site:lens": "Lens", "site:toulon": "Toulon"}
    assert list(framework(study, "region").holders) == ["site:north", "site:south"]
    with pytest.raises(InputError, match="participant, site, region"):
        framework(study, "wave")


def test_a_cell_says_its_state_beside_the_counts_and_the_three_emptinesses(study: Study, coding: int) -> None:
    study.do(SetDone("T01", True))
    table = framework(study, "site")
    distance = next(row for row in table.themes if row.code == "distance")
    lille, lens, toulon = (table.cell(distance, holder) for holder in table.holders)
    assert (lille.state, lille.coder, lille.said and lille.said.participants, lille.people) == ("written", "ana", 1, 2)
    assert table.shown(lille.text) == "Distance is lost [L01-P1 §2]."
    assert (toulon.state, toulon.version, toulon.said and toulon.said.state) == ("empty", 0, "not_raised")
    assert (lens.state, lens.said, lens.people) == ("empty", None, 0)
    study.do(MoveCoding(coding, 14, 30))
    assert framework(study, "site").cell(distance, "site:lille").state == "stale"


def test_a_region_rests_on_its_sites_and_its_quotations_are_theirs(study: Study, coding: int) -> None:
    study.do(SetSummary("distance", "site:north", "Up north.", 0, "ana"))
    assert [q.coding.id for q in quotations(study, "distance", "site:north", "ana")] == [coding]
    study.do(AddCoding("L02", 15, 30, "distance"))
    assert why(study, ("distance", "site:north")) == ("1 passage added (L02-P1 §2)",)


def test_a_site_that_holds_others_counts_with_them(study: Study, coding: int) -> None:
    text = study.text_of("study.yaml")
    inside = "      lille: {label: Lille, sites: {moulins: {label: Moulins}}}\n"
    (study.folder / "study.yaml").write_text(text.replace("      lille: {label: Lille}\n", inside), "utf-8")
    study.take_in_edits()
    study.do(MapSpeaker("L02", "P", False, "L02-P1", "moulins"))
    study.do(AddCoding("L02", 15, 30, "distance"))
    table = framework(study, "site")
    distance = next(row for row in table.themes if row.code == "distance")
    lille, moulins = (table.cell(distance, f"site:{name}") for name in ("lille", "moulins"))
    assert [(each.said and each.said.participants, each.people) for each in (lille, moulins)] == [(2, 2), (1, 1)]
    assert lille.why == ("1 passage added (L02-P1 §2)",)


def test_a_summary_whose_holder_left_the_study_is_said_and_comes_back(
    study: Study, document: Callable[..., Any]
) -> None:
    text = study.text_of("study.yaml")
    study.do(SetSummary("distance", "site:lens", "Nothing.", 0, "ana"))
    (study.folder / "study.yaml").write_text(text.replace("      lens: {label: Lens}\n", ""), "utf-8")
    study.take_in_edits()
    assert framework(study, "site").elsewhere == (("distance", "site:lens"),)
    (study.folder / "study.yaml").write_text(text, "utf-8")
    study.take_in_edits()
    assert framework(study, "site").elsewhere == ()


@pytest.mark.parametrize(
    ("name", "holder"),
    [
        ("lille", "site:lille"),
        ("Lille", "site:lille"),
        ("site:LILLE", "site:lille"),
        ("l01-p1", "participant:L01-P1"),
        ("participant:L01-P1", "participant:L01-P1"),
        ("North", "site:north"),
    ],
)
def test_a_holder_is_found_as_people_write_it(study: Study, name: str, holder: str) -> None:
    assert holder_named(study, name) == holder


def test_an_unknown_holder_is_refused_with_the_nearest(study: Study) -> None:
    with pytest.raises(NotFoundError, match=r"Write (?i:toulon)"):
        holder_named(study, "toulom")
    with pytest.raises(NotFoundError):
        holder_named(study, "participant:lille")


# --------------------------------------------------------------------- links


def test_links_are_written_with_their_citation_and_kept_without(study: Study, coding: int) -> None:
    text = f"Lost [#{coding}], [#99] [#x] [12]."
    known = study.citations_in(text)
    assert for_writing(text, known) == f"Lost [#{coding} L01-P1 §2], [#99 ?] [#x] [12]."
    assert for_reading(text, known) == "Lost [L01-P1 §2], [?] [#x] [12]."
    assert [text[link.start : link.end] for link in links(text)] == [f"[#{coding}]", "[#99]"]
    assert kept(for_writing(text, known)) == text
    assert kept("[#1 L01-P1, L02-P2 §4–7] [#1 see there]") == "[#1] [#1 see there]"


@given(st.text(max_size=40), st.dictionaries(st.integers(1, 9), st.sampled_from(("L1-P1 §2", "A §1–3")), max_size=3))
def test_what_is_kept_stays_whatever_is_shown_of_it(text: str, known: dict[int, str]) -> None:
    once = kept(text + "[#1] [#12]")
    assert kept(once) == once
    assert kept(for_writing(once, known)) == once
