"""A definition as it is written: its fields by language, and the acts that make it another. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.acts import EditDefinition
from qualcode.book.editing import LISTS, WORDS
from qualcode.model import Words
from qualcode.model.codes import Code

TEXTS = (*WORDS[1:], *LISTS)
"""Fields with a text a language; of those that are lists, one item a line."""
PLAIN = ("also_under", "pin", "colour", "in_vivo")
"""Fields without a language."""


class Slot(NamedTuple):
    """A field of a definition, in one language where it has words."""

    field: str
    language: str = ""


def slots(code: Code, languages: Sequence[str]) -> Iterator[Slot]:
    """Every field of a code that can be written: in the languages it has, and in those of the study."""
    for field in TEXTS:
        yield from (Slot(field, language) for language in _languages(code, field, languages))
    yield from (Slot(field) for field in PLAIN)


def _languages(code: Code, field: str, languages: Sequence[str]) -> Collection[str]:
    own: Words | tuple[Words, ...] = getattr(code, field)
    present = dict.fromkeys(name for words in (own if isinstance(own, tuple) else (own,)) for name in words)
    if present and set(present) == {""}:
        return ("",)
    usual = tuple(name for name in code.label if name) and tuple(dict.fromkeys((*languages, *filter(None, code.label))))
    return tuple(dict.fromkeys((*(usual or ("",) * (not present)), *present)))


def text_of(code: Code, slot: Slot) -> str:
    """What a field says; items one a line."""
    value = getattr(code, slot.field)
    if slot.field in LISTS:
        return "\n".join(words[slot.language] for words in value if words.get(slot.language))
    if slot.field == "also_under":
        return ", ".join(value)
    if isinstance(value, Mapping):
        return str(value.get(slot.language, ""))
    if isinstance(value, bool):
        return "true" if value else ""
    return "" if value is None else str(value)


def edits(code: Code, written: Mapping[Slot, str], reason: str = "") -> tuple[EditDefinition, ...]:
    """The acts that make a definition what was written, one for each field that says something else."""
    return tuple(
        EditDefinition(code.id, slot.field, text.strip(), slot.language, reason)
        for slot, text in written.items()
        if text.strip() != text_of(code, slot).strip()
    )
