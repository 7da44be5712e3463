"""The counting rule, stated once more in naive Python over plain data; the store must agree with it on any study."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddCodings, RemoveCoding, SetDone, SetParts
from qualcode.conditions import parse_condition
from qualcode.errors import InputError, NotFoundError
from qualcode.language.words import word_spans
from qualcode.model.counts import Cell, ThemeTable
from qualcode.model.people import Participant
from qualcode.model.texts import Part
from qualcode.study import Study
from qualcode.tables.coverage import coverage
from qualcode.tables.datasets import Asked
from qualcode.tables.joint import joint_display
from qualcode.tables.selected import datasets

ABOVE = {"nearness": "distance", "access": "distance"}
THEMES = {
    "distance": ("distance", "nearness", "access"),
    "nearness": ("nearness",),
    "access": ("access",),
    "language": ("language",),
}
REGION = {"lille": "north", "lens": "north", "toulon": "south", None: None}
ASKS = {"near": {"distance", "nearness"}, "tongue": {"language"}, None: set(THEMES)}
DIMENSIONS = ("site", "region", "role", "wave", "kind", "participant", "document", "guide", "group")
GROUPINGS = [(), *((name,) for name in DIMENSIONS), *permutations(("site", "role", "wave"), 2)]
NOBODY = "—"


By = tuple[str, ...]
Voice = tuple[str, Part | None]
"""A person's id, and the part of a document in which they speak."""
Where = Callable[..., bool]
"""Whether somebody is counted: asked with a paper, who speaks (None: nobody) and the part of it."""


@dataclass(frozen=True)
class Paper:
    """A document: its turns of (label, words), who speaks under each label (an interviewer is not among them)."""

    id: str
    turns: tuple[tuple[str, str], ...]
    people: dict[str, Participant]
    site: str | None
    kind: str
    wave: str | None
    guide: str | None
    parts: tuple[Part, ...] = ()

    def bodies(self) -> Iterator[tuple[str, int, int, Part | None]]:
        """(label, start, end, part) of what is said, without labels."""
        place = 0
        for number, (label, words) in enumerate(self.turns, start=1):
            start = place + (len(label) + 2 if label else 0)
            place = start + len(words) + 1
            yield label, start, place, self.part_of(number)

    def part_of(self, number: int) -> Part | None:
        """The part a turn is in."""
        return next((part for part in self.parts if part.first_turn <= number <= part.last_turn), None)

    def part_at(self, start: int) -> Part | None:
        """The part in which a passage begins; a label belongs to its turn."""
        return next(part for _label, _start, end, part in self.bodies() if start < end)

    def text(self) -> str:
        return "".join((f"{label}: " if label else "") + words + "\n" for label, words in self.turns)

    def heard(self) -> set[Voice]:
        """The people who speak, each in the parts where they do."""
        return {(self.people[label].id, part) for label, _start, _end, part in self.bodies() if label in self.people}


@dataclass(frozen=True)
class World:
    papers: tuple[Paper, ...]
    codings: frozenset[tuple[str, int, int, str, str]]
    done: frozenset[tuple[str, str]]
    people: dict[str, Participant] = field(default_factory=dict)

    def paper(self, name: str) -> Paper:
        return next(paper for paper in self.papers if paper.id == name)


def group_of(paper: Paper, person: Participant | None, by: tuple[str, ...], part: Part | None) -> str:
    """The person's own group, else the part's, else the document's; kind, guide and document are the document's."""
    values: dict[str, Any] = {
        "site": (person and person.site) or (part and part.site) or paper.site,
        "role": person and person.role,
        "participant": person and person.id,
        "group": person and person.variables.get("group"),
        "wave": (part and part.wave) or paper.wave,
        "kind": paper.kind,
        "document": paper.id,
        "guide": paper.guide,
    }
    values["region"] = REGION[values["site"]]
    return " / ".join(values[name] or NOBODY for name in by)


def anybody(_paper: Paper, _person: Participant | None, _part: Part | None) -> bool:
    return True


def spoken(paper: Paper, start: int, end: int) -> set[Voice]:
    """The people of whom a span holds more than a label or blank space."""
    return {
        (paper.people[label].id, part)
        for label, first, last, part in paper.bodies()
        if label in paper.people and paper.text()[max(first, start) : min(last, end)].strip()
    }


