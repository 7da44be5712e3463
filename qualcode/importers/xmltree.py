"""Transcripts in XML, in the encoding they declare or that is asked for."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from qualcode import safexml
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.importers.decode import decode
from qualcode.importers.normalise import normalise

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)["']""")
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:!DOCTYPE\s+)?(?:[\w.-]+:)?([\w.-]+)")
_DEEPEST = 100


def root_name(text: str) -> str | None:
    """The name of the outermost element, or of the document type, without its prefix; None where neither is seen."""
    begun = _PROLOGUE.match(text)
    match = _ROOT.match(text, begun.end() if begun else 0)
    return match[1] if match else None


def read_xml(data: bytes, encoding: str | None = None) -> tuple[Element, str]:
    """The outermost element and the encoding: the one asked for, else the one declared. Raises InputError."""
    text, used = _decoded(data, encoding)
    return _tree(text), used


def _decoded(data: bytes, encoding: str | None) -> tuple[str, str]:
    declared = _DECLARED.match(data[:1_000].removeprefix(b"\xef\xbb\xbf"))
    name = declared[1].decode("ascii") if declared and not encoding else "utf-8"
    if not re.fullmatch(r"(?i)utf-?(8|16.*)", name):
        try:
            return normalise(data.decode(name, "replace")), name
        except (LookupError, ValueError):
            pass
    text, used = decode(data, encoding)
    return normalise(text), used


def _tree(text: str) -> Element:
    try:
        return safexml.whole(safexml.events((text,)), _DEEPEST)
    except safexml.DocumentTypeError as error:
        raise InputError(
            _("the XML declares a document type of its own, with which files can be made to do harm"),
            _("Save it again from the program that wrote it, without a DTD."),
        ) from error
    except safexml.TooDeepError as error:
        raise InputError(_("the XML is nested {count} deep").format(count=error), _way_out()) from error
    except safexml.Damaged as error:
        raise InputError(_("the XML is damaged: {reason}").format(reason=error), _way_out()) from error


def _way_out() -> str:
    return _("Open it in the program that wrote it and save it again.")
