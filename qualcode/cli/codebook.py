"""Commands that change the codebook; comments and order in codebook.yaml stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.acts import AddCode, RenameCode
from qualcode.cli.options import acting_coder, code_id, coder_option, new_coder_option
from qualcode.cli.output import say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.study import Study


@click.group(
    "codebook",
    help=_("Add a code to the codebook, or rename one."),
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
@click.argument("label")
@click.option("--id", "code", default="", help=_("Its id; made from the label if not given."))
@click.option("--under", default="", metavar=_("CODE"), help=_("The theme it belongs to."))
@click.option("--brief", default="", help=_("Its definition in a sentence."))
@coder_option
@new_coder_option
@with_study
def add(study: Study, label: str, code: str, under: str, brief: str, coder: str, new_coder: bool) -> None:
    """Add a code."""
    from qualcode.codebook import suggest_id

    chosen = code or suggest_id(label, study.codebook)
    parent = code_id(study, under) if under else None
    act = AddCode(chosen, {"": label}, parent, {"": brief} if brief else {})
    study.do(act, coder=acting_coder(study, coder, new_coder))
    click.echo(chosen)


@codebook_command.command(
    "rename",
    cls=StudyCommand,
    help=_("Give a code another label; its id stays."),
    epilog=_("Example: qualcode codebook rename my-study nearness Proximité --language fr"),
)
@click.argument("code")
@click.argument("label")
@click.option("--language", default="", metavar=_("LANGUAGE"), help=_("The language of the label, as in en or fr."))
@coder_option
@new_coder_option
@with_study
def rename(study: Study, code: str, label: str, language: str, coder: str, new_coder: bool) -> None:
    """Give a code another label."""
    chosen = code_id(study, code)
    study.do(RenameCode(chosen, language, label), coder=acting_coder(study, coder, new_coder))
    say(_("{code} is now labelled {label}.").format(code=chosen, label=label))
