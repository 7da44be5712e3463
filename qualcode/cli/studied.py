"""Which study a command works on: the one its first argument names, else the one the shell stands in."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from glob import escape, glob
from pathlib import Path
from shlex import quote
from typing import Any

import click
from click.shell_completion import CompletionItem

from qualcode.errors import StudyError
from qualcode.i18n import _

_NAMED = "qualcode.study"
_FIRST = "qualcode.first argument"
_WHOLE = 1_000
"""More letters than a sentence of a command's help has."""


class StudyCommand(click.Command):
    """A command whose first argument may be a study; the rest of its arguments are its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the study out of the arguments before the others are read."""
        return super().parse_args(ctx, self._without_study(ctx, args))

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The study stands before a command's own arguments."""
        options, *arguments = super().collect_usage_pieces(ctx) or [""]
        return [options, "[" + _("STUDY") + "]", *arguments]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The options, and the studies where none is named yet."""
        return [*super().shell_complete(ctx, incomplete), *studies(ctx, None, incomplete)]

    def _without_study(self, ctx: click.Context, args: list[str]) -> list[str]:
        given = self._positional(ctx, args)
        if not given:
            return args
        ctx.meta[_FIRST] = given[0]
        if is_study_folder(given[0]):
            ctx.meta[_NAMED] = given[0]
            shorter = (args[:place] + args[place + 1 :] for place, word in enumerate(args) if word == given[0])
            return next(rest for rest in shorter if self._positional(ctx, rest) == given[1:])
        own = [param for param in self.params if isinstance(param, click.Argument)]
        if len(given) > len(own) and all(param.nargs == 1 for param in own) and not ctx.resilient_parsing:
            raise _no_study(given[0])
        return args

    def _positional(self, ctx: click.Context, args: list[str]) -> tuple[str, ...]:
        """The arguments that belong to no option."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rest = click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)
        parser = click.Command(self.name, params=[*options, rest]).make_parser(ctx)
        unfinished = ctx.resilient_parsing and args[-1:] and args[-1].startswith("-")  # its value is being completed
        words = parser.parse_args(args[:-1] if unfinished else list(args))[0].get("rest")
        return words if isinstance(words, tuple) else ()  # a mark of click's own where there is none


class Verbs(click.Group):
    """Verbs of one noun."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs, each with its first sentence whole."""
        with formatter.section(_("Commands")):
            verbs = ((name, self.commands[name]) for name in self.list_commands(ctx))
            formatter.write_dl([(name, verb.get_short_help_str(_WHOLE)) for name, verb in verbs if not verb.hidden])


class ShowGroup(Verbs):
    """Verbs of one noun, and `show` where none is named: `qualcode framework my-study --by site`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the verb in that was left out."""
        known = args and (args[0] in self.commands or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if known or ctx.resilient_parsing else ["show", *args])


def with_study(function: Callable[..., None]) -> Callable[..., None]:
    """Open the study a command was given, hand it over, and close it whatever happens."""

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        from qualcode.study import Study

        with Study.open(study_folder(click.get_current_context())) as study:
            function(study, *args, **kwargs)

    return wrapper


def study_folder(ctx: click.Context) -> Path:
    """The folder of the study meant: named, or the one the shell stands in."""
    if named := ctx.meta.get(_NAMED):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_study_folder(folder):
            return folder
    hint = _("Write the study's folder first, or make one with `qualcode init my-study`.")
    if first := ctx.meta.get(_FIRST):
        raise StudyError(_("{name} is no study, and {folder} is not in one.").format(name=first, folder=here), hint)
    raise StudyError(_("No study was named, and {folder} is not in one.").format(folder=here), hint)


def name_study(ctx: click.Context, _param: click.Parameter, folder: str | None) -> None:
    """Take the study from an option, for a command whose first argument is a file."""
    if folder is not None:
        ctx.meta[_NAMED] = folder


def as_typed() -> str:
    """The study as it was named, for a command that is to be pasted; nothing where the shell stands in it."""
    named = click.get_current_context().meta.get(_NAMED)
    return f"{quote(named)} " if named else ""


def studies(ctx: click.Context, _param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """The studies a shell can complete a first argument with; none once a study is named."""
    if _NAMED in ctx.meta:
        return []
    files = glob(f"{escape(incomplete)}*/study.yaml")  # noqa: PTH207  # absolute and relative alike
    return [CompletionItem(os.path.dirname(file)) for file in sorted(files)]  # noqa: PTH120


def is_study_folder(folder: str | Path) -> bool:
    """Whether a folder holds a study, be it one whose study.yaml was lost; asked without loading the study."""
    files = (os.path.join(folder, name) for name in ("study.yaml", "study.db"))  # noqa: PTH118  # asked at every start
    return any(map(os.path.isfile, files))


def _no_study(name: str) -> StudyError:
    return StudyError(
        _("{folder}: there is no study here (study.yaml is missing).").format(folder=name),
        _("`qualcode init {folder}` makes one.").format(folder=name),
    )
