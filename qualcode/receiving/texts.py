"""The texts of a project as documents of a study: those that are there already, those that come in, with who speaks."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.roles import speakers_of
from qualcode.importers.speakers import find_turns
from qualcode.intake import Description, Person, Source, admit
from qualcode.language.detect import detect
from qualcode.language.sentences import sentences_by_rule
from qualcode.language.words import word_ranks
from qualcode.model import Span
from qualcode.model.people import SiteChange
from qualcode.model.texts import Listed, Speaker, Transcript, Turn
from qualcode.projects.project import NOBODY, Hand, Project, ProjectText
from qualcode.receiving.codes import one_line
from qualcode.receiving.corrected import Corrected, Formers
from qualcode.store.acts.documents import ImportDocument
from qualcode.store.correcting.former import Past
from qualcode.store.receiving.foreign import Foreign
from qualcode.study import Study
from qualcode.variables.values import date

_SAME = """
SELECT id, text = ?2 FROM document JOIN document_text ON document_text.document = document.id
WHERE sha256 = ?1 OR (length = ?3 AND text = ?2) ORDER BY text = ?2 DESC
"""
_BYTES = "SELECT 1 FROM document WHERE sha256 = ?1 UNION ALL SELECT 1 FROM former WHERE sha256 = ?1"
_MOST_NAMED = 8
_TELLING = 5_000
"""Characters that tell the language of a text."""
Named = Callable[[str], str]
"""By a speaker's label the participant they are, "" where that is not known."""
Tell = Callable[[int, int], object]
"""Hears how many of the texts are looked at, and of how many; may raise to stop."""


class Held(NamedTuple):
    """A document that a text of the project is: its id, its speakers with their turns as the study has them.

    `corrected` where the project has a former version of its text.
    """

    id: str
    transcript: Transcript
    corrected: Corrected | None = None


class Texts:
    """The texts of a project: `held` leads from the project's id of each to its document; `new` are brought in."""

    def __init__(self, study: Study, project: Project, tell: Tell) -> None:
        self.held: dict[str, Held] = {}
        self.new: dict[str, ImportDocument] = {}
        self.known: list[str] = []
        self.sites: dict[str, SiteChange] = {}
        self._noted: dict[str, list[str]] = {}
        self.foreign: list[Foreign] = []
        self.lost: Counter[str] = Counter()
        self._study = study
        self._formers = Formers(study)
        self._passages: dict[str, set[tuple[int, int]]] = {}
        noted = (note.passage for note in project.notes if note.passage)
        for name, start, end in (*noted, *(one for case in project.cases for one in case.passages)):
            self._passages.setdefault(name, set()).add((start, end))
        self._planned: list[Listed] = []
        self._by_text: dict[str, str] = {}
        self._digests: set[str] = set()
        self.transcripts: dict[str, tuple[Transcript, str]] = {}
        self.lengths = {text.id: len(text.text) for text in project.texts}
        for number, text in enumerate(project.texts):
            tell(number, len(project.texts))
            self.transcripts[text.id] = transcript_of(text)

    @property
    def notes(self) -> list[str]:
        """What should be looked at, each with the documents it is about."""
        said = _("{documents}: {words}")
        return [said.format(documents=_named(names), words=note) for note, names in self._noted.items()]

    def take(self, text: ProjectText, named: Named, site: str = "") -> None:
        """Find the document that a text is, or bring it in."""
        transcript, language = self.transcripts[text.id]
        digest = hashlib.sha256(_original(text)).hexdigest()
        if (there := self._there(text, digest)) is not None:
            self._keep(text, there)
        elif (was := self._formers.found(text.text, digest)) is not None:
            self._keep(text, was.document, self._corrected(text, was))
        elif not text.text.strip():
            self.lost["text without words"] += 1
        else:
            self._admit(text, transcript, language, digest, named, site)

    def _there(self, text: ProjectText, digest: str) -> str | None:
        if text.text in self._by_text:
            self.lost["text that stands in the project twice"] += 1
            return self._by_text[text.text]
        rows = self._study.connection.execute(_SAME, (digest, text.text, len(text.text))).fetchall()
        return next((str(name) for name, same in rows if same), None)

    def _corrected(self, text: ProjectText, past: Past) -> Corrected:
        """What became of the passages of a text that was corrected since."""
        note = _("its text was corrected since; codings come to where their words are now")
        self._noted.setdefault(note, []).append(past.document)
        places = {(mark.start, mark.end) for mark in text.marks} | self._passages.get(text.id, set())
        fit = (Span(start, end) for start, end in sorted(places) if 0 <= start < end <= len(text.text))
        return Corrected(self._study, self._formers, past, fit)

    def _keep(self, text: ProjectText, document: str, corrected: Corrected | None = None) -> None:
        if document not in self.new:
            self.known.append(document)
        self.held[text.id] = Held(document, self._by_id(document), corrected)
        self._by_text[text.text] = document
        self._call(text, document)

    def now(self, text: str, start: int, end: int) -> tuple[str, int, int] | None:
        """A passage as the document has it; None where its words are gone from a text corrected since."""
        held = self.held.get(text)
        if held is None or held.corrected is None:
            return text, start, end
        place = held.corrected.passage(start, end) if 0 <= start < end <= self.lengths[text] else None
        return (text, place.start, place.end) if place else None

    def _by_id(self, document: str) -> Transcript:
        return self.new[document].transcript if document in self.new else self._study.transcript(document)

    def _admit(
        self, text: ProjectText, transcript: Transcript, language: str, digest: str, named: Named, site: str
    ) -> None:
        """Bring a text in as a document of its own."""
        original = _original(text)
        if digest in self._digests or self._study.connection.execute(_BYTES, (digest,)).fetchone():
            original = text.text.encode()
            digest = hashlib.sha256(original).hexdigest()
        name = one_line(text.name) or _("text without a name")
        said = self._said(text, transcript, named, site)
        source = Source(name, transcript, original, digest, language)
        admission = admit(self._study, source, said, new_site=True, planned=self._planned)
        made = admission.document
        for act in admission.acts:
            if act is not made:
                self.sites.setdefault(act.id, SiteChange(act.id, {"label": next(iter(act.label.values()))}, new=True))
        self.new[made.id] = made
        self._digests.add(digest)
        self._by_text[text.text] = made.id
        self._planned.append(Listed(made.id, made.name, made.site, made.kind))
        for note in admission.notes:
            if not note.startswith(_site_is_new(made.site)):
                self._noted.setdefault(note, []).append(made.id)
        self.held[text.id] = Held(made.id, made.transcript)
        self._call(text, made.id)

    def _said(self, text: ProjectText, transcript: Transcript, named: Named, site: str) -> Description:
        """What is known of a text besides its words, as an import is told of it."""
        taken = {document.id for document in (*self._study.catalogue(), *self._planned)}
        known = {speaker.label: speaker for speaker in text.people}
        people = tuple(
            _person(speaker, known.get(speaker.label), named(speaker.label)) for speaker in transcript.speakers
        )
        alone = named("") if not transcript.speakers else ""
        return Description(
            id=text.own if text.own and text.own not in taken else "",
            site=site or text.site,
            participant=alone,
            date=_day(text.date),
            kind=text.kind,
            people=tuple(person for person in people if person is not None),
        )

    def _call(self, text: ProjectText, document: str) -> None:
        said = {"user": text.user, "at": text.at, "own": text.own, "inside": text.inside}
        more = {name: value for name, value in {**said, **hands(changed=text.changed)}.items() if value}
        self.foreign.append(Foreign("document", document, text.id, "", text.name, more))

    def described(self, document: str, **fields: object) -> None:
        """Say more of a document that is brought in."""
        self.new[document] = replace(self.new[document], **fields)  # type: ignore[arg-type]


