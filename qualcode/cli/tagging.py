"""Putting codes on passages: one by its place, a stream of JSON Lines, or a table read in as one act."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import AddCoding
from qualcode.cli.options import acting_coder, code_id, coder_option, new_coder_option
from qualcode.cli.output import json_option, print_json, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.study import Study

FIELDS = ("document", "start", "end", "code", "coder", "round")


@click.command(
    "tag",
    cls=StudyCommand,
    help=_(
        "Put a code on the passage START–END (code points of the text, END not included) of a document, and print the "
        "coding's id. With -, read JSON Lines {document, start, end, code, coder} and answer each with a line once it "
        "is on disk. With --from, read a CSV table as one act a coder."
    ),
    epilog=_("Example: qualcode tag my-study L03 120 310 mutual-identification --coder c1"),
)
@click.argument("passage", nargs=-1, metavar="DOCUMENT START END CODE | -")
@click.option(
    "--from",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("A CSV table: document, code or code_path, and start and end, or quote."),
)
@click.option(
    "--new-codes", is_flag=True, help=_("Add codes that the table names and the codebook lacks; A > B nests.")
)
@click.option("--round", "round_", type=click.IntRange(min=1), default=1, help=_("The round of coding."))
@coder_option
@new_coder_option
@json_option
@with_study
def tag_command(
    study: Study,
    passage: tuple[str, ...],
    table: Path | None,
    new_codes: bool,
    round_: int,
    coder: str,
    new_coder: bool,
    as_json: bool,
) -> None:
    """Put codes on passages."""
    if table is not None:
        _tag_table(study, table, coder, new_coder, new_codes, as_json)
    elif passage == ("-",):
        _tag_stream(study, coder, new_coder, round_)
    else:
        _tag_one(study, passage, acting_coder(study, coder, new_coder), round_, as_json)


def _tag_one(study: Study, passage: tuple[str, ...], coder: str, round_: int, as_json: bool) -> None:
    if len(passage) != 4:
        raise click.UsageError(_("A passage is DOCUMENT START END CODE; or give -, or --from a table."))
    document, start, end, code = passage
    act = AddCoding(study.document(document).id, _number(start), _number(end), code_id(study, code), round_)
    number = study.do(act, coder=coder).codings[0]
    if as_json:
        print_json({"id": number})
    else:
        click.echo(number)


def _tag_stream(study: Study, coder: str, new_coder: bool, round_: int) -> None:
    """Each line is an act of its own; its answer is printed after it is on disk."""
    failed = False
    for line in sys.stdin:
        if not line.strip():
            continue
        try:
            answer: dict[str, Any] = {"id": _tag_line(study, line, coder, new_coder, round_)}
        except QualcodeError as error:
            answer, failed = {"error": str(error)}, True
        print_json(answer)
        sys.stdout.flush()
    if failed:
        sys.exit(1)


def _tag_line(study: Study, line: str, coder: str, new_coder: bool, round_: int) -> int:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError(_("Not a line of JSON: {why}.").format(why=error)) from error
    if not isinstance(row, dict) or not {"document", "start", "end", "code"} <= row.keys():
        raise InputError(_("A line needs document, start, end and code."))
    if unknown := row.keys() - set(FIELDS):
        raise InputError(_("A line has no {name}.").format(name=", ".join(sorted(unknown))))
    act = AddCoding(
        study.document(str(row["document"])).id,
        _number(row["start"]),
        _number(row["end"]),
        code_id(study, str(row["code"])),
        _number(row.get("round", round_)),
    )
    return study.do(act, coder=acting_coder(study, str(row.get("coder") or coder), new_coder)).codings[0]


def _tag_table(study: Study, table: Path, coder: str, new_coder: bool, new_codes: bool, as_json: bool) -> None:
    from qualcode.coded_table import read_coded_table, tag_table

    rows = read_coded_table(table)
    done = tag_table(study, rows, acting_coder(study, coder, new_coder), new_codes=new_codes)
    for refusal in done.refused:
        say(f"{table}:{refusal.line}: {refusal.why}")
    added = len(done.codings)
    say(ngettext("{count} coding added.", "{count} codings added.", added).format(count=added))
    if done.codes:
        say(_("New codes: {names}.").format(names=", ".join(done.codes)))
    if as_json:
        refused = [{"line": refusal.line, "error": refusal.why} for refusal in done.refused]
        print_json({"ids": list(done.codings), "codes": list(done.codes), "refused": refused})
    if done.refused:
        sys.exit(1)


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    try:
        return int(str(value))
    except ValueError as error:
        raise InputError(_("{value} is not a whole number.").format(value=value)) from error