def words_of(paper: Paper) -> dict[int, Voice]:
    """Where each word of a participant starts, and who says it."""
    text = paper.text()
    return {
        first + word.start: (paper.people[label].id, part)
        for label, first, last, part in paper.bodies()
        if label in paper.people
        for word in word_spans(text[first:last])
    }


@dataclass(frozen=True)
class Rule:
    """The groups of a table, and who is counted in it."""

    world: World
    by: tuple[str, ...]
    where: Where = anybody

    def group(self, paper: Paper, voice: Voice) -> str | None:
        """The group of somebody who speaks; None if they are not counted."""
        person, part = self.world.people[voice[0]], voice[1]
        return group_of(paper, person, self.by, part) if self.where(paper, person, part) else None

    def nobodys(self, paper: Paper, part: Part | None) -> str | None:
        """The group of what nobody says."""
        return group_of(paper, None, self.by, part) if self.where(paper, None, part) else None

    def groups(self, name: str, start: int, end: int) -> set[str]:
        """The groups in which a passage counts."""
        paper = self.world.paper(name)
        said = spoken(paper, start, end)
        found = {self.group(paper, voice) for voice in said} or {self.nobodys(paper, paper.part_at(start))}
        return {group for group in found if group is not None}

    def present(self, paper: Paper) -> set[tuple[str, str | None]]:
        """Group and person of all who are interviewed in a document, and of each part where nobody is."""
        heard = paper.heard()
        silent: list[Part | None] = [part for part in paper.parts if part not in {part for _person, part in heard}]
        silent += [] if heard or paper.parts else [None]
        found = {(group, voice[0]) for voice in heard if (group := self.group(paper, voice)) is not None}
        alone = {(group, None) for part in silent if (group := self.nobodys(paper, part)) is not None}
        return {*found, *alone}

    def sizes(self) -> dict[str, set[str]]:
        """The people interviewed in each group; where nobody is interviewed is in a group too."""
        found: dict[str, set[str]] = {}
        for paper in self.world.papers:
            for group, person in self.present(paper):
                found.setdefault(group, set()).update({person} if person else ())
        return found


def cell(rule: Rule, theme: str, group: str, coder: str, codes: Mapping[str, Collection[str]] = THEMES) -> Cell:
    world = rule.world
    spans = {
        (name, start, end)
        for name, start, end, code, who in world.codings
        if who == coder and code in codes[theme] and group in rule.groups(name, start, end)
    }
    own = {  # a participant's word is in the group of who says it
        (paper.id, place): voice
        for paper in world.papers
        for place, voice in words_of(paper).items()
        if rule.group(paper, voice) == group
    }
    people = {
        voice[0]
        for name, start, end in spans
        for voice in spoken(world.paper(name), start, end)
        if rule.group(world.paper(name), voice) == group
    }
    said = sum(1 for name, place in own if any(name == doc and a <= place < b for doc, a, b in spans))
    here = [paper for paper in world.papers if group in {group for group, _person in rule.present(paper)}]
    asking = [paper for paper in here if theme in ASKS[paper.guide]]
    asked = {person for paper in asking for found, person in rule.present(paper) if found == group and person}
    state = "said"
    if not spans:
        coded = all((paper.id, coder) in world.done for paper in asking)
        state = "not_asked" if not asking else "not_raised" if coded else "not_coded"
    per_1000 = round(1000 * said / len(own), 3) if own else 0.0
    documents = len({name for name, _start, _end in spans})
    return Cell(len(people), len(asked), len(spans), documents, said, per_1000, state)


# --------------------------------------------------------------------- random studies

WORDS = st.lists(
    st.sampled_from(("oui", "l’hôpital", "pair-aidant", "un", "1", "non.", "…", "« quoi ?", "à")), max_size=6
).map(" ".join)
SITES = st.sampled_from((None, "lille", "lens", "toulon"))
PERSON = st.tuples(SITES, st.sampled_from((None, "worker", "nurse")), st.sampled_from((None, "1", "2")))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    people = {
        name: Participant(name, site, role, {"group": group} if group else {})
        for name, (site, role, group) in zip(("p1", "p2", "p3"), draw(st.tuples(PERSON, PERSON, PERSON)), strict=True)
    }
    papers = tuple(draw(papers_of(f"D{number}", people)) for number in range(draw(st.integers(1, 3))))
    spans = [draw(spans_of(paper)) for paper in papers for _ in range(draw(st.integers(0, 6)))]
    codes = st.tuples(st.sampled_from(("nearness", "access", *THEMES)), st.sampled_from(("ana", "ana", "ana", "ben")))
    done = st.sets(st.tuples(st.sampled_from([paper.id for paper in papers]), st.sampled_from(("ana", "ben"))))
    return World(papers, frozenset((*span, *draw(codes)) for span in spans), frozenset(draw(done)), people)


