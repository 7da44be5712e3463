"""The XML of projects, an element at a time, in whatever encoding it has."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from qualcode import safexml
from qualcode.errors import InputError
from qualcode.i18n import _

DEEPEST = 200
_CHUNK = 1 << 22  # expat begins anew with each piece where something is longer than that
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED_WIDE = re.compile(rb"""\s*<\?xml[^>]*?\sencoding\s*=\s*["'](?:utf-?16|ucs-?2)""", re.IGNORECASE)
_DECLARATION = re.compile(r"[\ufeff\s]*(?:<\?xml\b[^>]*\?>)?\s*")


@cache
def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition("}")[2]


def root_of(stream: BinaryIO, file: Path) -> tuple[str, str]:
    """The namespace and the name of the outermost element, read from the start; empty for what is no XML."""
    try:
        for _event, element in elements(stream, file):
            return element.tag.rpartition("}")[0].lstrip("{"), local(element.tag)
    except InputError:
        pass
    return "", ""


def whole(stream: BinaryIO, file: Path) -> Element:
    """The outermost element with all that is in it. Raises `InputError` as `elements` does, and for one too deep."""
    try:
        return safexml.whole(elements(stream, file), DEEPEST)
    except safexml.TooDeepError as error:
        raise too_much(file) from error


def too_much(file: Path) -> InputError:
    """What to raise for XML that would fill the memory."""
    return InputError(_("{file}: the XML in it is too large or too deep to be read.").format(file=file))


def elements(stream: BinaryIO, file: Path) -> Iterator[tuple[str, Element]]:
    """`start` and `end` of each element, as `iterparse` has them. Raises `InputError` that names the line."""
    try:
        yield from safexml.events(_chunks(stream))
    except safexml.DocumentTypeError as error:
        raise InputError(
            _("{file}: the project in it declares a document type, which no project needs.").format(file=file),
            _("Ask whoever made it for another export; nothing was read."),
        ) from error
    except safexml.Damaged as error:
        raise InputError(
            _("{file}: the project in it is not well-formed XML: {error}.").format(file=file, error=error),
            _("Export the project again from the program that made it."),
        ) from error


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    """The bytes from `<` on; in UTF-8 without a declaration where this may say something else than the bytes do."""
    head = stream.read(_CHUNK)
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if _DECLARED_WIDE.match(head):
        encoding = "utf-8"  # its bytes were read as ASCII here, so they are no UTF-16
    if encoding is None:
        yield head.lstrip(b" \t\r\n")
        yield from iter(lambda: stream.read(_CHUNK), b"")
        return
    decode = codecs.getincrementaldecoder(encoding)().decode
    yield _DECLARATION.sub("", decode(head), count=1).encode()
    while chunk := stream.read(_CHUNK):
        yield decode(chunk).encode()
    decode(b"", True)


def written(element: Element) -> bytes:
    """The element by itself, in UTF-8: its own namespace as the default one, no prefixes."""
    namespace = element.tag.rpartition("}")[0].lstrip("{")
    copy = _bare(element)
    if namespace:
        copy.set("xmlns", namespace)
    return bytes(ElementTree.tostring(copy, "utf-8"))


def _bare(element: Element) -> Element:
    copy = Element(local(element.tag), {local(name): value for name, value in element.attrib.items()})
    copy.text = element.text
    for child in element:
        below = _bare(child)
        below.tail = child.tail
        copy.append(below)
    return copy
