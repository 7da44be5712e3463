"""Whose codings an act on many changes: one's own, so that nobody's work is changed unawares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.model.asking import Filter

if TYPE_CHECKING:
    from qualcode.study import Study


class Chosen(NamedTuple):
    """The codings to be changed, and how many of others, by coder, were meant too and stay as they are."""

    ids: tuple[int, ...]
    stay: Mapping[str, int]


def own(study: Study, coder: str, ids: Sequence[int]) -> tuple[int, ...]:
    """Those of the codings that the coder made."""
    return study.quotation_ids(Filter(ids=tuple(ids), coder=coder))


def own_only(study: Study, coder: str, ids: Sequence[int]) -> Chosen:
    """The coder's own among the codings, and whose stay."""
    stay = {name: count for name, count in study.coders_of(ids).items() if name != coder}
    return Chosen(own(study, coder, ids), stay) if stay else Chosen(tuple(ids), {})


def names_counted(counts: Mapping[str, int]) -> str:
    """Coders with how many codings: `c2 16, consensus 14`."""
    return ", ".join(f"{coder} {count}" for coder, count in counts.items()) or "—"
