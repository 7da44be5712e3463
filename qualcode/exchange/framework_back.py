"""Reading a framework matrix back from the file people wrote in: what they changed, what is in conflict or unknown.

A file may come back with its rows sorted, its columns moved and others added. A cell counts as changed if its text is
not the one that was exported; it is in conflict if the study's is neither that text nor that version any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.acts import SetSummaries, SetSummary
from qualcode.csvtable import read_table, whole
from qualcode.errors import InputError, NotFoundError
from qualcode.exchange.framework_out import CSV_COLUMNS, FileCell, digest
from qualcode.files import read_file
from qualcode.framework.matrix import Naming, naming
from qualcode.i18n import _
from qualcode.linking import kept
from qualcode.names import fold
from qualcode.naming import code_called, present_ids, unknown_code
from qualcode.report.csv_folder import harmless
from qualcode.report.framework_sheets import ID, LONGEST, SIGN, units
from qualcode.sheets import Rows, read_sheets
from qualcode.store.acts.linked import dead_links, no_such_coding, way_out
from qualcode.store.database.sqlite import translated
from qualcode.store.reading import framework as store
from qualcode.yamls.fields import as_map, as_text, read_root
from qualcode.yamls.text import Node, decode

if TYPE_CHECKING:
    from qualcode.store.events import Outcome
    from qualcode.study import Study

_HEADING = re.compile(r".*\[(?P<code>[^\[\]]+)\]\s*", re.DOTALL)
_HEADER_ROWS = 50
"""The row of headings stands among the first so many."""


class Conflict(NamedTuple):
    """A cell that was changed in the file and in the study, with both texts."""

    theme: str
    holder: str
    file: str
    study: str
    coder: str
    at: str


class Plan(NamedTuple):
    """What a file comes to: summaries to write, conflicts, how many cells are as they were, what could not be read."""

    taken: tuple[SetSummary, ...]
    conflicts: tuple[Conflict, ...]
    unchanged: int
    unknown: tuple[str, ...]
    notes: tuple[str, ...]


class Contents(NamedTuple):
    """The cells of a file, and what in it is not of the study."""

    cells: tuple[FileCell, ...]
    unknown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan(study: Study, path: Path, counted: str | None, take: str | None = None) -> Plan:
    """What taking a file in would do; `take` says whose text holds in conflicts, which are left open without it."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(
            _("{file}: the framework matrix cannot be read with the ending {ending}.").format(
                file=path, ending=path.suffix or "—"
            ),
            _("Known endings: {known}.").format(known=" ".join(READERS)),
        )
    contents = reader(study, path)
    cells = list(_each_once(path, contents.cells))
    with translated(study.database):
        current = store.current(study.connection)
    taken, conflicts = [], []
    for cell in cells:
        version = current.get((cell.theme, cell.holder))
        now, text = (version.text if version else ""), kept(cell.text)
        if text == now or digest(text) == cell.exported:
            continue
        _refuse_dead_links(study, path, cell, now)
        upon = version.id if version else 0
        if upon == cell.version or digest(now) == cell.exported or not now or take == "file":
            taken.append(SetSummary(cell.theme, cell.holder, text, upon, counted))
        elif take is None:
            assert version is not None
            conflicts.append(Conflict(cell.theme, cell.holder, text, now, version.coder, version.at))
    unchanged = len(cells) - len(taken) - len(conflicts)
    return Plan(tuple(taken), tuple(conflicts), unchanged, contents.unknown, contents.notes)


def carry_out(study: Study, plan: Plan, coder: str) -> Outcome | None:
    """Write what a plan takes, as one act that can be undone; None if there is nothing."""
    return study.do(SetSummaries(plan.taken), coder=coder) if plan.taken else None


