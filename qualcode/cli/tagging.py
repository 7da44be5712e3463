"""Putting codes on passages: one by its place, a stream of JSON Lines, or a table read in as one act."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
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
    act = _act(study, passage)
    number = carry_out(study, act, coder, new_coder).codings[0]
    if as_json:
        print_json({"id": number})
    else:
        click.echo(number)
    _say_retired(study, (act.code,))


def _tag_stream(study: Study, coder: str, new_coder: bool, round_: int) -> None:
    """Each line is an act of its own; its answer is printed after it is on disk."""
    failed, codes = False, set[str]()
    for line in sys.stdin.buffer:
        if not line.strip():
            continue
        try:
            number, code = _tag_line(study, line, coder, new_coder, round_)
            answer: dict[str, Any] = {"id": number}
            codes.add(code)
        except QualcodeError as error:
            answer, failed = {"error": str(error)}, True
        print_json(answer)
        sys.stdout.flush()
    _say_retired(study, codes)
    if failed:
        sys.exit(1)


def _tag_line(study: Study, line: bytes, coder: str, new_coder: bool, round_: int) -> tuple[int, str]:
    """The id of the coding that a line makes, and its code."""
    from qualcode.csvtable import whole

    row = _read_line(line)
    passage = {
        "document": _text(row["document"]),
        "start": whole(row["start"]),
        "end": whole(row["end"]),
        "code": _text(row["code"]),
        "round": whole(row.get("round", round_), least=1),
    }
    act = _act(study, passage)
    return carry_out(study, act, _text(row.get("coder") or coder), new_coder).codings[0], act.code


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
    from qualcode.coded_table import columns_beside, read_coded_table, tag_table

    rows = read_coded_table(table)
    say_beside(columns_beside(table))
    with progress(rows, _("Reading the table"), len(rows)) as watched, acting(study, *who) as name:
        done = tag_table(study, watched, name, new_codes=codes[0], new_coders=who[1], near_codes=codes[1])
    say_tagged(table, done)
    _say_retired(study, _codes_of(study, done.codings))
    if as_json:
        refused = [{"line": refusal.line, "error": refusal.why} for refusal in done.refused]
        print_json({"ids": list(done.codings), "codes": list(done.codes), "there": done.there, "refused": refused})
    if done.refused:
        sys.exit(1)


def _codes_of(study: Study, codings: Iterable[int]) -> set[str]:
    """The codes of codings, asked for where any could be retired."""
    if not any(code.retired for code in study.codebook.codes):
        return set()
    ids = set(codings)
    return {coding.code for coding in study.codings() if coding.id in ids}


def _say_retired(study: Study, codes: Iterable[str]) -> None:
    """Name the codes that are retired; they are put on all the same."""
    for code in sorted(codes):
        if study.codebook[code].retired:
            say(_("{code} is retired; it was put on all the same.").format(code=code))


def say_beside(columns: Sequence[str]) -> None:
    """Name the columns of a table that no coding has a place for."""
    if columns:
        say(_("Columns that are left out: {names}.").format(names=", ".join(columns)))


def say_tagged(table: Path, done: Tagged) -> None:
    """What came of a table: rows that were refused, what was added, what was new."""
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
