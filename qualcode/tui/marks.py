"""The codings of one document as the pane needs them: found by place, each in a lane that does not jump."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable

from qualcode.model.codings import Coding
from qualcode.spans import lanes

_BUCKET = 2_048


class Marks:
    """Codings by place. Looking up a stretch costs what lies in it, whatever the document holds elsewhere."""

    def __init__(self, codings: Iterable[Coding] = ()) -> None:
        ordered = sorted(codings, key=lambda coding: (coding.start, -coding.end, coding.id))
        self._by_id = {coding.id: coding for coding in ordered}
        self._order = sorted((coding.start, coding.end, coding.id) for coding in ordered)
        self._lanes = dict(zip(self._by_id, lanes([coding.span for coding in ordered]), strict=True))
        self._buckets: defaultdict[int, list[int]] = defaultdict(list)
        self.counts: Counter[str] = Counter(coding.code for coding in ordered)
        for coding in ordered:
            self._into_buckets(coding)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, coding_id: object) -> bool:
        return coding_id in self._by_id

    def __getitem__(self, coding_id: int) -> Coding:
        return self._by_id[coding_id]

    def all(self) -> list[Coding]:
        """Every coding, in order of place."""
        return [self._by_id[coding_id] for _start, _end, coding_id in self._order]

    def lane(self, coding: Coding) -> int:
        """The lane a coding's stripe keeps for as long as it is there."""
        return self._lanes[coding.id]

    def touching(self, start: int, end: int) -> list[Coding]:
        """The codings that share a position with `[start, end)`, in order of place."""
        buckets = range(start // _BUCKET, max(start, end - 1) // _BUCKET + 1)
        ids = {coding_id for bucket in buckets for coding_id in self._buckets.get(bucket, ())}
        found = [coding for coding in map(self._by_id.__getitem__, ids) if coding.start < end and start < coding.end]
        return sorted(found, key=lambda coding: (coding.start, -coding.end, coding.id))

    def add(self, coding: Coding) -> None:
        """Take a coding in, in the lowest lane free beside it."""
        taken = {self._lanes[other.id] for other in self.touching(coding.start, coding.end)}
        self._lanes[coding.id] = next(lane for lane in range(len(taken) + 1) if lane not in taken)
        self._by_id[coding.id] = coding
        insort(self._order, (coding.start, coding.end, coding.id))
        self._into_buckets(coding)
        self.counts[coding.code] += 1

    def remove(self, coding_id: int) -> Coding | None:
        """Take a coding out; answers it, if it was there."""
        coding = self._by_id.pop(coding_id, None)
        if coding is None:
            return None
        del self._lanes[coding_id]
        del self._order[bisect_left(self._order, (coding.start, coding.end, coding.id))]
        for bucket in self._buckets_of(coding):
            self._buckets[bucket].remove(coding_id)
        self.counts[coding.code] -= 1
        return coding

    def after(self, start: int, end: int) -> Coding | None:
        """The first coding whose place sorts after `[start, end)`."""
        at = bisect_left(self._order, (start, end + 1, 0))
        return self._by_id[self._order[at][2]] if at < len(self._order) else None

    def before(self, start: int, end: int) -> Coding | None:
        """The last coding whose place sorts before `[start, end)`."""
        at = bisect_left(self._order, (start, end, -1)) - 1
        return self._by_id[self._order[at][2]] if at >= 0 else None

    def _into_buckets(self, coding: Coding) -> None:
        for bucket in self._buckets_of(coding):
            self._buckets[bucket].append(coding.id)

    def _buckets_of(self, coding: Coding) -> range:
        return range(coding.start // _BUCKET, max(coding.start, coding.end - 1) // _BUCKET + 1)
