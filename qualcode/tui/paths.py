"""Paths as one types or drops them into a line: parted by blanks, quoted or escaped as in a shell, with * and ~."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import fold, sort_key

_WORD = re.compile(r"""(?:\\.|"[^"]*"?|'[^']*'?|[^\s\\"'])+""")
_MOST = 2_000
"""Entries of a folder that are looked at to complete a name."""


def files_named(line: str) -> list[Path]:
    """The files a line means, each once: a pattern means what fits it, a folder the files in it."""
    whole = _path(line.strip())
    words = [str(whole)] if line.strip() and whole.exists() else _words(line)
    return list(dict.fromkeys(path for word in words for path in _meant(word)))


def place_named(line: str) -> Path | None:
    """The one file or folder a line means; None where it means several, or nothing that is there."""
    whole = _path(line.strip())
    if line.strip() and whole.exists():
        return whole
    words = _words(line)
    if len(words) == 1 and _path(words[0]).exists():
        return _path(words[0])
    found = files_named(line)
    return found[0] if len(found) == 1 else None


def paths_named(line: str) -> list[Path]:
    """The paths a line means, whether there is something or not."""
    return [_path(word) for word in _words(line)]


def completions(line: str) -> list[str]:
    """What the line may become when the path at its end is written out; folders end with a slash."""
    start = _last_word(line)
    typed = "".join(_words(line[start:]))
    head, slash, name = typed.rpartition("/")
    folder = _path(head + slash) if slash else Path()
    found = sorted(
        (entry for entry in _entries(folder) if _fits(entry.name, name)), key=lambda each: sort_key(each.name)
    )
    return [line[:start] + _quoted(head + slash + entry.name) + "/" * entry.is_dir() for entry in found]


def _path(word: str) -> Path:
    return Path(os.path.expanduser(word))  # noqa: PTH111  # pathlib's own raises where a ~name is nobody


def _words(line: str) -> list[str]:
    for closing in ("", '"', "'"):
        try:
            return shlex.split(line + closing, posix=os.sep == "/")
        except ValueError:  # a quotation mark is still open, or a backslash stands at the end
            continue
    return line.split()


def _meant(word: str) -> Iterator[Path]:
    path = _path(word)
    if path.is_dir():
        yield from (each for each in sorted(path.iterdir()) if each.is_file() and not each.name.startswith("."))
    elif path.exists():
        yield path
    else:
        yield from _fitting(path, word)


def _fitting(path: Path, word: str) -> list[Path]:
    root = Path(path.anchor)
    pattern = str(path.relative_to(root)) if path.anchor else str(path)
    shown = path.name.startswith(".")
    fitting = root.glob(pattern) if set(word) & set("*?[") else ()
    found = sorted(each for each in fitting if each.is_file() and (shown or not each.name.startswith(".")))
    if not found:
        raise InputError(_("{file}: there is no such file.").format(file=word))
    return found


def _last_word(line: str) -> int:
    """Where the word at the end of the line begins; the end of the line, if none has begun."""
    words = [word.span() for word in _WORD.finditer(line)]
    return words[-1][0] if words and words[-1][1] == len(line) else len(line)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return [entry for entry, _number in zip(found, range(_MOST), strict=False)]
    except (OSError, ValueError):  # no such folder, or nothing that could be one
        return []


def _fits(name: str, typed: str) -> bool:
    return fold(name).startswith(fold(typed)) and (typed.startswith(".") or not name.startswith("."))


def _quoted(path: str) -> str:
    """Blanks and quotation marks escaped one by one, so that what is typed on stays one word."""
    return re.sub(r"""(?=[\s"'\\])""", r"\\", path)
