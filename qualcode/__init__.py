"""qualcode: code interview transcripts in the terminal, compare themes across sites, hand in an appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.study import Study

__version__ = "0.1.0"
__all__ = ["__version__", "open_study"]


def open_study(folder: str | Path, coder: str = "") -> Study:
    """Open a study for a notebook or a script; what the screen and the commands do is on the object returned.

    `coder` is who acts where an act names nobody else: as QUALCODE_CODER or the settings say, if not said here.
    """
    from qualcode.study import Study

    return Study.open(folder, coder)
