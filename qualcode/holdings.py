"""What a study holds, as it is read from its database: its settings and codebook, texts, people, codings, counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.asking import Condition, Extent, Filter
from qualcode.model.codes import Codebook
from qualcode.model.codings import (
    CONSENSUS,
    Bookmark,
    Candidate,
    Coding,
    Event,
    Hit,
    Memo,
    Passage,
    Quotation,
    Rendering,
)
from qualcode.model.counts import CodeCounts, ThemeTable
from qualcode.model.people import Guide, Participant, Question, Site
from qualcode.model.texts import Described, Document, Listed, Part, Speaker, Transcript, Turn
from qualcode.names import near_hint
from qualcode.naming import present_ids
from qualcode.store.database import kept
from qualcode.store.database.sqlite import Connection, translated
from qualcode.store.reading import answers, queries
from qualcode.store.reading.named import names

if TYPE_CHECKING:
    from qualcode.language.patterns import Wanted
    from qualcode.store.correcting.former import Former, TextVersion
    from qualcode.store.correcting.unsettled import Unsettled

P = ParamSpec("P")
H = TypeVar("H", bound="Holdings")
Answer = TypeVar("Answer")
EVERYTHING = Filter()
_TEXTS_KEPT = 4


def told(method: Callable[Concatenate[H, P], Answer]) -> Callable[Concatenate[H, P], Answer]:
    """A method that reads the database, saying what SQLite reports of it (damage, a lock) as one of our errors."""

    @wraps(method)
    def read(self: H, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        with translated(self.database):
            return method(self, *args, **kwargs)

    return read


class Holdings:
    """Everything that can be read of a study in a folder."""

    def __init__(self, folder: Path, connection: Connection) -> None:
        self.folder = folder
        self.connection = connection
        self._transcripts: dict[str, Transcript] = {}

    @property
    def database(self) -> Path:
        """Where the database lies."""
        return self.folder / kept.DATABASE

    # ------------------------------------------------------------------ what the study is made of

    @cached_property
    @told
    def _settings(self) -> Mapping[str, Any]:
        settings: Mapping[str, Any] = json.loads(kept.get_meta(self.connection, "settings"))
        return settings

    @property
    def title(self) -> Words:
        """The study's title."""
        title: Words = self._settings["title"]
        return title

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the study, the first one first in every choice."""
        return tuple(self._settings["languages"])

    @property
    def variables(self) -> Mapping[str, Mapping[str, Any]]:
        """Declared variables: of `participant`, `document` and `site`, each name -> its type, choices, and `by`."""
        variables: Mapping[str, Mapping[str, Any]] = self._settings["variables"]
        return variables

    @property
    def report(self) -> Mapping[str, Any]:
        """The report outline as written in study.yaml."""
        report: Mapping[str, Any] = self._settings["report"]
        return report

    @property
    def queries(self) -> Mapping[str, str]:
        """Saved queries by name, as study.yaml has them."""
        saved: Mapping[str, str] = self._settings.get("queries", {})
        return saved

    @property
    def stop_words(self) -> Mapping[str, Sequence[str]]:
        """The study's own words that are left out where words are counted, by language (`""`: in all)."""
        words: Mapping[str, Sequence[str]] = self._settings.get("stop_words", {})
        return words

    @cached_property
    def guides(self) -> Mapping[str, Guide]:
        """Interview guides by id."""
        said = self._settings.get("questions", {})
        return {
            name: _guide(self.codebook, name, asks, *said.get(name, ({}, ())))
            for name, asks in self._settings["guides"].items()
        }

    @cached_property
    @told
    def codebook(self) -> Codebook:
        """The codebook as it is now."""
        title = json.loads(kept.get_meta(self.connection, "codebook title"))
        return Codebook(title, kept.codes(self.connection), kept.former_names(self.connection))

    @cached_property
    @told
    def sites(self) -> tuple[Site, ...]:
        """The sites, regions before their premises."""
        return kept.sites(self.connection)

    @told
    def text_of(self, file: str) -> str:
        """The text of `codebook.yaml` or `study.yaml` as the study knows it."""
        return kept.get_meta(self.connection, file)

    # ------------------------------------------------------------------ reading

    @told
    def documents(self) -> list[Document]:
        """All documents, by site, then by id."""
        return queries.documents(self.connection)

    @told
    def catalogue(self) -> list[Listed]:
        """All documents by id, with name, site and kind alone."""
        return queries.catalogue(self.connection)

    @told
    def document(self, name: str) -> Document:
        """One document by its id (or its file name)."""
        return queries.document(self.connection, name)

    @told
    def transcript(self, document: str) -> Transcript:
        """A document's text with turns, speakers and sentence bounds; kept until it changes."""
        if document not in self._transcripts:
            if len(self._transcripts) >= _TEXTS_KEPT:
                self._transcripts.clear()
            self._transcripts[document] = queries.transcript(self.connection, document)
        return self._transcripts[document]

    @told
    def voices(self, document: str) -> tuple[tuple[Turn, ...], tuple[Speaker, ...]]:
        """A document's turns and speakers without its text."""
        return queries.turns(self.connection, document), queries.speakers(self.connection, document)

    @told
    def speakers(self, document: str) -> tuple[Speaker, ...]:
        """A document's speakers alone."""
        return queries.speakers(self.connection, document)

    @told
    def described(self) -> list[Described]:
        """What is said of each document by people, with its variables."""
        from qualcode.store.acts.described import described

        return described(self.connection)

    @told
    def parts(self, document: str | None = None) -> Mapping[str, tuple[Part, ...]]:
        """The parts of documents that have a site, a wave or a date of their own; of one document, or of all."""
        from qualcode.store.acts.described import parts

        return parts(self.connection, document)

    @told
    def participants(self) -> list[Participant]:
        """All people interviewed."""
        return queries.participants(self.connection)

    @told
    def coders(self) -> list[str]:
        """Everyone who has acted in the study."""
        return queries.coders(self.connection)

    @told
    def has_coded(self, coder: str) -> bool:
        """Whether a coder has put a code on anything yet."""
        return coder in queries.coders_of_codings(self.connection)

    @told
    def bookmarks(self, coder: str | None = None, document: str | None = None) -> list[Bookmark]:
        """Bookmarks in order of document and place: of one coder, in one document, or all."""
        from qualcode.store.acts.bookmarks import bookmarks

        return bookmarks(self.connection, coder, document)

    @told
    def passages(self, code: str, coders: Sequence[str] | None = None) -> list[Passage]:
        """The places that carry a code or one under it, each once, in order of document and place; of some coders."""
        return queries.passages(self.connection, self.codebook.subtree(code), coders)

    @told
    def last_event(self) -> int:
        """The number of the last act on record: what was read before it may no longer hold after it."""
        return queries.last_event(self.connection)

    @told
    def codings(self, document: str | None = None, coder: str | None = None) -> list[Coding]:
        """Codings in order of document and place."""
        return queries.codings(self.connection, document, coder)

    @told
    def coding(self, number: int) -> Coding:
        """One coding by its id."""
        return queries.coding(self.connection, number)

    @told
    def quotations(
        self, where: Filter = EVERYTHING, limit: int | None = None, offset: int = 0, sort: str = answers.ORDER
    ) -> list[Quotation]:
        """The codings a filter means, with their words, people and citation, in one of the orders of `SORTS`."""
        if limit is None and not offset and sort == answers.ORDER:
            answers.prepare(self.connection, where)
            return list(queries.quotations(self.connection, where, self._codes(where)))
        return self.quotations_of(self.quotation_ids(where, sort, limit, offset))

    def candidates(self, where: Filter = EVERYTHING) -> Iterator[Candidate]:
        """The codings a filter means, theme by theme as they are read, each without its words."""
        with translated(self.database):
            answers.prepare(self.connection, where)
            yield from queries.candidates(self.connection, where, self._codes(where))

    @told
    def quotations_of(self, ids: Sequence[int]) -> list[Quotation]:
        """The quotations of these ids in this order; those that are there no more are left out."""
        return queries.quotations_of(self.connection, ids)

    @told
    def quotation_ids(
        self, where: Filter = EVERYTHING, sort: str = answers.ORDER, limit: int | None = None, offset: int = 0
    ) -> tuple[int, ...]:
        """The ids of the codings a filter means, in the order in which `quotations` lists them."""
        return answers.quotation_ids(self.connection, where, self._codes(where), sort, limit, offset)

    @told
    def consents(self) -> Mapping[int, bool]:
        """Whether a passage may be quoted, by coding, where that was asked of the passage itself."""
        from qualcode.store.acts.consents import consents

        return consents(self.connection)

    @told
    def renderings(self) -> Mapping[int, tuple[Rendering, ...]]:
        """Excerpts and translations by coding, the excerpt first, then by language; only of codings that are there."""
        from qualcode.store.reading.rendered import renderings

        return renderings(self.connection)

    @told
    def extent(self, ids: Sequence[int]) -> Extent:
        """How many these codings are, with the people who speak in them and their documents."""
        from qualcode.store.reading.several import extent

        return extent(self.connection, ids)

    @told
    def coders_of(self, ids: Sequence[int]) -> Mapping[str, int]:
        """How many of these codings each coder made."""
        from qualcode.store.reading.several import coders_of

        return coders_of(self.connection, ids)

    @told
    def recodable(self, ids: Sequence[int], code: str) -> tuple[int, ...]:
        """Those of these codings that can have this code: their coder has not put it there already."""
        from qualcode.store.reading.several import recodable

        return recodable(self.connection, ids, code)

    def find(
        self,
        words: str | Wanted,
        *,
        document: str | None = None,
        context: int = 60,
        limit: int | None = None,
        where: Filter = EVERYTHING,
        interviewers: bool = True,
    ) -> list[Hit]:
        """Places where the words stand side by side; a plain text is compared without accents and case.

        `where` means the people and documents whose turns are searched; words that are none stand nowhere.
        """
        from qualcode.language.patterns import Wanted

        wanted = Wanted(words) if isinstance(words, str) else words
        if isinstance(words, str) and not any(map(str.isalnum, words)):
            return []
        within = where._replace(document=document) if document is not None else where
        return list(self.each_hit(wanted, within, context, limit, interviewers=interviewers))

    def each_hit(
        self,
        wanted: Wanted,
        where: Filter = EVERYTHING,
        context: int = 60,
        limit: int | None = None,
        *,
        interviewers: bool = True,
    ) -> Iterator[Hit]:
        """The places one by one, as they are found."""
        from qualcode.store.reading import search

        with translated(self.database):
            yield from search.find(self.connection, wanted, where, context, limit, interviewers=interviewers)

    @told
    def citations_in(self, *texts: str) -> dict[int, str]:
        """The citation of each coding that texts link to and that is there, `L03-P2 §47`."""
        from qualcode.linking import links
        from qualcode.store.reading.framework import citations

        return citations(self.connection, {link.coding for text in texts for link in links(text)})

    @told
    def unsettled(self, document: str | None = None) -> list[Unsettled]:
        """Codings to be looked at since their text was corrected, of one document or of all."""
        from qualcode.store.correcting.unsettled import unsettled

        return unsettled(self.connection, document)

    @told
    def versions(self, document: str) -> list[TextVersion]:
        """The versions of a document's text, the present one last."""
        from qualcode.store.correcting.former import versions

        return versions(self.connection, document)

    @told
    def former(self, document: str, version: int) -> Former:
        """A former version of a document's text, with the codings that stood in it."""
        from qualcode.store.correcting.former import former

        return former(self.connection, document, version)

    @told
    def memos(self, target: str | None = None) -> list[Memo]:
        """Memos on a target, or all."""
        return queries.memos(self.connection, target)

    @told
    def events(self, limit: int | None = None) -> list[Event]:
        """The acts on record, newest first."""
        from qualcode.store.events import events

        return events(self.connection, limit)

    # ------------------------------------------------------------------ counting

    @told
    def counted_coder(self, coder: str | None = None) -> str | None:
        """Whose codings are counted: the one named, else the consensus, else the only coder; None if nobody coded."""
        if coder is not None:
            return self._present_coder(coder)
        present = queries.coders_of_codings(self.connection)
        if CONSENSUS in present or len(present) < 2:
            return CONSENSUS if CONSENSUS in present else next(iter(present), None)
        raise InputError(
            _("Several coders coded this study: {names}.").format(names=", ".join(sorted(present))),
            _("Choose whose codings to count with --coder; coders are never added up."),
        )

    def _present_coder(self, name: str) -> str:
        known = self.coders()
        if name in known:
            return name
        hint = near_hint(name, known, _("Choose among: {names}.").format(names=", ".join(known)))
        raise NotFoundError(_("Nobody called {name} has coded in this study.").format(name=name), hint)

    @told
    def themes(
        self,
        by: Sequence[str] = ("site",),
        *,
        coder: str | None = None,
        where: Sequence[Condition] = (),
        tell: Callable[[str], None] | None = None,
    ) -> ThemeTable:
        """Themes × groups, by one dimension or several, where all conditions hold.

        `tell` hears of each document before it is counted, and may raise to stop.
        """
        from qualcode.tables.themes import theme_table

        return theme_table(self, tuple(by), self.counted_coder(coder), where, tell)

    @told
    def code_counts(self, coder: str | None = None) -> dict[str, CodeCounts]:
        """Segments, participants and documents of every code with its sub-codes, as unions."""
        from qualcode.store.counting.themes import code_counts

        return code_counts(self.connection, self.codebook, self.counted_coder(coder))

    def dimensions(self) -> tuple[str, ...]:
        """What tables can be grouped by: the built-in dimensions, declared variables, what is said of sites."""
        from qualcode.variables.values import DIMENSIONS

        declared = (name for kind in self.variables.values() for name in kind)
        said = (name for site in self.sites for name in site.attributes)
        return tuple(dict.fromkeys((*DIMENSIONS, *declared, *said)))

    @told
    def names(self, noun: str) -> list[str]:
        """What the study has of a noun: its roles, waves, kinds, coders, people, …; none of one it does not know."""
        return names(self.connection, noun)

    def _codes(self, where: Filter) -> frozenset[str] | None:
        return None if where.code is None else self.codebook.subtree(where.code)

    def _forget(self) -> None:
        self._transcripts.clear()
        self._forget_settings()

    def _forget_settings(self) -> None:
        for name in ("_settings", "guides", "codebook", "sites"):
            self.__dict__.pop(name, None)


def _guide(
    book: Codebook, name: str, asks: Sequence[str], title: Words, questions: Sequence[tuple[Words, Sequence[str]]]
) -> Guide:
    """A guide that asks for codes as they are called now; study.yaml may have old names of them."""
    told = tuple(Question(text, present_ids(book, asked)) for text, asked in questions)
    return Guide(name, present_ids(book, asks), title, told)
