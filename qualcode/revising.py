"""From a corrected file, or a small edit, to the act that exchanges a document's text, and what becomes of its codings.

Who speaks goes along by label. A turn whose label stands as it stood keeps whoever was said to speak in it.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from qualcode.anchoring.aligning import Alignment, align
from qualcode.anchoring.judging import AMBIGUOUS, LOST
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers import read_conversation
from qualcode.importing import Reading
from qualcode.intake import already_there, slips
from qualcode.language.again import sentences_again
from qualcode.language.words import word_ranks
from qualcode.model.people import Participant
from qualcode.model.texts import Document, Speaker, Transcript, Turn
from qualcode.names import fold
from qualcode.speaking import new_person, speaker_called
from qualcode.store.correcting.carrying import Fate
from qualcode.store.correcting.remarking import BookmarkFate
from qualcode.store.correcting.revising import ReviseDocument, weighed
from qualcode.study import Study

_ENOUGH = 50
"""Per cent of a text that a corrected one has, where nobody asks whether it is the same."""
_ANOTHER = 33
"""Per cent below which it is taken for another text, unless somebody says that it is the same all the same."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A document's text, the corrected one, what both share, what becomes of each coding, and what to say.

    Without an act, the text is the one that is there.
    """

    document: Document
    old: Transcript
    new: Transcript
    alignment: Alignment
    fates: tuple[Fate, ...] = ()
    notes: tuple[str, ...] = ()
    act: ReviseDocument | None = None
    bookmarks: tuple[BookmarkFate, ...] = ()

    def of_kind(self, kind: str) -> list[Fate]:
        """The codings that became so, in order of the old text."""
        return sorted((fate for fate in self.fates if fate.kind == kind), key=lambda fate: (fate.before, fate.coding))

    @property
    def astray(self) -> list[BookmarkFate]:
        """The bookmarks that are not on their words any more."""
        return [mark for mark in self.bookmarks if mark.kind in {AMBIGUOUS, LOST}]

    @property
    def share(self) -> int:
        """How many per cent of the old text are in the new one."""
        return _share(self.alignment)

    @property
    def another(self) -> bool:
        """Whether so little of the old text is in the new one that it is rather another document's."""
        return self.act is not None and self.share < _ANOTHER


@dataclass(frozen=True, slots=True)
class _Corrected:
    """A corrected text before it is weighed, with its bytes and the people who are new in it."""

    transcript: Transcript
    sha256: str
    original: bytes
    name: str = ""
    people: tuple[Participant, ...] = ()
    notes: tuple[str, ...] = ()
    alignment: Alignment | None = field(default=None, compare=False)


def read_revision(
    study: Study, document: str, paths: Sequence[Path], reading: Reading, same: Mapping[str, str] | None = None
) -> Revision:
    """What a corrected file makes of a document; `same` says which new labels are which of the old ones.

    Raises `InputError` for a file that cannot be read, or that is another document's.
    """
    known = study.document(document)
    old = study.transcript(known.id)
    found = read_conversation(
        paths,
        encoding=reading.encoding,
        speaker_pattern=reading.speaker_pattern,
        interviewers=reading.interviewers,
        language=known.language,
        cut=partial(sentences_again, old),
    )
    if found.sha256 == known.sha256:
        return _unchanged(study, known, old, (_("the same file as before; nothing changes"),))
    if (other := already_there(study, found.sha256)) and other != known.id:
        raise InputError(
            _("{file} is the text of {document}.").format(file=paths[0], document=other),
            _("Name the document that it corrects."),
        )
    alignment = align(old.text, found.transcript.text)
    voices = _Voices(study, known.id, old, same or {})
    transcript = voices.given(_turns_again(found.transcript, old, alignment))
    corrected = _Corrected(
        transcript, found.sha256, found.original, paths[0].name, tuple(voices.people), (*found.notes, *voices.notes),
        alignment,
    )  # fmt: skip
    return _weighed(study, known, old, corrected)


def replaced(study: Study, document: str, words: str, by: str, turn: int | None = None) -> Revision:
    """A small edit: words that stand once in a document, or in one of its turns, written otherwise."""
    known = study.document(document)
    old = study.transcript(known.id)
    if turn is not None and not 1 <= turn <= len(old.turns):
        raise InputError(
            _("There is no turn {number}.").format(number=turn),
            _("Turns are numbered from 1 to {last}.").format(last=len(old.turns)),
        )
    low, high = (old.turns[turn - 1].body, old.turns[turn - 1].end) if turn else (0, len(old.text))
    place = old.text.find(words, low, high) if words else -1
    if place < 0:
        raise InputError(_("“{words}” does not stand there.").format(words=words), _("Write the words as they stand."))
    if old.text.find(words, place + 1, high) >= 0:
        raise InputError(
            _("“{words}” stands there several times.").format(words=words), _("Write more of it, or say the --turn.")
        )
    return edited(study, known.id, place, place + len(words), by)


