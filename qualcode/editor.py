"""A long text in the person's own editor: $VISUAL, else $EDITOR; the file lies in a folder nobody else can read."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree, which

from qualcode.errors import InputError, QualcodeError
from qualcode.i18n import _, reason

_USUAL = ("sensible-editor", "nano", "vi", "notepad.exe")


@contextmanager
def edited(text: str) -> Iterator[str | None]:
    """The text as it is when the editor ends; None where it is unchanged or empty.

    The file is removed afterwards; if what is done with the text within fails, the file is kept and the error names it.
    Raises `InputError` where there is no editor, or it fails.
    """
    folder = Path(tempfile.mkdtemp(prefix="qualcode-"))  # for its owner alone
    file = folder / "memo.md"
    done = False
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
        _run([*_editor(), str(file)])
        written = _written(file, text).strip("\n")
        yield None if written == text.strip("\n") or not written.strip() else written
        done = True
    except QualcodeError as error:
        if _written(file, text) != text:
            kept = _("What you wrote is in {file}.").format(file=file)
            error.hint = f"{error.hint} {kept}".strip()
        raise
    finally:
        if done or _written(file, text) == text:
            rmtree(folder, ignore_errors=True)


def edit_file(file: Path) -> None:
    """Have a file edited where it lies. Raises `InputError` where there is no editor, or it fails."""
    _run([*_editor(), str(file)])


def _written(file: Path, before: str) -> str:
    """What stands in the file; what stood there before where it is gone."""
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else before


def _editor() -> list[str]:
    """The command that opens the editor, with its arguments."""
    for name in ("VISUAL", "EDITOR"):
        if words := shlex.split(os.environ.get(name, "")):
            return words
    found = next(filter(None, map(which, _USUAL)), None)
    if found is None:
        raise InputError(_("No editor is known."), _("Say which in the setting EDITOR, as in EDITOR=nano."))
    return [found]


def _run(command: list[str]) -> None:
    try:
        status = subprocess.run(command, check=False).returncode  # the person's own, no shell between
    except OSError as error:
        why = reason(error)
        raise InputError(
            _("The editor {name} cannot be started ({why}).").format(name=command[0], why=why),
            _("Say which in the setting EDITOR, as in EDITOR=nano."),
        ) from error
    if status:
        raise InputError(_("The editor {name} ended with status {status}; nothing is written.").format(
            name=command[0], status=status))  # fmt: skip
