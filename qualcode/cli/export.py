"""The study as files that other programs read: the ending of a file's name says which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from qualcode.cli.completing import dimensions, names_of
from qualcode.cli.options import code_id, counting_options
from qualcode.cli.output import print_json, say, watched
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.exporting import Exported
    from qualcode.study import Study
    from qualcode.tables.datasets import Asked

_TABLES = ("wide", "counts", "words", "long", "codes")
_PIECES = ("turn", "passage")
Writer = Callable[["Study", Path, Mapping[str, Any]], "Exported"]
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
    from qualcode.exporting import CODEBOOK, PROJECT, ending_of

    return {PROJECT: _write_project, CODEBOOK: _write_codebook}.get(ending_of(path), _write_tables)


# ---------------------------------------------------------------------- tables


def _write_tables(study: Study, path: Path, values: Mapping[str, Any]) -> Exported:
    """Write one table, or several where they go into one."""
    from qualcode.exporting import reading, write_tables
    from qualcode.tables.selected import passes

    _refuse(path, values, ("program", "pseudonyms"))
    with reading(study):
        tables, asked = _asked(study, path, values)
        with watched(_("Documents"), len(study.catalogue()) * passes(tables, asked)) as tell:
            return write_tables(study, path, tables, asked, tell)


def _asked(study: Study, path: Path, values: Mapping[str, Any]) -> tuple[tuple[str, ...], Asked]:
    from qualcode.exporting import tables_in
    from qualcode.tables.datasets import Asked

    unit = tuple(name.strip() for name in (values["unit"] or "participant").split(","))
    tables = tables_in(path, values["tables"], unit)
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


# ---------------------------------------------------------------------- projects


def _write_project(study: Study, path: Path, values: Mapping[str, Any]) -> Exported:
    """Write the whole study as a project."""
    from qualcode.exporting import write_project

    _refuse(path, values, ("tables", "unit", "codes", "own", "no_text", "where", "coder"))
    nvivo, pseudonyms = values["program"] == "nvivo", values["pseudonyms"]
    with watched(_("Documents"), len(study.catalogue())) as tell:
        return write_project(study, path, nvivo=nvivo, pseudonyms=pseudonyms, tell=tell)


def _write_codebook(study: Study, path: Path, values: Mapping[str, Any]) -> Exported:
    """Write the codebook alone."""
    from qualcode.exporting import write_codebook

    _refuse(path, values, ("tables", "unit", "codes", "own", "no_text", "where", "coder", "program"))
    return write_codebook(study, path, pseudonyms=values["pseudonyms"])


def _refuse(path: Path, values: Mapping[str, Any], names: Sequence[str]) -> None:
    """Refuse options that mean nothing to what is written."""
    written = {"tables": "--table", "codes": "--code", "program": "--for"}
    for name in names:
        if values[name]:
            option = written.get(name, f"--{name.replace('_', '-')}")
            raise InputError(
                _("{option} means nothing to {file}.").format(option=option, file=path.name), _("Leave it out.")
            )