def edited(study: Study, document: str, start: int, end: int, by: str) -> Revision:
    """A small edit: what stands at `[start, end)` of a document, within what one turn says, written otherwise."""
    known = study.document(document)
    old = study.transcript(known.id)
    turn = next((each for each in old.turns if each.body <= start and end <= each.end), None)
    if turn is None:
        raise InputError(
            _("An edit must stay within what one person says."),
            _("Correct the file, and give it to `qualcode revise`."),
        )
    by = by.replace("\r\n", "\n").replace("\r", "\n")
    text = old.text[:start] + by + old.text[end:]
    if not text[turn.body : turn.end + len(by) - (end - start)].strip():
        raise InputError(_("A turn cannot be left without words."), _("To take it out, correct the file."))
    return _weighed(study, known, old, _shifted(old, text, turn, len(by) - (end - start), known.language))


def _shifted(old: Transcript, text: str, changed: Turn, by: int, language: str) -> _Corrected:
    """The text with the turns it had, those after the changed one further on."""
    turns = tuple(
        turn if turn.number < changed.number
        else turn._replace(end=turn.end + by) if turn.number == changed.number
        else turn._replace(start=turn.start + by, body=turn.body + by, end=turn.end + by)
        for turn in old.turns
    )  # fmt: skip
    return _of_text(old, text, turns, old.speakers, language)


def _of_text(
    old: Transcript, text: str, turns: tuple[Turn, ...], speakers: tuple[Speaker, ...], language: str
) -> _Corrected:
    sentences = sentences_again(old, text, turns, language)
    transcript = Transcript(text, turns, speakers, sentences, word_ranks(text, sentences))
    data = "".join(_spoken(text, turn) for turn in turns).encode("utf-8", "surrogatepass")
    return _Corrected(transcript, hashlib.sha256(data).hexdigest(), data)


def _spoken(text: str, turn: Turn) -> str:
    """A turn as a file has it; a label that came apart from its words stands before them."""
    label = f"{turn.speaker}: " if turn.speaker and turn.start == turn.body else ""
    return label + text[turn.start : turn.end]


def renamed(study: Study, document: str, label: str, by: str) -> Revision:
    """A speaker under another label, in the text too where it stands there; who they are stays as it is."""
    known = study.document(document)
    old = study.transcript(known.id)
    speaker, by = speaker_called(known.id, old, label), by.strip()
    if not by or "\n" in by:
        raise InputError(_("A speaker needs a label."))
    if any(fold(other.label) == fold(by) for other in old.speakers if other != speaker):
        raise InputError(
            _("{document} has a speaker {name} already.").format(document=known.id, name=by),
            _("Give that one the turns with `qualcode speakers --turns`."),
        )
    text, turns = _relabelled(old, speaker.label, by)
    speakers = tuple(each._replace(label=by) if each == speaker else each for each in old.speakers)
    return _weighed(study, known, old, _of_text(old, text, turns, speakers, known.language))


def _relabelled(old: Transcript, label: str, by: str) -> tuple[str, tuple[Turn, ...]]:
    pieces, turns, shift = [], [], 0
    for turn in old.turns:
        head, more = old.text[turn.start : turn.body], 0
        if turn.speaker == label and label in head:
            head, more = head.replace(label, by, 1), len(by) - len(label)
        pieces += [head, old.text[turn.body : turn.end]]
        moved = (turn.start + shift, turn.body + shift + more, turn.end + shift + more)
        turns.append(Turn(turn.number, by if turn.speaker == label else turn.speaker, *moved, turn.time))
        shift += more
    return "".join(pieces), tuple(turns)


def _weighed(study: Study, known: Document, old: Transcript, corrected: _Corrected) -> Revision:
    """The revision with what becomes of each coding."""
    new = corrected.transcript
    if (new.text, new.turns, new.speakers) == (old.text, old.turns, old.speakers):
        return _unchanged(study, known, old, (*corrected.notes, _("the same words as before; nothing changes")))
    found = weighed(study.connection, known.id, new.text, corrected.alignment)
    act = ReviseDocument(
        known.id, new, corrected.sha256, known.sha256, corrected.original, corrected.name, corrected.people,
        found.alignment, found.verdicts,
    )  # fmt: skip
    notes = (*_doubts(found.alignment), *corrected.notes)
    return Revision(known, old, new, found.alignment, tuple(found.fates), notes, act, tuple(found.bookmarks))


