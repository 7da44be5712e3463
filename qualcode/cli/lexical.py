"""What people say, in words: how often, where more than elsewhere, and what stands near a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import by_option, code_id, counted_option, people_options, people_where
from qualcode.cli.output import json_option, print_json, print_sections, say, watched
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.conditions import of_filter
from qualcode.errors import InputError
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tables.lexical import Asked

TOP = 50


def _counted_words(function: Callable[..., Any]) -> Callable[..., Any]:
    """What words are counted, and how; `_asked` turns the values into what is asked."""
    for option in reversed((
        by_option(_("For each group: site, role, participant, wave, any variable, or code; two with a comma.")),
        click.option(
            "--code", metavar=_("CODE"), shell_complete=names_of("code"), help=_("Only in passages of a code.")
        ),
        click.option("--document", metavar=_("DOCUMENT"), shell_complete=names_of("document"), help=_("One document.")),
        people_options,
        click.option("--lemma", "--forms", "lemmas", is_flag=True, help=_("The forms of a word count as one word.")),
        click.option(
            "--stop/--no-stop",
            "stops",
            default=True,
            help=_("Words that say little by themselves are left out (if not said otherwise), or not."),
        ),
        counted_option,
        click.option(
            "--top", type=click.IntRange(0), default=TOP, show_default=True, help=_("So many are shown; 0 for all.")
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path), metavar=_("FILE"), help=_("Write a .csv file.")
        ),
        json_option,
    )):  # fmt: skip
        function = option(function)
    return function


def _asked(study: Study, values: dict[str, Any]) -> Asked:
    from qualcode.tables.lexical import CODE, Asked
    from qualcode.tables.themes import check_dimension

    by = values["by"]
    for name in by:
        check_dimension(name, (*study.dimensions(), CODE))
    code = code_id(study, values["code"]) if values["code"] else None
    where = of_filter(people_where(study, values))
    return Asked(by, where, code, values["coder"], values["lemmas"], values["stops"])


@click.command(
    "words",
    cls=StudyCommand,
    help=_(
        "Count the words of the people interviewed: how often, by how many people, and for each group which words are "
        "said there more than elsewhere. stop_words in study.yaml adds words to those that are left out. Names that "
        "people say aloud are not taken out."
    ),
    epilog=_("Example: qualcode words my-study --by site --lemma --min 3 -o words.csv"),
)
@_counted_words
@click.option(
    "--min", "least", type=click.IntRange(1), default=2, show_default=True, help=_("Said at least so many times.")
)
@with_study
def words_command(study: Study, as_json: bool, output: Path | None, **values: Any) -> None:
    """Count words."""
    from qualcode.sections.lexical import word_data, word_rows, word_sections
    from qualcode.tables.lexical import word_table

    write = _csv_writer(output)
    asked = _asked(study, values)
    with watched(_("Documents"), len(study.catalogue())) as tell:
        table = word_table(study, asked, values["least"], tell)
    if write:
        write(word_rows(table))
    if as_json:
        print_json(word_data(table))
    elif not write:
        print_sections(word_sections(table, values["top"]))


@click.command(
    "collocates",
    cls=StudyCommand,
    help=_(
        "What stands near a word more often than chance has it, in the words of the people interviewed: "
        "within a few words on each side, with log-likelihood and PMI."
    ),
    epilog=_("Example: qualcode collocates my-study distance --window 5 --by role"),
)
@click.argument("word", metavar=_("WORD"), shell_complete=studies)
@click.option(
    "--window", type=click.IntRange(1, 100), default=5, show_default=True, help=_("So many words on each side.")
)
@_counted_words
@click.option(
    "--min", "least", type=click.IntRange(1), default=2, show_default=True, help=_("Near it at least so many times.")
)
@with_study
def collocates_command(study: Study, word: str, as_json: bool, output: Path | None, **values: Any) -> None:
    """Show what stands near a word."""
    from qualcode.sections.lexical import collocate_data, collocate_rows, collocate_sections
    from qualcode.tables.lexical import collocate_table

    if len(word.split()) != 1 or not any(map(str.isalnum, word)):
        raise InputError(_("“{word}” is not one word.").format(word=word), _("Give one word, as distance."))
    write = _csv_writer(output)
    asked = _asked(study, values)
    with watched(_("Documents"), len(study.catalogue())) as tell:
        table = collocate_table(study, asked, word, values["window"], values["least"], tell)
    if write:
        write(collocate_rows(table))
    if as_json:
        print_json(collocate_data(table))
    elif not write:
        print_sections(collocate_sections(table, values["top"]))


def _csv_writer(path: Path | None) -> Callable[[Iterable[Sequence[str | int | float]]], None] | None:
    """What writes rows to the file; an ending that is not .csv is refused before anything is counted."""
    if path is None:
        return None
    if path.suffix.lower() != ".csv":
        raise InputError(_("{file}: words are written as .csv.").format(file=path))

    def write(rows: Iterable[Sequence[str | int | float]]) -> None:
        from qualcode.files import replace_file
        from qualcode.sections.files import csv_bytes

        replace_file(path, csv_bytes(rows))
        say(_("{file} is written.").format(file=path))

    return write
