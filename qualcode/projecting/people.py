"""The people of a study as the cases of a project, and everything said of people and documents as its variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qualcode.model.people import Participant
from qualcode.model.texts import Speaker, Turn
from qualcode.projecting.ids import Ids
from qualcode.projecting.passages import Passages
from qualcode.projects.project import Case, ProjectVariable
from qualcode.store.receiving.foreign import Foreign, foreign_ids
from qualcode.study import Study
from qualcode.variables.values import AT, Variable, declared

_KINDS = {"text": "Text", "number": "Float", "boolean": "Boolean", "date": "Date", "choice": "Text"}
_SAID = {"participant": ("role", "site"), "document": ("kind", "wave")}
"""What a study says of everybody and of every document, written as variables too, for other programs."""
_OWN = "own-"


class Variables:
    """The variables of a project by holder and the name a study has for each, as they come to be used."""

    def __init__(self, study: Study, ids: Ids, *, foreign: bool) -> None:
        self._ids = ids
        self._known = {holder: declared(study.variables, holder) for holder in _SAID}
        found = foreign_ids(study.connection, "variable") if foreign else []
        self._foreign = {one.name: one for one in found}
        self._sets = {one.name for one in foreign_ids(study.connection, "set")} if foreign else set()
        self._made: dict[tuple[str, str], ProjectVariable] = {}
        for one in self._foreign.values():
            self._made["", one.name] = ProjectVariable(
                one.guid, one.name, str(one.more.get("kind", "Text")), str(one.more.get("description", ""))
            )

    def every(self) -> tuple[ProjectVariable, ...]:
        """All of them."""
        return tuple(self._made.values())

    def values(self, holder: str, said: Mapping[str, object], came: Mapping[str, str] = {}) -> dict[str, str]:
        """Values by the names their variables have in the project, as they came where they still mean the same."""
        found = {}
        for name, value in sorted(said.items(), key=lambda item: self._rank(holder, item[0])):
            if value not in (None, "") and not (holder == "document" and self._is_set(name)):
                shown = self._named(holder, name)
                found[shown] = _as_it_came(str(value), came.get(shown))
        return found

    def _rank(self, holder: str, name: str) -> tuple[int, str]:
        """Where a variable stands: what every study has first, then as they are declared, by wave, then the others."""
        plain, _at, wave = name.partition(AT)
        order = [*_SAID[holder], *self._known[holder]]
        return (order.index(plain), wave) if plain in order else (len(order), name)

    def _is_set(self, name: str) -> bool:
        """Whether a variable of documents only says what is in a set, which is given back as one."""
        return name in self._sets and name not in self._foreign

    def _named(self, holder: str, name: str) -> str:
        foreign = next((one for one in (name, name.removeprefix(_OWN)) if one in self._foreign), None)
        if foreign is not None:
            return foreign
        if (holder, name) not in self._made:
            plain, _at, _wave = name.partition(AT)
            fields: dict[str, Any] = {"of": holder}
            kind = "Text"
            if name in _SAID[holder]:
                fields["dimension"] = True
            else:
                variable = self._known[holder].get(plain, Variable())
                kind = _KINDS[variable.type]
                fields |= {"type": variable.type, "choices": list(variable.choices), "by": variable.by}
            guid = self._ids.of("declared", f"{holder}:{name}")
            self._made[holder, name] = ProjectVariable(guid, name, kind, fields=fields)
        return name


def _as_it_came(value: str, came: str | None) -> str:
    return came if came is not None and (came == value or came[:10] == value or came.lower() == value) else value


def cases_of(
    study: Study, ids: Ids, variables: Variables, voices: Mapping[str, tuple[Sequence[Turn], Sequence[Speaker]]],
    lengths: Mapping[str, int], *, foreign: bool,
) -> Iterator[Case]:  # fmt: skip
    """The people, each with the documents that are their own and their turns in others; then cases that are nobody."""
    there = Passages(study, ids)
    for person in study.participants():
        known = ids.foreign("participant", person.id)
        if not known and _is_guessed(person, ids, voices):
            continue
        texts, passages = _heard(person.id, ids, voices)
        if known and (known.more.get("texts") or known.more.get("passages")):
            texts, passages = _as_they_came(known, ids, there, lengths)
        said: dict[str, object] = {"role": person.role, "site": person.site, **person.variables, **_by_wave(person)}
        yield Case(
            ids.of("participant", person.id),
            known.name if known and known.name else person.id,
            str(known.more.get("description", "")) if known else "",
            texts,
            passages,
            variables.values("participant", said, known.more.get("values", {}) if known else {}),
            _fields(person),
        )
    for one in foreign_ids(study.connection, "participant") if foreign else ():
        if not one.own:
            texts, passages = _as_they_came(one, ids, there, lengths)
            if not (texts or passages) and (one.more.get("texts") or one.more.get("passages")):
                continue  # all that it was of is gone
            description, values = str(one.more.get("description", "")), dict(one.more.get("values", {}))
            yield Case(one.guid, one.name, description, texts, passages, values)


def _is_guessed(person: Participant, ids: Ids, voices: Mapping[str, tuple[Sequence[Turn], Sequence[Speaker]]]) -> bool:
    """Whether somebody was only made of a label in texts that came with a project, which said nothing of them."""
    heard = [document for document, (_turns, speakers) in voices.items()
             if any(one.participant == person.id for one in speakers)]  # fmt: skip
    came = all((text := ids.foreign("document", one)) and "own" not in text.more for one in heard)
    return came and not (person.role or person.site or person.variables or person.waves)


def _by_wave(person: Participant) -> dict[str, object]:
    return {f"{name}{AT}{wave}": value for wave, said in person.waves.items() for name, value in said.items()}


def _fields(person: Participant) -> dict[str, Any]:
    """All that the study says of somebody."""
    said = {"site": person.site, "role": person.role, "variables": dict(person.variables), "waves": person.waves}
    return {"id": person.id, **{name: value for name, value in said.items() if value}}


def _heard(
    person: str, ids: Ids, voices: Mapping[str, tuple[Sequence[Turn], Sequence[Speaker]]]
) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """The documents where nobody else is interviewed, and in others the turns."""
    texts, passages = [], []
    for document, (turns, speakers) in voices.items():
        labels = {one.label for one in speakers if one.participant == person}
        if not labels:
            continue
        guid = ids.of("document", document)
        if {one.participant for one in speakers if not one.interviewer} == {person}:
            texts.append(guid)
        else:
            passages += [
                (guid, turn.body, turn.end) for turn in turns if turn.speaker in labels and turn.body < turn.end
            ]
    return tuple(texts), tuple(passages)


def _as_they_came(
    known: Foreign, ids: Ids, there: Passages, lengths: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
    """What a case had in the project it came with, as far as that is there."""
    texts = tuple(text for text in ids.now(known.more.get("texts", ())) if text in lengths)
    return texts, tuple((text, start, end) for text, start, end in there.of(known) if end <= lengths.get(text, -1))