def hands(**by: Hand) -> dict[str, Hand]:
    """Who did what when, as far as that is said."""
    return {name: hand for name, hand in by.items() if hand != NOBODY}


def _named(documents: Sequence[str]) -> str:
    """The ids of documents, of many the first."""
    return ", ".join(documents[:_MOST_NAMED]) + (" …" if len(documents) > _MOST_NAMED else "")


def _original(text: ProjectText) -> bytes:
    return text.original or text.text.encode()


def _day(written: str) -> str:
    """The day of a moment, if it is one that a study can keep."""
    try:
        return date(written[:10]) if written else ""
    except InputError:
        return ""


def _site_is_new(site: str | None) -> str:
    return _("site {site} is new").format(site=site)


def _person(speaker: Speaker, said: Speaker | None, participant: str) -> Person | None:
    """Who a speaker is where the project says it; None leaves it to the label."""
    if said is not None and said.interviewer:
        return Person(speaker.label, role="interviewer")
    if name := participant or (said.participant if said else None) or "":
        return Person(speaker.label, name)
    return Person(speaker.label) if said is not None else None


def transcript_of(text: ProjectText) -> tuple[Transcript, str]:
    """A text with its turns, speakers and sentences, and its language.

    Sentences are cut by rule: with all the texts of a project spaCy would take minutes, and cut few otherwise.
    """
    turns, speakers = find_turns(text.text) if not text.turns else (text.turns, _speakers(text.turns))
    language = text.language or detect(text.text[:_TELLING])
    sentences = sentences_by_rule(text.text, turns, language)
    return Transcript(text.text, tuple(turns), speakers, sentences, tuple(word_ranks(text.text, sentences))), language


def _speakers(turns: Sequence[Turn]) -> tuple[Speaker, ...]:
    return speakers_of(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))


def whole_turns(transcript: Transcript, passages: Sequence[tuple[int, int]]) -> Mapping[str, int]:
    """By speaker how many of their turns the passages hold whole, label aside."""
    found: Counter[str] = Counter()
    ordered = sorted(passages)
    starts = [start for start, _end in ordered]
    farthest = list(accumulate((end for _start, end in ordered), max))
    for turn in transcript.turns:
        said = transcript.text[turn.body : turn.end]
        start, end = turn.body + len(said) - len(said.lstrip()), turn.body + len(said.rstrip())
        before = bisect_right(starts, start)  # so many passages begin no later than the turn
        if turn.speaker and start < end and before and farthest[before - 1] >= end:
            found[turn.speaker] += 1
    return found
