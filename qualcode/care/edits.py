"""What somebody changed in codebook.yaml by hand that the study does not know yet: line by line, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from qualcode.codebook import read_codebook
from qualcode.errors import QualcodeError
from qualcode.model.codes import Codebook
from qualcode.store.database.kept import CODEBOOK

if TYPE_CHECKING:
    from qualcode.study import Study

_AROUND = 2
"""Lines that stand around those that changed."""


class Edit(NamedTuple):
    """An edit by hand: the lines that changed, each with its sign (`@`: the number of the first), what is wrong."""

    lines: tuple[str, ...]
    problem: str


def edited_text(study: Study) -> str | None:
    """The text of codebook.yaml that is not taken in yet; None where nobody changed it."""
    return study.edits().get(CODEBOOK)


def codebook_written(study: Study) -> Codebook:
    """The codebook as its file has it now, taken in or not; the study's own where the file cannot be read."""
    theirs = edited_text(study)
    try:
        return study.codebook if theirs is None else read_codebook(theirs, CODEBOOK)
    except QualcodeError:
        return study.codebook


def edit_of(study: Study, theirs: str) -> Edit:
    """What is different in an edited codebook.yaml."""
    try:
        read_codebook(theirs, CODEBOOK)
        problem = ""
    except QualcodeError as error:
        problem = str(error)
    return Edit(tuple(difference(study.text_of(CODEBOOK), theirs)), problem)


def difference(before: str, after: str) -> Iterator[str]:
    """The lines that differ, each with its sign, and a few around them; `@` begins each stretch with its line."""
    from difflib import unified_diff

    for line in unified_diff(before.split("\n"), after.split("\n"), n=_AROUND, lineterm=""):
        if line.startswith("@@"):
            yield "@ " + line.split("+")[1].split(",")[0].split(" ")[0]
        elif not line.startswith(("---", "+++")):
            yield line


def said_shortly(study: Study, words: str) -> str:
    """An error with the file's name in place of its whole path."""
    return words.replace(str(study.folder / CODEBOOK), CODEBOOK)