@st.composite
def papers_of(draw: st.DrawFn, name: str, people: dict[str, Participant]) -> Paper:
    turns = draw(st.lists(st.tuples(st.sampled_from(("A", "A", "B", "I", "")), WORDS), min_size=1, max_size=4))
    known = {label: people[draw(st.sampled_from(("p1", "p2", "p3")))] for label in ("A", "B")}
    return Paper(
        name,
        tuple(turns),
        known,
        draw(SITES),
        draw(st.sampled_from(("interview", "visit note"))),
        draw(st.sampled_from((None, "T0", "T6"))),
        draw(st.sampled_from((None, "near", "tongue"))),
        draw(parts_of(len(turns))),
    )


@st.composite
def parts_of(draw: st.DrawFn, turns: int) -> tuple[Part, ...]:
    """None most often; else one or two ranges of turns with a site and a wave, or without."""
    ends = sorted(draw(st.sets(st.integers(1, turns), max_size=2)))
    firsts = [draw(st.integers(after + 1, end)) for after, end in zip((0, *ends), ends, strict=False)]
    waves = st.sampled_from((None, "T0", "T6"))
    return tuple(Part(first, last, draw(SITES), draw(waves)) for first, last in zip(firsts, ends, strict=True))


@st.composite
def spans_of(draw: st.DrawFn, paper: Paper) -> tuple[str, int, int]:
    length = len(paper.text())
    first, last = sorted((draw(st.integers(0, length - 1)), draw(st.integers(0, length - 1))))
    return paper.id, first, last + 1


Built = Callable[[World], AbstractContextManager[Study]]


