"""Commands that change the codebook; comments and order in codebook.yaml stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.acts import AddCode, RenameCode
from qualcode.cli.completing import names_of
from qualcode.cli.options import acting_options, carry_out, code_argument, code_id
from qualcode.cli.output import json_option, print_json, print_text, say
from qualcode.cli.studied import StudyCommand, studies, with_study
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.study import Study


@click.group(
    "codebook",
    help=_("Add a code to the codebook, or rename one."),
    subcommand_metavar=_("COMMAND [ARGUMENTS]"),
    epilog=_("Example: qualcode codebook add my-study Humour"),
)
def codebook_command() -> None:
    """Nothing is done before a verb is chosen."""


@codebook_command.command(
    "add",
    cls=StudyCommand,
    help=_("Add a code."),
    epilog=_("Example: qualcode codebook add my-study Humour --under bilingualism"),
)
@click.argument("label", metavar=_("LABEL"), shell_complete=studies)
@click.option("--id", "code", default="", metavar=_("ID"), help=_("Its id; made from the label if not given."))
@click.option("--under", metavar=_("CODE"), shell_complete=names_of("code"), help=_("The theme it belongs to."))
@click.option("--brief", default="", metavar=_("TEXT"), help=_("Its definition in a sentence."))
@acting_options
@json_option
@with_study
def add(study: Study, label: str, code: str, under: str | None, brief: str, as_json: bool, **coder: Any) -> None:
    """Add a code."""
    from qualcode.codebook import suggest_id

    chosen = code or suggest_id(label, study.codebook)
    parent = code_id(study, under) if under else None
    act = AddCode(chosen, {"": label}, parent, {"": brief} if brief else {})
    carry_out(study, act, **coder)
    if as_json:
        print_json({"id": chosen})
    else:
        print_text(chosen)


@codebook_command.command(
    "rename",
    cls=StudyCommand,
    help=_("Give a code another label; its id stays."),
    epilog=_("Example: qualcode codebook rename my-study nearness Proximité --language fr"),
)
@code_argument
@click.argument("label", metavar=_("LABEL"))
@click.option("--language", default="", metavar=_("LANGUAGE"), help=_("The language of the label, as in en or fr."))
@acting_options
@with_study
def rename(study: Study, code: str, label: str, language: str, **coder: Any) -> None:
    """Give a code another label."""
    chosen = code_id(study, code)
    carry_out(study, RenameCode(chosen, language, label), **coder)
    say(_("{code} is now labelled {label}.").format(code=chosen, label=label))
