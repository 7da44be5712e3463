"""The cases of a project as people of a study, where their passages are somebody's turns; what is said of them, typed.

A case's name becomes a person's id only if it has a digit in it (`P01`): any other may be the name of somebody, and ids
are printed. It is kept beside, and given back on export.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from qualcode.acts import SetParticipant
from qualcode.errors import InputError
from qualcode.intake import FIELDS
from qualcode.model.people import Participant
from qualcode.names import fold
from qualcode.projects.project import Case, Project
from qualcode.receiving.codes import one_line
from qualcode.receiving.texts import Texts, whole_turns
from qualcode.store.receiving.foreign import Foreign, foreign_ids
from qualcode.study import Study
from qualcode.variables.values import AT, DIMENSIONS, OF_PASSAGES, Variable, checked, declared

_CODED_ID = re.compile(r"(?=.*\d)[^\W_][\w.\-]{0,30}")
_MOST_OF = 0.8
"""The share of somebody's turns that a case must have to be that person."""
_TYPES = {"Text": "text", "Boolean": "boolean", "Integer": "number", "Float": "number", "Date": "date",
          "DateTime": "date"}  # fmt: skip
_TAKEN = frozenset((*DIMENSIONS, *OF_PASSAGES, "coder", *FIELDS))


class Cases:
    """Which speaker of which text each case is: known before documents are made, so that one person is one in all."""

    def __init__(self, study: Study, project: Project, texts: Texts) -> None:
        self.names: dict[str, str] = {}
        """By case the participant it is, once that is known."""
        self._of: dict[tuple[str, str], Case] = {}
        earlier = {one.guid: one.own for one in foreign_ids(study.connection, "participant")}
        for case in project.cases:
            if case.id in earlier:
                self.names[case.id] = earlier[case.id]
            elif _CODED_ID.fullmatch(one_line(case.name)):
                self.names[case.id] = one_line(case.name)
            for place in _speakers(case, texts):
                self._of.setdefault(place, case)

    def named(self, text: str, label: str) -> str:
        """The participant that a speaker of a text is, if a case says so and has a name; no label: who speaks alone."""
        case = self._of.get((text, label))
        return self.names.get(case.id, "") if case else ""

    def learn(self, text: str, texts: Texts) -> None:
        """Take note who the speakers of a document have become."""
        if text not in texts.held:
            return
        speakers = texts.held[text].transcript.speakers
        heard = [speaker for speaker in speakers if speaker.participant]
        for speaker in heard:
            case = self._of.get((text, speaker.label)) or (self._of.get((text, "")) if len(heard) == 1 else None)
            if case is not None and speaker.participant:
                self.names[case.id] = speaker.participant

    def people(self, texts: Texts) -> dict[str, str]:
        """By case the participant it is, for those who speak in a document."""
        heard = {speaker.participant for held in texts.held.values() for speaker in held.transcript.speakers}
        matched = {case.id for (text, _label), case in self._of.items() if text in texts.held}
        return {case: name for case, name in self.names.items() if case in matched and name in heard}


def _speakers(case: Case, texts: Texts) -> Iterable[tuple[str, str]]:
    """The speakers that a case is: those of whose turns it has most; nobody's label where a text is its own whole."""
    passages: dict[str, list[tuple[int, int]]] = {}
    for text, start, end in case.passages:
        passages.setdefault(text, []).append((start, end))
    for text in case.texts:
        if text in texts.transcripts:
            speakers = texts.transcripts[text][0].speakers
            asked = [speaker.label for speaker in speakers if not speaker.interviewer]
            if len(asked) <= 1:
                yield text, asked[0] if asked else ""
    for text, places in passages.items():
        if text in texts.transcripts:
            transcript = texts.transcripts[text][0]
            turns = Counter(turn.speaker for turn in transcript.turns if turn.speaker)
            held = whole_turns(transcript, places)
            if len(found := [label for label, count in held.items() if count >= _MOST_OF * turns[label]]) == 1:
                yield text, found[0]


