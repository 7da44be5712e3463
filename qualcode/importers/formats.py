"""What a file is, by its content alone: endings lie."""

from __future__ import annotations

import io
import re
import zipfile

from qualcode.errors import InputError
from qualcode.i18n import _

FORMATS = ("text", "markdown", "docx", "odt", "rtf", "pdf", "vtt", "srt", "html", "textgrid")
_LARGEST_UNPACKED = 1_000_000_000
_HTML = re.compile(rb"(?is)\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|div|p)\b")
_SRT = re.compile(rb"\A\s*(?:\d+\s*\r?\n\s*)?\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXTGRID = re.compile(r'\A\s*(?:File type = )?"ooTextFile(?: short)?"\s*(?:Object class = )?"TextGrid"')


def format_of(data: bytes, ending: str = "") -> str:
    """One of `FORMATS`; the ending only tells Markdown from other text. Raises InputError for what is none of them."""
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


def _text_format(data: bytes, ending: str) -> str:
    head = _head(data)
    if head.startswith(b"WEBVTT"):
        return "vtt"
    if _TEXTGRID.match(head.decode("utf-8", "replace")):
        return "textgrid"
    if _SRT.match(head):
        return "srt"
    if _HTML.match(head):
        return "html"
    return "markdown" if ending.lower() in (".md", ".markdown") else "text"


def _head(data: bytes) -> bytes:
    """The first characters as UTF-8, without the mark."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data[:4096].decode("utf-16", "replace").encode("utf-8", "replace")
    return data[:4096].removeprefix(b"\xef\xbb\xbf")


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
