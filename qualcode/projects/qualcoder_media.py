"""Pictures, recordings and pages of a folder of QualCoder with their codings, as REFI-QDA writes them.

QualCoder counts pixels of a picture and milliseconds of a recording, as REFI-QDA does; the areas it marks on pages are
counted otherwise, and are lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from qualcode.projects.database import Row
from qualcode.projects.moments import moment
from qualcode.projects.project import Aside, ProjectVariable
from qualcode.projects.refi_ids import made
from qualcode.projects.refi_words import attributes, described, ref, value
from qualcode.projects.refi_words import moment as writable
from qualcode.projects.users import Users

_STARTS = (("image", "picture"), ("audio", "audio"), ("video", "video"))
_FOLDERS = {"picture": "images", "audio": "audio", "video": "video", "pdf": "documents"}
_ELEMENTS = {"picture": "Picture", "audio": "Audio", "video": "Video", "pdf": "PDF"}
_FARTHEST = 2**53


class Medium(NamedTuple):
    """A source that is no text alone: what it is, its row, its file if that lies in the project."""

    kind: str
    row: Row
    file: Path | None

    @property
    def id(self) -> str:
        """The id of its element."""
        return made(self.kind, self.row.text("name"), self.row.text("mediapath"))

    @property
    def transcript(self) -> int:
        """The number of the source that it names as its transcript."""
        return self.row.key("av_text_id")


def medium_of(row: Row, root: Path) -> Medium | None:
    """What a source is besides a text; a PDF only where its file lies in the project, whose folder is `root`."""
    where = row.text("mediapath").replace("\\", "/")
    start = where.lower().lstrip("/")
    kind = next((kind for begins, kind in _STARTS if start.startswith(begins)), "")
    name = _name(row)
    if not kind and not name.lower().endswith(".pdf"):
        return None
    linked = ":" in where.partition("/")[0]
    file = None if linked else _inside(root, _FOLDERS[kind or "pdf"], name)
    return Medium(kind or "pdf", row, file) if kind or file else None


def _inside(root: Path, folder: str, name: str) -> Path | None:
    """A file of the project by its name; nothing outside it, whatever a name or a link says."""
    try:
        path = (root / folder / name).resolve()
        return path if path.is_file() and path.is_relative_to(root.resolve()) else None
    except (OSError, ValueError):  # a name that no system can hold
        return None


@dataclass(slots=True)
class Media:
    """The media of a project on their way to elements; `values` are their variables by the numbers of sources."""

    users: Users
    codes: Mapping[int, str]
    variables: Mapping[str, ProjectVariable]
    lost: Counter[str] = field(default_factory=Counter)

    def asides(
        self, media: Mapping[int, Medium], codings: Mapping[int, Sequence[Row]], values: Mapping[int, Mapping[str, str]]
    ) -> Iterator[Aside]:
        """Each source, all by its number, with its codings."""
        for number, one in media.items():
            name = one.row.text("name")
            rows = codings.get(number, ()) if one.kind != "pdf" else ()
            selections = [written for row in rows if (written := self._selection(one, row))]
            self.lost[one.kind] += 1
            self.lost["file that does not lie in the project"] += one.file is None
            element = self._element(one, selections, values.get(number, {}))
            files = {f"internal://{one.file.name}": one.file} if one.file else {}
            yield Aside(one.kind, name, element.encode(), files, len(selections))

    def _element(self, one: Medium, selections: Iterable[str], values: Mapping[str, str]) -> str:
        row, element = one.row, f"{_ELEMENTS[one.kind]}Source"
        path = f"internal://{one.file.name}" if one.file else f"relative:///{_name(row)}"
        said = {"guid": one.id, "name": row.text("name"), "path": path, **self._made(row)}
        inside = (described(row.text("memo")), *selections, *self._values(values)) if one.kind != "pdf" else ()
        return f"<{element}{attributes(said)}>{''.join(inside)}</{element}>"

    def _made(self, row: Row) -> dict[str, object]:
        return {
            "creatingUser": self.users.of(row.text("owner")),
            "creationDateTime": writable(moment(row.text("date"))),
        }

    def _values(self, values: Mapping[str, str]) -> Iterator[str]:
        for name, written in values.items():
            if variable := self.variables.get(name):
                reference = ref("VariableRef", "variable", variable.id)
                yield f"<VariableValue>{reference}{value(variable.kind, written)}</VariableValue>"

    def _selection(self, one: Medium, row: Row) -> str:
        """A coding with the stretch it is on; nothing where its code or its place is not known."""
        code = self.codes.get(row.key("cid"))
        place = _area(row) if one.kind == "picture" else _stretch(row)
        if code is None or place is None:
            return ""
        by = self._made(row)
        coding = made("coding", one.id, *place.values(), code, by["creatingUser"] or "")
        fields = {"codings": {coding: {"key": True}}} if row.whole("important") == 1 else {}
        element = f"{_ELEMENTS[one.kind]}Selection"
        return (
            f"<{element}{attributes({'guid': made('selection', coding), **place, **by})}>"
            f"{described(row.text('memo'), fields)}"
            f"<Coding{attributes({'guid': coding, **by})}>{ref('CodeRef', 'code', code)}</Coding></{element}>"
        )


def _name(row: Row) -> str:
    return row.text("mediapath").replace("\\", "/").rpartition("/")[2] or row.text("name")


def _area(row: Row) -> dict[str, object] | None:
    """From the upper left corner to the lower right one, in pixels."""
    x, y, width, height = (_number(row, name) for name in ("x1", "y1", "width", "height"))
    if x is None or y is None or width is None or height is None:
        return None
    return {"firstX": int(x), "firstY": int(y), "secondX": int(x + width), "secondY": int(y + height)}


def _stretch(row: Row) -> dict[str, object] | None:
    """From one moment to another, in milliseconds."""
    start, end = _number(row, "pos0"), _number(row, "pos1")
    return None if start is None or end is None else {"begin": int(start), "end": int(end)}


def _number(row: Row, name: str) -> float | None:
    try:
        number = float(row.text(name))
    except ValueError:
        return None
    return number if abs(number) < _FARTHEST else None