def _each_once(path: Path, cells: Iterable[FileCell]) -> Iterator[FileCell]:
    """The cells, each once. Themes that became one since have each a cell for it: the one that was written in counts.

    Of a row or a column that stands twice, or where two were written in, nobody knows which is meant.
    """
    ordered = sorted(cells, key=attrgetter("theme", "holder"))
    for (theme, holder), group in groupby(ordered, key=attrgetter("theme", "holder")):
        alike = list(group)
        written = [cell for cell in alike if not _untouched(cell)]
        if len({cell.named for cell in alike}) < len(alike) or len(written) > 1:
            raise InputError(
                _("{file}: the cell of {theme} for {holder} stands there twice.").format(
                    file=path, theme=theme, holder=holder
                ),
                _("Take the row or the column out that is not meant."),
            )
        yield (written or alike)[0]


def _untouched(cell: FileCell) -> bool:
    """Whether nobody wrote in a cell since it was exported."""
    text = kept(cell.text)
    return digest(text) == cell.exported or not (text or cell.exported)


def _refuse_dead_links(study: Study, path: Path, cell: FileCell, now: str) -> None:
    """A link that somebody wrote leads to a coding; one that the study's text has may have lost it."""
    with translated(study.database):
        dead = dead_links(study.connection, cell.text, now)
    if dead:
        where = _("{file}: the cell of {theme} for {holder}: ").format(file=path, theme=cell.theme, holder=cell.holder)
        raise NotFoundError(where + no_such_coding(dead[0]), way_out())


# ---------------------------------------------------------------------- XLSX


def _xlsx(study: Study, path: Path) -> Contents:
    sheets = read_sheets(path)
    marks = next((rows for rows in sheets.values() if rows and rows[0][:1] == [SIGN]), [])
    exported = {(row[0], row[1]): (row[2], row[3]) for row in marks[1:] if len(row) > 3}
    by = marks[0][2] if marks and len(marks[0]) > 2 else ""
    rows, header = _matrix(path, (rows for rows in sheets.values() if rows is not marks))
    columns, unknown = _columns(study, rows, header)
    at = next(place for place, title in enumerate(rows[header]) if fold(title) == ID)
    cells: list[FileCell] = []
    holder_named = naming(study)
    for number, row in enumerate(rows[header + 1 :], header + 2):
        texts = [(*named, row[place] if place < len(row) else "") for place, named in columns.items()]
        name = row[at].strip() if at < len(row) else ""
        holder, wrong = _holder(holder_named, name, by, written=any(text.strip() for *_named, text in texts))
        if wrong:
            unknown.append(_("{file}, row {row}: {why}").format(file=path.name, row=number, why=wrong))
        if holder:
            cells += (_marked(code, named, holder, text, exported) for code, named, text in texts)
    return Contents(tuple(cells), tuple(unknown), tuple(_too_long(cells)))


def _matrix(path: Path, sheets: Iterable[Rows]) -> tuple[Rows, int]:
    """The sheet with the most columns of themes, and the place of its row of headings."""
    found = [
        (sum(_HEADING.fullmatch(title) is not None for title in row), rows, place)
        for rows in sheets
        for place, row in enumerate(rows[:_HEADER_ROWS])
        if any(fold(title) == ID for title in row)
    ]
    if not found or not max(found, key=lambda each: each[0])[0]:
        raise InputError(
            _("{file}: no sheet has a column {id} and columns of themes, as in “Nearness [nearness]”.").format(
                file=path, id=ID
            ),
            _("`qualcode framework export` writes one."),
        )
    _count, rows, place = max(found, key=lambda each: each[0])
    return rows, place


def _columns(study: Study, rows: Rows, header: int) -> tuple[dict[int, tuple[str, str]], list[str]]:
    """The places of the themes' columns, with what the file calls these, and titles that name no theme.

    Columns without brackets are people's own.
    """
    columns: dict[int, tuple[str, str]] = {}
    unknown: list[str] = []
    for place, title in enumerate(rows[header]):
        named = _HEADING.fullmatch(title)
        (code,) = present_ids(study.codebook, (named["code"].strip(),)) if named else ("",)
        if named and code in study.codebook:
            columns[place] = code, named["code"].strip()
        elif named and any(len(row) > place and row[place].strip() for row in rows[header + 1 :]):
            unknown.append(str(unknown_code(study.codebook, named["code"])))
    return columns, unknown