@pytest.fixture(scope="module")
def built(new_study: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Built:
    """Makes a study from a world, for as long as it is looked at."""

    @contextmanager
    def build(world: World) -> Iterator[Study]:
        with tempfile.TemporaryDirectory(dir=memory) as folder, new_study(Path(folder) / "study") as study:
            for paper in world.papers:
                fields = {"site": paper.site, "kind": paper.kind, "wave": paper.wave, "guide": paper.guide}
                study.do(document(paper.id, paper.turns, paper.people, **fields))
                study.do(SetParts(paper.id, paper.parts))
            for coder in ("ana", "ben"):
                own = sorted(coding[:4] for coding in world.codings if coding[4] == coder)
                study.do(AddCodings(tuple(AddCoding(*coding) for coding in own)), coder=coder)
            for name, coder in sorted(world.done):
                study.do(SetDone(name, True), coder=coder)
            yield study

    return build


NARROWED: dict[str, Where] = {
    "": anybody,
    "role~NURSE": lambda *voice: _named(voice, "role") == "nurse",
    "site!=north": lambda *voice: _named(voice, "region") != "north",
    "group=1,2": lambda *voice: _named(voice, "group") in ("1", "2"),
    "wave>=T6": lambda *voice: _named(voice, "wave") == "T6",
    "group=": lambda *voice: _named(voice, "group") == NOBODY,
    "site!=": lambda *voice: _named(voice, "site") != NOBODY,
}
"""Conditions as they are typed, and what they mean."""


def _named(voice: tuple[Paper, Participant | None, Part | None], dimension: str) -> str:
    paper, person, part = voice
    return group_of(paper, person, (dimension,), part)


@given(
    world=worlds(),
    by=st.sampled_from(GROUPINGS),
    coder=st.sampled_from(("ana", "ben")),
    typed=st.sampled_from(sorted(NARROWED)),
)
def test_store_counts_as_the_rule_says(built: Built, world: World, by: By, coder: str, typed: str) -> None:
    rule, whole = Rule(world, by, NARROWED[typed]), Rule(world, (), NARROWED[typed])
    with built(world) as study:
        table = study.themes(by, coder=coder, where=(parse_condition(typed),) if typed else ())
        people = rule.sizes()
        groups = set(people) | {
            group
            for name, start, end, _code, who in world.codings
            if who == coder
            for group in rule.groups(name, start, end)
        }
        if by == ("participant",):  # what nobody interviewed says has no column among people
            groups.discard(NOBODY)
        groups |= {""} if not by else set()
        assert dict(table.groups) == {group: len(people.get(group, ())) for group in groups}
        found = {(row.code, group): cell for row in table.rows for group, cell in row.cells.items()}
        assert found == {(theme, group): cell(rule, theme, group, coder) for theme in THEMES for group in groups}
        assert table.total == len(whole.sizes().get("", ()))
        assert {row.code: row.total for row in table.rows} == {theme: cell(whole, theme, "", coder) for theme in THEMES}


@given(world=worlds(), coder=st.sampled_from(("ana", "ben")))
def test_a_code_counts_as_it_does_in_the_table_of_everything(built: Built, world: World, coder: str) -> None:
    with built(world) as study:
        counts = {theme: tuple(count) for theme, count in study.code_counts(coder).items()}
        cells = {row.code: row.total for row in study.themes((), coder=coder).rows}
        assert counts == {theme: (cell.segments, cell.participants, cell.documents) for theme, cell in cells.items()}


@settings(max_examples=25)
@given(world=worlds())
def test_over_a_partition_of_people_columns_add_up_to_the_total_and_else_the_table_says_they_do_not(
    built: Built, world: World
) -> None:
    with built(world) as study:
        for by in (("role",), ("participant",), ("wave",), ("site", "wave")):
            table = study.themes(by, coder="ana")
            added = sum(table.groups.values())
            assert table.total <= added
            assert ("do not add up" in table.rule) == (added > table.total)
            for row in table.rows:
                assert added > table.total or row.total.participants == sum(
                    cell.participants for cell in row.cells.values()
                )
                assert by == ("participant",) or row.total.words == sum(cell.words for cell in row.cells.values())


@given(world=worlds(), coder=st.sampled_from(("ana", "ben")), typed=st.sampled_from(sorted(NARROWED)))
def test_who_is_followed_from_wave_to_wave_is_as_the_table_has_them(
    built: Built, world: World, coder: str, typed: str
) -> None:
    where = (parse_condition(typed),) if typed else ()
    with built(world) as study:
        joint = joint_display(study, ["wave"], coder=coder, where=where)
        table = study.themes(("participant", "wave"), coder=coder, where=where)
    for theme, row in zip(joint.themes, table.rows, strict=True):
        followed = {f"{who} / {wave}": state for wave, people in theme.waves.items() for who, state in people.items()}
        assert followed == {group: cell.state for group, cell in row.cells.items()}
        both = theme.waves.get("T0", {}).keys() & theme.waves.get("T6", {}).keys()
        assert sum(change.both for change in theme.changes) == len(both)


@given(world=worlds(), coder=st.sampled_from(("ana", "ben")))
def test_evidence_and_absence_are_as_the_tables_have_them(built: Built, world: World, coder: str) -> None:
    with built(world) as study:
        found = coverage(study, coder=coder)
        everything = {row.code: row.total for row in study.themes((), coder=coder).rows}
        tables = [study.themes((by,), coder=coder) for by in ("site", "participant")]
    for one in found.evidence:
        total = everything[one.theme]
        assert (one.segments, len(one.people), len(one.documents)) == (
            total.segments,
            total.participants,
            total.documents,
        )
    absent = {one.theme: (one.sites, one.people) for one in found.absent}
    for place, table in enumerate(tables):
        for row in table.rows:
            silent = {group for group, cell in row.cells.items() if cell.state == "not_raised"} - {NOBODY}
            assert silent == set(absent.get(row.code, ((), ()))[place])
    coded = sum(paper.coded for paper in found.documents)
    assert all(cell.words <= coded for cell in everything.values())


def numbers(cell: Cell) -> tuple[int, int, int, int]:
    return cell.participants, cell.segments, cell.documents, cell.words


@settings(max_examples=25)
@given(world=worlds())
def test_a_theme_is_at_most_all_who_were_asked_and_at_most_its_sub_codes_together(built: Built, world: World) -> None:
    with built(world) as study:
        for by in ((), ("site",), ("role", "wave")):
            table = study.themes(by, coder="ana")
            rows = {row.code: row.cells for row in table.rows}
            own = {code for *_span, code, coder in world.codings if coder == "ana"}
            for group, size in table.groups.items():
                parent = rows["distance"][group]
                children = [rows[child][group] for child in ABOVE]
                assert all(row[group].participants <= size for row in rows.values())
                assert all(row[group].documents <= len(world.papers) for row in rows.values())
                assert all((row[group].state == "said") == (row[group].segments > 0) for row in rows.values())
                columns = list(zip(numbers(parent), *map(numbers, children), strict=True))
                assert all(whole >= max(parts) for whole, *parts in columns)
                assert "distance" in own or all(whole <= sum(parts) for whole, *parts in columns)


@given(world=worlds(), data=st.data())
def test_splitting_a_passage_changes_segments_only(built: Built, world: World, data: st.DataObject) -> None:
    """By site or role this holds where somebody speaks in both halves, or in neither: a question alone is nobody's."""
    with built(world) as study:
        long = [coding for coding in study.codings(coder="ana") if coding.end - coding.start > 1]
        if not long:
            return
        coding = data.draw(st.sampled_from(long))
        middle = data.draw(st.integers(coding.start + 1, coding.end - 1))
        halves = [(coding.start, middle), (middle, coding.end)]
        if any((coding.document, *half, coding.code, "ana") in world.codings for half in halves):
            return
        voices = [bool(spoken(world.paper(coding.document), *half)) for half in halves]
        of_people = voices[0] == voices[1] and not world.paper(coding.document).parts
        groupings = ((), ("document",), *((("wave",), ("site",), ("role",)) if of_people else ()))
        before = [_without_segments(study.themes(by, coder="ana")) for by in groupings]
        study.do(
            RemoveCoding(coding.id),
            *(AddCoding(coding.document, start, end, coding.code) for start, end in halves),
            coder="ana",
        )
        assert [_without_segments(study.themes(by, coder="ana")) for by in groupings] == before


def _without_segments(table: ThemeTable) -> Any:
    rows = {
        (row.code, group): (cell.participants, cell.asked, cell.documents, cell.words, cell.state)
        for row in table.rows
        for group, cell in row.cells.items()
    }
    return dict(table.groups), rows


# --------------------------------------------------------------------- one law, one small study


def test_words_that_two_passages_share_count_once(study: Study) -> None:
    start = study.transcript("L01").text.index("J'ai perdu")
    study.do(AddCoding("L01", start, start + 18, "nearness"), AddCoding("L01", start + 5, start + 22, "access"))
    table = study.themes(())
    assert [row.cells[""].words for row in table.rows[:3]] == [4, 4, 3]


def test_coders_are_never_added_up(study: Study) -> None:
    start = study.transcript("L01").text.index("perdu")
    for coder in ("ana", "ben"):
        study.do(AddCoding("L01", start, start + 10, "nearness"), coder=coder)
    with pytest.raises(InputError, match="ana, ben"):
        study.themes()
    assert [study.themes((), coder=coder).rows[0].cells[""].segments for coder in ("ana", "ben")] == [1, 1]
    study.do(AddCoding("L01", start, start + 4, "nearness"), coder="consensus")
    study.do(AddCoding("L01", start, start + 5, "nearness"), coder="consensus")
    assert study.counted_coder() == "consensus"
    assert study.themes(()).rows[0].cells[""].segments == 2


def test_a_coder_who_never_was_is_not_counted_as_silent(study: Study) -> None:
    study.do(AddCoding("L01", 5, 9, "access"), coder="nathalie")
    for count in (study.themes, study.code_counts):
        with pytest.raises(NotFoundError, match="natalie") as caught:
            count(coder="natalie")
        assert "Write nathalie" in caught.value.hint


def test_a_theme_is_never_in_more_documents_than_there_are(study: Study) -> None:
    text = study.transcript("L01").text
    places = [match.start for match in word_spans(text)]
    for code in ("distance", "nearness", "access"):
        study.do(*(AddCoding("L01", place, place + 3, code) for place in places[1:4]))
    assert study.code_counts()["distance"].documents == 1
    assert sum(cell.documents for cell in study.themes(("site",)).rows[0].cells.values()) == 1


def test_interviewers_are_neither_people_nor_words(study: Study) -> None:
    text = study.transcript("L01").text
    study.do(AddCoding("L01", 0, text.index("P:"), "nearness"))
    found = study.themes(()).rows[0].cells[""]
    assert (found.participants, found.words, found.segments, found.state) == (0, 0, 1, "said")
    assert study.document("L01").words == 10


def test_blank_space_and_a_label_are_not_yet_speaking(study: Study, document: Callable[..., Any]) -> None:
    turns = [("A", "Oui."), ("B", "Non."), ("A", "Bon.")]
    study.do(document("G01", turns, {"A": Participant("a"), "B": Participant("b")}))
    start = study.transcript("G01").text.index("\nB: Non.")
    study.do(AddCoding("G01", start, start + len("\nB: Non.\nA: "), "language"))
    assert study.quotations()[0].participants == ("b",)
    assert study.themes(()).rows[3].cells[""].participants == 1


def test_a_person_in_two_documents_is_one_person(study: Study, document: Callable[..., Any]) -> None:
    again = [("I", "Et depuis ?"), ("P", "La distance est revenue.")]
    study.do(document("L03", again, {"P": Participant("L01-P1")}, site="lille"))
    for name, word in (("L01", "distance"), ("L03", "distance")):
        start = study.transcript(name).text.index(word)
        study.do(AddCoding(name, start, start + 8, "distance"))
    found = study.themes(("site",)).rows[0].cells["lille"]
    assert (found.participants, found.documents) == (1, 2)
    assert study.themes(("site",)).groups["lille"] == 2


def test_a_guest_counts_at_the_own_site(study: Study, document: Callable[..., Any]) -> None:
    turns = [("A", "Chez nous, à Lens."), ("B", "Ici, à Lille.")]
    people = {"A": Participant("guest", site="lens"), "B": Participant("host")}
    study.do(document("G01", turns, people, site="lille", kind="focus group"))
    study.do(AddCoding("G01", 3, 20, "language"))
    cells = study.themes(("site",)).rows[3].cells
    assert (cells["lens"].participants, cells["lille"].participants) == (1, 0)
    assert study.themes(("site",)).groups["lens"] == 1


def test_a_passage_of_nobody_stands_in_the_group_of_its_document(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("V01", [("", "La salle est vide.")], site="lens", kind="visit note"))
    study.do(AddCoding("V01", 0, 8, "access"))
    table = study.themes(("site",))
    assert (table.groups["lens"], table.rows[2].cells["lens"].segments) == (0, 1)
    assert table.rows[2].cells["lens"].participants == 0


def test_a_group_in_which_nobody_was_interviewed_keeps_its_passages(study: Study, document: Callable[..., Any]) -> None:
    turns = [("I", "Vous venez de loin ?"), ("A", "De Lens.")]
    study.do(document("S01", turns, {"A": Participant("guest", site="lens")}, site="south"))
    study.do(AddCoding("S01", 3, 15, "distance"))
    table = study.themes(("site",))
    assert (table.groups["south"], table.rows[0].cells["south"].segments) == (0, 1)


def test_an_empty_cell_says_which_emptiness_it_is(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("N01", [("P", "Rien.")], {"P": Participant("n")}, site="lens", guide="near"))
    study.do(AddCoding("L01", 0, 5, "language"))
    states = {row.code: row.cells["lens"].state for row in study.themes(("site",)).rows}
    assert states == {
        "distance": "not_coded", "nearness": "not_coded", "access": "not_asked", "language": "not_asked"
    }  # fmt: skip
    study.do(SetDone("N01", True))
    assert study.themes(("site",)).rows[1].cells["lens"].state == "not_raised"


def test_what_nothing_can_be_grouped_by_is_refused_with_the_nearest(study: Study) -> None:
    with pytest.raises(InputError, match="region"):
        study.themes(("regoin",))


UNITS = [("participant",), ("document",), ("site",), ("participant", "wave"), ("role", "wave")]
ALONE = {code: (code,) for code in THEMES}
EMPTY = ("not_asked", "not_coded")


def exported(study: Study, table: str, asked: Asked) -> list[dict[str, Any]]:
    """The rows of a table; the code `language` wins over what is known of a document under that name."""
    (one,) = datasets(study, (table,), asked)
    names = [column.name.removeprefix("code:") for column in one.columns]
    return [dict(zip(names, row, strict=True)) for row in one.rows]


@settings(max_examples=25)
@given(
    world=worlds(),
    unit=st.sampled_from(UNITS),
    coder=st.sampled_from(("ana", "ben")),
    typed=st.sampled_from(sorted(NARROWED)),
    own=st.booleans(),
)
def test_tables_of_cases_and_codes_have_the_numbers_of_the_rule(
    built: Built, world: World, unit: By, coder: str, typed: str, own: bool
) -> None:
    rule = Rule(world, unit, NARROWED[typed])
    where = (parse_condition(typed),) if typed else ()
    with built(world) as study:
        asked = Asked(unit, coder, where, own=own)
        tables = [exported(study, name, asked) for name in ("wide", "counts", "words")]
        groups = list(study.themes(unit, coder=coder, where=where).groups)
    assert [" / ".join(row[name] or NOBODY for name in unit) for row in tables[0]] == groups
    said_in_all = dict.fromkeys(groups, 0)
    for paper in world.papers:
        for voice in words_of(paper).values():
            if (group := rule.group(paper, voice)) in said_in_all:
                said_in_all[group] += 1
    for group, wide, counts, words in zip(groups, *tables, strict=True):
        cells = {theme: cell(rule, theme, group, coder, ALONE if own else THEMES) for theme in THEMES}
        for code, one in cells.items():
            known = (int(one.state == "said"), one.segments, one.words)
            assert (wide[code], counts[code], words[code]) == ((None,) * 3 if one.state in EMPTY else known)
        uncoded = {code for code, one in cells.items() if one.state == "not_coded"}
        assert all(set((row["not_yet_coded"] or "").split()) == uncoded for row in (wide, counts, words))
        assert wide["words"] == said_in_all[group]


@settings(max_examples=25)
@given(world=worlds(), coder=st.sampled_from(("ana", "ben")))
def test_turns_and_passages_add_up_to_the_themes_and_the_views_agree(built: Built, world: World, coder: str) -> None:
    with built(world) as study:
        totals = {row.code: row.total for row in study.themes((), coder=coder).rows}
        turns = {name: exported(study, name, Asked(("turn",), coder)) for name in ("wide", "counts", "words")}
        passages = exported(study, "wide", Asked(("passage",), coder))
        long = exported(study, "long", Asked(coder=coder))
        path = study.database
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as plain:
            seen = {
                theme: (people or 0, segments, documents)
                for theme, people, segments, documents in plain.execute(_BY_VIEWS, {"coder": coder})
            }
            views = plain.execute("SELECT * FROM v_codings WHERE coder = ? ORDER BY coding", (coder,)).fetchall()
            people = dict(plain.execute("SELECT participant, words FROM v_participants").fetchall())
            documents = dict(plain.execute("SELECT document, words FROM v_documents").fetchall())
        assert documents == {document.id: document.words for document in study.documents()}
        assert people == {row["participant"]: row["words"] for row in exported(study, "wide", Asked(coder=coder))}
    spans = marked_turns(world, coder)
    for code, total in totals.items():
        assert seen.get(code, (0, 0, 0)) == (total.participants, total.segments, total.documents)
        assert sum(row[code] or 0 for row in turns["words"]) == total.words
        assert sum(row[code] for row in passages) == total.segments
        assert {(row["document"], row["turn"]): row[code] for row in turns["counts"] if row[code]} == {
            place: len(found[code]) for place, found in spans.items() if code in found
        }
        assert [row[code] for row in turns["wide"]] == [row[code] and 1 for row in turns["counts"]]
    shown = ("coding", "document", "start", "end", "turn", "last_turn", "code", "path", "coder", "round", "key",
             "counter", "definition", "coded_at", "words", "participants")  # fmt: skip
    assert sorted(tuple(row[name] for name in shown) for row in long) == views


_BY_VIEWS = """
SELECT theme, (SELECT count(DISTINCT participant) FROM v_themes JOIN v_voices USING (code)
        WHERE v_themes.theme = one.theme AND coder = :coder),
    count(DISTINCT document || ' ' || start || ' ' || "end"), count(DISTINCT document)
FROM v_themes AS one JOIN v_codings USING (code) WHERE coder = :coder GROUP BY theme
"""


def marked_turns(world: World, coder: str) -> dict[tuple[str, int], dict[str, set[tuple[int, int]]]]:
    """For each turn of a participant the passages of each theme that hold more of it than blank space."""
    found: dict[tuple[str, int], dict[str, set[tuple[int, int]]]] = {}
    for name, start, end, code, who in world.codings:
        paper = world.paper(name)
        for number, (label, first, last, _part) in enumerate(paper.bodies(), start=1):
            if who == coder and label in paper.people and paper.text()[max(first, start) : min(last, end)].strip():
                for theme in (theme for theme, codes in THEMES.items() if code in codes):
                    found.setdefault((name, number), {}).setdefault(theme, set()).add((start, end))
    return found
