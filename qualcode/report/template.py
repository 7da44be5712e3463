"""An institution's own template: read, checked, and made into what pandoc takes its styles from.

Only its looks are taken: styles, theme, page size and margins, headers and footers with their pictures. Who made it,
where it lay and what it is called stay behind, and nothing that runs is let in.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from qualcode import safexml
from qualcode.errors import InputError
from qualcode.i18n import _

_HERE = Path(__file__).parent
_OLDEST = (1980, 1, 1, 0, 0, 0)
ENDINGS: Mapping[str, str] = {".docx": "docx", ".dotx": "docx", ".odt": "odt", ".ott": "odt"}
"""What a template may be called, and the format whose looks it gives."""
_MACROS = re.compile(r"(?i)vba|macros?/|activex|^basic/|^scripts/")
_NEEDED = {"docx": ("word/document.xml", "word/styles.xml"), "odt": ("styles.xml", "content.xml")}
_LEFT_BEHIND = re.compile(
    r"docProps/|customXml/|word/(?:comments|people|documentTasks|glossary/|embeddings/|mailMerge|printerSettings|keyMap)"
)
"""Parts of a Word file that say who made it, or that are no looks of it."""
_SETTINGS = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>"""
_AS_DOCUMENT = (b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")
_RELATION = re.compile(r"<Relationship\b[^>]*?/>")
_WORD_STYLE = re.compile(r"<w:style\b.*?</w:style>", re.DOTALL)
_WORD_NAME = re.compile(r'<w:name w:val="([^"]*)"')
_WORD_ID = re.compile(r'w:styleId="([^"]*)"')
_RESTS_ON = re.compile(r'(<w:(?:basedOn|next|link) w:val=")([^"]*)"')
_DEFAULT = re.compile(r' w:default="[^"]*"')
_ODT_STYLE = re.compile(r"<style:style\b(?:[^>]*/>|.*?</style:style>)", re.DOTALL)
_ODT_NAME = re.compile(r'style:name="([^"]*)"')
_ODT_FAMILY = re.compile(r'style:family="([^"]*)"')
_MASTER = re.compile(r'<style:master-page\b[^>]*style:name="Standard"(?:[^>]*/>|.*?</style:master-page>)', re.DOTALL)
_FIRST = re.compile(r'<text:[ph]\b[^>]* text:style-name="([^"]*)"')
_NO_PAGE = ' style:master-page-name=""'
_ON_PAGE = re.compile(r' style:master-page-name="[^"]*"')
_LAYOUT_NAME = re.compile(r'style:page-layout-name="([^"]*)"')
_LAYOUT = r'<style:page-layout\b[^>]*style:name="{}".*?</style:page-layout>'
_OWN_LAYOUT = "QualcodeLandscape"


def kind(path: Path) -> str:
    """The format whose looks a template gives, by its ending; an InputError where it cannot be one."""
    ending = path.suffix.lower()
    if ending in (".docm", ".dotm"):
        raise _refused(path)
    if ending not in ENDINGS:
        raise InputError(
            _("{file}: a template ends in {known}.").format(file=path, known=", ".join(ENDINGS)),
            _("Save it as one of these."),
        )
    return ENDINGS[ending]


def reference(path: Path) -> bytes:
    """What pandoc takes the styles of a template from; an InputError where it is missing, broken, or holds macros."""
    form = kind(path)
    parts = _parts(path)
    if any(_MACROS.search(name) for name in parts):
        raise _refused(path)
    try:
        if not all(_is_sound(parts[name]) for name in _NEEDED[form]):
            raise _broken(path)
        return _zipped(_of_word(parts) if form == "docx" else _of_odt(parts))
    except (KeyError, UnicodeDecodeError) as error:
        raise _broken(path) from error


def _is_sound(xml: bytes) -> bool:
    try:
        for _event in safexml.events((xml,)):
            pass
    except (safexml.DocumentTypeError, *safexml.Damaged):
        return False
    return True


def _parts(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except OSError as error:
        raise InputError(
            _("{file}: the template cannot be read.").format(file=path), _("Look at its name and folder.")
        ) from error
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise _broken(path) from error


def _refused(path: Path) -> InputError:
    return InputError(
        _("{file}: the template holds macros, which are not let into an appendix.").format(file=path),
        _("Save it without them, as .docx, .dotx, .odt or .ott."),
    )


def _broken(path: Path) -> InputError:
    return InputError(
        _("{file}: the template is broken, or is no such file as its ending says.").format(file=path),
        _("Open it in the program that wrote it and save it again."),
    )


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _OLDEST), content)
    return out.getvalue()


def _ours(form: str) -> dict[str, bytes]:
    return _parts(_HERE / f"reference.{form}")


# ---------------------------------------------------------------------- Word


