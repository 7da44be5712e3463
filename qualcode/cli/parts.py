"""The parts of a document: ranges of turns with a site, a wave or a date of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options
from qualcode.cli.output import json_option, print_json, print_table, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.acts import SetParts
    from qualcode.study import Study


@click.command(
    "parts",
    cls=StudyCommand,
    help=_(
        "Show the parts of a document: ranges of turns with a site, a wave or a date of their own, as where two "
        "sittings stand in one file. With --from, say one; what lies under it gives way. People count where and when "
        "they speak."
    ),
    epilog=_("Example: qualcode parts my-study A01 --from 25 --site lille --wave T6 --date 2013-06-18"),
)
@click.argument("document", required=False, shell_complete=names_of("document"))
@click.option(
    "--from", "first", default="", metavar=_("TURN"), help=_("Its first turn: a number, or words a turn begins with.")
)
@click.option("--to", "last", default="", metavar=_("TURN"), help=_("Its last turn; to the next part if not said."))
@click.option("--site", default="", metavar=_("SITE"), shell_complete=names_of("site"), help=_("The part's site."))
@click.option("--wave", default="", metavar=_("WAVE"), shell_complete=names_of("wave"), help=_("The part's wave."))
@click.option("--date", default="", metavar=_("DATE"), help=_("The part's day, as in 2013-04-02."))
@click.option("--clear", is_flag=True, help=_("Make the document one whole again."))
@click.option(
    "--table",
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("A CSV table: document, from, to, site, wave, date; it says all parts of the documents it names."),
)
@acting_options
@json_option
@with_study
def parts_command(
    study: Study, document: str | None, clear: bool, table: Path | None, as_json: bool, **said: Any
) -> None:
    """Show parts, or say them."""
    name = study.document(document).id if document else None
    one = any(said[key] for key in ("first", "last", "site", "wave", "date"))
    if sum((one, clear, table is not None)) > 1:
        raise click.UsageError(_("Say either --from, or --table, or --clear."))
    if table is not None:
        _act(study, _from_table(study, table), said)
    elif one or clear:
        if name is None:
            raise click.UsageError(_("Name the document."))
        _act(study, [_cleared(name) if clear else _said(study, name, said)], said)
    else:
        _list(study, name, as_json)


def _list(study: Study, name: str | None, as_json: bool) -> None:
    rows = [(document, *part) for document, parts in study.parts(name).items() for part in parts]
    if as_json:
        names = ("document", "first_turn", "last_turn", "site", "wave", "date")
        print_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    header = (_("document"), _("from"), _("to"), _("site"), _("wave"), _("date"))
    print_table(header, [tuple("" if cell is None else cell for cell in row) for row in rows], frozenset((1, 2)))


def _said(study: Study, name: str, said: dict[str, Any]) -> SetParts:
    """The parts with the one that the options say over them."""
    from qualcode.acts import SetParts
    from qualcode.parting import Said, overlaid, part_said, turn_said
    from qualcode.variables.things import Things

    if not said["first"]:
        raise InputError(
            _("The part's first turn is not said."), _("Name it with --from; `qualcode show` lists turns.")
        )
    transcript, now = study.transcript(name), study.parts(name).get(name, ())
    wanted = Said(*(said[key].strip() for key in Said._fields))
    first = turn_said(transcript, wanted.first)
    stop = min((part.first_turn for part in now if part.first_turn > first), default=None)
    return SetParts(name, overlaid(now, part_said(Things(study), transcript, wanted, stop)))


def _cleared(name: str) -> SetParts:
    from qualcode.acts import SetParts

    return SetParts(name, ())


def _from_table(study: Study, table: Path) -> list[SetParts]:
    from qualcode.acts import SetParts
    from qualcode.parting import read_parts

    return [SetParts(name, parts) for name, parts in read_parts(study, table).items()]


def _act(study: Study, acts: list[SetParts], said: dict[str, Any]) -> None:
    """Carry out the acts as one, and say what the documents consist of now."""
    if acts:
        with acting(study, said["coder"], said["new_coder"]) as coder:
            study.do(*acts, coder=coder)
    for act in acts:
        count = len(act.parts)
        whole = _("{document} is one whole.") if not count else ngettext(
            "{document} has {count} part of its own.", "{document} has {count} parts of their own.", count
        )  # fmt: skip
        say(whole.format(document=act.document, count=count))
