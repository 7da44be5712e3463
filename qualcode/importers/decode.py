"""Bytes to text: the encoding a file says it has, else the one it can be read in."""

from __future__ import annotations

import codecs
import re

from qualcode.errors import InputError
from qualcode.i18n import _

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""(?i)<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""")
_CONTROLS = bytes((*range(9), *range(14, 27), *range(28, 32), 127))
_MOST_CONTROLS = 0.01


def decode(data: bytes, encoding: str | None = None, *, signs: bytes = b"") -> tuple[str, str]:
    """The text and the name of its encoding: the one asked for, else by its mark, UTF-8, cp1252.

    `signs` are control characters that mean something in the format. Raises InputError where the encoding asked for is
    unknown or does not fit, or where the bytes are no text.
    """
    if encoding:
        return _as_asked(data, encoding), encoding
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    if _looks_binary(data, signs):
        raise InputError(
            _("this is not a text file: it holds binary data"),
            _("Save it as text, .docx, .odt, .rtf, .pdf, .html, .vtt, .srt or .TextGrid, or name its encoding."),
        )
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def decode_html(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """As `decode`, but a page that is not UTF-8 is read in the encoding it declares."""
    declared = _CHARSET.search(data[:4096])
    text, used = decode(data, encoding)
    if encoding or used != "cp1252" or not declared:
        return text, used
    try:
        return data.decode(name := declared[1].decode("ascii"), "replace"), name
    except LookupError:
        return text, used


def _as_asked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise InputError(
            _("“{encoding}” is not a known encoding").format(encoding=encoding),
            _("Usual ones are utf-8, utf-16, cp1252, latin-1 and mac_roman."),
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            _("byte {place} cannot be read as {encoding}").format(place=error.start, encoding=encoding),
            _("Leave the encoding out, or name another."),
        ) from error


def _looks_binary(data: bytes, signs: bytes) -> bool:
    """Whether control characters that no text has are frequent; a stray NUL or two is let through."""
    sample = data[:65_536].translate(None, signs)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(2, len(sample) * _MOST_CONTROLS)
