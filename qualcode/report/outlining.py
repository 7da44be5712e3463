"""The outline of the appendix: what `study.yaml` says of it under `report: outline:`, and what a command leaves of it.

An item is a part (`participants`), a part with settings (`codebook: {languages: [fr, en]}`), or a chapter
(`{chapter: …, codes: […], parts: […]}`), whose parts are limited to its codes with their sub-codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from qualcode.errors import InputError, YamlError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.codes import Codebook
from qualcode.names import near_hint, nearest
from qualcode.naming import find_code
from qualcode.yamls.fields import as_items, as_map, as_text, read_label, read_root, unknown
from qualcode.yamls.text import Map, Node, Text

REPORT, OUTLINE, CHAPTER = "report", "outline", "chapter"
_CHAPTER_KEYS = (CHAPTER, "codes", "parts")

Settings = Mapping[str, object]
Reader = Callable[[Map], Settings]
"""What reads a part's settings, with an error at the place of what cannot be meant."""
Readers = Mapping[str, Reader | None]
"""Every part that an outline can name; None where a part has no settings."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A part as an outline has it; one that was not `named` there is left out where there is nothing to say."""

    part: str
    settings: Settings = field(default_factory=dict)
    named: bool = True


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, the ids of its codes, its parts."""

    title: Words
    codes: tuple[str, ...]
    parts: tuple[Listed, ...]


Outline = tuple[Listed | Chapter, ...]


def read_outline(text: str, file: str, readers: Readers, codebook: Codebook) -> Outline | None:
    """The outline that the text of `study.yaml` holds, None without one; YamlError at the first thing not meant."""
    report = read_root(text, file).get(REPORT)
    node = report.get(OUTLINE) if isinstance(report, Map) else None
    if isinstance(report, Map) and node is None:
        _refuse_slip(report)
    if node is None or (isinstance(node, Text) and node.missing):
        return None
    found = tuple(_item(item, readers, codebook) for item in as_items(node, OUTLINE))
    if not found:
        raise node.place.error(_("the outline names no part."), _("Leave it out, and all parts are written."))
    return found


def whole(readers: Readers) -> Outline:
    """All parts in their usual order: what is written where there is no outline."""
    return tuple(Listed(part, named=False) for part in readers)


def narrowed(outline: Outline, readers: Readers, only: Sequence[str] = (), without: Sequence[str] = ()) -> Outline:
    """What is left of an outline if `only` some parts are wanted, or all `without` some.

    A part that is wanted and that the outline has not comes last. InputError for a name that no part has, or where
    nothing is left.
    """
    for name in (*only, *without):
        if name not in readers:
            raise unknown_part(name, readers)
    left = _kept(outline, lambda part: (not only or part in only) and part not in without)
    if only:
        left = _insisted(left)
    there = {part.part for part in listed(left)}
    left = (*left, *(Listed(name) for name in dict.fromkeys(only) if name not in (*there, *without)))
    if not left:
        raise InputError(_("No part of the appendix is left."), _("Leave fewer out with --without."))
    return left


def listed(outline: Outline) -> tuple[Listed, ...]:
    """Every part of an outline, those of its chapters too."""
    return tuple(part for item in outline for part in (item.parts if isinstance(item, Chapter) else (item,)))


def outline_data(outline: Outline) -> list[Any]:
    """An outline as plain data, as it would be written in YAML."""
    return [_data(item) for item in outline]


def unknown_part(name: str, known: Sequence[str] | Readers) -> InputError:
    """The error for a name that no part has."""
    hint = near_hint(name, known, _("Parts are: {names}.").format(names=", ".join(known)))
    return InputError(_("The appendix has no part {name}.").format(name=name), hint)


def _data(item: Listed | Chapter) -> Any:
    if isinstance(item, Listed):
        settings = {name: list(value) if isinstance(value, tuple) else value for name, value in item.settings.items()}
        return {item.part: settings} if settings else item.part
    return {CHAPTER: dict(item.title), "codes": list(item.codes), "parts": [_data(part) for part in item.parts]}


def _kept(outline: Outline, wanted: Callable[[str], bool]) -> Outline:
    kept: list[Listed | Chapter] = []
    for item in outline:
        if isinstance(item, Chapter):
            parts = tuple(part for part in item.parts if wanted(part.part))
            kept += [replace(item, parts=parts)] if parts else []
        elif wanted(item.part):
            kept.append(item)
    return tuple(kept)


def _insisted(outline: Outline) -> Outline:
    return tuple(replace(item, named=True) if isinstance(item, Listed) else item for item in outline)


# ---------------------------------------------------------------------- reading


def _refuse_slip(report: Map) -> None:
    """Refuse a key that is nearly `outline`: what stands there would be passed over."""
    for key, _value in report.entries:
        if nearest(key.value, (OUTLINE,)):
            raise unknown(
                key.place, _("the key {name} is not known here.").format(name=key.value), key.value, (OUTLINE,)
            )


def _item(node: Node, readers: Readers, codebook: Codebook) -> Listed | Chapter:
    if isinstance(node, Map) and any(key.value in _CHAPTER_KEYS for key, _value in node.entries):
        return _chapter(as_map(node, CHAPTER, _CHAPTER_KEYS), readers, codebook)
    return _part(node, readers)


def _chapter(node: Map, readers: Readers, codebook: Codebook) -> Chapter:
    title, codes, parts = (node.get(key) for key in _CHAPTER_KEYS)
    if title is None or codes is None or parts is None:
        missing = next(key for key in _CHAPTER_KEYS if node.get(key) is None)
        raise node.place.error(
            _("a chapter of the outline lacks {key}.").format(key=missing),
            _("Write for example {example}.").format(
                example="{chapter: Practices, codes: [practices], parts: [quotations]}"
            ),
        )
    found = tuple(dict.fromkeys(_code(item, codebook) for item in as_items(codes, "codes")))
    its = tuple(_part(item, readers) for item in as_items(parts, "parts"))
    for key, some, place in (("codes", found, codes.place), ("parts", its, parts.place)):
        if not some:
            raise place.error(_("{key} is empty.").format(key=key), _("Name one at least."))
    return Chapter(read_label(title, CHAPTER), found, its)


def _part(node: Node, readers: Readers) -> Listed:
    """A part by its name alone, or as the one key of its settings."""
    if not isinstance(node, Map):
        name = as_text(node, OUTLINE)
        _known(name, node, readers)
        return Listed(name)
    key, value = node.entries[0] if node.entries else (Text(node.place, ""), node)
    _known(key.value, key, readers)
    if len(node.entries) > 1:
        raise node.entries[1][0].place.error(
            _("an item of the outline is one part with its settings."),
            _("Begin each part with a dash, and indent its settings under it."),
        )
    return Listed(key.value, _settings(key.value, value, readers[key.value]))


def _known(name: str, node: Node, readers: Readers) -> None:
    if name not in readers:
        raise unknown(node.place, _("the appendix has no part {name}.").format(name=repr(name)), name, tuple(readers))


def _settings(part: str, node: Node, read: Reader | None) -> Settings:
    if isinstance(node, Text) and node.missing:
        return {}
    if read is None:
        raise node.place.error(_("the part {name} has no settings.").format(name=part), _("Write its name alone."))
    return read(as_map(node, part))


def _code(node: Node, codebook: Codebook) -> str:
    """The id of the code that is named, in any of the ways in which a code can be."""
    name = as_text(node, "codes")
    try:
        code = find_code(codebook, name)
    except YamlError:
        raise
    except InputError as error:
        raise node.place.error(error.message, error.hint) from None
    if code is None:
        message = _("the outline names {code}, which is no code.").format(code=repr(name))
        raise unknown(node.place, message, name, [each.id for each in codebook.codes])
    return code.id


# ---------------------------------------------------------------------- settings


def languages(node: Map, known: Sequence[str]) -> Settings:
    """Those of the codebook: the languages in which it is written side by side, of those that are known."""
    as_map(node, node.entries[0][0].value if node.entries else OUTLINE, ("languages",))
    items = as_items(asked, "languages") if (asked := node.get("languages")) else ()
    found = {as_text(item, "languages"): item.place for item in items}
    for name, place in found.items():
        if name not in known:
            raise unknown(place, _("the codebook is not written in {name}.").format(name=repr(name)), name, known)
    return {"languages": tuple(found)}