def _doubts(alignment: Alignment) -> tuple[str, ...]:
    """What is to be said where two texts have little in common."""
    share = _share(alignment)
    said = _("only {share} % of its text is in the corrected one: is it the same document?")
    return () if share >= _ENOUGH else (said.format(share=share),)


def _share(alignment: Alignment) -> int:
    return round(100 * alignment.shared(0, alignment.old_length) / max(1, alignment.old_length))


def _unchanged(study: Study, known: Document, old: Transcript, notes: tuple[str, ...]) -> Revision:
    """The text as it is: every coding is kept where it stands."""
    found = weighed(study.connection, known.id, old.text)
    return Revision(known, old, old, found.alignment, tuple(found.fates), notes, None, tuple(found.bookmarks))


def _turns_again(new: Transcript, old: Transcript, alignment: Alignment) -> Transcript:
    """The new text; a turn that begins as one of the old text did, label and all, is whose that one is."""
    back, starts = alignment.reversed(), [turn.start for turn in old.turns]
    turns = []
    for turn in new.turns:
        place = back.carried(turn.start, max(turn.body, min(turn.start + 1, turn.end)))
        index = bisect_left(starts, place) if place is not None else len(starts)
        before = old.turns[index] if index < len(starts) and starts[index] == place else None
        stays = before is not None and before.body - before.start == turn.body - turn.start
        labelled = turn.body > turn.start and turn.speaker is not None
        keeps = before and stays and (labelled or turn.speaker is None)
        turns.append(turn._replace(speaker=before.speaker) if before and keeps else turn)
    return new._replace(turns=tuple(turns))


class _Voices:
    """Who speaks in a corrected text: as before by label, else as it is said, else somebody new."""

    def __init__(self, study: Study, document: str, old: Transcript, same: Mapping[str, str]) -> None:
        self._document = document
        self._old = {fold(speaker.label): speaker for speaker in old.speakers}
        self._same = {fold(new): speaker_called(document, old, label) for new, label in same.items()}
        self._unused = dict(self._same)
        self._taken = {person.id for person in study.participants()}
        self._alone = old.speakers[0] if len(old.speakers) == 1 else None
        self.people: list[Participant] = []
        self.notes: list[str] = []

    def given(self, new: Transcript) -> Transcript:
        """The text with its speakers; one without any label is the words of the one who spoke before."""
        if not any(turn.speaker for turn in new.turns) and self._alone:
            new = new._replace(turns=tuple(turn._replace(speaker=self._alone.label) for turn in new.turns))
        read = {speaker.label: speaker for speaker in new.speakers}
        labels = list(dict.fromkeys(turn.speaker for turn in new.turns if turn.speaker))
        speakers = tuple(read.get(label, Speaker(label)) for label in labels)
        meant = slips(new._replace(speakers=speakers), self._old, self.notes)
        known = {speaker.label: self._who(speaker) for speaker in speakers if speaker.label not in meant}
        for slip, label in meant.items():
            known[slip] = known[label]._replace(label=slip)
        self._say_gone(known)
        return new._replace(speakers=tuple(known[label] for label in labels))

    def _who(self, speaker: Speaker) -> Speaker:
        self._unused.pop(fold(speaker.label), None)
        if before := self._same.get(fold(speaker.label)) or self._old.get(fold(speaker.label)):
            return before._replace(label=speaker.label)
        if speaker.interviewer:
            self.notes.append(_("“{label}” is new: taken for an interviewer").format(label=speaker.label))
            return speaker
        person = new_person(self._document, self._taken)
        self._taken.add(person)
        self.people.append(Participant(person))
        self.notes.append(
            _("“{label}” is new: taken for a new person, {person}").format(label=speaker.label, person=person)
        )
        return speaker._replace(participant=person)

    def _say_gone(self, known: Mapping[str, Speaker]) -> None:
        """Say who speaks no more: a label written otherwise would make two people of one."""
        if self._unused:
            raise InputError(
                _("No speaker is called {name}.").format(name=next(iter(self._unused))),
                _("Those who speak are: {names}.").format(names=", ".join(known) or "—"),
            )
        now = {fold(label) for label in known} | {fold(speaker.label) for speaker in self._same.values()}
        for label in (speaker.label for key, speaker in self._old.items() if key not in now):
            note = _(
                "“{label}” speaks no more; if it is only written otherwise, say so: NEW={label} in the line of names, "
                "or --same NEW={label}"
            )
            self.notes.append(note.format(label=label))
