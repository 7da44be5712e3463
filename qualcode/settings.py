"""Settings of whoever works on this machine: one commented YAML file of theirs in the user's configuration folder.

What holds is, in this order: an option of the command, a variable of the environment, the file, the default.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _, language, prefer, reason

if TYPE_CHECKING:
    from qualcode.settingsfile import Settings

FILE = "settings.yaml"
VARIABLES = {"language": "QUALCODE_LANG", "coder": "QUALCODE_CODER"}
"""The variables of the environment that win over the file."""


class Held(NamedTuple):
    """What holds for a setting, and where it comes from: `default`, `file`, `environment` or `option`."""

    name: str
    value: str
    source: str


# ---------------------------------------------------------------------- the file


def place() -> Path:
    """Where the file lies: where QUALCODE_SETTINGS says, else in the user's configuration folder."""
    if named := os.environ.get("QUALCODE_SETTINGS", "").strip():
        return Path(named)
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:  # as platformdirs has it, which loads for long
        return Path(os.environ.get("XDG_CONFIG_HOME", "").strip() or Path.home() / ".config", "qualcode", FILE)
    import platformdirs

    return Path(platformdirs.user_config_path("qualcode", appauthor=False), FILE)


def stored() -> Settings:
    """What the file says; what keeps it from being read is a problem like any other."""
    from qualcode.settingsfile import Settings, read

    try:
        text = _text(place())
    except QualcodeError as error:
        return Settings(problems=(str(error),))
    return read(text, str(place())) if _says_something(text) else Settings()


def begin() -> tuple[str, ...]:
    """Speak the language of the file where the environment names none; answers what is wrong in the file."""
    if not _is_there():
        return ()
    found = stored()
    if found.language and not winning("language"):
        prefer(found.language)
        found = stored() if found.problems else found
    return found.problems


def save(name: str, value: str | None) -> None:
    """Write a setting into the file, or take it out (None); only its line changes. The file is made where it lacks.

    Raises `InputError` for what cannot be set, `YamlError` where the file is broken, `DiskError` from the disk.
    """
    from qualcode.files import replace_file
    from qualcode.settingsfile import changed, new_text, without
    from qualcode.yamls.text import decode

    file = place()
    text = decode(file.read_bytes(), str(file)) if file.is_file() else new_text()
    edited = without(text, str(file), name) if value is None else changed(text, str(file), name, value)
    if edited != text or not file.is_file():
        _make_folder(file)
        replace_file(file, edited.encode())


def make() -> None:
    """Make the file, with nothing set, where there is none."""
    from qualcode.files import replace_file
    from qualcode.settingsfile import new_text

    if not place().is_file():
        _make_folder(place())
        replace_file(place(), new_text().encode())


def _make_folder(file: Path) -> None:
    with suppress(OSError):  # what keeps the folder from being made is said of the file
        file.parent.mkdir(parents=True, exist_ok=True)


def _is_there() -> bool:
    """Whether there is a file; where nobody may look, there is none."""
    return os.path.exists(place())  # noqa: PTH110  # Path.exists raises where the folder may not be entered


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        from qualcode.settingsfile import not_held

        why = reason(error)
        raise InputError(_("{file}: cannot be read ({why}).").format(file=file, why=why), not_held()) from error
    try:
        return data.decode()
    except UnicodeDecodeError:
        from qualcode.yamls.text import decode

        return decode(data, str(file))


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))


# ---------------------------------------------------------------------- what holds


def coder(settings: Settings | None = None) -> str:
    """Who codes where nobody is named: as QUALCODE_CODER says, else the file, else the login name."""
    if winning("coder"):
        return os.environ[VARIABLES["coder"]].strip()
    if settings is None and not _is_there():
        return _login_name()
    return (settings or stored()).coder or _login_name()


def held(settings: Settings, options: Mapping[str, str]) -> list[Held]:
    """Every setting with what holds and where it comes from; `options` are those that a command was given."""
    from qualcode.settingsfile import KEYS, PRESET, SCALARS

    default = {"language": language(), "coder": coder(settings)}
    names = (*SCALARS, PRESET, *(f"{KEYS}.{own.action}" for own in settings.keys))
    return [_held(settings, name, options.get(name, ""), default.get(name, "")) for name in names]


def winning(name: str) -> str:
    """The variable of the environment that wins over the file; empty where none is set."""
    variable = VARIABLES.get(name, "")
    return variable if os.environ.get(variable, "").strip() else ""


def _held(settings: Settings, name: str, option: str, otherwise: str) -> Held:
    if option:
        return Held(name, option, "option")
    if winning(name):
        return Held(name, otherwise, "environment")
    if name in settings.named:
        return Held(name, settings.value(name), "file")
    return Held(name, otherwise or settings.value(name), "default")


def _login_name() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "coder"
