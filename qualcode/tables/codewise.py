"""The codes that the columns of other tables are called by, with their places and labels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.naming import PATH_SIGN
from qualcode.tables.datasets import CODES, Asked, Cell, Column, Dataset

if TYPE_CHECKING:
    from qualcode.holdings import Holdings

_PLACE = (Column("code"), Column("parent"), Column("path"), Column("retired", "integer"))
_SAID = ("label", "brief")


def codes_table(study: Holdings, asked: Asked) -> Dataset:
    """A row for each code, with its label and brief definition in each language of the study."""
    said = [(name, language) for language in study.languages for name in _SAID]
    columns = (*_PLACE, *(Column(f"{name}@{language}") for name, language in said))
    return Dataset(CODES, columns, _rows(study, asked), _("The codes that columns are called by."))


def _rows(study: Holdings, asked: Asked) -> Iterator[list[Cell]]:
    book = study.codebook
    for code in (book[name] for name in asked.wanted(book)):
        path = PATH_SIGN.join(above.id for above in book.path(code.id))
        words = [each.get(language) or each.get("") or None for language in study.languages
                 for each in (code.label, code.brief)]  # fmt: skip
        yield [code.id, code.parent, path, int(code.retired), *words]
