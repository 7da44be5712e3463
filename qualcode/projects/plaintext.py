"""Files of text that belong to a project, in whatever encoding they are."""

from __future__ import annotations

from pathlib import Path

from qualcode.errors import InputError
from qualcode.files import read_file
from qualcode.i18n import _
from qualcode.importers.decode import decode


def read_plain(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and its text. Raises `InputError` that names it where it is no text."""
    original = read_file(path)
    try:
        return original, decode(original)[0]
    except InputError as error:
        raise InputError(_("{file}: {error}").format(file=path, error=error.message), error.hint) from error
