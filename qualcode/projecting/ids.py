"""What the things of a study are called in a project: as another program called them, else by GUIDs of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from qualcode.projects.guids import named
from qualcode.store.reading.projected import seed
from qualcode.store.receiving.foreign import Foreign, foreign_ids
from qualcode.study import Study

_NOUNS = ("code", "document", "coder", "participant", "memo", "coding", "site", "declared")


class Ids:
    """GUIDs that are the same at each export; of several that other programs gave a thing, the last one.

    Without `foreign` ones none is given that another program knows.
    """

    def __init__(self, study: Study, *, foreign: bool) -> None:
        self._study = study
        self._seed = seed(study.connection)
        self._foreign: dict[str, dict[str, Foreign]] = defaultdict(dict)
        self._now: dict[str, str] = {}
        for noun in _NOUNS if foreign else ():
            self._learn(noun)

    def _learn(self, noun: str) -> None:
        known = self._foreign[noun]
        found = [one for one in foreign_ids(self._study.connection, noun) if one.own]
        known.update((one.own, one) for one in found if one.guid or one.holder)
        self._now.update((one.guid, known[one.own].guid) for one in found if one.guid)

    def foreign(self, noun: str, own: str) -> Foreign | None:
        """What another program said of a thing of the study."""
        return self._foreign[noun].get(own)

    def of(self, noun: str, own: str | int) -> str:
        """The GUID of a thing of the study."""
        found = self._foreign[noun].get(str(own))
        return found.guid if found and found.guid else self.made(noun, own)

    def made(self, noun: str, own: str | int) -> str:
        """The GUID that a study gives itself."""
        return named(self._seed, f"{noun}:{own}")

    def now(self, guids: Iterable[str]) -> tuple[str, ...]:
        """What other programs' ids lead to now, each once."""
        return tuple(dict.fromkeys(self._now.get(guid, guid) for guid in guids))
