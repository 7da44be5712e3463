"""What an imported file becomes in a study: its document's id, its site, its people. Nothing here reads the file.

A document's id is its site's first letters and a number (`L03`), or the one it was given; a person's is the document's
with `-P1`, or the one it was given. File names and speaker labels carry people's names and stay in the study.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from qualcode.acts import AddSite, SetParticipant
from qualcode.errors import InputError
from qualcode.i18n import LANGUAGES, _, known_words
from qualcode.importers.roles import names_a_role
from qualcode.language.codes import is_language
from qualcode.model.people import Participant, Site
from qualcode.model.texts import KINDS, Listed, Speaker, Transcript
from qualcode.names import fold, is_slip, nearest
from qualcode.naming import find_site
from qualcode.store.acts.documents import ImportDocument
from qualcode.study import Study
from qualcode.variables.values import FREE, checked, chosen, date, declared, parted

_INTERVIEWER = re.compile("interviewer|intervieweu(r|se)|enquet(eur|rice)")
_ID = re.compile(r"[^\W_][\w.\-]*")
RARE = 10
FIELDS = frozenset(("site", "role", "kind", "date", "wave", "guide", "language"))
"""What is known of everybody and of every document; no variable has such a name but the waves, which are declared."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who a speaker of a document is said to be; the role `interviewer` makes no participant."""

    label: str
    participant: str = ""
    role: str = ""
    site: str = ""
    variables: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a document besides its text, as typed by a person; what is empty was not said."""

    id: str = ""
    site: str = ""
    participant: str = ""
    role: str = ""
    date: str = ""
    language: str = ""
    kind: str = ""
    wave: str = ""
    guide: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Admission:
    """The acts that bring a document in, and what is worth saying of them."""

    acts: tuple[Any, ...]
    document: ImportDocument
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A file as an importer read it."""

    name: str
    transcript: Transcript
    original: bytes
    sha256: str
    language: str


def already_there(study: Study, sha256: str) -> str | None:
    """The id of the document that was made from the same bytes, or once was, if there is one."""
    query = "SELECT id FROM document WHERE sha256 = ?1 UNION ALL SELECT document FROM former WHERE sha256 = ?1"
    row = study.connection.execute(query, (sha256,)).fetchone()
    return row[0] if row else None


def admit(
    study: Study, source: Source, said: Description, *, new_site: bool = False, planned: Sequence[Listed] = ()
) -> Admission:
    """Work out the acts that bring a file in; an `InputError` names what was said wrongly.

    `planned` are documents that would be in the study by then, when one only looks.
    """
    notes: list[str] = []
    sites = _Sites(study, new_site)
    site = sites.named(said.site)
    known = (*study.catalogue(), *planned)
    document_id = _checked_id(said.id, known) if said.id else next_id(site, known)
    kind = _kind(said.kind, known, notes)
    wave = _wave(study, said.wave)
    transcript, people = _people(source.transcript, document_id, kind, replace(said, wave=wave or ""), sites, notes)
    values = _variables(study, said.variables, wave)
    people = [person._replace(variables={**values.person, **person.variables}) for person in people]
    document = ImportDocument(
        id=document_id,
        name=source.name,
        site=site,
        kind=kind,
        language=_language(study, said.language) or source.language,
        transcript=transcript,
        original=source.original,
        sha256=source.sha256,
        date=date(said.date) if said.date else None,
        wave=wave,
        guide=_guide(study, said.guide),
        variables=values.document,
        people=tuple(person._replace(waves={}) for person in people),
    )
    notes.extend(_("site {site} is new").format(site=act.id) for act in sites.added)
    if any(other.name == source.name for other in known):
        notes.append(_("another text of the same name is in the study; this one is a document of its own"))
    acts = (*sites.added, document, *_at_wave(study, people, wave, values.at_wave))
    return Admission(acts, document, tuple(notes))


def next_id(site: str | None, known: Iterable[Listed]) -> str:
    """The next free id at a site: its shortest beginning that no other site's documents bear, and a number."""
    taken = list(known)
    letters = "".join(letter for letter in fold(site or "document") if letter.isalnum()).upper() or "D"
    for length in range(1, len(letters) + 1):
        prefix = letters[:length]
        own = re.compile(rf"{re.escape(prefix)}(\d+)")
        if all(document.site == site for document in taken if own.fullmatch(document.id)):
            break
    numbers = [int(match[1]) for document in taken if (match := own.fullmatch(document.id))]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