class Values:
    """What a project says of people and documents, as the study's variables have it; new ones are declared."""

    def __init__(self, study: Study, project: Project) -> None:
        self.new: dict[str, dict[str, Variable]] = {"participant": {}, "document": {}}
        self.lost: Counter[str] = Counter()
        self._known = {holder: declared(study.variables, holder) for holder in self.new}
        self._types = {group.name: "boolean" for group in project.groups}
        self._types |= {one.name: _TYPES.get(one.kind, "text") for one in project.variables}

    def fit(self, holder: str, every: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
        """By thing what is said of it, brought to the form in which the study keeps it."""
        names = dict.fromkeys(name for values in every.values() for name in values)
        columns = {name: {thing: values[name] for thing, values in every.items() if values.get(name)} for name in names}
        found: dict[str, dict[str, str]] = {thing: {} for thing in every}
        for name, column in columns.items():
            if column and (own := self._named(holder, name)):
                for thing, value in self._column(holder, own, name, column).items():
                    found[thing][own] = value
        return found

    def _named(self, holder: str, name: str) -> str:
        """The study's name for a variable: the one it has, else one that means nothing else."""
        plain = one_line(name).replace(AT, " ")
        known = next((own for own in self._known[holder] if fold(own) == fold(plain)), None)
        if known or not plain:
            return known or ""
        return f"own-{plain}" if fold(plain) in _TAKEN else plain

    def _column(self, holder: str, own: str, name: str, column: Mapping[str, str]) -> dict[str, str]:
        """One variable of all things: of the type declared, else of its own; of words where a value is not of that."""
        variable = self._known[holder].get(own)
        if variable is None:
            variable = Variable(self._types.get(name, "text"))
            kept = _checked(own, variable, column)
            if len(kept) < len(column):
                variable = Variable()
                kept = _checked(own, variable, column)
            self.new[holder][own] = variable
        else:
            kept = {} if variable.by else _checked(own, variable, column)
        self.lost["value that its variable cannot have"] += len(column) - len(kept)
        return kept


def _checked(name: str, variable: Variable, column: Mapping[str, str]) -> dict[str, str]:
    kept = {}
    for thing, value in column.items():
        try:
            kept[thing] = checked(name, variable, value[:10] if variable.type == "date" else value)
        except InputError:
            continue
    return {thing: value for thing, value in kept.items() if value}


def described(study: Study, texts: Texts, people: Mapping[str, Mapping[str, str]]) -> list[SetParticipant]:
    """What is said of people, put with the documents that bring them in; acts for those whom the study knows."""
    known = {person.id: person for person in study.participants()}
    for document in list(texts.new.values()):
        met = tuple(
            person._replace(variables={**person.variables, **people.get(person.id, {})}) for person in document.people
        )
        if met != document.people:
            texts.described(document.id, people=met)
    return [_told(known[name], values) for name, values in people.items() if values and name in known]


def _told(person: Participant, values: Mapping[str, str]) -> SetParticipant:
    variables: dict[str, Any] = {**person.variables, **values}
    return SetParticipant(person.id, person.site, person.role, variables, person.waves)


def kept_cases(study: Study, project: Project, people: Mapping[str, str], texts: Texts) -> list[Foreign]:
    """What the project calls people; cases that are nobody here are kept whole."""
    found = [
        Foreign("participant", people.get(case.id, ""), case.id, "", case.name, _whole(case, texts))
        for case in project.cases
    ]
    there = {(one.own, one.guid) for one in foreign_ids(study.connection, "participant")}
    for case, one in zip(project.cases, found, strict=True):
        if (one.own, one.guid) not in there:
            texts.lost["passage of a case"] += len(case.passages) - len(one.more.get("passages", ()))
    return found


def _whole(case: Case, texts: Texts) -> dict[str, Any]:
    passages = [place for one in case.passages if (place := texts.now(*one))]
    said = {
        "description": case.description, "texts": list(case.texts),
        "passages": [list(one) for one in passages], "values": dict(case.values),
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}
