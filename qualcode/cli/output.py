"""What commands print: JSON for scripts, aligned columns for people, progress for whoever waits."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

from qualcode.i18n import _, ngettext
from qualcode.safetext import UNSAFE_BEYOND_ASCII, columns, safe_block, safe_line

if TYPE_CHECKING:
    from qualcode.sections import Section

T = TypeVar("T")
json_option = click.option("--json", "as_json", is_flag=True, help=_("Print JSON, for scripts."))
_UNSAFE = f"[{UNSAFE_BEYOND_ASCII}]"
_CLEARED = "\r\x1b[2K"


def print_json(data: Any) -> None:
    """Data for a script, on one line; letters as they are where the terminal can say them, controls escaped."""
    text = json.dumps(data, ensure_ascii=False)
    if not text.isprintable():
        text = re.sub(_UNSAFE, lambda found: f"\\u{ord(found[0]):04x}", text)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(data)
    click.echo(text)


def print_text(text: str) -> None:
    """Text from the study, made safe for a terminal."""
    click.echo(safe_block(text))


def print_file(text: str) -> None:
    """A file's text as it is, for a file; made safe where somebody reads it."""
    if sys.stdout.isatty():
        print_text(text)
    else:
        click.echo(text.encode(), nl=False)


def say(text: str) -> None:
    """Narration: to stderr, so that data stays alone on stdout."""
    click.echo(safe_block(text), err=True)


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]], numbers: frozenset[int] = frozenset()) -> None:
    """Columns as wide as what stands in them; those in `numbers` are set to the right."""
    cells = [[safe_line(str(cell)) for cell in row] for row in (header, *rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    for number, row in enumerate(cells):
        sized = enumerate(zip(row, widths, strict=True))
        line = "  ".join(_padded(cell, size, place in numbers) for place, (cell, size) in sized).rstrip()
        click.echo(click.style(line, bold=True) if number == 0 and _may_style() else line)


def print_sections(sections: Iterable[Section]) -> None:
    """Sections one below the other, a blank line between them."""
    from qualcode.sections import as_read

    for place, section in enumerate(map(as_read, sections)):
        if place:
            click.echo()
        if words := [*filter(None, (section.title,)), *section.before]:
            print_text("\n".join(words))
        _print_rows(section)
        if section.after:
            print_text("\n".join(section.after))


def _print_rows(section: Section) -> None:
    """The table of a section, if it has rows, and how many more there are where it is cut."""
    shown = section.rows[: section.most or None]
    if shown:
        rows = [[_cut(cell, section.widest) for cell in row] for row in shown]
        print_table(section.header, rows, section.numbers)
    if more := len(section.rows) - len(shown):
        print_text(ngettext("… and {count} more", "… and {count} more", more).format(count=more))


def _cut(cell: str, most: int) -> str:
    indent = len(cell) - len(cell.lstrip())
    return cell[:indent] + shortened(cell, most)


def shortened(text: str, most: int = 60) -> str:
    """The text on one line, cut where a table would become too wide."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


class Progress(Generic[T]):
    """The items of a long task one by one, with a bar and an estimate on stderr where someone watches."""

    def __init__(self, items: Iterable[T], bar: Any, hidden: bool) -> None:
        self._items = items
        self._bar = bar
        self._hidden = hidden

    def __iter__(self) -> Iterator[T]:
        for item in self._items:
            yield item
            self._bar.update(1)

    def say(self, text: str) -> None:
        """Narration above the bar."""
        if self._hidden:
            say(text)
        else:
            click.echo(_CLEARED + safe_block(text), file=sys.stderr)


@contextmanager
def progress(items: Iterable[T], label: str, length: int) -> Iterator[Progress[T]]:
    """Watch over `length` items while a long task takes them one by one."""
    hidden = not sys.stderr.isatty() or length < 2
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield Progress(items, bar, hidden)


@contextmanager
def watched(label: str, length: int) -> Iterator[Callable[[object], None]]:
    """A bar on stderr where someone watches, and what moves it by one."""
    hidden = not sys.stderr.isatty() or length < 2
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield lambda _done: bar.update(1)


def _padded(text: str, size: int, right: bool) -> str:
    blanks = " " * (size - columns(text))
    return blanks + text if right else text + blanks


def _may_style() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ
