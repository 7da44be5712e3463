"""Two states of a codebook compared: codes that came, went, moved, and texts word by word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.book.editing import LISTS, WORDS
from qualcode.model import Words
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold

ADDED, REMOVED, MERGED, RENAMED, MOVED = "added", "removed", "merged", "renamed", "moved"
RETIRED, RESTORED, REDEFINED, SET = "retired", "restored", "redefined", "set"
DEFINED = (*WORDS[1:], *LISTS)
_SET = ("pin", "colour", "also_under", "in_vivo")
_TOKEN = re.compile(r"\s+|[^\W_]+|[\W_]")
_NAMES = ("also_under", "aliases")


class Piece(NamedTuple):
    """A stretch of a text: `=` it stands in both, `-` in the earlier, `+` in the later."""

    sign: str
    text: str


class FieldChange(NamedTuple):
    """A field of a code that says something else; `language` is empty where it has none."""

    field: str
    language: str
    before: str
    after: str

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The change word by word."""
        return words_compared(self.before, self.after)


class CodeChange(NamedTuple):
    """What became of a code: the kinds of change, its fields, and `other`, the code it was merged into or was under."""

    code: str
    label: Words
    kinds: tuple[str, ...]
    fields: tuple[FieldChange, ...] = ()
    into: str | None = None
    before: str | None = None
    after: str | None = None


def compared(old: Codebook, new: Codebook, among: Collection[str] | None = None) -> tuple[CodeChange, ...]:
    """What is different, of all codes or some, in the order of the later codebook; codes that went come last."""
    looked_at = [code for code in new.codes if among is None or code.id in among]
    changes = [change for code in looked_at if (change := _change(old, new, code))]
    names = {fold(alias): code.id for code in new.codes for alias in code.aliases}
    gone = [code for code in old.codes if code.id not in new and (among is None or code.id in among)]
    return (*changes, *(_gone(code, names.get(fold(code.id))) for code in gone))


def _gone(code: Code, into: str | None) -> CodeChange:
    return CodeChange(code.id, code.label, (MERGED if into else REMOVED,), into=into, before=code.parent)


def _change(old: Codebook, new: Codebook, code: Code) -> CodeChange | None:
    if code.id not in old:
        return CodeChange(code.id, code.label, (ADDED,), tuple(_fields(None, code)), after=code.parent)
    before = old[code.id]
    fields = tuple(_fields(before, code))
    kinds = tuple(_kinds(old, new, before, code, fields))
    return CodeChange(code.id, code.label, kinds, fields, None, before.parent, code.parent) if kinds else None


def _kinds(old: Codebook, new: Codebook, before: Code, after: Code, fields: Sequence[FieldChange]) -> Iterator[str]:
    if any(change.field == "label" for change in fields):
        yield RENAMED
    if before.parent != after.parent or _among(old, new, before) != _among(new, old, after):
        yield MOVED
    if before.retired != after.retired:
        yield RETIRED if after.retired else RESTORED
    if any(change.field in DEFINED for change in fields):
        yield REDEFINED
    if any(change.field in _SET for change in fields):
        yield SET


def _among(book: Codebook, other: Codebook, code: Code) -> tuple[str, ...]:
    """The codes before one among those of its parent that are there in both books and have not moved there."""
    own = [each.id for each in book.children(code.parent)]
    both = [name for name in own if name in other and other[name].parent == code.parent]
    return tuple(both[: both.index(code.id)]) if code.id in both else ()


def _fields(before: Code | None, after: Code) -> Iterator[FieldChange]:
    old = _texts(before) if before else {}
    new = _texts(after)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key, "") != new.get(key, ""):
            yield FieldChange(*key, old.get(key, ""), new.get(key, ""))


def _texts(code: Code) -> Mapping[tuple[str, str], str]:
    """What a code says, by field and language."""
    found = {(field, language): text for field in WORDS for language, text in getattr(code, field).items()}
    for field in LISTS:
        items: Sequence[Words] = getattr(code, field)
        for language in dict.fromkeys(name for item in items for name in item):
            found[field, language] = "\n".join(item.get(language, "") for item in items)
    found |= {(field, ""): ", ".join(getattr(code, field)) for field in _NAMES}
    said = {"pin": str(code.pin or ""), "colour": code.colour or "", "in_vivo": "true" if code.in_vivo else ""}
    return found | {(field, ""): text for field, text in said.items()}


def words_compared(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts word by word."""
    from difflib import SequenceMatcher

    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    found: list[Piece] = []
    for sign, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if sign == "equal":
            found.append(Piece("=", "".join(old[start:end])))
            continue
        found += [Piece(sign, text) for sign, text in (("-", "".join(old[start:end])), ("+", "".join(new[first:last])))
                  if text]  # fmt: skip
    return tuple(found)
