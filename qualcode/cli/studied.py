"""Which study a command works on: the one its first argument names, else the one the shell stands in."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from qualcode.errors import StudyError
from qualcode.i18n import _

_FOUND = "qualcode.study"


class StudyCommand(click.Command):
    """A command whose first argument may be a study; the rest of its arguments are its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the study out of the arguments before the others are read."""
        given = self._positional(ctx, args)
        own = sum(isinstance(param, click.Argument) for param in self.params)
        many = any(param.nargs == -1 for param in self.params)
        if given and is_study_folder(given[0]):
            ctx.meta[_FOUND] = given[0]
            args = _without(args, given[0])
        elif given and not many and len(given) > own:
            raise StudyError(*_not_a_study(given[0]))
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """`[STUDY]` stands before a command's own arguments."""
        options, *arguments = super().collect_usage_pieces(ctx) or [""]
        return [options, "[STUDY]", *arguments]

    def _positional(self, ctx: click.Context, args: list[str]) -> tuple[str, ...]:
        """The arguments that belong to no option."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        rest = click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)
        values, _left, _order = (
            click.Command(self.name, params=[*options, rest]).make_parser(ctx).parse_args(list(args))
        )
        return tuple(values.get("rest") or ())


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
    if named := ctx.meta.get(_FOUND):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_study_folder(folder):
            return folder
    raise StudyError(
        _("No study was named, and {folder} is not in one.").format(folder=here),
        _("Write the study's folder first, or make one with `qualcode init my-study`."),
    )


def is_study_folder(folder: str | Path) -> bool:
    """Whether a folder holds a study, asked without loading the study."""
    return os.path.isfile(os.path.join(folder, "study.yaml"))  # noqa: PTH113, PTH118  # asked at every start


def _without(args: list[str], word: str) -> list[str]:
    place = args.index(word)
    return [*args[:place], *args[place + 1 :]]


def _not_a_study(name: str) -> tuple[str, str]:
    return (
        _("{folder}: there is no study here (study.yaml is missing).").format(folder=name),
        _("`qualcode init {folder}` makes one.").format(folder=name),
    )