def _holder(holder_named: Naming, name: str, by: str, *, written: bool) -> tuple[str, str]:
    """The holder of a row, or what is wrong with it; a row without an id and without texts is people's own."""
    if not name:
        return "", _("there are texts, but no id.") if written else ""
    noun = {"participant": "participant", "site": "site", "region": "site"}.get(by)
    try:
        return holder_named(name if noun is None else f"{noun}:{name}"), ""
    except NotFoundError as error:
        return "", str(error) if written else ""


def _marked(
    theme: str, named: str, holder: str, text: str, exported: Mapping[tuple[str, str], tuple[str, str]]
) -> FileCell:
    version, mark = exported.get((named, holder), ("0", ""))
    return FileCell(theme, holder, text, int(version) if version.isdecimal() else 0, mark, named)


def _too_long(cells: Iterable[FileCell]) -> Iterator[str]:
    for cell in cells:
        if units(cell.text) >= LONGEST:
            yield _("{theme}, {holder}: as long as a cell of a spreadsheet can be; its end may have been cut.").format(
                theme=cell.theme, holder=cell.holder
            )


# ---------------------------------------------------------------------- YAML and CSV


def _yaml(study: Study, path: Path) -> Contents:
    text = decode(read_file(path), str(path))
    root = read_root(text, str(path), ("framework", "by", "themes"))
    cells: list[FileCell] = []
    unknown: list[str] = []
    holder_named = naming(study)
    for name, holders in as_map(root.get("themes") or root, "themes").entries:
        for who, value in as_map(holders, name.value).entries:
            fields = as_map(value, who.value, ("version", "exported", "text"))
            written = {key.value: as_text(each, key.value) for key, each in fields.entries}
            version = _version(fields.get("version"), written.get("version", "0"))
            cell, wrong = _named(study, holder_named, (name.value, who.value), written, version)
            cells += cell
            unknown += (f"{who.place}: {each}" for each in wrong)
    return Contents(tuple(cells), tuple(unknown))


def _version(node: Node | None, text: str) -> int:
    try:
        return whole(text or "0")
    except InputError as error:
        raise (node.place.error(error.message) if node else error) from error


def _csv(study: Study, path: Path) -> Contents:
    cells: list[FileCell] = []
    unknown: list[str] = []
    holder_named = naming(study)
    for line, row in read_table(path, CSV_COLUMNS, ("theme", "holder", "text")):
        text = row["text"]
        bare = text[1:] if text.startswith("'") and harmless(text[1:]) == text else text
        meant = {**row, "text": text if digest(kept(text)) == row.get("exported") else bare}
        cell, wrong = _named(
            study, holder_named, (row["theme"], row["holder"]), meant, whole(row.get("version") or "0")
        )
        cells += cell
        unknown += (f"{path}:{line}: {each}" for each in wrong)
    return Contents(tuple(cells), tuple(unknown))


def _named(
    study: Study, holder_named: Naming, spot: tuple[str, str], row: Mapping[str, str], version: int
) -> tuple[list[FileCell], list[str]]:
    """A cell if the study has its theme and its holder; else, where it holds a text, what is wrong."""
    text = row.get("text", "")
    try:
        code, holder = code_called(study.codebook, spot[0]), holder_named(spot[1])
    except NotFoundError as error:
        return [], [str(error)] if text else []
    return [FileCell(code.id, holder, text, version, row.get("exported", ""), spot[0])], []


READERS: Mapping[str, Callable[[Study, Path], Contents]] = {".xlsx": _xlsx, ".yaml": _yaml, ".yml": _yaml, ".csv": _csv}
