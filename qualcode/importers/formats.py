"""What a file is, by its content alone: endings lie."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.chat import is_chat
from qualcode.importers.normalise import normalise
from qualcode.importers.otter import is_otter
from qualcode.importers.whisper import is_json
from qualcode.importers.xmltree import root_name

_LARGEST_UNPACKED = 1_000_000_000
_HTML = re.compile(r"(?is)\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|p)\b")
_SRT = re.compile(r"\A\s*(?:\d+\s*\n\s*)?-?\d{1,4}:\d{2}(?::\d{2})?(?:[,.]\d{1,3})?\s*-->")
_XML = re.compile(r"\A\s*<(?:\?xml|!--|(?:\w+:)?ANNOTATION_DOCUMENT|(?:\w+:)?basic-transcription\b)")
_XML_HEAD = 65_536
_XML_ROOTS = {"ANNOTATION_DOCUMENT": "elan", "basic-transcription": "exmaralda", "html": "html"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTGRID = re.compile(r'\A\s*(?:File type = )?"ooTextFile(?: short)?"\s*(?:Object class = )?"TextGrid"')


def format_of(data: bytes, ending: str = "") -> str:
    """The name by which `reading` knows how it is read; the ending only tells Markdown from other text.

    Raises InputError for what is no transcript.
    """
    if not data.strip():
        raise InputError(_("the file is empty"), _("Check that the transcript was saved."))
    if data.startswith(_ZIP):
        return _office_format(data)
    if data.startswith(_OLD_WORD):
        raise InputError(
            _("this is an old Word file (.doc), or one locked by a password"),
            _("Save it as .docx, without a password, and import that."),
        )
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    return _text_format(data, ending)


_TOLD: Sequence[tuple[str, Callable[[str], object]]] = (
    ("vtt", re.compile("WEBVTT").match),
    ("srt", _SRT.match),
    ("html", _HTML.match),
    ("textgrid", _TEXTGRID.match),
    ("chat", is_chat),
    ("whisper", is_json),
)
"""What tells each kind of text by how it begins."""


def _text_format(data: bytes, ending: str) -> str:
    head = _head(data)
    if kind := next((kind for kind, tells in _TOLD if tells(head)), ""):
        return kind
    if _XML.match(head) and (kind := _xml_format(_head(data, _XML_HEAD))):
        return kind
    if ending.lower() in (".md", ".markdown"):
        return "markdown"
    return "otter" if is_otter(head) else "text"


def _xml_format(head: str) -> str:
    """The format of an XML file by its outermost element; none for a text that only begins with a comment."""
    name = root_name(head) or "?"
    if name not in _XML_ROOTS and head.lstrip().startswith("<?xml"):
        raise InputError(
            _("this is XML of a kind that is not read here: {name}").format(name=name),
            _("Of XML, ELAN's .eaf and EXMARaLDA's .exb are read; export it as one of them, or as text."),
        )
    return _XML_ROOTS.get(name, "")


def _head(data: bytes, size: int = 4_096) -> str:
    """The first characters, without the mark and with one line end."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    return normalise(data[:size].decode(encoding, "replace"))


def _office_format(data: bytes) -> str:
    broken = InputError(
        _("the file is damaged: it starts like a .docx or .odt but cannot be unpacked"),
        _("Open it in the program that wrote it and save it again."),
    )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
            kind = archive.read("mimetype")[:60] if "mimetype" in names else b""
            damaged = archive.testzip() if size < _LARGEST_UNPACKED else None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise broken from error
    if size > _LARGEST_UNPACKED:
        raise InputError(_("the file unpacks to more than a gigabyte"), _("Take the pictures out and save it again."))
    if damaged:
        raise broken
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return "docx"
    if b"opendocument.text" in kind:
        return "odt"
    raise InputError(
        _("this is a zip archive but neither .docx nor .odt"), _("Unpack it and import the transcripts it holds.")
    )
