"""Commands on the settings of this machine: what holds and why, change one, the names of the keys."""

from __future__ import annotations

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem

from qualcode import settings as kept
from qualcode.cli.options import coder_option
from qualcode.cli.output import json_option, print_json, print_table, print_text, say
from qualcode.cli.studied import ShowGroup
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import alike, way_out
from qualcode.settingsfile import KEYS, PRESET, SCALARS, OwnKeys, Settings


@click.group(
    "settings",
    cls=ShowGroup,
    help=_(
        "Show the settings of this machine with the file they are in and where each comes from, or change one. "
        "An option of a command wins over QUALCODE_LANG and QUALCODE_CODER, these over the file."
    ),
    epilog=_("Example: qualcode settings set unit turn"),
)
def settings_command() -> None:
    """Settings: show, set, unset, keys."""


@settings_command.command(
    "show",
    help=_("Show every setting and where it comes from; this is what `qualcode settings` does."),
    epilog=_("Example: qualcode settings show --json"),
)
@coder_option
@json_option
def show(coder: str, as_json: bool) -> None:
    """What holds."""
    stored = kept.stored()
    problems = (*stored.problems, *_problems(stored))
    found = kept.held(stored, {"coder": coder.strip()})
    if as_json:
        told = {each.name: {"value": each.value, "from": each.source} for each in found}
        print_json({"file": str(kept.place()), "settings": told, "problems": problems})
        return
    print_text(str(kept.place()))
    sources = {"default": _("default"), "file": _("file"), "environment": _("environment"), "option": _("option")}
    print_table((_("setting"), _("value"), _("from")), [(one.name, one.value, sources[one.source]) for one in found])
    _say(_problems(stored))  # the others were said at the start


@settings_command.command(
    "set",
    help=_(
        "Change a setting in the file: language, coder, theme, unit, auto_advance, keymap.preset, or keys of your own "
        "as keymap.keys.NAME. Only its line changes."
    ),
    epilog=_('Example: qualcode settings set keymap.keys.next_unit "down n"'),
)
@click.argument("name", metavar=_("NAME"), shell_complete=lambda *_given: _completed())
@click.argument("value", metavar=_("VALUE"))
def set_(name: str, value: str) -> None:
    """Another value."""
    name = _known(name)
    _refuse(name, value)
    kept.save(name, value.strip())
    say(_("{name} is {value} now.").format(name=name, value=kept.stored().value(name)))
    _say_who_wins(name)


@settings_command.command(
    "unset",
    help=_("Take a setting out of the file, so that the default holds again."),
    epilog=_("Example: qualcode settings unset unit"),
)
@click.argument("name", metavar=_("NAME"), shell_complete=lambda *_given: _completed())
def unset(name: str) -> None:
    """The default again."""
    name = _known(name, gone=True)
    kept.save(name, None)
    now = next((one.value for one in kept.held(kept.stored(), {}) if one.name == name), "")
    say(_("{name} is {value} now.").format(name=name, value=now or _("default")))


@settings_command.command(
    "keys",
    help=_("List what keys do, with the name of each act for keymap.keys, as they are now."),
    epilog=_("Example: qualcode settings keys"),
)
@json_option
def keys(as_json: bool) -> None:
    """The names of the acts."""
    from qualcode.tui import keymaps

    stored = kept.stored()
    made = keymaps.made(stored.preset, stored.keys)
    found = list(keymaps.with_keymap(keymaps.actions().values(), made.keymap))
    if as_json:
        print_json([{"name": key.id, "keys": key.keys, "about": key.about} for key in found])
    else:
        print_table((_("name"), _("keys"), _("what they do")), [(key.id, key.shown, key.about) for key in found])
    _say(made.problems)


def _say(problems: Iterable[str]) -> None:
    for problem in problems:
        say(_("Settings: {problem}").format(problem=problem))


def _problems(stored: Settings) -> tuple[str, ...]:
    """What is wrong with the keys and the look, which only the screen knows."""
    if not stored.keys and "theme" not in stored.named:
        return ()
    from qualcode.tui import keymaps
    from qualcode.tui.themes import theme_problem

    wrong = theme_problem(stored.theme) if "theme" in stored.named else ""
    return (*keymaps.made(stored.preset, stored.keys).problems, *filter(None, (wrong,)))


def _known(name: str, *, gone: bool = False) -> str:
    """A setting's name as it is kept; `keymap` is its preset. What is taken out may name no action any more."""
    name = {"keymap": PRESET}.get(name, name.replace("-", "_"))
    known = (*SCALARS, PRESET)
    if name in known or (name.startswith(f"{KEYS}.") and (gone or name.count(".") == 2)):
        return name
    shown = (*known, f"{KEYS}.{_('NAME')}")
    every = _("Choose among: {names}.").format(names=", ".join(shown))
    near = alike(name, known, 1)
    raise InputError(_("No setting is called {name}.").format(name=name), way_out(near[0]) if near else every)


def _refuse(name: str, value: str) -> None:
    """Raise what is wrong with a value, before anything is written."""
    if name == "theme":
        from qualcode.tui.themes import theme_problem

        if wrong := theme_problem(value):
            raise InputError(wrong)
    if name.startswith(f"{KEYS}."):
        from qualcode.tui import keymaps

        stored, action = kept.stored(), name.removeprefix(f"{KEYS}.")
        others = [own for own in stored.keys if own.action != action]
        own = OwnKeys(action, tuple(value.split()), name)
        if problems := keymaps.made(stored.preset, [*others, own]).problems[:-1]:
            raise InputError(problems[0])


def _say_who_wins(name: str) -> None:
    if variable := kept.winning(name):
        say(_("{variable} in the environment wins over it.").format(variable=variable))


def _completed() -> list[CompletionItem]:
    from qualcode.tui import keymaps

    names = (*SCALARS, PRESET, *(f"{KEYS}.{action}" for action in keymaps.actions()))
    return [CompletionItem(name) for name in names]
