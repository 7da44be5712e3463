"""The codes of a REFI-QDA project or codebook, with what stands beside them by reference: ids, users, sets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element

from qualcode.projects.elements import local
from qualcode.projects.folding import unfolded
from qualcode.projects.guids import named
from qualcode.projects.project import Group, ProjectCode, User
from qualcode.projects.refi_elements import children, description, refs

_HEX = re.compile(r"#?([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})")
_HEX_ALPHA = re.compile(r"#[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\b.*\)", re.IGNORECASE)
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:QDA-XML:project:1.0").bytes


def key(written: str) -> str:
    """A GUID as it is compared: without braces, whatever its capitals."""
    found = written.strip().strip("{}").casefold()
    return written if found == written else found  # most are written so, and are held once


def made(*parts: object) -> str:
    """An id for what has none, the same each time it is made of the same parts."""
    return named(_NAMESPACE, "\n".join(map(str, parts)))


class Ids:
    """The ids of things of one kind by which they are referred to: a GUID is found however it is written."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def add(self, written: str, identity: str = "") -> bool:
        """Keep an id, or another thing's `identity` under it; whether it is new."""
        if not written or (found := key(written)) in self._found:
            return False
        self._found[found] = identity or written.strip()
        return True

    def of(self, written: str) -> str | None:
        """The id as the thing itself has it; None where nothing has it."""
        if (found := self._found.get(written)) is None:
            found = self._found.get(key(written))
        return found


def colour(written: str | None) -> str | None:
    """A colour as `#rrggbb`, its letters as they were; None for what is none."""
    text = (written or "").strip()
    if match := _HEX.fullmatch(text):
        digits = match[1]
        return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))
    if match := _HEX_ALPHA.fullmatch(text):
        return f"#{match[1]}"
    if match := _RGB.fullmatch(text):
        return "#{:02x}{:02x}{:02x}".format(*(min(255, int(part)) for part in match.groups()))
    return None


def users_of(elements: Iterable[Element], ids: Ids) -> Iterator[User]:
    """The users, by their names or, where they have none, their initials."""
    for element in elements:
        if ids.add(written := element.get("guid", "")):
            initials = element.get("id", "").strip()
            yield User(written.strip(), element.get("name", "").strip() or initials or written, initials)


def codes_of(elements: Iterable[Element], ids: Ids, lost: Counter[str]) -> list[ProjectCode]:
    """The codes, each after the one that holds it."""
    return list(_codes(elements, None, ids, lost))


def _codes(elements: Iterable[Element], parent: str | None, ids: Ids, lost: Counter[str]) -> Iterator[ProjectCode]:
    for number, element in enumerate(one for one in elements if local(one.tag) == "Code"):
        name = element.get("name", "").strip()
        written = element.get("guid", "").strip() or made("code", parent, number, name)
        if not ids.add(written):
            lost["code of an id that another has"] += 1
            yield from _codes(children(element, "Code"), ids.of(written), ids, lost)
            continue
        words, fields = unfolded(description(element) or element.get("description", ""))
        yield ProjectCode(
            written,
            name or f"({written})",
            parent,
            colour(element.get("color")),
            words,
            element.get("isCodable", "true").strip().lower() not in ("false", "0"),
            fields,
        )
        yield from _codes(children(element, "Code"), written, ids, lost)


def groups_of(
    elements: Iterable[Element],
    find: Callable[[str, str], str | None],
    lost: Counter[str],
) -> Iterator[Group]:
    """The sets, of what is in the project; `find` gives a member's id by its kind and GUID."""
    for element in elements:
        members: dict[str, dict[str, None]] = {}
        for kind, one in _members(element):
            kinds = (kind, "aside") if kind == "text" else (kind,)
            known = next(((name, found) for name in kinds if (found := find(name, one))), None)
            lost["member of a set"] += known is None
            if known:
                members.setdefault(known[0], {})[known[1]] = None
        name = element.get("name", "").strip()
        identity = element.get("guid", "").strip() or made("set", name)
        words = description(element) or element.get("description", "")
        codes, texts, notes, asides = (tuple(members.get(kind, ())) for kind in ("code", "text", "note", "aside"))
        yield Group(identity, name or f"({identity})", words, codes, texts, notes, asides=asides)


def _members(element: Element) -> Iterator[tuple[str, str]]:
    """The members of a set as they are written, each with its kind."""
    for kind, name in (("code", "MemberCode"), ("text", "MemberSource"), ("note", "MemberNote")):
        yield from ((kind, one) for one in refs(element, name))
