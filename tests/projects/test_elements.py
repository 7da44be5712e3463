"""XML that may come from anybody: read in whatever encoding it has, refused where it could do harm."""

from __future__ import annotations

import codecs
import io
from pathlib import Path
from xml.etree import ElementTree

import pytest

from qualcode.errors import InputError
from qualcode.projects.elements import elements, local, root_of, written

FILE = Path("a.qde")
BODY = '<Project xmlns="urn:QDA-XML:project:1.0" name="Été 😀"><Users/></Project>'


def names(data: bytes) -> list[tuple[str, str | None]]:
    found = elements(io.BytesIO(data), FILE)
    return [(local(element.tag), element.get("name")) for event, element in found if event == "end"]


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>\r\n{BODY}'


@pytest.mark.parametrize(
    "data",
    [
        BODY.encode(),
        b" \n" + declared("utf-8").encode(),
        codecs.BOM_UTF8 + declared("UTF-8").encode(),
        codecs.BOM_UTF8 * 2 + declared("UTF-8").encode(),
        declared("utf-16").encode("utf-16"),
        codecs.BOM_UTF16_BE + declared("UTF-16").encode("utf-16-be"),
        declared("utf-16").encode("utf-16-le"),
        declared("utf-8").encode("utf-16"),
        declared("utf-16").encode(),
        codecs.BOM_UTF8 + declared("utf-16").encode(),
        BODY.replace("😀", "&#x1F600;").join(['<?xml version="1.0" encoding="iso-8859-1"?>', ""]).encode("latin-1"),
        BODY.replace("<Users", "<q:Users").replace("name=", 'xmlns:q="urn:QDA-XML:project:1.0" name=').encode(),
    ],
)
def test_it_is_read_in_the_encoding_its_bytes_have(data: bytes) -> None:
    assert names(data) == [("Users", None), ("Project", "Été 😀")]


LAUGHS = "".join(f'<!ENTITY l{number + 1} "{f"&l{number};" * 10}">' for number in range(9))


@pytest.mark.parametrize(
    "prologue",
    [
        f'<!DOCTYPE Project [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Project SYSTEM "http://example.org/Project.dtd">',
        f'<!--{"far" * 50_000}--><!DOCTYPE Project [<!ENTITY x "y">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_types_are_refused(prologue: str, encoding: str) -> None:
    with pytest.raises(InputError, match=r"a\.qde: .*document type"):
        names(f"{prologue}<Project>&l9;&x;</Project>".encode(encoding))


@pytest.mark.parametrize("data", [b"", b"words", b"<a><b></a>", b"<a>&x;</a>", b"\xff\xfe<\0a", b"<a>\xff</a>", b"<a"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.qde"):
        names(data)
    assert root_of(io.BytesIO(b"words"), FILE) == ("", "")


def test_the_outermost_element_is_told_by_its_first_bytes() -> None:
    assert root_of(io.BytesIO(BODY.encode()[:60]), FILE) == ("urn:QDA-XML:project:1.0", "Project")


def test_an_element_is_written_by_itself() -> None:
    data = '<q:Set xmlns:q="urn:x" name="Été"><q:A b="1"/>words <q:C>&lt;</q:C></q:Set>'
    assert written(ElementTree.fromstring(data)).decode() == (
        '<Set name="Été" xmlns="urn:x"><A b="1" />words <C>&lt;</C></Set>'
    )
