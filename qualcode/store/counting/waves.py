"""Who is interviewed at which wave, what they are asked there, what they say; for what is followed from wave to wave.

Groups and conditions are those of the counting rule: a person's wave is that of the part of the document in which they
speak, else the document's.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from qualcode.model.asking import Condition
from qualcode.model.codes import Codebook
from qualcode.model.people import Guide
from qualcode.store.counting.themes import MENTIONS, covers
from qualcode.store.database.sqlite import Connection
from qualcode.store.reading.dimensions import ABOVE, Grouping, voices

_ASKED = """
SELECT DISTINCT participant.id, grp, d.guide,
    EXISTS (SELECT 1 FROM done WHERE done.document = d.id AND done.coder = ?)
FROM person JOIN participant ON participant.rowid = person.participant JOIN document AS d ON d.rowid = person.document
"""
_GROUPS = (
    ABOVE
    + """SELECT p.id, part.wave, {group} FROM participant AS p
CROSS JOIN (SELECT value AS wave, NULL AS site, NULL AS date FROM json_each(?)) AS part
JOIN document AS d ON d.id = (SELECT min(document) FROM speaker WHERE speaker.participant = p.id)
WHERE {holds}"""
)

At = tuple[str, str]
"""A person's id and a wave."""


class Asked(NamedTuple):
    """One way in which a person was interviewed at a wave: by which guide, and whether the coder has done with it."""

    guide: str | None
    coded: bool


class AtWaves(NamedTuple):
    """For each person and wave how they were interviewed; for each code who said it when."""

    interviewed: Mapping[At, tuple[Asked, ...]]
    said: Mapping[str, frozenset[At]]

    def states(self, codebook: Codebook, guides: Mapping[str, Guide], theme: str) -> dict[str, dict[str, str]]:
        """For each wave the state of everyone interviewed in it, by the rule that tables have for a cell."""
        asking = {guide.id: covers(codebook, guide.asks, theme) for guide in guides.values()}
        said = frozenset[At]().union(*(self.said.get(code, frozenset()) for code in codebook.subtree(theme)))
        found: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for at, ways in self.interviewed.items():
            found[at[1]][at[0]] = "said" if at in said else state_of(ways, asking)
        return dict(found)


def at_waves(connection: Connection, where: tuple[Condition, ...], coder: str | None) -> AtWaves:
    """What one coder's codings say of everyone interviewed at any wave, where all conditions hold."""
    grouping = Grouping(("wave",), where)
    interviewed: defaultdict[At, tuple[Asked, ...]] = defaultdict(tuple)
    for person, wave, guide, coded in connection.execute(grouping.sql() + _ASKED, (coder,)):
        interviewed[person, wave] += (Asked(guide, bool(coded)),)
    return AtWaves(dict(interviewed), _said(connection, grouping, coder))


def _said(connection: Connection, grouping: Grouping, coder: str | None) -> dict[str, frozenset[At]]:
    names = dict(connection.execute("SELECT rowid, id FROM participant").fetchall())
    speakers = {
        speaker: (names[person], wave)
        for speaker, (person, wave) in voices(connection, grouping).speakers.items()
        if person is not None
    }
    found: defaultdict[str, set[At]] = defaultdict(set)
    for _document, code, speaker in connection.execute(MENTIONS.format(codings=grouping.of_codings()), (coder,)):
        if speaker in speakers:
            found[code].add(speakers[speaker])
    return {code: frozenset(said) for code, said in found.items()}


def state_of(ways: Iterable[Asked], asking: Mapping[str, bool]) -> str:
    """What it is that a person has not raised a theme at a wave; where no guide is known, everything is asked."""
    coded = [way.coded for way in ways if way.guide is None or asking.get(way.guide, True)]
    if not coded:
        return "not_asked"
    return "not_raised" if all(coded) else "not_coded"


def people_of(connection: Connection, grouping: Grouping) -> list[tuple[str, str]]:
    """Everyone who speaks in a document, by id, with each group in which they do."""
    said = "SELECT DISTINCT participant.id, grp FROM person JOIN participant ON participant.rowid = person.participant"
    return connection.execute(grouping.sql() + said).fetchall()


def groups_of_people(connection: Connection, grouping: Grouping, waves: Iterable[str]) -> dict[At, str]:
    """The group of every person at each wave, interviewed in it or not; who does not meet the conditions has none."""
    query = _GROUPS.format(group=grouping.of_passage(), holds=grouping.holds())
    rows = connection.execute(query, (json.dumps(list(waves)),))
    return {(person, wave): group for person, wave, group in rows}
