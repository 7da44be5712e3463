"""What the bottom line says, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qualcode.i18n import _, ngettext
from qualcode.language.words import count_words
from qualcode.model import Coding, Turn
from qualcode.safetext import safe_line
from qualcode.tui.cursor import Cursor

_COUNTED = 20_000
"""Words of a longer selection are not counted at each key."""


def selection_in_words(text: str, cursor: Cursor, turn: Turn | None) -> str:
    """Where the selection is and how long: `§12 Camille · 23 words, 131 characters`."""
    span = cursor.span
    length = ngettext("{count} character", "{count} characters", len(span)).format(count=len(span))
    if len(span) <= _COUNTED:
        words = count_words(text[span.start : span.end])
        length = ngettext("{count} word", "{count} words", words).format(count=words) + ", " + length
    place = f"§{turn.number} {safe_line(turn.speaker or '')}".strip() if turn else ""
    return " · ".join(part for part in (place, length) if part)


def codes_in_words(codings: Sequence[Coding], label: Callable[[str], str], coder: str) -> str:
    """The codes on the selection; another coder's with the name."""
    if not codings:
        return _("no code")
    return ", ".join(dict.fromkeys(_coding_in_words(coding, label, coder) for coding in codings))


def _coding_in_words(coding: Coding, label: Callable[[str], str], coder: str) -> str:
    by = "" if coding.coder == coder else f" ({safe_line(coding.coder)})"
    return label(coding.code) + by + ("★" if coding.key else "")


def unit_in_words(cursor: Cursor) -> str:
    """What the cursor moves by, and its active edge where it is not the usual one."""
    unit = _("by sentences") if cursor.unit == "sentence" else _("by turns")
    return unit if cursor.edge == "end" else unit + ", " + _("start edge")
