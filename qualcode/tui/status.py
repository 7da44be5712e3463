"""What the lines above and below the text say, in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from qualcode.i18n import _, ngettext
from qualcode.language.words import count_words
from qualcode.looks import Look
from qualcode.model.codes import Code, Codebook
from qualcode.model.codings import Coding
from qualcode.model.texts import Turn
from qualcode.moments import clock
from qualcode.safetext import safe_line
from qualcode.tui.cursor import Cursor
from qualcode.tui.widgets.line import fitted

_READABLE, _LONGEST = 9, 18
"""Cells of a pinned code’s label: fewer are hard to read, more say little more."""
_COUNTED = 20_000
"""Words of a longer selection are not counted at each key."""


def selection_in_words(text: str, cursor: Cursor, turn: Turn | None) -> str:
    """Where the selection is, when that was said, and how long: `§12 Camille 2:05 · 23 words, 131 characters`."""
    span = cursor.span
    length = ngettext("{count} character", "{count} characters", len(span)).format(count=len(span))
    if len(span) <= _COUNTED:
        words = count_words(text[span.start : span.end])
        length = ngettext("{count} word", "{count} words", words).format(count=words) + ", " + length
    place = " ".join(filter(None, (f"§{turn.number}", safe_line(turn.speaker or ""), clock(turn.time)))) if turn else ""
    return " · ".join(part for part in (place, length) if part)


def codes_in_words(codings: Sequence[Coding], label: Callable[[str], str], coder: str) -> str:
    """The codes on the selection; another coder's with the name."""
    if not codings:
        return _("no code")
    return ", ".join(dict.fromkeys(_coding_in_words(coding, label, coder) for coding in codings))


def _coding_in_words(coding: Coding, label: Callable[[str], str], coder: str) -> str:
    by = "" if coding.coder == coder else f" ({safe_line(coding.coder)})"
    return label(coding.code) + by + coding.marks


def unit_in_words(cursor: Cursor, moves_on: bool) -> str:
    """What the cursor moves by, its active edge where it is not the usual one, and whether a code moves it on."""
    unit = _("by sentences") if cursor.unit == "sentence" else _("by turns")
    edge = "" if cursor.edge == "end" else _("start edge")
    return ", ".join(filter(None, (unit, edge, _("moves on") if moves_on else "")))


def status_line(where: str, codes: str, how: str, study: str, width: int) -> Text:
    """The line under the text; where there is too little room the study is cut first, then the codes."""
    room = width - cell_len(where) - cell_len(how) - 8
    codes = codes if cell_len(codes) <= room else fitted(codes, max(8, room)).rstrip()
    return Text.assemble(" " + where, (" │ ", "dim"), (codes, "bold"), (f" │ {how} · {study}", "dim"))


def pinned(codebook: Codebook) -> list[Code]:
    """The codes that have a digit, in its order."""
    return sorted((code for code in codebook.codes if code.pin and not code.retired), key=lambda code: code.pin or 0)


def pins_in_words(
    codebook: Codebook, looks: Mapping[str, Look], hues: Mapping[str, Style], width: int, *, two: bool, last: str = ""
) -> Text:
    """The pinned codes, each with as much of its label as leaves room for all; where that is little, on `two` lines.

    `last` stands behind them where there is room left.
    """
    codes = pinned(codebook)
    beside, room = _laid(len(codes), width, cell_len(last) + 1, two=two)
    text = Text(" ")
    for place, code in enumerate(codes):
        look = looks[code.id]
        text.append("\n" if place and place % beside == 0 else "")
        text.append(f"{code.pin}", style="bold").append(look.glyph, style=hues[look.hue])
        text.append(fitted(look.label, room) + " ", style="dim")
    left = width - 1 - cell_len(text.plain.lstrip().rpartition("\n")[2])
    return text.append(last, style="dim") if cell_len(last) <= left else text


def _laid(count: int, width: int, last: int, *, two: bool) -> tuple[int, int]:
    """How many pinned codes stand beside each other, and the cells of a label; the last line keeps cells free."""
    beside = max(1, count)
    if two and _room_beside(beside, width - last) < _READABLE:
        beside = -(-beside // 2)
    ending = count - beside if beside < count else beside
    free = min(_room_beside(beside, width), _room_beside(max(1, ending), width - last))
    room = free if free >= _READABLE else _room_beside(beside, width)
    return beside, max(2, min(_LONGEST, room))


def _room_beside(count: int, width: int) -> int:
    """Cells of a label where so many stand side by side."""
    return (width - 1) // count - 3


def only_in_words(code: str | None, coder: str | None, own: str) -> str:
    """Which codings are shown, where these are not just one's own: of one code, of other coders."""
    of_code = _("only {code}").format(code=code) if code else ""
    of_others = "" if coder == own else _("with {coder}’s codings").format(coder=coder)
    return " · ".join(filter(None, (of_code, of_others if coder else _("all coders’ codings"))))


def empty_study() -> Text:
    """What to do in a study that has no documents yet."""
    return Text.assemble(
        (_("This study has no documents yet."), "bold"),
        "\n\n",
        (" I ", "reverse"),
        " " + _("brings transcripts in: you name the files, see who speaks, and confirm.") + "\n\n",
        _("From a shell it goes like this; this screen sees them arrive:") + "\n\n",
        "  qualcode import . interviews/*.docx --site lille --kind interview\n",
        "  qualcode import . --manifest documents.csv\n\n",
        (_("F2–F6 other screens · ctrl+q leave"), "dim"),
    )
