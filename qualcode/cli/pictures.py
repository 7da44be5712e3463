"""Pictures on the command line: drawn in the terminal, or written as SVG or PNG, with the same in words."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import click
from click.core import ParameterSource

from qualcode.cli.completing import names_of
from qualcode.cli.options import by_option, code_id, counting_options
from qualcode.cli.output import print_json, print_text, say
from qualcode.cli.studied import StudyCommand, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, language

if TYPE_CHECKING:
    from qualcode.pictures.terminal import Line, Piece
    from qualcode.study import Study

ENDINGS = (".svg", ".png")
NARROWEST, WIDEST = 60, 160
"""Columns that a picture is drawn for at least and at most."""


class Picture(Protocol):
    """What every picture can do."""

    @property
    def title(self) -> str:
        """Its name."""

    def description(self) -> str:
        """What it shows, in words."""

    def lines(self, width: int) -> list[Line]:
        """Its rows in a terminal."""

    def svg(self) -> str:
        """The picture for a report."""


@click.command(
    "picture",
    cls=StudyCommand,
    help=_(
        "Draw a picture in the terminal, or write it as SVG or PNG: heatmap (themes by groups), bars (each theme, or "
        "with --theme each group), timeline (material by site), portrait (one document), saturation, network (codes "
        "that come together)."
    ),
    epilog=_("Example: qualcode picture my-study heatmap --by region -o heatmap.svg"),
)
@click.argument(
    "kind",
    metavar="heatmap|bars|timeline|portrait|saturation|network",
    type=click.Choice(["heatmap", "bars", "timeline", "portrait", "saturation", "network"]),
)
@by_option(_("The groups of heatmap and bars."), "site")
@click.option(
    "--measure",
    type=click.Choice(["participants", "segments", "per_1000"]),
    default="participants",
    show_default=True,
    help=_("What heatmap and bars show."),
)
@click.option(
    "--theme", metavar=_("CODE"), shell_complete=names_of("code"), help=_("One theme: it and what stands under it.")
)
@click.option(
    "--document", metavar=_("DOCUMENT"), shell_complete=names_of("document"), help=_("The document of a portrait.")
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar=_("FILE"),
    help=_("Write it to this file, .svg or .png."),
)
@click.option(
    "--width",
    type=click.IntRange(100, 10_000),
    default=1600,
    show_default=True,
    metavar=_("PIXELS"),
    help=_("How wide a PNG is."),
)
@counting_options
@with_study
def picture_command(study: Study, kind: str, output: Path | None, width: int, as_json: bool, **asked: Any) -> None:
    """Draw a picture."""
    from qualcode.pictures.data import picture_data

    _check_ending(output)
    _check_options(kind, bool(asked["theme"]))
    asked["theme"] = code_id(study, asked["theme"]) if asked["theme"] else None
    picture = _DRAWN[kind](study, asked)
    if output is not None:
        _write(picture, output, width)
    if as_json:
        named = {"picture": kind, "title": picture.title, "description": picture.description()}
        print_json(named | {"file": str(output) if output else None, "data": picture_data(picture)})
    elif output is not None:
        say(picture.description())
        say(_("{file} is written.").format(file=output))
    else:
        _draw(picture)


def _check_ending(output: Path | None) -> None:
    if output is not None and output.suffix.lower() not in ENDINGS:
        raise InputError(
            _("{file}: no picture can be written with the ending {ending}.").format(
                file=output, ending=output.suffix or "–"
            ),
            _("Known endings: {known}.").format(known=" ".join(ENDINGS)),
        )


_MEANT = {
    "heatmap": {"by", "measure", "theme", "where", "coder"},
    "bars": {"by", "measure", "theme", "where", "coder"},
    "timeline": set(),
    "portrait": {"document", "theme", "coder"},
    "saturation": {"where", "coder"},
    "network": {"theme", "where", "coder"},
}
"""The options that mean something to each kind."""


def _check_options(kind: str, one_theme: bool) -> None:
    """Refuse an option that would change nothing."""
    context = click.get_current_context()
    typed = ParameterSource.COMMANDLINE
    known = {name for names in _MEANT.values() for name in names}
    given = {name for name in known if context.get_parameter_source(name) is typed}
    if kind == "bars" and not one_theme and "by" in given:
        raise click.UsageError(_("Bars of every theme are of everybody; --by goes with --theme."))
    if strange := sorted(given - _MEANT[kind]):
        raise click.UsageError(_("{kind} knows no --{option}.").format(kind=kind, option=strange[0]))


def _write(picture: Picture, output: Path, width: int) -> None:
    from qualcode.files import replace_file

    drawing = picture.svg()
    if output.suffix.lower() == ".svg":
        replace_file(output, drawing.encode())
        return
    from qualcode.report.raster import png

    replace_file(output, png(drawing, width))


# ---------------------------------------------------------------------- which picture


def _table(study: Study, asked: dict[str, Any]) -> Any:
    return study.themes(asked["by"], coder=asked["coder"], where=asked["where"])


def _heatmap(study: Study, asked: dict[str, Any]) -> Picture:
    from qualcode.pictures.studied import heat_map_of

    return heat_map_of(study, _table(study, asked), language(), asked["measure"], asked["theme"])


def _bars(study: Study, asked: dict[str, Any]) -> Picture:
    from qualcode.pictures.studied import bars_of

    by = asked["by"] if asked["theme"] else ()
    return bars_of(study, _table(study, asked | {"by": by}), language(), asked["measure"], asked["theme"])


def _timeline(study: Study, asked: dict[str, Any]) -> Picture:
    from qualcode.pictures.studied import timeline_of

    return timeline_of(study, language())


def _portrait(study: Study, asked: dict[str, Any]) -> Picture:
    from qualcode.pictures.studied import portrait_of

    if not asked["document"]:
        raise InputError(
            _("A portrait is of one document."), _("Name it with --document; `qualcode documents` lists them.")
        )
    return portrait_of(study, asked["document"], language(), asked["coder"], asked["theme"])


def _saturation(study: Study, asked: dict[str, Any]) -> Picture:
    from qualcode.pictures.studied import curve_of
    from qualcode.tables.saturating import code_saturation

    return curve_of(code_saturation(study, where=asked["where"], coder=asked["coder"]), language())


def _network(study: Study, asked: dict[str, Any]) -> Picture:
    from qualcode.pictures.studied import network_of
    from qualcode.tables.cooccurring import cooccurrences

    table = cooccurrences(study, where=asked["where"], level="code", coder=asked["coder"])
    return network_of(study, table, language(), asked["theme"])


_DRAWN: dict[str, Callable[[Study, dict[str, Any]], Picture]] = {
    "heatmap": _heatmap,
    "bars": _bars,
    "timeline": _timeline,
    "portrait": _portrait,
    "saturation": _saturation,
    "network": _network,
}


# ---------------------------------------------------------------------- in the terminal


def _draw(picture: Picture) -> None:
    from qualcode.pictures.terminal import plain

    columns = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((100, 24)).columns))
    rows = picture.lines(columns)
    if sys.stdout.isatty() and "NO_COLOR" not in os.environ:
        for row in rows:
            click.echo("".join(map(_styled, row)))
    else:
        print_text("\n".join(plain(rows)))
    print_text("\n" + picture.description())


def _styled(piece: Piece) -> str:
    from qualcode.safetext import safe_line

    ink = _rgb(_hues().get(piece.ink, piece.ink))
    return click.style(
        safe_line(piece.text), fg=ink, bg=_rgb(piece.ground), bold=piece.bold or None, dim=piece.dim or None
    )


def _hues() -> dict[str, str]:
    """The hues for the terminal's ground, which is dark unless it says otherwise; white is its own ink."""
    from qualcode.looks import DARK, LIGHT

    light = os.environ.get("COLORFGBG", "").endswith((";7", ";15"))
    return {**(LIGHT if light else DARK), "white": LIGHT["white"] if light else ""}


def _rgb(colour: str) -> tuple[int, int, int] | None:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)) if colour else None
