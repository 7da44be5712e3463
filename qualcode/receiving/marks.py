"""The codings and memos of a project, on the documents and codes they have become."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from qualcode.linking import kept, unlinked
from qualcode.model.codings import PASSAGE
from qualcode.projects.project import Mark, Note, Project, ProjectText
from qualcode.receiving.coders import Coders
from qualcode.receiving.corrected import Corrected
from qualcode.receiving.texts import Texts, hands
from qualcode.store.receiving.received import Received, Written


class Marks:
    """What stands on texts: codings in order, and memos on anything."""

    def __init__(self, texts: Texts, codes: Mapping[str, str], people: Mapping[str, str], coders: Coders) -> None:
        self.codings: list[Received] = []
        self.memos: list[Written] = []
        self.lost: Counter[str] = Counter()
        self._texts, self._codes, self._people, self._coders = texts, codes, people, coders
        self._places: dict[str, int] = {}
        self._aside: dict[int, Corrected] = {}

    def take(self, project: Project) -> None:
        """All marks of all texts, then all notes."""
        for text in project.texts:
            held = self._texts.held.get(text.id)
            if held is None:
                self.lost["coding"] += len(text.marks)
                self.lost["note"] += sum(bool(mark.memo) for mark in text.marks) + bool(text.memo.strip())
                self.lost["value of a text that is not here"] += len(text.values)
                continue
            for mark in text.marks:
                self._mark(text, held.id, mark)
            if words := unlinked(kept(text.memo), ()):
                self.memos.append(Written(f"document:{held.id}", self._coders.of(text.user), words, moment(text.at)))
        for note in project.notes:
            self._note(note)

    def _mark(self, text: ProjectText, document: str, mark: Mark) -> None:
        code = self._codes.get(mark.code)
        if code is None or not 0 <= mark.start < mark.end <= len(text.text):
            self.lost["coding without a code" if code is None else "coding of no length"] += 1
            return
        coder, place = self._coders.of(mark.user), len(self.codings)
        if mark.id:
            self._places[mark.id] = place
        one = Received(
            document, mark.start, mark.end, code, coder, moment(mark.at), max(1, mark.round), int(mark.key),
            int(mark.counter), mark.id, mark.selection,
        )  # fmt: skip
        if said := hands(drawn=mark.drawn, redrawn=mark.redrawn):
            one = one._replace(said=said)
        if corrected := self._texts.held[text.id].corrected:
            one = corrected.carried(one)
            if corrected.is_aside(one.number):
                self._aside[place] = corrected
        self.codings.append(one)
        if mark.memo and (words := unlinked(kept(mark.memo), ())):
            self._remember(Written("", coder, words, moment(mark.at), place))

    def _note(self, note: Note) -> None:
        words = kept(note.text)
        name = " ".join(note.name.split())
        if name and not words.startswith(name):
            words = f"{name}\n\n{words}".strip()
        target, coding = self._target(note)
        if not words or target is None:
            self.lost["note"] += 1
            return
        coder, at = self._coders.of(note.user), moment(note.at)
        links = self._cited(note)
        words = unlinked(words, {number for number, _place in links})
        one = Written(target, coder, words, at, coding, note.id, note.name, links=links, changed=note.changed)
        self._remember(one, note.passage or ("", 0, 0))

    def _remember(self, one: Written, passage: tuple[str, int, int] = ("", 0, 0)) -> None:
        """Keep a memo, on what it is on now: in a text corrected since its passage may be elsewhere, or gone."""
        text, start, end = passage
        corrected = self._texts.held[text].corrected if text else None
        if one.coding is not None and one.coding in self._aside:
            self._beside(one, self._aside[one.coding], self.codings[one.coding])
        elif corrected is None:
            self.memos.append(one)
        elif not corrected.is_noted(start, end, one.coder, one.text):
            if place := corrected.passage(start, end):
                target = f"{PASSAGE}:{corrected.document}:{place.start}-{place.end}"
                self.memos.append(one._replace(target=target))
            else:
                self.memos.append(_on_document(one, corrected, start, end))

    def _beside(self, one: Written, corrected: Corrected, coding: Received) -> None:
        """A memo on a coding that is aside already: known there, or on the document until that coding has a place."""
        if coding.number is not None and not corrected.is_said(coding.number, one.coder, one.text):
            self.memos.append(_on_document(one, corrected, coding.start, coding.end))

    def _cited(self, note: Note) -> tuple[tuple[int, int], ...]:
        """The codings that a note of a study of qualcode cites: their numbers there, and their places among these."""
        said = note.fields.get("links")
        cited = [(str(one), str(guid)) for one, guid in said.items()] if isinstance(said, Mapping) else []
        return tuple(
            (int(one), self._places[guid])
            for one, guid in cited
            if one.isdecimal() and len(one) < 16 and guid in self._places
        )

    def _target(self, note: Note) -> tuple[str | None, int | None]:
        """What a note is on in the study; None where that is not there."""
        if note.passage is not None:
            text, start, end = note.passage
            held = self._texts.held.get(text)
            fits = held is not None and 0 <= start < end <= self._texts.lengths[text]
            return (f"{PASSAGE}:{held.id}:{start}-{end}" if held and fits else None), None
        if note.on == "mark":
            place = self._places.get(note.target)
            return (None if place is None else ""), place
        if note.on == "text":
            held = self._texts.held.get(note.target)
            return (f"document:{held.id}" if held else None), None
        found = {"code": self._codes, "case": self._people}.get(note.on, {}).get(note.target)
        noun = {"code": "code", "case": "participant"}.get(note.on)
        if noun is None:
            return "study", None
        return (f"{noun}:{found}" if found else None), None


def _on_document(one: Written, corrected: Corrected, start: int, end: int) -> Written:
    words = corrected.quoted(start, end, one.text)
    return one._replace(target=f"document:{corrected.document}", text=words, coding=None)


@lru_cache(maxsize=1024)
def moment(written: str | None) -> str | None:
    """A moment as a study keeps it, in UTC; None for what is none."""
    try:
        found = datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
    if found is None:
        return None
    try:
        whole = found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        return None
    return whole.isoformat(timespec="milliseconds")
