"""The texts of a REFI-QDA project with their marks: each by how its own positions are found to be counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.errors import InputError
from qualcode.model.texts import Turn
from qualcode.projects.archive import Archive
from qualcode.projects.folding import unfolded
from qualcode.projects.positions import (
    CODE_POINTS,
    STANDARD,
    UTF_16,
    Counted,
    Evidence,
    Given,
    Passage,
    Source,
    chosen,
    evidence,
    is_quote,
    pooled,
)
from qualcode.projects.project import NOBODY, Convention, Mark, ProjectText
from qualcode.projects.refi_elements import Coded, Stretch, Text
from qualcode.projects.refi_ids import key, made
from qualcode.projects.refi_known import Known, Place
from qualcode.projects.refi_rich import words_of_rich
from qualcode.projects.refi_times import timed_turns

_SURE = 0.75  # how well positions must fit words that they were not counted in
_LONG = 20  # a name of fewer letters is given by somebody, even if it stands in the text


def usual(origin: str, source: Source) -> Convention | None:
    """The convention a program is known to have, by what it says it is; it counts the line ends it writes."""
    if re.search("nvivo", origin, re.IGNORECASE):
        one = not source.doubled or re.search(r"\bmac", origin, re.IGNORECASE)
        return Convention(UTF_16, 1 if one else 2, False, 0.0)
    return STANDARD if re.search("qualcoder", origin, re.IGNORECASE) else None


@dataclass(slots=True)
class _Held:
    """A text that is there, with its bytes."""

    text: Text
    source: Source
    original: bytes
    rich: bool = False


def own_way(origin: str, source: Source) -> Convention:
    """How positions are counted in what `refi_out` wrote, by what it says it is of: nothing needs to be found."""
    wide = origin.endswith(" for NVivo")
    return Convention(UTF_16 if wide else CODE_POINTS, 2 if wide and source.doubled else 1, False, 1.0)


def is_own(origin: str) -> bool:
    """Whether a project was written by `refi_out`."""
    return origin.startswith("qualcode ")


def words_of(text: Text, archive: Archive, base: str, encoding: str | None = None) -> tuple[Source, bytes] | None:
    """The words of a text or a note: of its file, else as written in its place; None where they are nowhere."""
    found = archive.find(*paths(text.path, base)) if text.path else None
    if found:
        return _source(archive.read(found), encoding)
    return None if text.content is None else _source(text.content.encode("utf-8", "replace"), "utf-8")


def _source(original: bytes, encoding: str | None) -> tuple[Source, bytes] | None:
    """The words in these bytes, if they are words."""
    try:
        return Source(original, encoding), original
    except InputError:
        return None


def paths(written: str, base: str) -> tuple[str, ...]:
    """Where in an archive a file may lie that an element names, likeliest first; `base` is the project's own folder."""
    path = re.sub(r"^(internal|relative|file):/*", "", written.strip().replace("\\", "/")).lstrip("/")
    name = path.rpartition("/")[2]
    start = "" if base in ("", ".") else f"{base}/"
    return tuple(dict.fromkeys(f"{start}{one}" for one in (f"sources/{path}", path, f"sources/{name}", name) if one))


def texts_of(
    found: Sequence[Text], archive: Archive, base: str, known: Known, origin: str, given: Mapping[str, Given]
) -> tuple[list[ProjectText], dict[str, Convention]]:
    """The texts that are there, and by the id of each that has positions how these are counted."""
    held = list(_held(found, archive, base, known, "utf-8" if is_own(origin) else None))
    known_way = is_own(origin) and not given
    asked = [[] if known_way else _passages(each.text) for each in held]
    programs = [usual(origin, each.source) for each in held]
    told = [
        Evidence({}, False, 0) if known_way else evidence(each.source, passages, program)
        for each, passages, program in zip(held, asked, programs, strict=True)
    ]
    shared = pooled(told)
    texts, conventions = [], {}
    for each, passages, program, own in zip(held, asked, programs, told, strict=True):
        identity = _identity(each.text, known)
        wanted = given.get(each.text.name) or given.get(identity) or given.get("")
        convention = (
            own_way(origin, each.source)
            if is_own(origin) and not wanted
            else chosen(each.source, passages, own, shared, program, wanted)
        )
        if each.rich and convention.score < _SURE:
            each.text = _without_places(each.text, known)
        elif each.text.stretches:
            conventions[identity] = convention
        texts.append(_text(each, identity, each.source.counted(convention), known))
    return texts, conventions


