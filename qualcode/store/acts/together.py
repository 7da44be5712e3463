"""Several acts as one: carried out in order, taken back in the opposite order, one line of the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.store.acts.performing import Performed, Writing, from_data, inverse, perform, to_data

SEPARATOR = ", "


@inverse
@dataclass(frozen=True, slots=True)
class Together:
    """Acts as plain data, in the order in which they are to be carried out."""

    acts: Sequence[Mapping[str, Any]]


@perform.register
def together(act: Together, writing: Writing) -> Performed:
    """All acts, or none if one is refused."""
    return perform_all([from_data(data) for data in act.acts], writing)


def perform_all(acts: Sequence[Any], writing: Writing) -> Performed:
    """Carry acts out one after the other, as one."""
    done = [perform(act, writing) for act in acts]
    if len(done) == 1:
        return done[0]
    return Performed(
        Together([to_data(one.inverse) for one in reversed(done)]),
        {name: value for one in done for name, value in one.summary.items()} | {"acts": [one.summary for one in done]},
        frozenset().union(*(one.documents for one in done)),
        tuple(coding for one in done for coding in one.codings),
        frozenset().union(*(one.files for one in done)),
        frozenset().union(*(one.reread for one in done)),
        bool(done) and all(one.idle for one in done),
    )


def name_of(acts: Sequence[Any]) -> str:
    """What the history calls acts done as one: each kind once."""
    return SEPARATOR.join(dict.fromkeys(type(act).__name__ for act in acts))


def names_in(name: str) -> tuple[str, ...]:
    """The kinds of act in a name of the history."""
    return tuple(name.split(SEPARATOR))
