"""The analyses as the bytes of files: CSV for spreadsheets, JSON for scripts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.sections import Section


def csv_bytes(rows: Iterable[Sequence[str | int | float]]) -> bytes:
    """Rows as a spreadsheet reads them, never running what stands in a cell."""
    from qualcode.report.csv_folder import harmless

    text = io.StringIO(newline="")
    csv.writer(text).writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def json_bytes(data: Any) -> bytes:
    """Data as `--json` prints them, on one line."""
    return (json.dumps(data, ensure_ascii=False) + "\n").encode()


def rows_of(sections: Iterable[Section]) -> Iterator[Sequence[str]]:
    """Sections one below the other, an empty row between them: title, words, table, words."""
    for place, section in enumerate(sections):
        if place:
            yield ()
        yield from ((words,) for words in (section.title, *section.before) if words)
        if section.rows:
            yield section.header
            yield from section.rows
        yield from ((words,) for words in section.after)
