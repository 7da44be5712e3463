"""The study as files that other programs read: the ending of a file's name says which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from qualcode.cli.completing import dimensions, names_of
from qualcode.cli.options import code_id, counting_options
from qualcode.cli.output import print_json, say, watched
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.report.passing import Passing
    from qualcode.study import Study
    from qualcode.tables.datasets import Asked, Dataset

_TABLES = ("wide", "counts", "words", "long", "codes")
_PIECES = ("turn", "passage")
FOLDER = ""
"""The ending of what is to be a folder."""


class Exported(NamedTuple):
    """What was written: for scripts, and in lines for people."""

    data: Mapping[str, Any]
    lines: Sequence[str]


Writer = Callable[["Study", Path, Mapping[str, Any]], Exported]
"""Writes a study to a path, given the values of the command's options; it refuses those that mean nothing to it."""


def _units(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    pieces = [CompletionItem(name) for name in _PIECES if name.startswith(incomplete)]
    return [*pieces, *dimensions(ctx, param, incomplete)]


@click.command(
    "export",
    cls=StudyCommand,
    help=_(
        "Write the study for R, Python, a spreadsheet or a database: .csv .jsonl .parquet hold one table, .xlsx and a "
        "folder of CSV (a name without ending) several. A column is called by the id of its code and counts the code "
        "with its sub-codes, each person, passage, document and word once; --own leaves sub-codes out. An empty cell: "
        "not asked, or not yet coded where the column not_yet_coded names the code; 0: asked, not raised. Only ids go "
        "out, no file names, no speakers' labels. .qdpx is the whole study as a REFI-QDA project for NVivo, ATLAS.ti, "
        "MAXQDA, QualCoder …, whole texts with the labels in them; .qdc the codebook alone."
    ),
    epilog=_(
        "Example: qualcode export my-study -o panel.csv --table wide --unit participant,wave --where role=worker; "
        "qualcode export my-study -o study.qdpx --for nvivo --pseudonyms"
    ),
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar=_("FILE"), help=_("The file, or folder.")
)
@click.option(
    "--table",
    "tables",
    multiple=True,
    type=click.Choice(_TABLES),
    help=_(
        "wide: case × code, 1 raised, 0 not; counts: passages; words: words of the people interviewed; long: a row for "
        "each coding, of all coders unless --coder names one; codes: ids with labels. wide if not said; all in .xlsx "
        "and a folder."
    ),
)
@click.option(
    "--unit",
    metavar=_("UNIT[,UNIT]"),
    shell_complete=_units,
    help=_(
        "What a case is: participant (if not said), document, site, any variable, two with a comma (participant,wave); "
        "or turn; or passage, for wide."
    ),
)
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar=_("CODE"),
    shell_complete=names_of("code"),
    help=_("Only this code and its sub-codes; again for more."),
)
@click.option("--own", is_flag=True, help=_("Each code counts by itself, without its sub-codes."))
@click.option("--no-text", is_flag=True, help=_("The long table without words and memos."))
@click.option(
    "--for",
    "program",
    type=click.Choice(["nvivo"]),
    help=_("In .qdpx: count as NVivo does, in UTF-16 units; without, as the standard says, in code points."),
)
@click.option(
    "--pseudonyms",
    is_flag=True,
    help=_(
        "In .qdpx: coders are Coder 1, Coder 2 …; no names or ids that another program gave, nothing that was kept "
        "aside for it."
    ),
)
@counting_options
@with_study
def export_command(study: Study, output: Path, as_json: bool, **values: Any) -> None:
    """Write the study."""
    exported = writer_of(output)(study, output, values)
    for line in exported.lines:
        say(line)
    if as_json:
        print_json(exported.data)


def writer_of(path: Path) -> Writer:
    """What writes a path by its ending; an unknown one is refused."""
    ending = FOLDER if path.is_dir() else path.suffix.lower()
    if ending not in WRITERS:
        raise InputError(
            _("{file}: nothing can be written with the ending {ending}.").format(file=path, ending=ending),
            _("Known endings: {known}; a name without an ending makes a folder of CSV files.").format(
                known=" ".join(filter(None, WRITERS))
            ),
        )
    return WRITERS[ending]


# ---------------------------------------------------------------------- tables


def _write_tables(study: Study, path: Path, values: Mapping[str, Any], *, name: str, several: bool = False) -> Exported:
    """Write tables by the function of that name in `exchange.datasets_out`; `several` may go into one."""
    from qualcode.exchange import datasets_out
    from qualcode.report.passing import Passing
    from qualcode.store.sqlite import snapshot, translated
    from qualcode.tables.selected import datasets, passes

    _refuse(path, values, ("program", "pseudonyms"))
    with translated(study.database), snapshot(study.connection):
        tables, asked = _asked(study, path, values, several)
        passing = Passing(study)
        with watched(_("Documents"), len(study.catalogue()) * passes(tables, asked)) as tell:
            found = _looked_through(datasets(study, tables, asked, tell), passing)
            written, cut = getattr(datasets_out, name)(found, path)
    rows = sum(one.rows for one in written)
    lines = [
        ngettext("{file} is written: {count} row.", "{file} is written: {count} rows.", rows).format(
            file=path, count=rows
        ),
        *(one.rule for one in written if len(written) == 1),
        *passing.lines(),
    ]
    if cut:
        said = ngettext("{count} text is cut: a cell of a workbook holds no more.",
                        "{count} texts are cut: a cell of a workbook holds no more.", cut)  # fmt: skip
        lines.append(said.format(count=cut))
    return Exported(
        {
            "file": str(path),
            "tables": [one._asdict() for one in written],
            "cut": cut,
            "disclosure": {**passing.found, "unasked": passing.unasked},
        },
        lines,
    )


