"""The small change of REFI-QDA as it is written: words as XML holds them, GUIDs, values of the types of its schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from uuid import UUID

from qualcode.projects.folding import folded, holdable
from qualcode.projects.guids import named

_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MADE = UUID("6a3c8f0e-52a5-5c7b-9d4e-0f7f1f1c2b9a").bytes
_SPECIAL = re.compile('[&<>"\t\n\r\0-\b\v\f\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_COLOUR = re.compile("#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_DATE = r"-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_ZONE = r"(Z|[+-](0\d|1[0-3]):[0-5]\d)?"
_MOMENT = rf"{_DATE}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?{_ZONE}"
_IS_MOMENT = re.compile(_MOMENT)
_TYPES = {
    "Boolean": ("BooleanValue", re.compile("true|false|0|1")),
    "Integer": ("IntegerValue", re.compile(r"[+-]?\d+")),
    "Float": ("FloatValue", re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")),
    "Date": ("DateValue", re.compile(_DATE + _ZONE)),
    "DateTime": ("DateTimeValue", _IS_MOMENT),
}
KINDS = ("Text", *_TYPES)
DIRECTIONS = ("Associative", "OneWay", "Bidirectional")


def guid_of(kind: str, identity: str) -> str:
    """The id as it is if it is a GUID, else one made of it, the same each time."""
    bare = identity[1:-1] if identity[:1] + identity[-1:] == "{}" else identity
    return identity if _GUID.fullmatch(bare) and bare.isascii() else made_guid(kind, identity)


def made_guid(*parts: str) -> str:
    """A GUID made of words, the same each time."""
    return named(_MADE, holdable("\n".join(parts)))


def attribute(text: str) -> str:
    """Words between double quotes, line ends and all."""
    return _SPECIAL.sub(_reference, text) if _SPECIAL.search(text) else text


def content(text: str) -> str:
    """Words between tags; a carriage return stays one."""
    text = holdable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _reference(match: re.Match[str]) -> str:
    sign = match[0]
    known = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
    return known.get(sign, "\N{REPLACEMENT CHARACTER}")


def attributes(said: Mapping[str, object]) -> str:
    """Attributes in this order, without those that are None."""
    return "".join(f' {name}="{attribute(str(value))}"' for name, value in said.items() if value is not None)


def colour(written: str | None) -> str | None:
    """A colour as the schema has it, or None."""
    return written if written and _COLOUR.fullmatch(written) else None


@lru_cache(1000)
def moment(at: str | None) -> str | None:
    """A moment as the schema has it, or None."""
    return at if at and at.isascii() and _IS_MOMENT.fullmatch(at) else None


def value(kind: str, written: str) -> str:
    """The element of a value: of the type of its variable where it is one of that, else text."""
    name, pattern = _TYPES.get(kind, ("TextValue", None))
    if pattern is None or not written.isascii() or not pattern.fullmatch(written):
        name = "TextValue"
    return f"<{name}>{content(written)}</{name}>"


def ref(name: str, kind: str, identity: str) -> str:
    """A reference to something by its id."""
    return f'<{name} targetGUID="{guid_of(kind, identity)}"/>'


def described(text: str, fields: Mapping[str, object] = {}) -> str:
    """A description with what is folded into it, if there is any."""
    words = folded(text, fields)
    return f"<Description>{content(words)}</Description>" if words else ""


def whole(name: str, pieces: Iterable[str]) -> Iterator[str]:
    """An element around others, if there are any."""
    first = True
    for piece in pieces:
        if first:
            yield f"<{name}>\n"
        first = False
        yield piece
    if not first:
        yield f"</{name}>\n"
