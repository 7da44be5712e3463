"""Codings in rows: one each, with its place, who speaks, all that is known of them, the code's path, and the words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from qualcode.conditions import in_words
from qualcode.i18n import _
from qualcode.model.asking import Filter
from qualcode.naming import PATH_SIGN
from qualcode.store.reading.coded import coded
from qualcode.store.reading.dimensions import NO_GROUP, Grouping, voices
from qualcode.tables.datasets import BETWEEN, LONG, About, Asked, Cell, Column, Dataset, known_of
from qualcode.tables.themes import resolved

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

_PLACE = (
    Column("coding", "integer"),
    Column("document"),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("turn", "integer"),
    Column("last_turn", "integer"),
    Column("time", "number"),
    Column("code"),
    Column("path"),
    Column("coder"),
    Column("round", "integer"),
    Column("key", "integer"),
    Column("counter", "integer"),
    Column("definition", "integer"),
    Column("coded_at"),
    Column("words", "integer"),
    Column("participants"),
)
_WORDS = (Column("text"), Column("memo"))


def long_table(study: Holdings, asked: Asked, tell: Callable[[str], None] | None = None) -> Dataset:
    """A row for each coding: of all coders, each by name, unless one is asked for. `tell` hears of each document."""
    where = resolved(study, asked.where)
    coder = study.counted_coder(asked.coder) if asked.coder is not None else None
    words = _WORDS if asked.words else ()
    about = About(study, known_of(study, ()), (column.name for column in (*_PLACE, *words)))
    codes = frozenset(asked.wanted(study.codebook)) if asked.codes else None
    found = _rows(study, Filter(coder=coder, conditions=where), codes, about, asked.words, tell)
    return Dataset(LONG, (*_PLACE, *about.columns, *words), found, _rule(asked._replace(where=where), coder), coder)


def _rows(
    study: Holdings,
    where: Filter,
    codes: frozenset[str] | None,
    about: About,
    words: bool,
    tell: Callable[[str], None] | None,
) -> Iterator[list[Cell]]:
    paths = {code.id: PATH_SIGN.join(each.id for each in study.codebook.path(code.id)) for code in study.codebook.codes}
    people = {one: who for one, (_key, who) in voices(study.connection, Grouping(("participant",))).speakers.items()}
    document = ""
    known: dict[tuple[int, ...], tuple[Cell, list[Cell]]] = {}
    for one in coded(study.connection, where, codes):
        if one.document != document:
            document, known = one.document, {}
            if tell:
                tell(document)
        if one.speakers not in known:
            heard = dict.fromkeys(people[speaker] for speaker in one.speakers if people[speaker] != NO_GROUP)
            known[one.speakers] = BETWEEN.join(heard) or None, about.of(document, one.speakers)
        who, said = known[one.speakers]
        yield [
            one.id, one.document, one.start, one.end, one.first_turn, one.last_turn, one.time, one.code,
            paths[one.code], one.coder, one.round, one.key, one.counter, one.definition, one.at, one.words, who, *said,
            *((one.text, one.memo) if words else ()),
        ]  # fmt: skip


def _rule(asked: Asked, coder: str | None) -> str:
    sentences = [
        _("A row for each coding of {coder}.").format(coder=coder)
        if coder
        else _("A row for each coding, of every coder: count one coder at a time."),
        _("Places are code points of the text, the end not included; words are those of the people interviewed."),
        *([_("Only where {conditions}.").format(conditions=in_words(asked.where))] if asked.where else ()),
    ]
    return " ".join(sentences)
