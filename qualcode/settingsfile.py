"""The text of the settings: what it says, with the place of what is wrong in it, and edits of one line. Pure.

A text with something wrong in it stops nobody: each thing wrong is said with its place, and is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, NamedTuple

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from qualcode.yamls.text import Node, Plain, Text

SCALARS = ("language", "coder", "theme", "unit", "auto_advance")
"""The settings of one word; the keymap has two keys of its own."""
PRESET, KEYS = "keymap.preset", "keymap.keys"
UNITS = ("sentence", "turn")
YES, NO = "yes", "no"
THEME, NO_PRESET = "qualcode-dark", "default"
PRESETS = (NO_PRESET, "azerty", "vim", "left-hand")
_SWITCH = {"yes": YES, "true": YES, "on": YES, "oui": YES, "no": NO, "false": NO, "off": NO, "non": NO}
Unit = Literal["sentence", "turn"]


class OwnKeys(NamedTuple):
    """The keys that someone gave to an action, in words as they wrote them, and the place in the file."""

    action: str
    keys: tuple[str, ...]
    place: str


class Settings(NamedTuple):
    """What the file says; an empty language or coder is one that it does not name. `problems` are sentences."""

    language: str = ""
    coder: str = ""
    theme: str = THEME
    unit: Unit = "sentence"
    auto_advance: bool = False
    preset: str = NO_PRESET
    keys: tuple[OwnKeys, ...] = ()
    named: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()

    def value(self, name: str) -> str:
        """A setting as it is written: `keymap.keys.undo` is `u ctrl+z`; empty where nothing is said."""
        if name.startswith(f"{KEYS}."):
            action = name.removeprefix(f"{KEYS}.")
            return next((" ".join(own.keys) for own in self.keys if own.action == action), "")
        if name == "auto_advance":
            return YES if self.auto_advance else NO
        return str(getattr(self, "preset" if name == PRESET else name))


# ---------------------------------------------------------------------- reading


def not_held() -> str:
    """What becomes of a file that cannot be read."""
    return _("Nothing of it holds; the defaults do.")


def read(text: str, file: str) -> Settings:
    """What a text of settings says; what is wrong in it is told with `file:line:column` and does not hold."""
    from qualcode.yamls.fields import as_map
    from qualcode.yamls.text import load

    try:
        root = load(text, file)
        found = None if root is None else as_map(root, _("the file"))
    except QualcodeError as error:
        return Settings(problems=(str(type(error)(f"{error.message} {not_held()}", error.hint)),))
    return _with_all(Settings(), found.entries if found else (), _with_entry)


def _with_all(
    settings: Settings, entries: Iterable[tuple[Text, Node]], with_one: Callable[[Settings, Text, Node], Settings]
) -> Settings:
    """Each entry that can be meant holds; the others are problems."""
    for key, node in entries:
        try:
            settings = with_one(settings, key, node)
        except QualcodeError as error:
            settings = settings._replace(problems=(*settings.problems, str(error)))
    return settings


def _with_entry(settings: Settings, key: Text, node: Node) -> Settings:
    from qualcode.yamls.fields import as_map, as_text, unknown

    name = key.value
    if name == "keymap" and getattr(node, "missing", False):
        return settings
    if name == "keymap":
        return _with_all(settings, as_map(node, name).entries, _with_keymap)
    if name not in SCALARS:
        message = _("the key {name} is not known here.").format(name=name)
        raise unknown(key.place, message, name, (*SCALARS, "keymap"))
    value = as_text(node, name)
    if not value:
        return settings
    if wrong := refused(name, value):
        raise node.place.error(*wrong)
    return with_value(settings, name, value)


def _with_keymap(settings: Settings, key: Text, node: Node) -> Settings:
    from qualcode.yamls.fields import as_map, as_text, unknown

    if key.value not in ("preset", "keys"):
        message = _("the key {name} is not known here.").format(name=key.value)
        raise unknown(key.place, message, key.value, ("preset", "keys"))
    if getattr(node, "missing", False):
        return settings
    if key.value == "preset":
        name = as_text(node, PRESET)
        if wrong := refused(PRESET, name):
            raise node.place.error(*wrong)
        return with_value(settings, PRESET, name)
    own = tuple(OwnKeys(action.value, _keys(each), str(action.place)) for action, each in as_map(node, KEYS).entries)
    return settings._replace(keys=own, named=settings.named | {f"{KEYS}.{each.action}" for each in own})


def _keys(node: Node) -> tuple[str, ...]:
    """Keys with blanks between them, or as a list."""
    from qualcode.yamls.fields import as_text
    from qualcode.yamls.text import List

    if isinstance(node, List):
        return tuple(as_text(item, KEYS) for item in node.items)
    return tuple(as_text(node, KEYS).split())


def with_value(settings: Settings, name: str, value: str) -> Settings:
    """The settings with a value as someone wrote it, which is one that it can have."""
    known = canonical(name, value)
    held: object = known == YES if name == "auto_advance" else known
    field = "preset" if name == PRESET else name
    return settings._replace(**{field: held, "named": settings.named | {name}})  # type: ignore[arg-type]


def canonical(name: str, value: str) -> str:
    """A value as it is kept: `fr` for `FR`, `yes` for `true`."""
    if name == "auto_advance":
        return _SWITCH.get(value.lower(), value)
    return value.lower() if name in ("language", "unit", PRESET) else value.strip()


def choices(name: str) -> tuple[str, ...]:
    """What a setting can be, where that is one of a few."""
    return {"language": LANGUAGES, "unit": UNITS, "auto_advance": (YES, NO), PRESET: PRESETS}.get(name, ())


def refused(name: str, value: str) -> tuple[str, str] | None:
    """Why a setting cannot have a value, and the way out; None where it can."""
    from qualcode.names import near_hint

    if not value.isprintable():
        return _("{name}: one line of letters is expected.").format(name=name), _("Write it anew.")
    known = choices(name)
    if known and canonical(name, value) not in known:
        hint = near_hint(value, known, _("Choose among: {names}.").format(names=", ".join(known)))
        return _("{name}: {value} is not one of its values.").format(name=name, value=value), hint
    return None


# ---------------------------------------------------------------------- writing


def new_text() -> str:
    """The file as it is made: nothing set yet, each setting told in the user's language with a line to take up."""
    about = {
        "": _("Settings of qualcode on this machine. What stands after # is a comment; take a # away to set a thing.\n"
              "QUALCODE_LANG and QUALCODE_CODER in the environment, and options of a command, win over this file.\n"
              "`qualcode settings` says what holds and where it comes from; F12 changes it on the screen."),
        "language": _("The language of the interface: en or fr."),
        "coder": _("Who codes: the name under which your codings stand."),
        "theme": _("The look of the screen: qualcode-dark, qualcode-light, or another that F12 lists."),
        "unit": _("What the cursor goes by when the screen opens: sentence or turn."),
        "auto_advance": _("Whether putting a pinned code on also moves to the next unit: yes or no."),
        "keymap": _("The keys: a preset (default, azerty, vim or left-hand), and keys of your own by the name of what\n"
                    "they do. `qualcode settings keys` lists the names. As in:\n"
                    "keymap:\n  preset: vim\n  keys:\n    next_unit: down n"),
    }  # fmt: skip
    said = {name: "".join(f"# {line}\n" for line in words.split("\n")) for name, words in about.items()}
    return "\n".join(words + (f"{_sample(name)}\n" if name in SCALARS else "") for name, words in said.items())


