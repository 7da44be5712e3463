"""What commands print: JSON for scripts, aligned columns for people, progress for whoever waits."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from unicodedata import category, east_asian_width

import click

from qualcode.i18n import _
from qualcode.safetext import UNSAFE_POINTS, safe_block, safe_line

json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON, for scripts."))
_ESCAPED = {point: f"\\u{point:04x}" for point in UNSAFE_POINTS if point > 0x7E}


def print_json(data: Any) -> None:
    """Data for a script, on one line; letters as they are where the terminal can say them, controls escaped."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPED)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data)
    click.echo(text)


def print_text(text: str) -> None:
    """Text from the study, made safe for a terminal."""
    click.echo(safe_block(text))


def say(text: str) -> None:
    """Narration: to stderr, so that data stays alone on stdout."""
    click.echo(safe_block(text), err=True)


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], numbers: frozenset[int] = frozenset()) -> None:
    """Columns as wide as what stands in them; those in `numbers` are set to the right."""
    cells = [[safe_line(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    for number, row in enumerate(cells):
        sized = enumerate(zip(row, widths, strict=True))
        line = "  ".join(_padded(cell, size, place in numbers) for place, (cell, size) in sized)
        click.echo(click.style(line.rstrip(), bold=True) if number == 0 and _is_plain_terminal() else line.rstrip())


def width(text: str) -> int:
    """How many columns a terminal gives to a text."""
    return sum(1 + (east_asian_width(letter) in "WF") for letter in text if category(letter) not in ("Mn", "Me", "Cf"))


def progress(items: Sequence[Any], label: str) -> AbstractContextManager[Any]:
    """The items one by one, with a bar and an estimate on stderr where someone watches."""
    return click.progressbar(items, label=label, file=sys.stderr, hidden=not sys.stderr.isatty() or len(items) < 2)


def _padded(text: str, size: int, right: bool) -> str:
    blanks = " " * (size - width(text))
    return blanks + text if right else text + blanks


def _is_plain_terminal() -> bool:
    import os

    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
