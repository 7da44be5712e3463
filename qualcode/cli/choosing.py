"""The options that choose quotations for a report, as they are said to go before what study.yaml says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from qualcode.i18n import _
from qualcode.reportfile import MOST_CONTEXT, Said

F = TypeVar("F", bound=Callable[..., Any])

_BOUNDS = (
    ("--per-participant", _("At most so many quotations of a person under a theme; 0: no bound.")),
    ("--per-theme", _("At most so many quotations under a theme; 0: no bound.")),
    ("--longest", _("Quotations of at most so many words, as they are shown; 0: no bound.")),
)
_MARKS = (
    ("--each-site/--any-site", _("With those bounds, one at least of each site where the theme was said.")),
    ("--key-first/--in-order", _("With those bounds, key quotations before others.")),
)
_NAMES = ("per_participant", "per_theme", "longest", "each_site", "key_first", "turns")


def quotation_options(function: F) -> F:
    """The options that choose quotations; `quotations_said` takes their values out."""
    context = click.option(
        "--context", "turns", type=click.IntRange(0, MOST_CONTEXT), metavar=_("TURNS"),
        help=_("So many turns before and after each quotation, set apart as context."),
    )  # fmt: skip
    function = context(function)
    for names, text in reversed(_MARKS):
        function = click.option(names, default=None, help=text)(function)
    for name, text in reversed(_BOUNDS):
        function = click.option(name, type=click.IntRange(min=0), metavar=_("NUMBER"), help=text)(function)
    return function


def quotations_said(values: Mapping[str, Any]) -> Said:
    """What was said on the command line, under the names that study.yaml uses."""
    said = {name: values[name] for name in _NAMES if values.get(name) is not None}
    return {"context" if name == "turns" else name: value for name, value in said.items()}
