"""Several codebooks as one: the codes of the later ones after those of the first, comments and order kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcode.codebook import code_paths, read_codebook
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model import Codebook
from qualcode.yamls.edit import Way, at, remove
from qualcode.yamls.fields import read_root
from qualcode.yamls.text import List, Map, Text

Book = tuple[str, str]
"""A codebook's text, and its file's name for errors."""


def joined(books: Sequence[Book]) -> str:
    """One codebook's text from those of several; its title is the first one's.

    A pin or colour that an earlier codebook gives is left out of the later ones' codes. Raises InputError for an id
    that two of them have, and for a list of codes in brackets; YamlError for a codebook that is wrong by itself.
    """
    text, name = books[0]
    read_codebook(text, name)
    for number, book in enumerate(books[1:], start=1):
        _refuse_twins(book, books[:number])
        name = f"{name} + {book[1]}"
        text = _appended((text, name), (_without_marks(book, set(_marks(text))), book[1]))
    return text


def _refuse_twins(book: Book, earlier: Sequence[Book]) -> None:
    """An id means one code: refuse a codebook that has one of those before it."""
    ids = [code.id for code in read_codebook(*book).codes]
    for other in earlier:
        known = read_codebook(*other)
        if twin := next((code_id for code_id in ids if code_id in known), None):
            raise InputError(
                _("{file}: the code {id} is in {other} too.").format(file=book[1], id=twin, other=other[1]),
                _("Give it another id in one of them, or leave one of them out."),
            )


def _marks(text: str) -> Iterator[tuple[str, str]]:
    """The pins and colours that a codebook gives."""
    return (mark for _way, mark in _marked(text, ""))


def _marked(text: str, file: str) -> Iterator[tuple[Way, tuple[str, str]]]:
    """Each pin and colour with the way to its code."""
    for code, way in code_paths(text, file):
        for key in ("pin", "colour"):
            if isinstance(node := code.get(key), Text):
                yield way, (key, node.value)


def _without_marks(book: Book, taken: set[tuple[str, str]]) -> str:
    text, file = book
    for way, (key, value) in list(_marked(*book)):
        if (key, value) in taken:
            text = remove(text, file, (*way, key))
    return text


def _appended(first: Book, second: Book) -> str:
    """The first text with all that stands in the second but its title, in the columns of the first one's codes."""
    text, name = first
    if _codes(read_root(*second), second[1]) is None:
        return text
    root = read_root(*first)
    codes = _codes(root, name)
    keys = [key for key, _value in root.entries]
    following = keys[[key.value for key in keys].index("codes") + 1 :] if root.get("codes") else []
    end = following[0].place.start if following else len(text)
    added = _lines(second, codes.place.column - 1 if codes else 2)
    between = "\n\n" if root.get("codes") else "\n\ncodes:\n"
    edited = text[:end].rstrip("\n") + between + "\n".join(added).strip("\n") + "\n" + text[end:]
    meant = (*read_codebook(*first).codes, *read_codebook(*second).codes)
    if read_codebook(edited, name) != Codebook(read_codebook(*first).title, meant):
        raise InputError(_("{file}: cannot be joined to the codebooks before it.").format(file=second[1]))
    return edited


def _lines(book: Book, column: int) -> Iterator[str]:
    """The lines of a codebook but its title and the word `codes`, its list moved to a column."""
    text, file = book
    text = remove(text, file, ("title",)) if read_root(*book).get("title") else text
    root = read_root(text, file)
    place = root.key("codes").place.line - 1
    lines = text.split("\n")
    yield from (line for line in lines[:place] if line.rstrip() != "---")
    shift = column - (at(root, ("codes",)).place.column - 1)
    for line in lines[place + 1 :]:
        bare = line.lstrip(" ")
        yield " " * max(0, len(line) - len(bare) + shift) + bare if bare else line


def _codes(root: Map, file: str) -> List | None:
    """The list of codes; None where nothing stands in it."""
    node = root.get("codes")
    if isinstance(node, List) and node.flow:
        raise InputError(
            _("{file}: codes stands in brackets, and cannot be joined so.").format(file=file),
            _("Write each code on lines of its own, after a dash."),
        )
    return node if isinstance(node, List) else None
