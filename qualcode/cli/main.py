"""The entry point: the list of commands, loaded only when used, and the one place where errors become words.

Exit status: 0 done; 1 something given could not be used, or was refused; 2 the command was typed wrongly; 3 the study
cannot be opened or written; 4 the disk refuses; 70 a fault of the program; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from qualcode.cli.studied import is_study_folder, studies
from qualcode.errors import CancelledError, DiskError, QualcodeError
from qualcode.i18n import _, click_in_our_language, reason
from qualcode.safetext import safe_block

FAULT = 70


def _commands() -> dict[str, tuple[str, str]]:
    """Every command with the module that holds it and its line in the help."""
    return {
        "demo": ("studies", _("Make the demonstration study and open it.")),
        "init": ("studies", _("Make a new study.")),
        "import": ("importing", _("Bring transcripts in, or a project of another program.")),
        "revise": ("revising", _("Exchange a document's text for a corrected one; its codings go along.")),
        "speakers": ("speakers", _("Show who speaks, or say who a speaker is.")),
        "parts": ("parts", _("Say which turns of a document have a site, a wave or a date of their own.")),
        "variables": ("variables", _("Show, export, import and set what is known of people, documents and sites.")),
        "open": ("studies", _("Open the coding screen.")),
        "documents": ("lists", _("List the documents.")),
        "codes": ("lists", _("List the codebook with counts.")),
        "codings": ("lists", _("List codings.")),
        "participants": ("lists", _("List the people interviewed.")),
        "sites": ("lists", _("List the sites.")),
        "show": ("showing", _("Show a document with turns, speakers and codings.")),
        "themes": ("tables", _("Count themes by site, or by anything else.")),
        "saturation": ("analysis", _("Show whether further interviews still bring new codes.")),
        "cooccurrence": ("analysis", _("Show which codes come together, and which follow one another.")),
        "framework": ("framework", _("Show and write summaries for each theme and person or site.")),
        "picture": ("pictures", _("Draw a heat map, bars, a timeline and more, here or as SVG or PNG.")),
        "joint": ("evidence", _("Show themes by group and wave beside people's ways and numbers.")),
        "inclusion": ("evidence", _("Show who was included, beside who was interviewed.")),
        "coverage": ("evidence", _("Show where evidence is thin, against, absent or old.")),
        "quotes": ("lists", _("List quotations of a code, or of all that answers a query.")),
        "queries": ("queries", _("List the saved queries, save one, take one out.")),
        "find": ("finding", _("Find words in all documents, and code what is found.")),
        "words": ("lexical", _("Count words, and show where each is said more than elsewhere.")),
        "collocates": ("lexical", _("Show what stands near a word.")),
        "export": ("export", _("Write tables, or the whole study as a project, for other programs.")),
        "corpus": ("corpus", _("Write what people say as a corpus for IRaMuTeQ or TXM.")),
        "appendix": ("appendix", _("Write the report appendix.")),
        "outline": ("outline", _("Show the parts of the appendix: ready, thin, stale or missing.")),
        "disclose": ("disclosing", _("Show what in an appendix would give people away.")),
        "balance": ("balance", _("Show whose words the appendix would quote, and how evenly.")),
        "verify": ("verify", _("Read an appendix back, and say what of it still holds in the study.")),
        "digest": ("digest", _("Write the periodic report: what came in, was coded and changed since a date.")),
        "tag": ("tagging", _("Put a code on a passage, or on many.")),
        "untag": ("coding", _("Take a coding off, or several.")),
        "recode": ("coding", _("Give a coding another code, or several.")),
        "move": ("coding", _("Give a coding other bounds.")),
        "key": ("coding", _("Mark a coding as a key quotation.")),
        "counter": ("coding", _("Mark a coding as a counter-example.")),
        "consent": ("disclosing", _("Record whether passages may be quoted.")),
        "excerpt": ("renderings", _("Say how a quotation is shortened.")),
        "translate": ("renderings", _("Write a translation of a quotation.")),
        "memo": ("memos", _("Write or read memos.")),
        "memos": ("memos", _("List memos, narrow them, add, edit, answer or remove one.")),
        "logbook": ("memos", _("Show a site's logbook and timeline, or write an entry.")),
        "bookmarks": ("bookmarks", _("List bookmarks, put one on, or take one away.")),
        "done": ("coding", _("Mark a document as coded.")),
        "undo": ("coding", _("Take back your last act.")),
        "redo": ("coding", _("Do again what you took back.")),
        "codebook": ("codebook", _("Add a code to the codebook, or rename one.")),
        "log": ("showing", _("Show the history of the study.")),
        "check": ("studies", _("Check a study and its files.")),
        "backup": ("studies", _("Write a copy of the database.")),
        "settings": ("settings", _("Show the settings of this machine, or change one.")),
        "completion": ("studies", _("Print the shell's completion script.")),
    }


class Commands(click.Group):
    """A group that imports a command's module only when that command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work."""
        return list(_commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in _commands():
            return None
        module = import_module(f"qualcode.cli.{_commands()[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """`qualcode my-study` means `qualcode open my-study`; names of commands win over folders."""
        name = args[0]
        if name in _commands():
            return super().resolve_command(ctx, args)
        if is_study_folder(name):
            return "open", self.get_command(ctx, "open"), args
        if ctx.resilient_parsing:
            return None, None, args
        raise click.UsageError(_no_such(name), ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands, the studies that can be opened, and the options."""
        names = [CompletionItem(name, help=text) for name, (_module, text) in _commands().items()]
        own = [item for item in names if item.value.startswith(incomplete)]
        return [*own, *studies(ctx, None, incomplete), *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a reader who has seen enough (`| head`) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, text) for name, (_module, text) in _commands().items()])


