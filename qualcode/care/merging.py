"""What making codes one would do, as data, before it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.book import editing
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codes import Code
from qualcode.names import fold
from qualcode.naming import code_called
from qualcode.store.acts import merged
from qualcode.store.acts.merged import Group
from qualcode.store.database.kept import CODEBOOK
from qualcode.store.database.sqlite import translated

if TYPE_CHECKING:
    from qualcode.study import Study

_TOLD = ("pin", "colour", *editing.WORDS[1:], *editing.LISTS)


class MergePreview(NamedTuple):
    """What becomes of everything when `codes` become one with `into`.

    `codings` has each code's own codings. Of those of one coder and round, `twins` lie on one passage and become one
    either way; `overlapping` are islands of passages that overlap, twins among them, and become one if they are joined.
    `kept` and `joined` are how many codings `into` has then.
    """

    codes: tuple[str, ...]
    into: str
    codings: Mapping[str, int]
    twins: tuple[Group, ...]
    overlapping: tuple[Group, ...]
    kept: int
    joined: int
    children: tuple[str, ...]
    aliases: tuple[str, ...]
    memos: int
    summaries: tuple[tuple[str, str], ...]
    joined_summaries: tuple[str, ...]
    guides: tuple[str, ...]
    also_under: tuple[str, ...]
    queries: tuple[str, ...]
    leaving: Mapping[str, tuple[str, ...]]
    text: str


def merge_preview(study: Study, codes: Sequence[str], into: str) -> MergePreview:
    """What `MergeCodes(codes, into)` would do; an error where it would be refused.

    `summaries` (theme, holder) become those of `into`, those of `joined_summaries` (holders) one text with others;
    `guides`, `also_under` and `queries` name a merged code and mean `into` then. `leaving` are the fields of each
    definition that go out of the file, where they stay in the versions; `text` is the file as it would be.
    """
    book = study.codebook
    target = code_called(book, into).id
    ids = tuple(dict.fromkeys(code_called(book, code).id for code in codes))
    if not ids or target in ids:
        raise InputError(_("A merge needs codes besides the one they become."))
    with translated(study.database):
        return _preview(study, ids, target)


def _preview(study: Study, ids: tuple[str, ...], into: str) -> MergePreview:
    book, connection = study.codebook, study.connection
    counts = merged.count(connection, (*ids, into))
    twins, overlapping = merged.twins(connection, ids, into), merged.overlapping(connection, ids, into)
    text = editing.with_codes_merged(study.text_of(CODEBOOK), CODEBOOK, ids, into)
    names = {fold(name) for code in ids for name in editing.names_of(book[code])}
    total = sum(counts.values())
    cells = merged.summaries(connection, ids, into)
    return MergePreview(
        ids, into, counts, tuple(twins), tuple(overlapping),
        total - _lost(twins), total - _lost(overlapping),
        tuple(child.id for code in ids for child in book.children(code) if child.id not in (*ids, into)),
        _aliases(text, book[into]), merged.memos(connection, ids),
        tuple((theme, holder) for theme, holder in cells if theme != into),
        tuple(dict.fromkeys(holder for _theme, holder in cells if [each[1] for each in cells].count(holder) > 1)),
        tuple(name for name, guide in study.guides.items() if set(guide.asks) & set(ids)),
        tuple(code.id for code in book.codes if code.id not in ids and set(code.also_under) & set(ids)),
        tuple(name for name, query in study.queries.items() if _names_one(query, names)),
        {code: tuple(_said(book[code])) for code in ids}, text,
    )  # fmt: skip


def _lost(groups: Sequence[Group]) -> int:
    return sum(len(group.members) - 1 for group in groups)


def _aliases(text: str, into: Code) -> tuple[str, ...]:
    from qualcode.codebook import read_codebook

    return tuple(name for name in read_codebook(text, CODEBOOK)[into.id].aliases if name not in into.aliases)


def _said(code: Code) -> Iterator[str]:
    return (field for field in _TOLD if getattr(code, field))


def _names_one(query: str, names: set[str]) -> bool:
    """Whether a query has one of the names as words of its own."""
    return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", fold(query)) for name in names)
