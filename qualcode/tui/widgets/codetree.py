"""The codebook as a tree with what each code comes to: segments, people, documents, and what is due for review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import BindingType

from qualcode.i18n import _
from qualcode.looks import UNKNOWN, Look
from qualcode.model.codes import Code, Codebook, CodeLine
from qualcode.model.counts import CodeCounts
from qualcode.tui import keys_codebook
from qualcode.tui.bindings import bindings
from qualcode.tui.widgets.line import LineList

_NARROWEST = 5
_BEFORE = 4
"""Cells of a line that stand before its label: the pin, the stripe, and a blank each."""


class Figures(NamedTuple):
    """What was counted: by code its counts, and how many of its own codings are under an earlier definition."""

    counts: Mapping[str, CodeCounts]
    earlier: Mapping[str, int]

    def of(self, code: str) -> tuple[int, ...]:
        """The numbers of a line."""
        return (*self.counts.get(code, CodeCounts(0, 0, 0)), self.earlier.get(code, 0))


class CodeTree(LineList):
    """A code a line, sub-codes under it, then references to those that belong there too; retired ones stay."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys_codebook.codebook())

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._rows: list[CodeLine] = []
        self._looks: Mapping[str, Look] = {}
        self._hues: Mapping[str, Style] = {}
        self._figures: Figures | None = None
        self._widths: Sequence[int] = ()

    def show(
        self, book: Codebook, looks: Mapping[str, Look], hues: Mapping[str, Style], in_hand: str | None = None
    ) -> None:
        """Show a codebook, with a code in hand if it is there: where it was, if that is a reference to it."""
        refers = self._rows[self.index].under if self._rows else None
        self._rows = list(book.lines())
        self._looks, self._hues = looks, hues
        place = self._place(in_hand, refers)
        self.set_lines(self._draw, len(self._rows), self.index if place is None else place)

    def show_figures(self, figures: Figures | None) -> None:
        """Show what was counted; None while nobody knows."""
        self._figures = figures
        self._widths = widths(figures, [line.code.id for line in self._rows])
        self.refresh()

    @property
    def in_hand(self) -> str | None:
        """The code of the cursor's line."""
        return self._rows[self.index].code.id if self._rows else None

    @property
    def on_reference(self) -> bool:
        """Whether the cursor's line only refers to a code that stands elsewhere."""
        return bool(self._rows) and self._rows[self.index].under is not None

    def go_to(self, code: str) -> None:
        """Take a code in hand, in its own place."""
        place = self._place(code)
        if place is not None:
            self.move_to(place)

    def _place(self, code: str | None, refers: str | None = None) -> int | None:
        """The line of a code: the reference to it under `refers` if there is one, else its own."""
        found = {line.under: at for at, line in enumerate(self._rows) if line.code.id == code}
        return found.get(refers, found.get(None))

    def heading(self) -> Text:
        """What stands over the columns of numbers."""
        cells = [title.rjust(width) for title, width in zip(titles(), self._widths, strict=False) if width]
        return Text(" ".join(cells).rjust(max(0, self.size.width - 1)), style="dim")

    def _draw(self, index: int, width: int) -> Text:
        code, depth, under = self._rows[index]
        if under is not None:
            return self._reference(code, depth, width)
        look = self._looks.get(code.id, UNKNOWN)
        hue = Style(color=self._hues.get(look.hue, Style()).color)
        numbers = self._numbers(code.id)
        retired = " · " + _("retired") if code.retired else ""
        line = Text.assemble((f"{(not retired and code.pin) or ' '} ", "bold"), (f"{look.glyph} ", hue))
        line.append("  " * depth + look.label, style=_style(code, depth))
        room = max(1, width - cell_len(numbers) - 5)
        line.truncate(max(1, room - cell_len(retired)), overflow="ellipsis")
        line.append(retired, style="dim italic").truncate(room, pad=True)
        return line.append(f" {look.tag} ", style=hue + Style(dim=code.retired)).append(numbers + " ", style="dim")

    def _reference(self, code: Code, depth: int, width: int) -> Text:
        """A line without numbers: the code is counted where it stands."""
        look = self._looks.get(code.id, UNKNOWN)
        line = Text(" " * _BEFORE + "  " * depth + f"↗ {look.label}", style="dim italic")
        line.truncate(max(1, width), overflow="ellipsis", pad=True)
        return line

    def _numbers(self, code: str) -> str:
        """The columns of numbers; nothing stands for none, `…` for what is not counted yet."""
        if self._figures is None:
            return " ".join("…".rjust(width) for width in self._widths if width)
        found = zip(self._figures.of(code), self._widths, strict=True)
        return " ".join(f"{number or ''}".rjust(width) for number, width in found if width)


def titles() -> tuple[str, str, str, str]:
    """The columns of numbers."""
    return _("segm."), _("people"), _("docs"), _("review")


def widths(figures: Figures | None, codes: Sequence[str]) -> list[int]:
    """How wide the columns are; the last one is there only where something is due for review."""
    if figures is None:
        return [max(_NARROWEST, cell_len(title)) for title in titles()[:3]] + [0]
    numbers = [figures.of(code) for code in codes] or [(0, 0, 0, 0)]
    most = [max(column) for column in zip(*numbers, strict=True)]
    found = [max(_NARROWEST, cell_len(title), len(str(n))) for title, n in zip(titles(), most, strict=True)]
    return [*found[:3], found[3] if most[3] else 0]


def _style(code: Code, depth: int) -> Style:
    return Style(dim=True) if code.retired else Style(bold=depth == 0)