def _sample(name: str) -> str:
    """The commented line that stands for a setting nobody made yet."""
    samples = {"language": "en", "coder": "Ana", "theme": THEME, "unit": "sentence", "auto_advance": NO}
    return f"# {name}: {samples[name]}"


def changed(text: str, file: str, name: str, value: str) -> str:
    """The text with a setting given a value; comments, order and all other lines stay."""
    from qualcode.yamls.edit import at, insert_key, is_flow
    from qualcode.yamls.text import Text, load

    if wrong := refused(name, value):
        raise InputError(*wrong)
    value, path = canonical(name, value), tuple(name.split(".", 2))
    root = load(text, file)
    depth = _depth(root, path)
    if root is None or not (depth or is_flow(root)):
        return _with_line(text, file, path, value)
    if depth < len(path):
        return insert_key(text, file, path[:depth], path[depth], _nested(path[depth + 1 :], value))
    node = at(root, path)
    if not isinstance(node, Text):
        raise node.place.error(_("this is written in a way that cannot be changed safely from here."))
    gap = " " if text[node.place.start - 1 : node.place.start] == ":" else ""
    return _checked(text[: node.place.start] + gap + _written(value) + text[node.place.end :], file, path, value)


def without(text: str, file: str, name: str) -> str:
    """The text with a setting taken out; a line of its own becomes the comment that it was."""
    from qualcode.yamls.edit import remove
    from qualcode.yamls.text import Map, load

    path = tuple(name.split(".", 2))
    root = load(text, file)
    if _depth(root, path) < len(path) or not isinstance(root, Map):
        return text
    key = root.key(path[0])
    if len(path) > 1 or root.flow or key.place.column != 1:
        return remove(text, file, path)
    start, end = key.place.start, (text.find("\n", key.place.start) + 1 or len(text) + 1) - 1
    written = text[start:end].rstrip("\r")
    return text[:start] + (f"# {written}" if "#" in written else _sample(name)) + text[start + len(written) :]


def _depth(root: Node | None, path: tuple[str, ...]) -> int:
    """How much of the way to a setting is there."""
    from qualcode.yamls.text import Map

    for depth, key in enumerate(path):
        found = root.get(key) if isinstance(root, Map) else None
        if found is None:
            return depth
        root = found
    return len(path)


def _with_line(text: str, file: str, path: tuple[str, ...], value: str) -> str:
    """The text with a setting that it lacked: where its sample stands, else at the end."""
    from qualcode.yamls.prose import newline_of

    newline = newline_of(text)
    lines = text.split(newline)
    written = f"{path[0]}: {_written(value)}"
    if path[0] in SCALARS and _sample(path[0]) in lines:
        lines[lines.index(_sample(path[0]))] = written
        return _checked(newline.join(lines), file, path, value)
    block = newline.join("  " * depth + f"{key}:" for depth, key in enumerate(path)) + f" {_written(value)}{newline}"
    return _checked(text + ("" if text.endswith("\n") or not text else newline) + block, file, path, value)


def _nested(path: tuple[str, ...], value: str) -> Plain:
    return {path[0]: _nested(path[1:], value)} if path else value


def _written(value: str) -> str:
    from qualcode.yamls.writing import scalar

    return value if value in (YES, NO) else scalar(value)


def _checked(edited: str, file: str, path: tuple[str, ...], value: str) -> str:
    """The text, once it is read as it was meant."""
    from qualcode.yamls.edit import at
    from qualcode.yamls.text import Text, load

    root = load(edited, file)
    node = at(root, path) if root is not None and _depth(root, path) == len(path) else None
    if not isinstance(node, Text) or node.value != value:
        raise InputError(
            _("{file}: {name} cannot be written there safely.").format(file=file, name=".".join(path)),
            _("Make the change in the file itself."),
        )
    return edited
