"""What a coder sees of a study: one document, its codings, which of them are shown, what codes and sites are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import NotFoundError
from qualcode.i18n import language
from qualcode.looks import UNKNOWN, Look, looks
from qualcode.model import Span, in_language
from qualcode.model.codes import Codebook
from qualcode.model.codings import CONSENSUS, Bookmark, Coding
from qualcode.model.texts import Document, Transcript
from qualcode.safetext import safe_line
from qualcode.tui.marks import Marks

if TYPE_CHECKING:
    from qualcode.study import Study


@dataclass(frozen=True, slots=True)
class Only:
    """Which codings are shown: of one code with its sub-codes; one's own and those of `coder`. None is all."""

    code: str | None = None
    coder: str | None = None


class Seen:
    """The study as one coder sees it, a document at a time."""

    def __init__(self, study: Study, coder: str) -> None:
        self.study, self.coder = study, coder
        self.language = language()
        self.codebook: Codebook = study.codebook
        self.looks: Mapping[str, Look] = looks(self.codebook, self.language)
        self.document: Document | None = None
        self.transcript = Transcript("", (), ())
        self.marks = Marks()
        self.bookmarks: list[Bookmark] = []
        self.only = Only(coder=self._first_shown())

    def speak(self) -> None:
        """Call the codes as the interface's language does now."""
        self.language = language()
        self.looks = looks(self.codebook, self.language)

    def open(self, document: str) -> None:
        """Take up a document."""
        self.document = self.study.document(document)
        self.transcript = self.study.transcript(document)
        self.read_codings()
        self.read_bookmarks()

    def read_bookmarks(self) -> None:
        """One's own bookmarks in the document."""
        self.bookmarks = self.study.bookmarks(self.coder, self.document.id) if self.document else []

    def read_codings(self) -> None:
        """The document's codings as they are in the study now."""
        if self.document is not None:
            found = self.study.codings(document=self.document.id)
            self.marks = Marks(coding for coding in found if self._wanted(coding))

    def read_again(self) -> None:
        """Everything as it is now: the text too, where it was corrected or others speak in it."""
        self.read_codebook()
        if self.document is None:
            return
        before = self.document
        try:
            self.document = self.study.document(before.id)
        except NotFoundError:  # its import was taken back
            self.document, self.transcript, self.marks = None, Transcript("", (), ()), Marks()
            return
        if _heard(self.document) != _heard(before):
            self.transcript = self.study.transcript(before.id)
        self.read_codings()
        self.read_bookmarks()

    def read_codebook(self) -> bool:
        """The codebook as it is now; answers whether it is another."""
        if self.study.codebook is self.codebook:
            return False
        self.codebook = self.study.codebook
        self.looks = looks(self.codebook, self.language)
        return True

    def show_only(self, only: Only) -> None:
        """Show these codings and no others."""
        self.only = only
        self.read_codings()

    def part_at(self, turn: int) -> str:
        """Where and when a turn was spoken, if it is in a part of the document that says so for itself."""
        parts = self.study.parts(self.document.id).get(self.document.id, ()) if self.document else ()
        return next((str(part) for part in parts if part.first_turn <= turn <= part.last_turn), "")

    def site(self, site: str | None) -> str:
        """What a site is called."""
        known = next((each for each in self.study.sites if each.id == site), None)
        return in_language(known.label, self.language) if known else site or ""

    def label(self, code: str) -> str:
        """A code's label in the interface's language."""
        return self.looks.get(code, replace(UNKNOWN, label=safe_line(code))).label

    def pinned(self, digit: int) -> str | None:
        """The code pinned to a digit."""
        return next((code.id for code in self.codebook.codes if code.pin == digit and not code.retired), None)

    def mine(self, span: Span) -> list[Coding]:
        """One's own codings on a span: the very span first, then the shortest."""
        found = [coding for coding in self.marks.touching(span.start, span.end) if coding.coder == self.coder]
        return sorted(found, key=lambda coding: (coding.span != span, len(coding.span), coding.start))

    def of_others(self, span: Span) -> list[Coding]:
        """The other coders' codings on a span."""
        return [coding for coding in self.marks.touching(span.start, span.end) if coding.coder != self.coder]

    def _first_shown(self) -> str | None:
        """Whose codings are there at first: one's own; for someone new, the consensus, where there is one."""
        if not self.study.has_coded(self.coder) and self.study.has_coded(CONSENSUS):
            return CONSENSUS
        return self.coder if self.coder in self.study.coders() else None

    def _wanted(self, coding: Coding) -> bool:
        only = self.only
        in_code = only.code is None or only.code not in self.codebook or coding.code in self.codebook.subtree(only.code)
        return in_code and (only.coder is None or coding.coder in (only.coder, self.coder))


def _heard(document: Document) -> tuple[object, ...]:
    """What tells that a text or who speaks in it is another."""
    return document.participants, document.words, document.sha256