def _of_word(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    ours = _ours("docx")
    kept = {name: content for name, content in parts.items() if not _LEFT_BEHIND.match(name)}
    kept |= {name: ours[name] for name in ("docProps/app.xml", "docProps/core.xml", "docProps/custom.xml")}
    kept["word/settings.xml"] = _SETTINGS
    kept.pop("word/_rels/settings.xml.rels", None)
    kept["[Content_Types].xml"] = kept["[Content_Types].xml"].replace(*_AS_DOCUMENT)
    for name in [name for name in kept if name.endswith(".rels")]:
        kept[name] = _RELATION.sub(_inside, kept[name].decode()).encode()
    kept["word/styles.xml"] = _with_word_styles(kept["word/styles.xml"].decode(), ours["word/styles.xml"].decode())
    return kept


def _inside(relation: re.Match[str]) -> str:
    """A relation to another part; one to a file elsewhere, or to what was left behind, is none."""
    outside = 'TargetMode="External"' in relation[0] or _LEFT_BEHIND.search(relation[0].replace('Target="', '"word/'))
    return "" if outside else relation[0]


def _with_word_styles(theirs: str, ours: str) -> bytes:
    """Their styles, and those of ours that they lack, resting on theirs where they have the same."""
    known = dict(_word_styles(theirs))
    same = {own: known[name] for name, own in _word_styles(ours) if name in known}
    missing = [found for found in _WORD_STYLE.findall(ours) if _name_of(found) not in known]
    added = (_RESTS_ON.sub(lambda on: f'{on[1]}{same.get(on[2], on[2])}"', _DEFAULT.sub("", one)) for one in missing)
    return theirs.replace("</w:styles>", "".join(added) + "</w:styles>").encode()


def _word_styles(text: str) -> Iterator[tuple[str, str]]:
    """Each style's name and id."""
    for found in _WORD_STYLE.findall(text):
        if own := _WORD_ID.search(found):
            yield _name_of(found), own[1]


def _name_of(style: str) -> str:
    found = _WORD_NAME.search(style)
    return found[1].casefold() if found else ""


# ---------------------------------------------------------------------- OpenDocument


def _of_odt(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    ours = _ours("odt")
    pictures = {name: content for name, content in parts.items() if name.startswith("Pictures/")}
    styles = _with_landscape(_with_odt_styles(parts["styles.xml"].decode(), ours["styles.xml"].decode()))
    return ours | pictures | {"styles.xml": _with_front(styles, parts["content.xml"].decode()).encode()}


def _with_odt_styles(theirs: str, ours: str) -> str:
    """Their styles, and those of ours that they lack."""
    known = set(_odt_styles(_common(theirs)))
    missing = (found for name, found in _odt_styles(_common(ours)).items() if name not in known)
    return theirs.replace("</office:styles>", "".join(missing) + "</office:styles>", 1)


def _common(text: str) -> str:
    return text.partition("<office:styles")[2].partition("</office:styles>")[0]


def _odt_styles(text: str) -> dict[tuple[str, str], str]:
    """Each style by its family and name."""
    styles: Iterable[str] = _ODT_STYLE.findall(text)
    named = ((_ODT_FAMILY.search(style), _ODT_NAME.search(style), style) for style in styles)
    return {(family[1], name[1]): style for family, name, style in named if family and name}


def _with_landscape(styles: str) -> str:
    """Their page on its side, which wide parts stand on."""
    master = _MASTER.search(styles)
    named = _LAYOUT_NAME.search(master[0]) if master else None
    layout = re.search(_LAYOUT.format(re.escape(named[1])), styles, re.DOTALL) if named else None
    if (
        master is None
        or named is None
        or layout is None
        or 'style:name="Landscape"' in styles.partition("er-styles>")[2]
    ):
        return styles
    turned = _turned(layout[0].replace(f'style:name="{named[1]}"', f'style:name="{_OWN_LAYOUT}"', 1))
    page = master[0].replace('style:name="Standard"', 'style:name="Landscape"', 1)
    page = page.replace(f'"{named[1]}"', f'"{_OWN_LAYOUT}"', 1)
    page = re.sub(r' style:display-name="[^"]*"', "", page, count=1)
    styles = styles.replace(layout[0], layout[0] + turned, 1)
    return styles.replace(master[0], master[0] + page, 1)


def _with_front(styles: str, content: str) -> str:
    """The page that their document begins on for the title, which ours begins with."""
    first = _FIRST.search(content.partition("<office:text")[2])
    own = _odt_styles(content).get(("paragraph", first[1])) if first else None
    page = _ON_PAGE.search(own) if own else None
    title = _odt_styles(_common(styles)).get(("paragraph", "Title"))
    if page is None or title is None or page[0] == _NO_PAGE:
        return styles
    begun = _ON_PAGE.sub("", title).replace("<style:style", f"<style:style{page[0]}", 1)
    return styles.replace(title, begun, 1)


def _turned(layout: str) -> str:
    """A page's layout with its width for its height."""
    width, height = (re.search(rf'fo:page-{side}="([^"]*)"', layout) for side in ("width", "height"))
    if width is None or height is None:
        return layout
    layout = layout.replace(height[0], f'fo:page-height="{width[1]}"').replace(width[0], f'fo:page-width="{height[1]}"')
    return layout.replace('style:print-orientation="portrait"', 'style:print-orientation="landscape"')
