"""The two looks of our own, and the styles of the transcript for any theme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from qualcode.i18n import _
from qualcode.looks import DARK, LIGHT
from qualcode.names import near_hint


def _bars(ground: str, bar: str, active: str) -> dict[str, str]:
    """Scrollbars that stay out of the way."""
    parts = ("background", "background-hover", "background-active", "corner-color")
    grounds = [f"scrollbar-{part}" for part in parts]
    return dict.fromkeys(grounds, ground) | {"scrollbar": bar, "scrollbar-hover": active, "scrollbar-active": active}


NIGHT = Theme(
    name="qualcode-dark",
    primary="#7fa8d1",
    secondary="#a99bc9",
    accent="#d8a657",
    warning="#d8a657",
    error="#e07a6e",
    success="#7fae8a",
    foreground="#d8d5cd",
    background="#14161a",
    surface="#191c21",
    panel="#22262d",
    dark=True,
    variables={"selection": "#2c4360", "edge": "#4f79ad", "hit": "#d8a657", **_bars("#191c21", "#343b46", "#4f79ad")},
)
DAY = Theme(
    name="qualcode-light",
    primary="#2f5f8f",
    secondary="#6a5590",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#a83228",
    success="#2f6b45",
    foreground="#26272b",
    background="#faf8f3",
    surface="#f3f0e8",
    panel="#e8e4d9",
    dark=False,
    variables={"selection": "#cfe0f2", "edge": "#92b8e0", "hit": "#8a5a00", **_bars("#f3f0e8", "#cfc9ba", "#92b8e0")},
)


def theme_names() -> list[str]:
    """The looks there are: our own first, then Textual's."""
    return [NIGHT.name, DAY.name, *BUILTIN_THEMES]


def theme_problem(name: str) -> str:
    """Why a look cannot be had, and the way out; empty where it can."""
    if name in theme_names():
        return ""
    hint = near_hint(name, theme_names(), _("Choose among: {names}.").format(names=", ".join(theme_names())))
    return _("There is no look called {name}.").format(name=name) + " " + hint


@dataclass(frozen=True, slots=True)
class Paint:
    """The styles a row of the transcript is made of: all carry their background, none is blended later."""

    text: Style
    dim: Style
    margin: Style
    selected: Style
    edge: Style
    hit: Style
    hit_here: Style
    hues: Mapping[str, Style]


def paint_for(theme: Theme) -> Paint:
    """The styles for a theme, ours or another; what another does not name is mixed from its colours."""
    ground = Color.parse(theme.background or ("#121212" if theme.dark else "#ffffff"))
    ink = Color.parse(theme.foreground or ("#e0e0e0" if theme.dark else "#202020"))
    primary = Color.parse(theme.primary)
    variables = theme.variables
    selection = Color.parse(variables.get("selection", ground.blend(primary, 0.30).hex))
    edge = Color.parse(variables.get("edge", ground.blend(primary, 0.60).hex))
    hit = Color.parse(variables.get("hit", theme.warning or theme.primary))
    hues = DARK if theme.dark else LIGHT
    return Paint(
        text=_style(ink, ground),
        dim=_style(ground.blend(ink, 0.70), ground),
        margin=_style(ground.blend(ink, 0.60), ground),
        selected=Style(bgcolor=selection.rich_color),
        edge=Style(bgcolor=edge.rich_color, bold=True),
        hit=Style(color=hit.rich_color, bgcolor=ground.rich_color, bold=True, reverse=True),
        hit_here=Style(color=ink.rich_color, bgcolor=ground.rich_color, bold=True, reverse=True),
        hues={name: _style(Color.parse(colour), ground) for name, colour in hues.items()},
    )


def _style(ink: Color, ground: Color) -> Style:
    return Style(color=ink.rich_color, bgcolor=ground.rich_color)