class _Sites:
    """The sites of a study together with those that this document adds."""

    def __init__(self, study: Study, new_site: bool) -> None:
        self.study = study
        self.all = list(study.sites)
        self.added: list[AddSite] = []
        self._new_site = new_site

    def named(self, name: str) -> str | None:
        """The id of the site so called; one unknown is added, unless it is nearly one that is known."""
        if not name.strip():
            return None
        if known := find_site(tuple(self.all), name):
            return known.id
        names = [text for site in self.all for text in (site.id, *site.label.values())]
        if not self._new_site and (near := nearest(name, names)):
            raise InputError(
                _("No site is called {name}; there is {near}.").format(name=name, near=near),
                _("Write {near}, or insist with --new-site.").format(near=near),
            )
        site = Site(site_id(name, self.all), {"": name.strip()})
        self.all.append(site)
        self.added.append(AddSite(site.id, site.label))
        return site.id


def site_id(name: str, sites: Iterable[Site]) -> str:
    """An id for a new site from its name: `Lille Nord` becomes `lille-nord`."""
    stem = "-".join(re.findall(r"[^\W_]+", fold(name))) or "site"
    taken = {site.id for site in sites}
    number = 1
    while (candidate := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return candidate


def _people(
    transcript: Transcript, document_id: str, kind: str, said: Description, sites: _Sites, notes: list[str]
) -> tuple[Transcript, list[Participant]]:
    """The speakers as interviewers or participants, and the participants as people."""
    transcript = _with_speakers(transcript, kind, said, notes)
    mapped = {fold(person.label): person for person in said.people}
    _check_labels(said.people, transcript.speakers)
    typed = slips(transcript, mapped, notes)
    labels = [speaker.label for speaker in transcript.speakers]
    notes.extend(_doubts(labels, {label for label in labels if label in typed or fold(label) in mapped}))
    asked = [speaker for speaker in transcript.speakers
             if speaker.label not in typed and not _interviews(speaker, mapped)]  # fmt: skip
    if said.participant and len(asked) > 1 and not mapped:
        raise InputError(
            _("One participant was named, but {count} people speak who do not interview: {names}.").format(
                count=len(asked), names=", ".join(speaker.label for speaker in asked)
            ),
            _("Name those who ask with --interviewer, or give a speakers table with --speakers."),
        )
    who: dict[str, Speaker] = {}
    people = []
    for number, speaker in enumerate(asked, start=1):
        person = mapped.get(fold(speaker.label), Person(speaker.label))
        name = person.participant or (said.participant if len(asked) == 1 else "") or f"{document_id}-P{number}"
        who[speaker.label] = Speaker(speaker.label, participant=name)
        own, at_wave = described(sites.study, person, said.wave)
        waves = {said.wave: at_wave} if at_wave else {}
        people.append(Participant(name, sites.named(person.site), person.role or said.role or None, own, waves))
    for slip, meant in typed.items():
        who[slip] = who.get(meant, Speaker(meant, interviewer=True))._replace(label=slip)
    speakers = tuple(who.get(label, Speaker(label, interviewer=True)) for label in labels)
    return transcript._replace(speakers=speakers), people


def slips(transcript: Transcript, mapped: Container[str], notes: list[str]) -> dict[str, str]:
    """Labels typed wrongly once or twice, with the label meant: another that stands ten times as often, a letter apart.

    Taken apart, they would make two people of one; what is taken together is said.
    """
    turns = Counter(turn.speaker for turn in transcript.turns)
    found = {}
    for label in (speaker.label for speaker in transcript.speakers if fold(speaker.label) not in mapped):
        for meant in (speaker.label for speaker in transcript.speakers):
            if turns[label] * RARE <= turns[meant] and is_slip(label, meant):
                found[label] = meant
                notes.append(_("“{label}” is taken for “{meant}” mistyped").format(label=label, meant=meant))
    return found


def _doubts(labels: Sequence[str], settled: Container[str]) -> Iterator[str]:
    """Two spellings that may be of one speaker, where nothing settled it: the researcher should look."""
    for index, label in enumerate(labels):
        if label not in settled and not names_a_role(label) and (other := nearest(label, labels[:index])):
            yield _("“{label}” may be a misspelt “{other}”").format(label=label, other=other)


def _check_labels(people: Iterable[Person], speakers: Sequence[Speaker]) -> None:
    """Refuse a table that names somebody who does not speak: the one meant would be taken for another person."""
    labels = {fold(speaker.label): speaker.label for speaker in speakers}
    for person in people:
        if fold(person.label) not in labels:
            raise InputError(
                _("No speaker is called {name}.").format(name=person.label),
                _("Those who speak are: {names}.").format(names=", ".join(labels.values()) or "—"),
            )


def _interviews(speaker: Speaker, mapped: Mapping[str, Person]) -> bool:
    person = mapped.get(fold(speaker.label))
    return speaker.interviewer if person is None else is_interviewer(person.role)


def is_interviewer(role: str) -> bool:
    """Whether a role, as a table has it, is to ask the questions."""
    return _INTERVIEWER.fullmatch(fold(role)) is not None


def _with_speakers(transcript: Transcript, kind: str, said: Description, notes: list[str]) -> Transcript:
    """A text in which nobody is named is one person's words if a participant was given, or if it is an interview."""
    if transcript.speakers or not (said.participant or kind == "interview"):
        return transcript
    label = said.participant or "P1"
    if not said.participant:
        notes.append(_("no speaker is named in it: the whole text is taken as one participant's words"))
    turns = tuple(turn._replace(speaker=label) for turn in transcript.turns)
    return transcript._replace(turns=turns, speakers=(Speaker(label),))


def _checked_id(name: str, known: Iterable[Listed]) -> str:
    if not _ID.fullmatch(name):
        raise InputError(_("{name} cannot be a document's id.").format(name=name), _("Use letters, digits, - and _."))
    if any(document.id == name for document in known):
        raise InputError(_("There is a document {name} in the study already.").format(name=name))
    return name


def _kind(kind: str, known: Iterable[Listed], notes: list[str]) -> str:
    if not kind.strip():
        return KINDS[0]
    kinds = dict.fromkeys((*KINDS, *(document.kind for document in known)))
    if found := next((other for other in kinds if fold(kind) in _names_of(other)), None):
        return found
    notes.append(_("{kind} is a new kind of document").format(kind=kind.strip()))
    return kind.strip()


def _names_of(kind: str) -> set[str]:
    """What a kind of document is called, in each language of the interface."""
    return {fold(words.get(kind, kind)) for words in map(known_words, LANGUAGES)}


def _wave(study: Study, wave: str) -> str | None:
    """A wave, one of those declared where they are."""
    variable = declared(study.variables, "document").get("wave", FREE)
    return checked(_("wave"), variable, wave) or None


def _language(study: Study, code: str) -> str:
    """The code of a language, or one that study.yaml has."""
    if code and code not in study.languages and not is_language(code):
        raise InputError(
            _("{code} is no code of a language.").format(code=code),
            _("Write two or three letters as in ISO 639: fr, en, rcf."),
        )
    return code


def _guide(study: Study, guide: str) -> str | None:
    return chosen(guide, study.guides, _("guide")) if guide else None


def variable_columns(study: Study) -> list[str]:
    """The columns of a manifest beside its own: what is declared of people and of documents, but for their fields."""
    names = (name for kind in ("participant", "document") for name in study.variables.get(kind, {}))
    return [name for name in dict.fromkeys(names) if name not in FIELDS]


def described(study: Study, person: Person, wave: str | None) -> tuple[dict[str, str], dict[str, str]]:
    """What is said of a person as it is kept: at no wave in particular, and at this one.

    An `InputError` names the first value that cannot be meant.
    """
    known = declared(study.variables, "participant")
    for name in person.variables:
        chosen(name, known, _("variable"))
    kept = {name: kept for name, value in person.variables.items() if (kept := checked(name, known[name], value))}
    return parted(kept, known, wave)


class _Values(NamedTuple):
    """What a row says of its document and of its people; of these at its wave what is asked for at each."""

    document: dict[str, str]
    person: dict[str, str]
    at_wave: dict[str, str]


def _variables(study: Study, values: Mapping[str, str], wave: str | None) -> _Values:
    known = {holder: declared(study.variables, holder) for holder in ("participant", "document")}
    for name in values:
        if all(name not in variables for variables in known.values()):
            chosen(name, [each for variables in known.values() for each in variables], _("variable"))
    kept = {
        holder: {name: checked(name, variables[name], value) for name, value in values.items() if name in variables}
        for holder, variables in known.items()
    }
    people = {name: value for name, value in kept["participant"].items() if value}
    own, at_wave = parted(people, known["participant"], wave)
    return _Values({name: value for name, value in kept["document"].items() if value}, own, at_wave)


def _at_wave(
    study: Study, people: Sequence[Participant], wave: str | None, values: Mapping[str, str]
) -> list[SetParticipant]:
    """What is said of people at a wave, of all or of one, beside what is known of them by then."""
    told = [said for said in people if values or said.waves]
    if not told or wave is None:
        return []
    known = {person.id: person for person in study.participants()}
    acts = []
    for said in told:
        person = known.get(said.id, Participant(said.id))
        waves = {**person.waves, wave: {**person.waves.get(wave, {}), **values, **said.waves.get(wave, {})}}
        variables = {**person.variables, **said.variables}
        acts.append(SetParticipant(said.id, person.site or said.site, person.role or said.role, variables, waves))
    return acts
