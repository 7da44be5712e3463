"""What can go wrong, as one small tree; every front catches `QualcodeError` in one place.

A message is one sentence in the user's language that names the file and the place; the hint is the way out.
"""

from __future__ import annotations


class QualcodeError(Exception):
    """An error a researcher can act on. `exit_code` is what a command answers to the shell."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        stop = "" if self.message.endswith((".", "?", "!", "…")) else "."
        return f"{self.message}{stop} {self.hint}".strip()


class NotFoundError(QualcodeError):
    """A document, code, site, coder or coding of that name is not in the study."""


class InputError(QualcodeError):
    """A file or a value that was given cannot be used as it is."""


class YamlError(InputError):
    """A YAML file is wrong at a place: the message starts with `file:line:column`."""


class StudyError(QualcodeError):
    """The study itself cannot be opened or written: missing, locked, read-only, foreign or damaged."""

    exit_code = 3


class BusyError(StudyError):
    """Another program is writing to the study; the same may be done in a moment."""


class DiskError(QualcodeError):
    """The disk is full or refuses to write; what was there before is untouched."""

    exit_code = 4


class CancelledError(QualcodeError):
    """The researcher stopped a long task; nothing of the unfinished part was kept."""

    exit_code = 130
