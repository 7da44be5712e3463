"""Excerpts and translations of codings: the words in which quotations are shown, checked against the passage.

A coding that is taken off leaves them: they are there again when the coding is. Where its words become others, by a
corrected text or other bounds, they stay on record as stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qualcode.acts import SetExcerpt, SetTranslation
from qualcode.errors import InputError, NotFoundError
from qualcode.excerpting import excerpt_of, spoken
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.store.acts.performing import Performed, Writing, inverse, perform
from qualcode.store.database.sqlite import Connection

Kept = Sequence[str] | None
"""A text, its author and the words it was made of; None where there is none."""


@inverse
@dataclass(frozen=True, slots=True)
class PutRenderings:
    """For codings, by id and language, what was kept."""

    rows: Sequence[tuple[int, str, Kept]]


@perform.register
def set_excerpt(act: SetExcerpt, writing: Writing) -> Performed:
    """An excerpt of a coding's words, if it is one."""
    document, start, end = _place(writing.connection, act.coding)
    stored = writing.text(document)
    turns = [(turn[0], turn[1] if turn[3] else turn[0], turn[2]) for turn in stored.turns]
    text = act.text.strip() and excerpt_of(act.text, spoken(stored.text, Span(start, end), turns))
    kept = [text, writing.coder, stored.text[start:end]] if text else None
    return _put(writing, act.coding, "", kept, {"coding": act.coding, "kept": bool(text)})


@perform.register
def set_translation(act: SetTranslation, writing: Writing) -> Performed:
    """A translation of a coding's words, with whoever made it."""
    document, start, end = _place(writing.connection, act.coding)
    language, text, translator = act.language.strip(), act.text.strip(), act.translator.strip()
    if not language:
        raise InputError(_("A translation needs a language."), _("Write for example --language en."))
    if text and not translator:
        raise InputError(_("A translation needs the name of whoever made it."), _('Write for example --by "Ana Roy".'))
    kept = [text, translator, writing.text(document).text[start:end]] if text else None
    summary = {"coding": act.coding, "language": language, "translator": translator or None, "kept": bool(text)}
    return _put(writing, act.coding, language, kept, summary)


@perform.register
def put_renderings(act: PutRenderings, writing: Writing) -> Performed:
    """Excerpts and translations written as they were, or taken away."""
    before = [(coding, language, _kept(writing.connection, coding, language)) for coding, language, _new in act.rows]
    for coding, language, kept in act.rows:
        key = (coding, language)
        writing.connection.execute("DELETE FROM rendering WHERE coding = ? AND language = ?", key)
        if kept is not None:
            writing.connection.execute("INSERT INTO rendering VALUES (?, ?, ?, ?, ?)", (*key, *kept))
    ids = tuple(dict.fromkeys(row[0] for row in act.rows))
    what = {"coding": ids[0]} if len(ids) == 1 else {"codings": len(ids)}
    same = [_as_list(row[2]) for row in before] == [_as_list(row[2]) for row in act.rows]
    return Performed(PutRenderings(before), what, codings=ids, idle=same)


def inherited(connection: Connection, survivor: int, members: Iterable[int]) -> list[tuple[int, str, Kept]]:
    """What a coding that several become gets of the others: what it has none of itself, of the first that has one."""
    found: dict[str, tuple[int, str, Kept]] = {}
    query = "SELECT language, text, author, quote FROM rendering WHERE coding = ?"
    own = {row[0] for row in connection.execute(query, (survivor,))}
    for member in sorted(members):
        for language, *kept in connection.execute(query, (member,)):
            if language not in own:
                found.setdefault(language, (survivor, language, kept))
    return list(found.values())


def _put(writing: Writing, coding: int, language: str, kept: Kept, summary: Mapping[str, object]) -> Performed:
    done = put_renderings(PutRenderings([(coding, language, kept)]), writing)
    return Performed(done.inverse, {name: value for name, value in summary.items() if value is not None},
                     codings=(coding,), idle=done.idle)  # fmt: skip


def _place(connection: Connection, coding: int) -> tuple[str, int, int]:
    row = connection.execute('SELECT document, start, "end" FROM coding WHERE id = ?', (coding,)).fetchone()
    if row is None:
        raise NotFoundError(
            _("There is no coding {number} in this study.").format(number=coding), _("`qualcode codings` lists them.")
        )
    return row[0], row[1], row[2]


def _kept(connection: Connection, coding: int, language: str) -> Kept:
    query = "SELECT text, author, quote FROM rendering WHERE coding = ? AND language = ?"
    row = connection.execute(query, (coding, language)).fetchone()
    return list(row) if row else None


def _as_list(kept: Kept) -> list[str] | None:
    return None if kept is None else list(kept)