def _held(
    found: Iterable[Text], archive: Archive, base: str, known: Known, encoding: str | None = None
) -> Iterator[_Held]:
    for text in found:
        rich = archive.find(*paths(text.rich_path, base)) if text.rich_path else None
        if words := words_of(text, archive, base, encoding):
            known.lost["formatted copy of a text"] += rich is not None
            yield _Held(text, *words)
        elif rich and (words := words_of_rich(rich, archive)):
            yield _Held(text, *words, rich=True)
        else:
            known.lost["text without its file"] += 1
            known.lost["coding of a text without its file"] += len(text.codings)
            known.lost["note"] += bool(unfolded(text.description)[0].strip())
            known.lost["value of a text that is not here"] += len(text.values)
            for one in text.stretches:
                _lose("coding of a text without its file", one, known)


def _without_places(text: Text, known: Known) -> Text:
    """A text without what stands on passages of words that are not there."""
    for one in text.stretches:
        _lose("coding of a text without its plain words", one, known)
    return replace(text, stretches=())


def _identity(text: Text, known: Known) -> str:
    written = text.id.strip() or made("text", text.name, text.path)
    if not known.texts.add(written):
        written = made("text", written, text.name, text.path, len(known.places))
        known.texts.add(written)
    known.texts.add(text.also, written)
    return known.texts.of(written) or written


def _passages(text: Text) -> list[Passage]:
    return [Passage(one.start, one.end, _written(one)) for one in text.stretches]


def _written(stretch: Stretch) -> tuple[str, ...]:
    if not stretch.name and not stretch.description:
        return ()
    return tuple(words for words in (stretch.name, stretch.description) if words)


def _text(held: _Held, identity: str, counted: Counted, known: Known) -> ProjectText:
    text = held.text
    marks: list[Mark] = []
    for one in text.stretches:
        marks += _marks(one, identity, counted, known)
    marks += _of_whole(text, identity, len(counted.text), known)
    known.note(text.notes, "text", identity)
    memo, fields = unfolded(text.description)
    return ProjectText(
        identity,
        text.name or identity,
        counted.text,
        held.original,
        tuple(marks),
        _turns(text, counted, known) if text.times else (),
        memo=memo,
        user=known.user(text.user),
        at=text.at or None,
        values=known.values(text.values),
        inside=text.also.strip(),
        fields=fields,
        changed=known.hand(text.changed_by, text.changed_at),
    )


def _turns(text: Text, counted: Counted, known: Known) -> tuple[Turn, ...]:
    """The turns of a transcript with their times; what they have no place for is lost."""
    fit = [(counted.place(at)[0], time / 1000) for at, time in text.times if counted.holds(at, at) and time >= 0]
    turns, left = timed_turns(counted.text, fit)
    known.lost["time in a transcript"] += len(text.times) - len(fit) + left
    return turns if left < len(fit) else ()


def _of_whole(text: Text, identity: str, length: int, known: Known) -> list[Mark]:
    """The codings that stand on a text as a whole."""
    if text.codings and not length:
        known.lost["coding of no length"] += len(text.codings)
        return []
    whole = Stretch("", "", 0, length, "", "", "", text.codings, ())
    return _codings(whole, (identity, 0, length), "", {}, known)


