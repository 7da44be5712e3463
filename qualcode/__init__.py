"""qualcode: code interview transcripts in the terminal, compare themes across sites, hand in an appendix."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.notebook import OpenStudy

__version__ = "0.1.0"
__all__ = ["__version__", "open_study"]


def open_study(folder: str | Path) -> OpenStudy:
    """Open a study for a notebook or a script, for reading alone: rows, and data frames of pandas or polars.

    with open_study("my-study") as study:
        frame = study.table("wide", "participant,wave").to_pandas()
    """
    from qualcode.notebook import OpenStudy

    return OpenStudy(folder)