def _no_such(name: str) -> str:
    from difflib import get_close_matches

    if os.path.isdir(name):  # noqa: PTH112  # pathlib is not loaded for this alone
        return _("{name} is a folder, but holds no study (study.yaml is missing).").format(name=name)
    near = get_close_matches(name, _commands(), n=1)
    hint = _("Did you mean {near}?").format(near=near[0]) if near else _("`qualcode --help` lists the commands.")
    return _("There is no command or study {name}.").format(name=name) + " " + hint


@click.group(
    cls=Commands,
    subcommand_metavar=_("COMMAND [ARGUMENTS]"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_("Code interview transcripts, compare themes across sites, write the report's appendix."),
    epilog=_(
        "Example: qualcode demo. A command that names no study uses the one it stands in. "
        "Exit status: 0 done, 1 something given was refused, 2 typed wrongly, 3 the study cannot be opened or written, "
        "4 the disk refuses, 70 a fault of the program, 130 stopped."
    ),
)
@click.version_option(package_name="qualcode", message="qualcode %(version)s", help=_("Print the version."))
def cli() -> None:
    """Nothing is done before a command is chosen."""


@click_in_our_language()
def main(args: list[str] | None = None, problems: Sequence[str] = ()) -> None:
    """Run a command and leave with its status; a researcher never sees a traceback. `problems` are the settings'."""
    _say_what_can_be_said()
    for problem in problems:
        _complain(_("Settings: {problem}").format(problem=problem))
    try:
        status = cli.main(args=args, prog_name="qualcode", standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        status = error.exit_code
    except CancelledError as error:
        _complain(str(error))
        status = error.exit_code
    except QualcodeError as error:
        _complain(_("Error: {message}").format(message=error))
        status = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        _complain(_("Stopped."))
        status = CancelledError.exit_code
    except OverflowError:
        _complain(_("Error: {message}").format(message=_("A number is too large.")))
        status = click.UsageError.exit_code
    except OSError as error:
        _complain(_("Error: {message}").format(message=_of_the_system(error)))
        status = DiskError.exit_code
    except Exception as error:  # the last resort: one sentence instead of a traceback
        _complain(_fault(error))
        status = FAULT
    sys.exit(status if isinstance(status, int) else 0)


def _say_what_can_be_said() -> None:
    """Where a terminal cannot show a letter, a question mark stands for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(text: str) -> None:
    click.echo(safe_block(text), err=True)


def _show(error: click.ClickException) -> None:
    """How the command is to be typed, and what was wrong; what was typed may hold anything."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _complain(error.format_message())
        return
    if isinstance(error, click.UsageError) and error.ctx is not None:
        _complain(error.ctx.get_usage())
        _complain(_("`{command} --help` says more.").format(command=error.ctx.command_path))
    _complain(_("Error: {message}").format(message=error.format_message()))


def _of_the_system(error: OSError) -> str:
    why = reason(error)
    return f"{error.filename}: {why}." if error.filename else f"{why}."


def _fault(error: Exception) -> str:
    """Where a fault arose, without any value that the study holds."""
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{place.tb_frame.f_globals.get('__name__')}:{place.tb_lineno}" if place else ""
    return _("Error: a fault of qualcode itself ({kind} at {place}); the study is as it was before.").format(
        kind=type(error).__name__, place=where
    )
