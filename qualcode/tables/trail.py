"""How a study was made, as plain facts: what it holds of each kind from when to when, and where its codes come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.model.codings import CONSENSUS
from qualcode.store.database.sqlite import translated
from qualcode.store.reading import held
from qualcode.store.reading.held import Held

if TYPE_CHECKING:
    from qualcode.study import Study

__all__ = ["Held"]

NOTHING = Held()


class Origins(NamedTuple):
    """The codes that are in the codebook, each once by where it comes from: there before anything was coded, come while
    coding, or `in_vivo`, whenever it came: in the words of somebody interviewed, so from the material."""

    before: tuple[str, ...]
    since: tuple[str, ...]
    in_vivo: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """Counts with their first and last days. `codings` go by coder and round, `memos` and `documents` by kind,
    `summaries` by holder (`participant`, `site`); `corrected` are former versions of texts."""

    documents: Mapping[str, Held]
    timed: int
    corrected: Held
    codings: Mapping[tuple[str, int], Held]
    keys: Held
    counters: Held
    memos: Mapping[str, Held]
    summaries: Mapping[str, Held]
    summary_versions: Held
    codebook_versions: Held
    definitions: Held
    acts: Held
    taken_back: Held
    despite: Held
    origins: Origins

    @property
    def coders(self) -> tuple[str, ...]:
        """Everyone who coded, the consensus apart."""
        return tuple(dict.fromkeys(coder for coder, _round in self.codings if coder != CONSENSUS))

    @property
    def rounds(self) -> int:
        """In how many rounds they coded."""
        return len({number for coder, number in self.codings if coder != CONSENSUS})

    def of_coder(self, coder: str | None) -> Held:
        """All codings of one coder."""
        return together(found for (name, _round), found in self.codings.items() if name == coder)


def trail(study: Study) -> Trail:
    """The facts of a study as it is now."""
    with translated(study.database):
        connection = study.connection
        return Trail(
            documents=held.documents(connection),
            timed=held.timed_documents(connection),
            corrected=held.versions(connection, "former"),
            codings=held.codings(connection),
            keys=held.marked(connection, "key"),
            counters=held.marked(connection, "counter"),
            memos=held.memos(connection),
            summaries=held.summaries(connection),
            summary_versions=held.versions(connection, "summary_version"),
            codebook_versions=held.versions(connection, "codebook_version"),
            definitions=held.versions(connection, "definition"),
            acts=held.acts(connection),
            taken_back=held.acts_taken_back(connection),
            despite=held.acts_called(connection, "OverrideDisclosure"),
            origins=_origins(study),
        )


def together(parts: Iterable[Held]) -> Held:
    """Several counts as one."""
    known = list(parts)
    days = [day for part in known for day in (part.first, part.last) if day]
    return Held(sum(part.number for part in known), min(days, default=""), max(days, default=""))


def _origins(study: Study) -> Origins:
    """A code that was added no earlier than the first coding came while coding; in vivo is what the codebook says."""
    from qualcode.book.comparing import ADDED
    from qualcode.care.changelog import lives

    first = held.first_coding(study.connection)
    came = {
        life.code: next((entry.at for entry in life.entries if entry.what == ADDED and entry.code == life.code), "")
        for life in lives(study)
    }
    since = {code.id for code in study.codebook.codes if first and came.get(code.id, "") >= first}
    others = [code.id for code in study.codebook.codes if not code.in_vivo]
    return Origins(
        tuple(code for code in others if code not in since),
        tuple(code for code in others if code in since),
        tuple(code.id for code in study.codebook.codes if code.in_vivo),
    )
