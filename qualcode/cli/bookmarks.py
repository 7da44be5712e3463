"""Commands on bookmarks: list them, put one on, take one away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.acts import AddBookmark, RemoveBookmark
from qualcode.cli.completing import names_of
from qualcode.cli.options import acting_options, carry_out, document_argument
from qualcode.cli.output import json_option, print_json, print_table, say, shortened
from qualcode.cli.studied import ShowGroup, StudyCommand, with_study
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.study import Study


@click.group(
    "bookmarks",
    cls=ShowGroup,
    help=_("List bookmarks, put one on a passage, or take one away. B and Z do it on the screen."),
    subcommand_metavar=_("[COMMAND] [ARGUMENTS]"),
    epilog=_("Example: qualcode bookmarks my-study --coder Camille"),
)
def bookmarks_command() -> None:
    """Bookmarks: show, add, remove."""


@bookmarks_command.command(
    "show",
    cls=StudyCommand,
    help=_("List bookmarks by document and place: everybody's, or one coder's."),
    epilog=_("Example: qualcode bookmarks show my-study --document L03 --json"),
)
@click.option("--coder", metavar=_("NAME"), shell_complete=names_of("coder"), help=_("Bookmarks of one coder."))
@click.option("--document", metavar=_("DOCUMENT"), shell_complete=names_of("document"), help=_("One document."))
@json_option
@with_study
def show(study: Study, coder: str | None, document: str | None, as_json: bool) -> None:
    """List bookmarks."""
    found = study.bookmarks(coder, study.document(document).id if document else None)
    if as_json:
        print_json([bookmark._asdict() for bookmark in found])
        return
    header = (_("number"), _("place"), _("start"), _("end"), _("coder"), _("words"))
    rows = [(one.id, one.citation, one.start, one.end, one.coder, shortened(one.text)) for one in found]
    if rows:
        print_table(header, rows, frozenset((0, 2, 3)))
    else:
        say(_("There is no bookmark."))


@bookmarks_command.command(
    "add",
    cls=StudyCommand,
    help=_("Put a bookmark on a passage of a document, by its first and last position."),
    epilog=_("Example: qualcode bookmarks add my-study L03 120 298"),
)
@document_argument
@click.argument("start", type=int, metavar=_("START"))
@click.argument("end", type=int, metavar=_("END"))
@acting_options
@with_study
def add(study: Study, document: str, start: int, end: int, coder: str, new_coder: bool) -> None:
    """Put a bookmark on."""
    carry_out(study, AddBookmark(study.document(document).id, start, end), coder, new_coder)


@bookmarks_command.command(
    "remove",
    cls=StudyCommand,
    help=_("Take a bookmark of yours away, by its number."),
    epilog=_("Example: qualcode bookmarks remove my-study 4"),
)
@click.argument("bookmark", type=int, metavar=_("NUMBER"))
@acting_options
@with_study
def remove(study: Study, bookmark: int, coder: str, new_coder: bool) -> None:
    """Take a bookmark away."""
    carry_out(study, RemoveBookmark(bookmark), coder, new_coder)
