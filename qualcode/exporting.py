"""A study as files of other programs: tables, a REFI-QDA project, its codebook; and what each of them leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from qualcode.errors import InputError
from qualcode.i18n import _, known_word, ngettext
from qualcode.sweeping import unswept

if TYPE_CHECKING:
    from qualcode.projects.project import Project
    from qualcode.report.passing import Passing
    from qualcode.study import Study
    from qualcode.tables.datasets import Asked, Dataset

FOLDER = ""
"""The ending of what is to be a folder."""
PROJECT, CODEBOOK = ".qdpx", ".qdc"
WORKBOOK = ".xlsx"
SEVERAL = (WORKBOOK, FOLDER)
"""Endings of what holds several tables."""
_WRITERS = {
    ".csv": "write_csv", WORKBOOK: "write_xlsx", ".jsonl": "write_jsonl", ".parquet": "write_parquet",
    FOLDER: "write_folder",
}  # fmt: skip
"""What writes tables, in `exchange.datasets_out`."""
ENDINGS = (".csv", WORKBOOK, ".jsonl", ".parquet", PROJECT, CODEBOOK, FOLDER)
Tell = Callable[[str], None]
"""Hears of each document that is read; may raise to stop."""


class Exported(NamedTuple):
    """What was written: for scripts, and in lines for people."""

    data: Mapping[str, Any]
    lines: Sequence[str]


def ending_of(path: Path) -> str:
    """The ending that says what a path is to be; an unknown one is refused."""
    ending = FOLDER if path.is_dir() else path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(
            _("{file}: nothing can be written with the ending {ending}.").format(file=path, ending=ending),
            _("Known endings: {known}; a name without an ending makes a folder of CSV files.").format(
                known=" ".join(filter(None, ENDINGS))
            ),
        )
    return ending


@contextmanager
def reading(study: Study) -> Iterator[None]:
    """Within, the study is read as it is at this moment, whoever writes to it."""
    from qualcode.store.database.sqlite import snapshot, translated

    with translated(study.database), snapshot(study.connection):
        yield


# ---------------------------------------------------------------------- tables


def tables_in(path: Path, named: Sequence[str], unit: Sequence[str]) -> tuple[str, ...]:
    """The tables that go into a path: those that are named, else all it holds; several in one are refused."""
    from qualcode.tables.datasets import PASSAGE, TABLES

    several = ending_of(path) in SEVERAL
    everything = ("wide", "long", "codes") if tuple(unit) == (PASSAGE,) else TABLES
    tables = tuple(dict.fromkeys(named)) or (everything if several else ("wide",))
    if len(tables) > 1 and not several:
        raise InputError(
            _("{file}: holds one table.").format(file=path),
            _("Name one with --table, or write .xlsx or a folder."),
        )
    return tables


def write_tables(study: Study, path: Path, tables: Sequence[str], asked: Asked, tell: Tell) -> Exported:
    """Write tables, their words looked through on the way; to be called while `reading`."""
    from qualcode.exchange import datasets_out
    from qualcode.report.passing import Passing
    from qualcode.tables.selected import datasets

    passing = Passing(study)
    found = _looked_through(datasets(study, tables, asked, tell), passing)
    written, cut = getattr(datasets_out, _WRITERS[ending_of(path)])(found, path)
    rows = sum(one.rows for one in written)
    said = ngettext("{file} is written: {count} row.", "{file} is written: {count} rows.", rows)
    lines = [
        said.format(file=path, count=rows),
        *(one.rule for one in written if len(written) == 1),
        *passing.lines(),
    ]
    if cut:
        said = ngettext("{count} text is cut: a cell of a workbook holds no more.",
                        "{count} texts are cut: a cell of a workbook holds no more.", cut)  # fmt: skip
        lines.append(said.format(count=cut))
    named = [one._asdict() for one in written]
    out = left_out(study, ending_of(path))
    aside = {kind: out[kind] for kind in (UNSETTLED if tables != ("codes",) else ()) if kind in out}
    told = {"file": str(path), "tables": named, "cut": cut, "disclosure": _disclosed(passing), "left_out": out}
    return Exported(told, [*lines, *_staying(aside)])


def _looked_through(found: Iterable[Dataset], passing: Passing) -> Iterator[Dataset]:
    """The tables, whose words are looked through as their rows go by."""
    for one in found:
        names = [column.name for column in one.columns]
        yield one._replace(rows=_heard(one, names, passing)) if one.name == "long" and "text" in names else one


def _heard(dataset: Dataset, names: Sequence[str], passing: Passing) -> Iterator[Sequence[Any]]:
    from qualcode.tables.datasets import BETWEEN

    who, text, memo = (names.index(name) for name in ("participants", "text", "memo"))
    for row in dataset.rows:
        people = str(row[who]).split(BETWEEN) if row[who] is not None else ()
        passing.look("\n".join(str(row[at]) for at in (text, memo) if row[at]), *people)
        yield row


def _disclosed(passing: Passing) -> dict[str, int]:
    return {**passing.found, "unasked": passing.unasked}


# ---------------------------------------------------------------------- projects


@unswept
def write_project(study: Study, path: Path, *, nvivo: bool, pseudonyms: bool, tell: Tell) -> Exported:
    """Write the whole study as a project, as the standard says or as NVivo counts."""
    from qualcode.projecting import Choices, project_of
    from qualcode.projects import refi_out
    from qualcode.projects.refi_sources import NVIVO, STRICT
    from qualcode.report.passing import Passing

    passing = Passing(study)
    project = project_of(study, Choices(pseudonyms, line_ends=nvivo), tell)
    people = [person.id for person in study.participants()]
    for text in project.texts:
        passing.look(text.text, *people)
    passing.look("\n".join(note.text for note in project.notes))
    refi_out.write_project(project, path, NVIVO if nvivo else STRICT)
    codings = sum(len(text.marks) for text in project.texts)
    said = ngettext("{file} is written: {count} coding.", "{file} is written: {count} codings.", codings)
    counts = {"documents": len(project.texts), "codes": len(project.codes), "codings": codings}
    found, out, lines = _disclosed(passing), left_out(study, PROJECT), passing.lines()
    if pseudonyms:
        found["coder"], queries = naming_coders(study, project)
        out |= {"saved queries that name coders": queries} if queries else {}
        named = ngettext("{count} memo names a coder.", "{count} memos name coders.", found["coder"])
        lines += [named.format(count=found["coder"])] if found["coder"] else []
    return Exported(
        {"file": str(path), **counts, "disclosure": found, "left_out": out},
        [said.format(file=path, count=codings), *lines, *_staying(out)],
    )


def naming_coders(study: Study, project: Project) -> tuple[int, int]:
    """How many memos that go out name coders, and how many saved queries do, which stay."""
    from qualcode.projecting import naming

    found = naming(study.coders())
    memos = sum(bool(found.search(note.text)) for note in project.notes)
    return memos, sum(bool(found.search(f"{name} {query}")) for name, query in study.queries.items())


def write_codebook(study: Study, path: Path, *, pseudonyms: bool) -> Exported:
    """Write the codebook alone."""
    from qualcode.projecting import Choices, codebook_of
    from qualcode.projects import refi_out

    project = codebook_of(study, Choices(pseudonyms))
    refi_out.write_codebook(project, path)
    count = len(project.codes)
    said = ngettext("{file} is written: {count} code.", "{file} is written: {count} codes.", count)
    told = {"file": str(path), "codes": count, "left_out": left_out(study, CODEBOOK)}
    return Exported(told, [said.format(file=path, count=count)])


# ---------------------------------------------------------------------- what is left out


_TABLES = tuple(_WRITERS)
UNSETTLED = "codings to be settled", "memos on codings to be settled"
"""What waits, since a text was corrected, for somebody to say where it belongs."""
_HELD = (
    ("texts of documents", "document", (PROJECT,)),
    ("codings", "coding", (PROJECT, *_TABLES)),
    (UNSETTLED[0], "unsettled WHERE aside IS NOT NULL", ()),
    (UNSETTLED[1], "unsettled, json_each(aside, '$.memos')", ()),
    ("memos", "memo", (PROJECT, *_TABLES)),
    ("memos that are on no coding", "memo WHERE target NOT LIKE 'coding:%'", (PROJECT, CODEBOOK)),
    ("written summaries", "summary", ()),
    ("bookmarks", "bookmark", ()),
    ("former versions of texts", "former", ()),
    ("acts on record", "event", ()),
)
"""What a study holds, where in the database, and the endings that hold it too."""


def left_out(study: Study, ending: str) -> dict[str, int]:
    """By kind, in plain English, how much of a study has no place in what is written."""
    counts = {
        kind: int(study.connection.execute(f"SELECT count(*) FROM {place}").fetchone()[0])
        for kind, place, endings in _HELD if ending not in endings
    }  # fmt: skip
    return {kind: count for kind, count in counts.items() if count}


def _staying(out: Mapping[str, int]) -> list[str]:
    """What to say of what is left out, if anything is."""
    kinds = ", ".join(f"{known_word(kind)} ({count})" for kind, count in out.items())
    return [_("Stays in the study: {kinds}.").format(kinds=kinds)] if kinds else []
