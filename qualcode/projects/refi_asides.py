"""What a study could not hold, given back to a REFI-QDA project: as it was, but for what is there no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from qualcode.projects.elements import local
from qualcode.projects.project import Aside

_SOURCES = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
_PATHS = ("path", "plainTextPath", "richTextPath")
_REFERRING = {"Coding": "CodeRef", "VariableValue": "VariableRef"}
_USERS = ("creatingUser", "modifyingUser")


class Asides:
    """The elements kept aside, and `files`: what they name, by the name it gets in the folder of sources.

    What refers to something that is not among the ids `known` is left out; so are folders of a computer.
    """

    def __init__(self, asides: Iterable[Aside], known: Iterable[str]) -> None:
        self.files: dict[str, Path] = {}
        self._known = {one.strip("{}").casefold() for one in known}
        self._elements = [self._ready(aside) for aside in asides]

    def is_pages(self, guid: str) -> bool:
        """Whether a PDF has this id, which can hold its words."""
        return bool(guid) and any(one.tag == "PDFSource" and one.get("guid") == guid for one in self._elements)

    def sources(self) -> Iterator[tuple[str, str, str]]:
        """Pictures, recordings and pages: the id of each, what stands before the words it may hold, and after."""
        for one in self._elements:
            if one.tag in _SOURCES:
                before, end, after = _text(one).removesuffix(" />\n").rpartition(f"</{one.tag}>")
                yield one.get("guid", ""), before or f"{after}>", f"{end or f'</{one.tag}>'}\n"

    def graphs(self) -> Iterator[str]:
        """Graphs."""
        yield from (_text(one) for one in self._elements if one.tag == "Graph")

    def _ready(self, aside: Aside) -> Element:
        root = ElementTree.fromstring(aside.element)
        paths = {written: f"internal://{self._place(written, file)}" for written, file in aside.files.items()}
        for element in root.iter():
            element.tag = local(element.tag)
            element.attrib.pop("currentPath", None)
            for name in _PATHS:
                if written := element.get(name):
                    element.set(name, paths.get(written) or _bare(written))
        self._prune(root)
        return root

    def _place(self, written: str, file: Path) -> str:
        stem, suffix = PurePosixPath(_last(written)).stem, PurePosixPath(_last(written)).suffix
        name, number = f"{stem}{suffix}", 1
        while name.casefold() in map(str.casefold, self.files):
            number += 1
            name = f"{stem}-{number}{suffix}"
        self.files[name] = file
        return name

    def _prune(self, element: Element) -> None:
        for name in _USERS:
            if not self._is_known(element.get(name)):
                element.attrib.pop(name, None)
        for child in list(element):
            refers = child if child.tag == "NoteRef" else child.find(_REFERRING.get(child.tag, "."))
            if child.tag in ("NoteRef", *_REFERRING) and (
                refers is None or not self._is_known(refers.get("targetGUID"))
            ):
                element.remove(child)
            else:
                self._prune(child)

    def _is_known(self, guid: str | None) -> bool:
        return guid is not None and guid.strip("{}").casefold() in self._known


def _last(written: str) -> str:
    return written.replace("\\", "/").rpartition("/")[2]


def _bare(written: str) -> str:
    """A path to a file that is not in the archive: without the folders that lead to it on some computer."""
    return written if written.startswith(("internal://", "relative://")) else f"relative:///{_last(written)}"


def _text(element: Element) -> str:
    element.tail = "\n"
    return ElementTree.tostring(element, "unicode")
