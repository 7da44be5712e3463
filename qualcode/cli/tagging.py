"""Putting codes on passages: one by its place, a stream of JSON Lines, or a table read in as one act."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import AddCoding
from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options, carry_out, code_id
from qualcode.cli.output import json_option, print_json, progress, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.coded_table import Tagged
    from qualcode.study import Study

NEEDED = frozenset(("document", "start", "end", "code"))


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
@click.argument("document", required=False, metavar="[" + _("DOCUMENT") + "|-]", shell_complete=names_of("document"))
@click.argument("start", type=int, required=False, metavar="[" + _("START") + "]")
@click.argument("end", type=int, required=False, metavar="[" + _("END") + "]")
@click.argument("code", required=False, shell_complete=names_of("code"))
@click.option(
    "--from",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("A CSV table: document, code or code_path, and start and end, or quote."),
)
@click.option(
    "--new-codes", is_flag=True, help=_("Add codes that the table names and the codebook lacks; A > B nests.")
)
@click.option("--new", "near_codes", is_flag=True, help=_("Insist on new codes whose names are nearly known ones."))
@click.option(
    "--round", "round_", type=click.IntRange(min=1), default=1, metavar=_("NUMBER"), help=_("The round of coding.")
)
@acting_options
@json_option
@with_study
def tag_command(
    study: Study,
    table: Path | None,
    new_codes: bool,
    near_codes: bool,
    round_: int,
    coder: str,
    new_coder: bool,
    as_json: bool,
    **passage: Any,
) -> None:
    """Put codes on passages."""
    given = [value for value in passage.values() if value is not None]
    if table is not None and not given:
        _tag_table(study, table, (coder, new_coder), (new_codes, near_codes), as_json)
    elif table is None and given == ["-"]:
        _tag_stream(study, coder, new_coder, round_)
    elif table is None and len(given) == len(passage):
        _tag_one(study, {**passage, "round": round_}, coder, new_coder, as_json)
    else:
        raise click.UsageError(_("Give DOCUMENT START END CODE, or -, or --from TABLE."))


def _tag_one(study: Study, passage: Mapping[str, Any], coder: str, new_coder: bool, as_json: bool) -> None:
    number = carry_out(study, _act(study, passage), coder, new_coder).codings[0]
    if as_json:
        print_json({"id": number})
    else:
        click.echo(number)


def _tag_stream(study: Study, coder: str, new_coder: bool, round_: int) -> None:
    """Each line is an act of its own; its answer is printed after it is on disk."""
    failed = False
    for line in sys.stdin.buffer:
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


def _tag_line(study: Study, line: bytes, coder: str, new_coder: bool, round_: int) -> int:
    from qualcode.csvtable import whole

    row = _read_line(line)
    passage = {
        "document": _text(row["document"]),
        "start": whole(row["start"]),
        "end": whole(row["end"]),
        "code": _text(row["code"]),
        "round": whole(row.get("round", round_), least=1),
    }
    return carry_out(study, _act(study, passage), _text(row.get("coder") or coder), new_coder).codings[0]


def _read_line(line: bytes) -> dict[str, Any]:
    """A line of JSON as a mapping with every field that it must have and none that is unknown."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(_("Not a line of text in UTF-8.")) from error
    except (ValueError, RecursionError) as error:
        raise InputError(_("Not a line of JSON: {why}.").format(why=error)) from error
    if not isinstance(row, dict) or not row.keys() >= NEEDED:
        raise InputError(_("A line needs document, start, end and code."))
    if unknown := row.keys() - NEEDED - {"coder", "round"}:
        raise InputError(_("A line has no {name}.").format(name=", ".join(sorted(unknown))))
    return row


def _act(study: Study, passage: Mapping[str, Any]) -> AddCoding:
    return AddCoding(
        study.document(passage["document"]).id,
        passage["start"],
        passage["end"],
        code_id(study, passage["code"]),
        passage["round"],
    )


def _tag_table(study: Study, table: Path, who: tuple[str, bool], codes: tuple[bool, bool], as_json: bool) -> None:
    from qualcode.coded_table import read_coded_table, tag_table

    rows = read_coded_table(table)
    with progress(rows, _("Reading the table"), len(rows)) as watched, acting(study, *who) as name:
        done = tag_table(study, watched, name, new_codes=codes[0], new_coders=who[1], near_codes=codes[1])
    _say_tagged(table, done)
    if as_json:
        refused = [{"line": refusal.line, "error": refusal.why} for refusal in done.refused]
        print_json({"ids": list(done.codings), "codes": list(done.codes), "there": done.there, "refused": refused})
    if done.refused:
        sys.exit(1)


def _say_tagged(table: Path, done: Tagged) -> None:
    for refusal in done.refused:
        say(f"{table}:{refusal.line}: {refusal.why}")
    added = len(done.codings)
    say(ngettext("{count} coding added.", "{count} codings added.", added).format(count=added))
    if done.there:
        said = ngettext("{count} row was there already.", "{count} rows were there already.", done.there)
        say(said.format(count=done.there))
    if done.found:
        said = ngettext(
            "{count} row was placed by its words: its start and end did not fit.",
            "{count} rows were placed by their words: their start and end did not fit.",
            done.found,
        )
        say(said.format(count=done.found))
    if done.codes:
        say(_("New codes: {names}.").format(names=", ".join(done.codes)))
    if done.coders:
        say(_("New coders: {names}.").format(names=", ".join(done.coders)))


def _text(value: object) -> str:
    """A name as text; half a character, which JSON can spell, is none."""
    return str(value).encode("utf-8", "replace").decode()