def _marks(stretch: Stretch, identity: str, counted: Counted, known: Known) -> list[Mark]:
    place = _place(stretch, identity, counted, known)
    if place is None:
        return []
    memo, fields = _remark(stretch, counted.text, place, known)
    guid = key(stretch.id)
    known.places[guid] = place
    if stretch.notes:
        known.note(stretch.notes, passage=place)
    marks = _codings(stretch, place, memo, fields, known)
    if memo and (len(stretch.codings) != 1 or not marks) and "codings" not in fields:
        known.remarks.append((memo, stretch, place))
    elif not stretch.codings and not stretch.notes:
        known.bare.add(guid)
    return marks


def _remark(stretch: Stretch, text: str, place: Place, known: Known) -> tuple[str, Mapping[str, object]]:
    """What is noted on a stretch, which is not its own words, and what only a study says of it."""
    if not stretch.name and not stretch.description:
        return "", {}
    passage = text[place[1] : place[2]]
    if stretch.name and not stretch.name.isspace() and not _is_from(text, passage, stretch.name):
        known.lost["name of a passage"] += 1
    if not stretch.description or is_quote(passage, stretch.description):
        return "", {}
    memo, fields = unfolded(stretch.description)
    return "" if memo.isspace() else memo, fields


def _is_from(text: str, passage: str, name: str) -> bool:
    """Whether a name is only words of the text: the passage, or what a program that counts otherwise took for it."""
    return is_quote(passage, name) or (len(name) >= _LONG and name.lstrip("\ufeff .,;\n")[:_LONG] in text)


def _place(stretch: Stretch, identity: str, counted: Counted, known: Known) -> Place | None:
    """Where a stretch stands in the text; what has no place there is lost."""
    if not counted.holds(stretch.start, stretch.end):
        _lose("coding outside its text", stretch, known)
        return None
    start, end = counted.between(stretch.start, stretch.end)
    if end > len(counted.text):
        known.lost["end of a coding past its text"] += len(stretch.codings)
    if (place := counted.cut(start, end)) is None:
        _lose("coding of no length", stretch, known)
        return None
    return identity, *place


def _lose(kind: str, stretch: Stretch, known: Known) -> None:
    """Count a stretch that has no place: its codings, or itself, and what is noted on it."""
    if stretch.codings:
        known.lost[kind] += len(stretch.codings)
    else:
        known.lost["passage without a code"] += 1
    words = unfolded(stretch.description)[0] if stretch.description else ""
    known.lost["note"] += bool(words.strip()) and not is_quote(stretch.name, words)


def _codings(stretch: Stretch, place: Place, memo: str, fields: Mapping[str, object], known: Known) -> list[Mark]:
    alone, selection = len(stretch.codings) == 1, stretch.id.strip()
    only = memo if alone else ""
    drawn, redrawn = known.hand(stretch.user, stretch.at), known.hand(stretch.changed_by, stretch.changed_at)
    marks = []
    for number, coded in enumerate(stretch.codings):
        code = known.codes.of(coded.code)
        if code is None:
            _other(coded, place, known)
            continue
        identity = coded.id.strip() or made("coding", *place, code, coded.user, number)
        if not known.marks.add(identity):
            identity = made("coding", identity, *place, code, coded.user, number)
            known.marks.add(identity)
        if coded.notes:
            known.note(coded.notes, "mark", identity)
        user, at = known.user(coded.user, stretch.user), coded.at or stretch.at or None
        own = NOBODY if alone and drawn == (user, at) else drawn
        _text, start, end = place
        marks.append(Mark(start, end, code, user, at, identity, only, selection, 1, False, False, fields, own, redrawn))
    return marks


def _other(coded: Coded, place: Place, known: Known) -> None:
    """A coding by what is no code: a case takes the passage, anything else is lost."""
    if (case := known.cases.of(coded.code)) is not None:
        known.said.setdefault(case, []).append(place)
    else:
        known.lost["coding without a known code"] += 1