def _asked(study: Study, path: Path, values: Mapping[str, Any], several: bool) -> tuple[tuple[str, ...], Asked]:
    from qualcode.tables.datasets import Asked

    unit = tuple(name.strip() for name in (values["unit"] or "participant").split(","))
    everything = ("wide", "long", "codes") if unit == ("passage",) else _TABLES
    tables = tuple(dict.fromkeys(values["tables"])) or (everything if several else ("wide",))
    if len(tables) > 1 and not several:
        raise InputError(
            _("{file}: holds one table.").format(file=path),
            _("Name one with --table, or write .xlsx or a folder."),
        )
    _refuse_idle(tables, values)
    codes = tuple(code_id(study, code) for code in values["codes"])
    return tables, Asked(unit, values["coder"], values["where"], codes, values["own"], not values["no_text"])


def _refuse_idle(tables: Sequence[str], values: Mapping[str, Any]) -> None:
    """Refuse what would change nothing in the tables asked for."""
    crossed, only_codes = not {"long", "codes"}.issuperset(tables), tables == ("codes",)
    for option, idle in (
        ("--unit", values["unit"] is not None and not crossed),
        ("--own", values["own"] and not crossed and not values["codes"]),
        ("--where", values["where"] and only_codes),
        ("--coder", values["coder"] is not None and only_codes),
        ("--no-text", values["no_text"] and "long" not in tables),
    ):
        if idle:
            raise InputError(
                _("{option} changes nothing in the table {name}.").format(option=option, name=", ".join(tables)),
                _("Leave it out."),
            )


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


# ---------------------------------------------------------------------- projects


def _write_project(study: Study, path: Path, values: Mapping[str, Any]) -> Exported:
    """Write the whole study as a project."""
    from qualcode.projecting import Choices, project_of
    from qualcode.projects.refi_out import write_project
    from qualcode.projects.refi_sources import NVIVO, STRICT
    from qualcode.report.passing import Passing

    _refuse(path, values, ("tables", "unit", "codes", "own", "no_text", "where", "coder"))
    passing, wide = Passing(study), values["program"] == "nvivo"
    with watched(_("Documents"), len(study.catalogue())) as tell:
        project = project_of(study, Choices(values["pseudonyms"], line_ends=wide), tell)
    people = [person.id for person in study.participants()]
    for text in project.texts:
        passing.look(text.text, *people)
    passing.look("\n".join(note.text for note in project.notes))
    write_project(project, path, NVIVO if wide else STRICT)
    codings = sum(len(text.marks) for text in project.texts)
    said = ngettext("{file} is written: {count} coding.", "{file} is written: {count} codings.", codings)
    counts = {"documents": len(project.texts), "codes": len(project.codes), "codings": codings}
    return Exported(
        {"file": str(path), **counts, "disclosure": {**passing.found, "unasked": passing.unasked}},
        [said.format(file=path, count=codings), *passing.lines()],
    )


def _write_codebook(study: Study, path: Path, values: Mapping[str, Any]) -> Exported:
    """Write the codebook alone."""
    from qualcode.projecting import Choices, codebook_of
    from qualcode.projects.refi_out import write_codebook

    _refuse(path, values, ("tables", "unit", "codes", "own", "no_text", "where", "coder", "program"))
    project = codebook_of(study, Choices(values["pseudonyms"]))
    write_codebook(project, path)
    said = ngettext("{file} is written: {count} code.", "{file} is written: {count} codes.", len(project.codes))
    return Exported(
        {"file": str(path), "codes": len(project.codes)}, [said.format(file=path, count=len(project.codes))]
    )


def _refuse(path: Path, values: Mapping[str, Any], names: Sequence[str]) -> None:
    """Refuse options that mean nothing to what is written."""
    written = {"tables": "--table", "codes": "--code", "program": "--for"}
    for name in names:
        if values[name]:
            option = written.get(name, f"--{name.replace('_', '-')}")
            raise InputError(
                _("{option} means nothing to {file}.").format(option=option, file=path.name), _("Leave it out.")
            )


WRITERS: Mapping[str, Writer] = {
    ".csv": partial(_write_tables, name="write_csv"),
    ".xlsx": partial(_write_tables, name="write_xlsx", several=True),
    ".jsonl": partial(_write_tables, name="write_jsonl"),
    ".parquet": partial(_write_tables, name="write_parquet"),
    ".qdpx": _write_project,
    ".qdc": _write_codebook,
    FOLDER: partial(_write_tables, name="write_folder", several=True),
}
"""What writes each ending."""
