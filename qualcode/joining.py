"""Several codebooks as one: the codes of the later ones after those of the first, comments and order kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from qualcode.codebook import COLOURS, code_paths, read_codebook
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.codes import Codebook
from qualcode.studyfile import Edits
from qualcode.yamls.edit import at, remove, set_fields
from qualcode.yamls.fields import read_root
from qualcode.yamls.text import List, Map

Book = tuple[str, str]
"""A codebook's text, and its file's name for errors."""


def joined(books: Sequence[Book]) -> str:
    """One codebook's text from those of several; its title is the first one's.

    Where a later one gives a pin or colour that is taken, its codes get a free one: a pin while there are digits, a
    colour least in use. Raises InputError for an id that two of them have, and for a list of codes in brackets;
    YamlError for a codebook that is wrong by itself.
    """
    text, name = books[0]
    read_codebook(text, name)
    for number, book in enumerate(books[1:], start=1):
        _refuse_twins(book, books[:number])
        name = f"{name} + {book[1]}"
        text = _appended((text, name), (_with_free_marks(book, read_codebook(text, name)), book[1]))
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


def _with_free_marks(book: Book, earlier: Codebook) -> str:
    """A later codebook with marks of its own: pins and colours that are taken change, each theme has a colour."""
    text, file = book
    own = read_codebook(text, file)
    pins, colours = _pins(own, earlier), _colours(own, earlier)
    edits: Edits = {}
    for code, (_node, way) in zip(own.codes, code_paths(text, file), strict=True):
        meant = {"pin": pins.get(code.id), "colour": colours.get(code.id)}
        now = {"pin": code.pin, "colour": code.colour}
        if changed := {key: None if meant[key] is None else str(meant[key]) for key in now if meant[key] != now[key]}:
            edits[way] = changed
    return set_fields(text, file, edits) if edits and earlier.codes else text


def _pins(own: Codebook, earlier: Codebook) -> dict[str, int]:
    """A digit for each code that has one: its own, else the next that is free; none where all are given."""
    taken = {code.pin for code in earlier.codes}
    kept = {code.id: code.pin for code in own.codes if code.pin and code.pin not in taken}
    free = (digit for digit in range(1, 10) if digit not in taken and digit not in kept.values())
    others = [code.id for code in own.codes if code.pin in taken and code.pin]
    return kept | dict(zip(others, free, strict=False))


def _colours(own: Codebook, earlier: Codebook) -> dict[str, str]:
    """A colour for each theme and each code that has one: as it was while it is free, else the one least given so far.

    Codes that had one colour have one again.
    """
    given = Counter(code.colour or COLOURS[place % len(COLOURS)] for place, code in enumerate(earlier.children(None)))
    given.update({code.colour for code in earlier.codes if code.colour} - given.keys())
    kept = {code.colour for code in own.codes if code.colour} - given.keys()
    given.update(kept)
    became = {colour: colour for colour in kept}
    found: dict[str, str] = {}
    for code in own.codes:
        if code.colour in became:
            found[code.id] = became[code.colour]
        elif code.colour or code.parent is None:
            found[code.id] = min(COLOURS, key=lambda colour: given[colour])
            given[found[code.id]] += 1
            became |= {code.colour: found[code.id]} if code.colour else {}
    return found


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
