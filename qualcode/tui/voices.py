"""Who speaks in documents as a list to read, and the acts that say it otherwise. Knows no screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.acts import MapSpeaker, SetParticipant
from qualcode.errors import NotFoundError
from qualcode.i18n import _
from qualcode.model.people import Participant
from qualcode.model.texts import Transcript

if TYPE_CHECKING:
    from qualcode.acts import AddSite
    from qualcode.intake import Person
    from qualcode.study import Study

INTERVIEWER = "interviewer"
"""The role that makes no participant, as the speakers table has it."""
_FIRST_WORDS = 400
"""Characters of what somebody says first; enough to know who it is."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of a document: the label, who that is (nobody: an interviewer), turns, and the first words said."""

    document: str
    label: str
    person: Participant | None
    turns: int
    words: str


def voices(study: Study, documents: Sequence[str]) -> list[Voice]:
    """The speakers of documents, in order of appearance."""
    people = {person.id: person for person in study.participants()}
    return [voice for document in documents for voice in _voices(document, study.transcript(document), people)]


def _voices(document: str, transcript: Transcript, people: dict[str, Participant]) -> Iterator[Voice]:
    turns = Counter(turn.speaker for turn in transcript.turns)
    first: dict[str | None, str] = {}
    for turn in transcript.turns:
        stop = turn.body + _FIRST_WORDS
        said = transcript.text[turn.body : min(turn.end, stop)] + "…" * (turn.end > stop)
        if len(first.get(turn.speaker, "")) < _FIRST_WORDS // 4:
            first[turn.speaker] = first.get(turn.speaker, "") + said
    for speaker in transcript.speakers:
        name = speaker.participant
        person = None if speaker.interviewer or name is None else people.get(name, Participant(name))
        yield Voice(document, speaker.label, person, turns[speaker.label], first.get(speaker.label, "").strip())


def other_side(study: Study, voice: Voice) -> MapSpeaker:
    """The act that makes an interviewer of a participant, and the other way round."""
    from qualcode.intake import Person
    from qualcode.speaking import mapping

    role = "" if voice.person is None else INTERVIEWER
    return mapping(study, voice.document, Person(voice.label, role=role), _ids(study))


def said_anew(study: Study, voice: Voice, said: Person) -> list[MapSpeaker | SetParticipant]:
    """The acts that make a speaker who a person says it is; an emptied role or site is taken away.

    Where another person is named, role and site as they stood are of the one before, and are not carried over.
    """
    from qualcode.intake import is_interviewer
    from qualcode.speaking import mapping

    before = voice.person or Participant("", role=INTERVIEWER)
    if is_interviewer(said.role) and not (said.participant and voice.person is None):
        return [mapping(study, voice.document, said, _ids(study))]
    if said.participant not in ("", before.id):
        said = replace(
            said,
            role="" if said.role == before.role else said.role,
            site="" if said.site == before.site else said.site,
        )
    act = mapping(study, voice.document, said, _ids(study))
    if act.participant == before.id and (_less(act.role, before.role) or _less(act.site, before.site)):
        return [act, SetParticipant(before.id, act.site, act.role, before.variables, before.waves)]
    return [act]


def _less(now: str | None, before: str | None) -> bool:
    return now is None and before is not None


def _ids(study: Study) -> set[str]:
    return {person.id for person in study.participants()}


def site_said(study: Study, name: str, *, insist: bool = False) -> tuple[str, list[AddSite]]:
    """The id of the site so called, and the act that adds a new one; an error where it is nearly a known one."""
    from qualcode.acts import AddSite
    from qualcode.intake import site_id
    from qualcode.names import nearest
    from qualcode.naming import find_site

    if not name.strip():
        return "", []
    if site := find_site(study.sites, name):
        return site.id, []
    near = nearest(name, [text for site in study.sites for text in (site.id, *site.label.values())])
    if near and not insist:
        raise NotFoundError(
            _("No site is called {name}; there is {near}.").format(name=name, near=near),
            _("Write {near}, or yes at the last line.").format(near=near),
        )
    new = AddSite(site_id(name, study.sites), {"": name.strip()})
    return new.id, [new]


def said_in_table(study: Study, table: Path) -> list[AddSite | MapSpeaker]:
    """The acts that make speakers who a speakers table says they are, with the sites that are new in it."""
    from qualcode.importing import read_people
    from qualcode.naming import called, document_called
    from qualcode.speaking import mapping

    taken, documents = _ids(study), called(study.catalogue())
    new: dict[str, AddSite] = {}
    acts: list[MapSpeaker] = []
    for name, people in read_people(table).items():
        for person in people:
            site, added = site_said(study, person.site)
            new.update({act.id: act for act in added})
            act = mapping(study, document_called(name, documents), replace(person, site=site), taken)
            taken.add(act.participant or "")
            acts.append(act)
    return [*new.values(), *acts]
