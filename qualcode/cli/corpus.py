"""What people say, taken out as a corpus for IRaMuTeQ or TXM."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import dimensions, names_of
from qualcode.cli.options import code_id, counted_option, people_options, people_where
from qualcode.cli.output import say, watched
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.conditions import of_filter
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.exchange.corpus import Piece
    from qualcode.report.passing import Passing
    from qualcode.study import Study


@click.command(
    "corpus",
    cls=StudyCommand,
    help=_(
        "Write what the people interviewed say as a corpus: a file for IRaMuTeQ, or a folder for TXM (module TXT+CSV), "
        "each text with its site, role, wave and the ids of its document and participant; no file names, no labels. "
        "Names that people say aloud are not taken out; they are counted, as `qualcode disclose` finds them."
    ),
    epilog=_("Example: qualcode corpus my-study -o corpus.txt --for iramuteq --unit participant"),
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar=_("FILE"), help=_("The file, or folder.")
)
@click.option(
    "--for", "program", type=click.Choice(["iramuteq", "txm"]), required=True, help=_("The program that is to read it.")
)
@click.option(
    "--unit",
    type=click.Choice(["participant", "turn", "passage"]),
    default="participant",
    show_default=True,
    help=_("What one text is: all that a person says in a document, a turn, or a passage under a code."),
)
@click.option("--code", metavar=_("CODE"), shell_complete=names_of("code"), help=_("Only in passages of a code."))
@click.option(
    "--variable",
    "variables",
    multiple=True,
    metavar=_("NAME"),
    shell_complete=dimensions,
    help=_("One more variable of each text; again for more. The more are known, the easier people are recognised."),
)
@click.option("--document", metavar=_("DOCUMENT"), shell_complete=names_of("document"), help=_("One document."))
@people_options
@counted_option
@with_study
def corpus_command(study: Study, output: Path, program: str, **values: Any) -> None:
    """Write a corpus."""
    from qualcode.exchange.corpus import WRITERS, Chosen, pieces
    from qualcode.report.passing import Passing

    chosen = Chosen(
        values["unit"],
        values["variables"],
        of_filter(people_where(study, values)),
        code_id(study, values["code"]) if values["code"] else None,
        values["coder"],
    )
    with watched(_("Documents"), len(study.catalogue())) as tell:
        passing = Passing(study)
        count = WRITERS[program](_looked_through(pieces(study, chosen, tell), passing), output)
    said = ngettext("{file} is written: {count} text.", "{file} is written: {count} texts.", count)
    say(said.format(file=output, count=count))
    for line in passing.lines():
        say(line)


def _looked_through(found: Iterable[Piece], passing: Passing) -> Iterator[Piece]:
    for piece in found:
        passing.look(piece.text, piece.variables["participant"])
        yield piece
