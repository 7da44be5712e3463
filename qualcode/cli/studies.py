"""Commands on a study as a whole: make one, open it, check it, copy it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.completing import codebooks, names_of
from qualcode.cli.options import acting, acting_options
from qualcode.cli.output import json_option, print_json, print_text, progress, say
from qualcode.cli.studied import StudyCommand, is_study_folder, study_folder, with_study
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.shipped import codebook_names, codebook_path

if TYPE_CHECKING:
    from qualcode.study import Study

_FOLDER = click.Path(file_okay=False, path_type=Path)
DEMONSTRATION = "demo-study"


@click.command(
    "demo",
    help=_("Make the demonstration study in a folder (demo-study if none is named) and open the screen on it."),
    epilog=_("Example: qualcode demo"),
)
@click.argument("folder", type=_FOLDER, default=DEMONSTRATION, metavar="[" + _("FOLDER") + "]")
@click.option("--no-open", is_flag=True, help=_("Only make it."))
def demo_command(folder: Path, no_open: bool) -> None:
    """Make the demonstration study and open it."""
    if is_study_folder(folder):
        say(_("{folder} holds a study already; it is left as it is.").format(folder=folder))
    else:
        _make_demonstration(folder)
        say(_("The demonstration study is in {folder}.").format(folder=folder))
    if not no_open:
        _open(folder)


def _make_demonstration(folder: Path) -> None:
    from qualcode.demonstration import make_demonstration, steps

    with progress(make_demonstration(folder), _("Making the demonstration study"), steps()) as watched:
        for _step in watched:
            pass


@click.command(
    "init",
    help=_("Make a new study: a folder with study.yaml, codebook.yaml and the database."),
    epilog=_("Example: qualcode init my-study --codebook experiential-knowledge --language fr"),
)
@click.argument("folder", type=_FOLDER, metavar=_("FOLDER"))
@click.option(
    "--codebook",
    "codebooks",
    multiple=True,
    default=("experiential-knowledge",),
    metavar=_("NAME|FILE"),
    shell_complete=codebooks,
    help=_(
        "A codebook that travels with qualcode ({names}), or a YAML file; none for an empty one. Several are joined."
    ).format(names=", ".join(codebook_names())),
)
@click.option(
    "--language",
    "languages",
    default="en",
    metavar="fr|en|fr,en",
    help=_("The languages of the study, the first one first."),
)
@click.option("--title", default="", metavar=_("TEXT"), help=_("The study's title; the folder's name if not said."))
def init_command(folder: Path, codebooks: tuple[str, ...], languages: str, title: str) -> None:
    """Make a new study."""
    from qualcode.study import Study
    from qualcode.studyfile import new_study_text

    names = tuple(dict.fromkeys(name.strip().lower() for name in languages.split(",")))
    if not all(re.fullmatch("[a-z]{2,3}", name) for name in names):
        raise click.BadParameter(_("write fr, en, or fr,en"), param_hint="--language")
    text = _codebook_text([name for name in codebooks if name != "none"])
    study_text = new_study_text({"": title or folder.resolve().name}, names)
    Study.create(folder, study_text=study_text, codebook_text=text).close()
    say(_("{folder} is ready: import transcripts with `qualcode import {folder} FILES`.").format(folder=folder))


def _codebook_text(names: Sequence[str]) -> str:
    """The codebooks of those names as one; an empty one if none is named."""
    from qualcode.joining import joined
    from qualcode.yamls.text import decode

    if not names:
        return "title: {}\ncodes:\n".format(_("Codebook"))
    return joined([(decode(path.read_bytes(), str(path)), str(path)) for path in map(codebook_path, names)])


@click.command(
    "open",
    cls=StudyCommand,
    help=_("Open the coding screen."),
    epilog=_("Example: qualcode open my-study --document L03; in short, qualcode my-study"),
)
@click.option("--document", metavar=_("DOCUMENT"), shell_complete=names_of("document"), help=_("The document to open."))
@acting_options
@click.pass_context
def open_command(ctx: click.Context, document: str | None, coder: str, new_coder: bool) -> None:
    """Open the coding screen."""
    _open(study_folder(ctx), document, coder, new_coder)


def _open(folder: Path, document: str | None = None, coder: str = "", new_coder: bool = False) -> None:
    from qualcode.study import Study

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(_("The coding screen needs a terminal."), _("In scripts, use the other commands."))
    from qualcode import tui

    with Study.open(folder) as study:
        shown = study.document(document).id if document else None
        with acting(study, coder, new_coder) as name:
            status = tui.run(study, name, shown)
    if status:
        sys.exit(status)


@click.command(
    "check",
    cls=StudyCommand,
    help=_("Check the database, the two YAML files, and that every passage still carries its words."),
    epilog=_("Example: qualcode check my-study"),
)
@json_option
@with_study
def check_command(study: Study, as_json: bool) -> None:
    """Check a study."""
    from qualcode.checking import problems, remarks

    documents = study.catalogue()
    with progress(documents, _("Checking"), len(documents)) as watched:
        found = list(problems(study, watched))
    for remark in remarks(study):
        say(remark)
    if as_json:
        print_json(found)
    for problem in () if as_json else found:
        print_text(problem)
    if found:
        sys.exit(1)
    say(_("The study is whole."))


@click.command(
    "backup",
    cls=StudyCommand,
    help=_("Write a copy of the database to the study's backups folder."),
    epilog=_("Example: qualcode backup my-study"),
)
@json_option
@with_study
def backup_command(study: Study, as_json: bool) -> None:
    """Write a copy of the database."""
    copy = str(study.back_up("by-hand"))
    if as_json:
        print_json({"file": copy})
    else:
        print_text(copy)


@click.command(
    "completion",
    help=_("Print the completion script of your shell."),
    epilog=_('Example: eval "$(qualcode completion bash)"'),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is None:
        raise InputError(_("There is no completion for {shell}.").format(shell=shell))
    root = ctx.find_root().command
    click.echo(script(root, {}, "qualcode", "_QUALCODE_COMPLETE").source())
