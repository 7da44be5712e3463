"""The views of words: how often each is said and where more than elsewhere, and what stands near one. In a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.sections import Section
from qualcode.sections.files import csv_bytes, json_bytes
from qualcode.tables.lexical import CODE, collocate_table, word_table
from qualcode.tables.lexical import Asked as AskedWords
from qualcode.tui.views import Answer, Asked

if TYPE_CHECKING:
    from qualcode.study import Study
    from qualcode.tui.aside import Tell

TOP, TOP_BEFORE_GROUPS = 500, 40
"""Words that are shown, and before the key words of groups; a file has them all."""


def of_coder(asked: Asked) -> bool:
    """Whether words are counted where somebody put codes."""
    return asked.theme is not None or CODE in asked.by


def words(study: Study, asked: Asked, tell: Tell) -> Answer:
    """The words of the people interviewed."""
    from qualcode.sections.lexical import word_data, word_rows, word_sections

    table = word_table(study, _meant(asked), asked.least, tell)
    files = {".csv": lambda: csv_bytes(word_rows(table)), ".json": lambda: json_bytes(word_data(table))}
    return Answer(tuple(word_sections(table, TOP_BEFORE_GROUPS if asked.by else TOP)), files)


def collocates(study: Study, asked: Asked, tell: Tell) -> Answer:
    """What stands near a word."""
    from qualcode.sections.lexical import collocate_data, collocate_rows, collocate_sections

    if not asked.word:
        return Answer((Section(before=(_("Say with s near which word."),)),), {})
    table = collocate_table(study, _meant(asked), asked.word, asked.window, asked.least, tell)
    files = {".csv": lambda: csv_bytes(collocate_rows(table)), ".json": lambda: json_bytes(collocate_data(table))}
    return Answer(tuple(collocate_sections(table, TOP)), files)


def _meant(asked: Asked) -> AskedWords:
    coder = asked.coder if of_coder(asked) else None
    return AskedWords(asked.by, asked.where, asked.theme, coder, asked.lemmas, asked.stops)
