"""What a shell completes an argument or an option with: the names in a study, read without changing anything in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from qualcode.cli.studied import studies, study_folder
from qualcode.errors import QualcodeError
from qualcode.safetext import safe_line

if TYPE_CHECKING:
    from qualcode.study import Study

Completion = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def names_of(noun: str) -> Completion:
    """Completion with what `store.named` lists under the noun; in the place of a first argument also the studies."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        first = studies(ctx, param, incomplete) if isinstance(param, click.Argument) else []
        return [*first, *(CompletionItem(name) for name in _known(ctx, noun) if name.startswith(incomplete))]

    return complete


def _known(ctx: click.Context, noun: str) -> list[str]:
    from qualcode.store.database.sqlite import connect
    from qualcode.store.reading.named import names
    from qualcode.study import DATABASE

    try:
        connection = connect(study_folder(ctx) / DATABASE)
    except QualcodeError:
        return []
    try:
        return [safe_line(name) for name in names(connection, noun)]
    finally:
        connection.close()


def dimensions(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """What tables can be grouped by, after the last comma."""
    from qualcode.study import Study

    before, comma, last = incomplete.rpartition(",")
    try:
        with Study.open(study_folder(ctx)) as study:
            return [CompletionItem(before + comma + name) for name in study.dimensions() if name.startswith(last)]
    except QualcodeError:
        return []


def conditions(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The beginnings of conditions: what a table can be narrowed to."""
    found = (f"{item.value}=" for item in dimensions(ctx, param, incomplete))
    return [CompletionItem(text) for text in (*found, "text~", "round=") if text.startswith(incomplete)]


def from_study(ctx: click.Context, found: Callable[[Study], list[str]]) -> list[CompletionItem]:
    """What is found in the study that the command names; nothing where it cannot be opened."""
    from qualcode.study import Study

    try:
        with Study.open(study_folder(ctx)) as study:
            return [CompletionItem(safe_line(text)) for text in found(study)]
    except QualcodeError:
        return []


def codebooks(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codebooks that travel with qualcode, and files."""
    from qualcode.shipped import codebook_names

    named = [CompletionItem(name) for name in (*codebook_names(), "none") if name.startswith(incomplete)]
    return [*named, CompletionItem(incomplete, type="file")]
