"""Co-occurrence and saturation in whole studies, against the definitions read naively over the study's own answers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddCodings, SetDone
from qualcode.language.words import word_spans
from qualcode.model.people import Participant
from qualcode.model.texts import Transcript
from qualcode.study import Study
from qualcode.tables.cooccurring import cooccurrences, relation_of
from qualcode.tables.saturating import Plan, code_saturation

THEMES = {"distance": {"distance", "nearness", "access"}, "nearness": {"nearness"}, "access": {"access"},
          "language": {"language"}}  # fmt: skip
KIN = {("distance", "nearness"), ("distance", "access")}
SITES = {"P1": "lille", "P2": "toulon", "P3": "lille"}
DOCUMENTS = ("D1", "D2", "D3")
RELATIONS = [relation_of("overlap"), relation_of("contains"), relation_of("turn"),
             *(relation_of("follows", within) for within in ("turn", "sentence", "0", "3"))]  # fmt: skip
MARKS = st.lists(
    st.tuples(st.sampled_from(DOCUMENTS), st.integers(0, 60), st.integers(1, 40), st.sampled_from(sorted(THEMES))),
    max_size=14,
    unique=True,
)


@dataclass(frozen=True)
class Unit:
    document: str
    start: int
    end: int
    codes: frozenset[str]
    people: frozenset[str]
    sites: frozenset[str]


def fill(study: Study, document: Callable[..., Any], marks: list[tuple[str, int, int, str]]) -> None:
    one, two, three = (Participant(name, site=site) for name, site in SITES.items())
    said = [("I", "Et ?"), ("A", "Un deux. Trois !"), ("B", "Sept huit neuf."), ("I", "Bien."), ("A", "Dix. Onze.")]
    study.do(document("D1", said, {"A": one, "B": two}, site="lens", date="2013-01-01"))
    study.do(document("D2", [("A", "Un. Deux trois quatre."), ("I", "Ah.")], {"A": three}, site="lille"))
    study.do(document("D3", [("", "Une note."), ("", "Sans voix. Rien.")], site="toulon", date="2012-01-01"))
    study.do(SetDone("D2", True))
    lengths = {one.id: one.length for one in study.documents()}
    wanted = {(name, min(start, lengths[name] - 1), min(start + length, lengths[name]), code)
              for name, start, length, code in marks}  # fmt: skip
    if wanted:
        study.do(AddCodings(tuple(AddCoding(*one) for one in sorted(wanted))))


def people_in(text: Transcript, start: int, end: int) -> frozenset[str]:
    who = {speaker.label: speaker.participant for speaker in text.speakers}
    found = (who.get(turn.speaker or "") for turn in text.turns
             if text.text[max(start, turn.body) : min(end, turn.end)].strip())  # fmt: skip
    return frozenset(person for person in found if person)


def segments(study: Study) -> list[Unit]:
    found: dict[tuple[str, int, int], set[str]] = {}
    for coding in study.codings():
        found.setdefault((coding.document, coding.start, coding.end), set()).add(coding.code)
    return [_unit(study, *place, frozenset(codes)) for place, codes in found.items()]


def _unit(study: Study, name: str, start: int, end: int, codes: frozenset[str]) -> Unit:
    people = people_in(study.transcript(name), start, end)
    sites = frozenset(SITES[person] for person in people) or frozenset({str(study.document(name).site)})
    return Unit(name, start, end, codes, people, sites)


def turns(study: Study) -> list[Unit]:
    """Turns of participants and of nobody, with the codes whose segments hold a letter of what is said."""
    found = []
    for name in DOCUMENTS:
        text = study.transcript(name)
        asking = {speaker.label for speaker in text.speakers if speaker.interviewer}
        for turn in text.turns:
            codes = {coding.code for coding in study.codings(name)
                     if max(coding.start, turn.body) < min(coding.end, turn.end)}  # fmt: skip
            if codes and turn.speaker not in asking:
                found.append(_unit(study, name, turn.body, turn.end, frozenset(codes)))
    return found


def meets(study: Study, relation: Any, one: Unit, other: Unit) -> bool:
    if one.document != other.document:
        return False
    if relation.name == "turn":
        return one == other
    if relation.name == "overlap":
        return max(one.start, other.start) < min(one.end, other.end)
    if relation.name == "contains":
        return one.start <= other.start and other.end <= one.end
    return one.end <= other.start and follows(study.transcript(one.document), relation.within, one.end, other.start)


def follows(text: Transcript, within: Any, end: int, start: int) -> bool:
    if within == "turn":
        return any(turn.start < end <= turn.end and turn.start <= start < turn.end for turn in text.turns)
    if within == "sentence":
        return not any(end <= span.start and span.end <= start for span in text.sentences)
    between = [word for turn in text.turns for word in word_spans(text.text[turn.body : turn.end])
               if end <= turn.body + word.start < start]  # fmt: skip
    return len(between) <= int(within)


def naive(study: Study, relation: Any, level: str, site: str | None) -> dict[tuple[str, str], tuple[int, ...]]:
    units = turns(study) if relation.name == "turn" else segments(study)
    here = [unit for unit in units if site is None or site in unit.sites]
    own = {name: people & frozenset(who for who, at in SITES.items() if site in (None, at))
           for name, people in ((unit, unit.people) for unit in here)}  # fmt: skip
    bears = {code: [unit for unit in here if unit.codes & (THEMES[code] if level == "theme" else {code})]
             for code in THEMES}  # fmt: skip
    found: dict[tuple[str, str], tuple[int, ...]] = {}
    for number, first in enumerate(THEMES):
        for second in list(THEMES) if relation.directed else list(THEMES)[number:]:
            akin = level == "theme" and ((first, second) in KIN or (second, first) in KIN)
            met = [(one, other) for one in bears[first] for other in bears[second]
                   if meets(study, relation, one, other)]  # fmt: skip
            if met and first != second and not akin:
                found[first, second] = (
                    len(bears[first]), len(bears[second]),
                    len({one for one, _other in met}), len({other for _one, other in met}),
                    len(frozenset().union(*(own[one] & own[other] for one, other in met))),
                    len({one.document for one, _other in met}), len(here),
                )  # fmt: skip
    return found


@settings(max_examples=25)
@given(marks=MARKS)
def test_every_relation_level_and_group_is_what_the_definition_says(
    marks: Any, new_study: Callable[..., Study], document: Callable[..., Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder, new_study(Path(folder) / "study") as study:
        fill(study, document, marks)
        for relation in RELATIONS:
            for level in ("theme", "code"):
                for by, groups in (((), {"": None}), (("site",), {site: site for site in ("lille", "lens", "toulon")})):
                    table = cooccurrences(study, relation, by=by, level=level)
                    assert set(table.groups) <= set(groups)
                    for group, network in table.groups.items():
                        counted = {
                            (pair.first, pair.second): (
                                pair.first_count, pair.second_count, pair.first_meets, pair.second_meets,
                                pair.participants, pair.documents, pair.units,
                            )
                            for pair in network.pairs
                        }  # fmt: skip
                        assert counted == naive(study, relation, level, groups[group])


@settings(max_examples=25)
@given(marks=MARKS)
def test_a_curve_holds_each_documents_codes_and_each_groups_own(
    marks: Any, new_study: Callable[..., Study], document: Callable[..., Any]
) -> None:
    with tempfile.TemporaryDirectory() as folder, new_study(Path(folder) / "study") as study:
        fill(study, document, marks)
        table = code_saturation(study, Plan(orders=0), by=["site"], coder="ana")
        units = segments(study)
        coded = {unit.document for unit in units} | {"D2"}
        order = [name for name in ("D3", "D1", "D2") if name in coded]
        assert [step.document for step in table.whole.steps] == order
        for site, found in ((None, table.whole), *table.groups.items()):
            for step in found.steps:
                said = [unit.codes for unit in units
                        if unit.document == step.document and (site is None or site in unit.sites)]  # fmt: skip
                assert step.codes == len(frozenset().union(*said))
