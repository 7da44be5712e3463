"""Why a summary of the framework matrix no longer holds: what it rested on, compared with what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.i18n import _, language, ngettext
from qualcode.linking import links
from qualcode.model import in_language
from qualcode.store.reading import framework as store
from qualcode.store.reading.framework import Cited, Evidence, Spot, SummaryVersion

if TYPE_CHECKING:
    from qualcode.model.codings import Coding
    from qualcode.study import Study

_NAMED = 3
"""So many places of a kind are named, the others counted."""
_LOOKED_AT = 20
"""Places of a kind among which those are found; several passages may lie in one turn."""


class Changes(NamedTuple):
    """How what is there differs from what a summary rested on; codings with the place they have, or had."""

    added: tuple[Cited, ...] = ()
    removed: tuple[Cited, ...] = ()
    moved: tuple[Cited, ...] = ()
    recoded: tuple[Cited, ...] = ()
    elsewhere: tuple[Cited, ...] = ()
    redefined: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    links: tuple[int, ...] = ()


def staleness(study: Study, found: Iterable[SummaryVersion]) -> dict[Spot, tuple[str, ...]]:
    """Why summaries are stale, in words; those that hold are left out."""
    summaries = {(version.theme, version.holder): version for version in found if version.text}
    if not summaries:
        return {}
    now = store.evidence(study.connection, ((spot, version.counted) for spot, version in summaries.items()))
    there = store.codings_of(study.connection, _missed(summaries, now))
    differing: dict[Spot, Changes] = {}
    for spot, version in summaries.items():
        linked = [link.coding for link in links(version.text)]
        if linked or version.evidence != now[spot, version.counted]:
            change = changes(version.evidence, now[spot, version.counted], there, linked)
            differing |= {spot: change} if any(change) else {}
    cited = store.citations(study.connection, (place.id for change in differing.values() for place in _named(change)))
    return {spot: in_words(study, change, cited) for spot, change in differing.items()}


def _missed(summaries: Mapping[Spot, SummaryVersion], now: Mapping[tuple[Spot, str | None], Evidence]) -> set[int]:
    """The codings that a summary rested on or links to and that are not in its cell now."""
    missed: set[int] = set()
    for spot, version in summaries.items():
        wanted = {cited.id for cited in version.evidence.codings} | {link.coding for link in links(version.text)}
        missed |= wanted - {cited.id for cited in now[spot, version.counted].codings}
    return missed


def changes(then: Evidence, now: Evidence, there: Mapping[int, Coding], linked: Iterable[int] = ()) -> Changes:
    """What is different; `there` are the codings not in the cell now that exist still.

    A coding taken off and put on anew, same place and same code, is no difference.
    """
    before, after = {cited.id: cited for cited in then.codings}, {cited.id: cited for cited in now.codings}
    gone, come = _unpaired(then.codings, after), _unpaired(now.codings, before)
    both = [(before[number], after[number]) for number in after if number in before]
    recoded = [cited for cited in gone if cited.id in there and there[cited.id].code not in now.definitions]
    elsewhere = [cited for cited in gone if cited.id in there and there[cited.id].code in now.definitions]
    known = before.keys() & after.keys()
    return Changes(
        added=_without(come, gone),
        removed=_without([cited for cited in gone if cited.id not in there], come),
        moved=tuple(new for old, new in both if old[1:4] != new[1:4]),
        recoded=tuple(new for old, new in both if old.code != new.code) + tuple(recoded),
        elsewhere=tuple(elsewhere),
        redefined=tuple(
            code for code, digest in now.definitions.items() if then.definitions.get(code, digest) != digest
        ),
        joined=tuple(sorted(now.definitions.keys() - then.definitions.keys())),
        left=tuple(sorted(then.definitions.keys() - now.definitions.keys())),
        texts=tuple(name for name, sha256 in now.texts.items() if then.texts.get(name, sha256) != sha256),
        links=tuple(dict.fromkeys(each for each in linked if each not in known | after.keys() | there.keys())),
    )


def _unpaired(codings: Sequence[Cited], others: Collection[int]) -> list[Cited]:
    return [cited for cited in codings if cited.id not in others]


def _without(codings: Iterable[Cited], twins: Iterable[Cited]) -> tuple[Cited, ...]:
    """The codings that have no twin at the same place under the same code."""
    taken = {cited[1:] for cited in twins}
    return tuple(cited for cited in codings if cited[1:] not in taken)


def _named(change: Changes) -> Iterator[Cited]:
    """The codings whose places are named and that are still there."""
    for places in (change.added, change.moved, change.recoded, change.elsewhere):
        yield from places[:_LOOKED_AT]


def in_words(study: Study, change: Changes, cited: Mapping[int, str]) -> tuple[str, ...]:
    """What is different, a sentence each."""
    label = {code.id: in_language(code.label, language()) or code.id for code in study.codebook.codes}
    counted = (
        (change.added, ngettext("{count} passage added", "{count} passages added", len(change.added))),
        (change.removed, ngettext("{count} passage removed", "{count} passages removed", len(change.removed))),
        (change.moved, ngettext("{count} passage moved", "{count} passages moved", len(change.moved))),
        (change.recoded, ngettext("{count} passage recoded", "{count} passages recoded", len(change.recoded))),
        (
            change.elsewhere,
            ngettext(
                "{count} passage now counts elsewhere", "{count} passages now count elsewhere", len(change.elsewhere)
            ),
        ),
    )
    told = [
        words.format(count=len(places)) + f" ({_places(study, places, cited)})" for places, words in counted if places
    ]
    told += [_("the definition of {code} changed").format(code=label[code]) for code in change.redefined]
    told += [_("{code} is new under the theme").format(code=label[code]) for code in change.joined]
    told += [_("{code} is no longer under the theme").format(code=label.get(code, code)) for code in change.left]
    told += [_("the text of {document} changed").format(document=name) for name in change.texts]
    told += [_("coding {number}, which it cites, is gone").format(number=number) for number in change.links]
    return tuple(told)


def _places(study: Study, places: Sequence[Cited], cited: Mapping[int, str]) -> str:
    """The first places, each cited as it can be and once."""
    words = list(dict.fromkeys(cited.get(place.id) or _place(study, place) for place in places[:_LOOKED_AT]))
    return ", ".join(words[:_NAMED]) + ", …" * (len(words) > _NAMED or len(places) > _LOOKED_AT)


def _place(study: Study, place: Cited) -> str:
    turn = store.turn_at(study.connection, place.document, place.start)
    return f"{place.document} §{turn}" if turn else place.document
