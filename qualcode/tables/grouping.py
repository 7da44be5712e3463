"""What an analysis is grouped by and narrowed to: checked against the study, and said in words under its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.conditions import in_words
from qualcode.i18n import _, known_word
from qualcode.model.asking import Condition
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.dimensions import Grouping
from qualcode.tables.themes import check_dimensions, groups_said, resolved

if TYPE_CHECKING:
    from qualcode.study import Study


def grouping_of(study: Study, by: Sequence[str], where: Sequence[Condition]) -> Grouping:
    """What a table is grouped by and narrowed to; unknown dimensions and what no condition could meet are errors."""
    check_dimensions(by, study.dimensions())
    return Grouping(tuple(by), resolved(study, where))


def meeting(study: Study, where: tuple[Condition, ...]) -> tuple[frozenset[str], Mapping[str, frozenset[str]]]:
    """The documents in which something meets all conditions, and for each person who does those in which it is so."""
    from qualcode.store.counting.evidence import present

    with translated(study.database):
        found = present(study.connection, None, where)
    people = {person: frozenset(documents) for person, documents in found.people.items()}
    return frozenset[str]().union(*found.sites.values()), people


def said_of(grouping: Grouping) -> Iterator[str]:
    """The sentences of a rule on what a table is grouped by and narrowed to."""
    if grouping.by:
        yield groups_said(map(known_word, grouping.by))
    if grouping.where:
        yield _("Only where {conditions}.").format(conditions=in_words(grouping.where))
