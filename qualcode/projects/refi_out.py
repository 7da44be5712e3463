"""A project, or a codebook, as REFI-QDA 1.0 (18 March 2019): in the order of its schema, the same bytes each time.

`strict` is what the standard says: positions in code points, line ends of one, no byte-order mark. `nvivo` is what
NVivo writes itself: UTF-16 units; where a text came with line ends of two, these, which count two, after a mark that
does not count. What REFI-QDA has no place for is folded (`folding`).
"""

from __future__ import annotations

import shutil
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any

from qualcode import __version__
from qualcode.files import writing
from qualcode.importers.normalise import normalise
from qualcode.projects.folding import holdable, unfolded
from qualcode.projects.project import Case, Group, Link, Note, Project, ProjectCode, ProjectText, ProjectVariable, User
from qualcode.projects.refi_asides import Asides
from qualcode.projects.refi_sources import NVIVO, STRICT, Noted, Selections, bytes_of, changed_by, file_of
from qualcode.projects.refi_words import (
    DIRECTIONS,
    KINDS,
    attributes,
    colour,
    content,
    described,
    guid_of,
    moment,
    ref,
    value,
    whole,
)

ORIGINS = {STRICT: f"qualcode {__version__}", NVIVO: f"qualcode {__version__} for NVivo"}
"""What a file says it is of, by which its positions are read back."""
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_PROJECT, _CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_WHEN = (1980, 1, 1, 0, 0, 0)
_PIECES = 1000
_HOLDERS = {"case": "participant", "text": "document"}


def write_project(project: Project, path: Path, style: str = STRICT) -> None:
    """Write a project as `.qdpx`, whole or not at all. Raises `DiskError`."""
    document = _Document(project, style)
    with writing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with _entry(archive, "project.qde") as stream:
            _pour(document.pieces(), stream)
        for text in project.texts:
            with _entry(archive, f"sources/{file_of(text)}") as stream:
                stream.write(bytes_of(text, style))
        for name, source in document.asides.files.items():
            with _entry(archive, f"sources/{name}") as stream, source.open("rb") as kept:
                shutil.copyfileobj(kept, stream)


def write_codebook(project: Project, path: Path) -> None:
    """Write the codes of a project, with sets of them, as `.qdc`, whole or not at all. Raises `DiskError`."""
    with writing(path) as file:
        _pour(_Document(project, STRICT).codebook(), file)


@contextmanager
def _entry(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    """A file of an archive to write to, of no particular time."""
    entry = zipfile.ZipInfo(name, _WHEN)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
    with archive.open(entry, "w", force_zip64=False) as stream:
        yield stream


def _pour(pieces: Iterator[str], stream: Any) -> None:
    while some := "".join(islice(pieces, _PIECES)):
        stream.write(some.encode("utf-8"))


class _Document:
    """A project on its way to XML."""

    def __init__(self, project: Project, style: str) -> None:
        self.project, self.style = project, style
        self._names: dict[str, str] = {}
        self._noted = Noted(project.notes)
        self._selections = Selections(project, self._noted, style)
        self.asides = Asides(project.asides, self._referred())
        self._words: dict[str, ProjectText] = {}
        for text in project.texts:
            if self.asides.is_pages(text.inside):
                self._words.setdefault(text.inside, text)
        self._pages = {text.id: guid for guid, text in self._words.items()}
        self._variables = {
            (holder, one.name): one
            for one in (*_undeclared(project), *project.variables)
            for holder, noun in _HOLDERS.items()
            if one.fields.get("of") in (None, noun)
        }
        known = {one.id for one in project.codes}
        self._below: dict[str | None, list[ProjectCode]] = defaultdict(list)
        for code in project.codes:
            self._below[code.parent if code.parent in known else None].append(code)

    def _referred(self) -> Iterator[str]:
        """The ids that what is kept aside may refer to."""
        project = self.project
        for kind, things in (("user", project.users), ("code", project.codes), ("note", project.notes),
                             ("variable", project.variables)):  # fmt: skip
            yield from (guid_of(kind, one.id) for one in things)

    def pieces(self) -> Iterator[str]:
        """The XML, piece by piece, in the order of the schema."""
        project = self.project
        said = {"name": self._name("project", project.name), "origin": ORIGINS[self.style]}
        yield f'{_HEAD}<Project xmlns="{_PROJECT}"{attributes(said)}>\n'
        yield from whole("Users", map(self._user, project.users))
        if project.codes:
            yield from whole("CodeBook", whole("Codes", self._codes(None)))
        yield from whole("Variables", map(self._variable, (*project.variables, *_undeclared(project))))
        yield from whole("Cases", map(self._case, project.cases))
        yield from whole("Sources", self._sources())
        yield from whole("Notes", map(self._note, project.notes))
        yield from whole("Links", map(self._link, project.links))
        yield from whole("Sets", map(self._set, project.groups))
        yield from whole("Graphs", self.asides.graphs())
        yield described("", {**project.fields, "names": self._names})
        yield f"{self._noted.refs('')}</Project>\n"

    def codebook(self) -> Iterator[str]:
        """The XML of the codes, with the sets that have some or nothing at all."""
        project = self.project
        yield f'{_HEAD}<CodeBook xmlns="{_CODEBOOK}"{attributes({"origin": ORIGINS[STRICT]})}>\n'
        yield from whole("Codes", self._codes(None, notes=False))
        yield from whole("Sets", (self._set(one, codes_alone=True) for one in project.groups if _of_codes(one)))
        yield "</CodeBook>\n"

    def _name(self, guid: str, name: str) -> str:
        """A name for an attribute; one that would not come back as it is is remembered."""
        if not name or name != name.strip() or name != holdable(name):
            self._names[guid] = name
        return name

    def _named(self, kind: str, identity: str, name: str) -> dict[str, object]:
        guid = guid_of(kind, identity)
        return {"guid": guid, "name": self._name(guid, name)}

    def _user(self, user: User) -> str:
        said = {**self._named("user", user.id, user.name), "id": user.initials or None}
        return f"<User{attributes(said)}/>\n"

    def _codes(self, parent: str | None, *, notes: bool = True) -> Iterator[str]:
        for code in self._below.get(parent, ()):
            codable = "true" if code.codable else "false"
            said = {**self._named("code", code.id, code.name), "isCodable": codable, "color": colour(code.colour)}
            yield f"<Code{attributes(said)}>{described(code.description, code.fields)}"
            yield self._noted.refs("code", code.id) if notes else ""
            yield from self._codes(code.id, notes=notes)
            yield "</Code>\n"

    def _variable(self, variable: ProjectVariable) -> str:
        kind = variable.kind if variable.kind in KINDS else "Text"
        said = {**self._named("variable", variable.id, variable.name), "typeOfVariable": kind}
        return f"<Variable{attributes(said)}>{described(variable.description, variable.fields)}</Variable>\n"

    def _values(self, holder: str, values: Mapping[str, str]) -> str:
        return "".join(
            f"<VariableValue>{ref('VariableRef', 'variable', variable.id)}{value(variable.kind, written)}"
            "</VariableValue>"
            for name, written in values.items()
            if (variable := self._variables[holder, name])
        )

    def _case(self, case: Case) -> str:
        exact = {name: written for name, written in case.values.items() if _is_unheld(written)}
        return (
            f"<Case{attributes(self._named('case', case.id, case.name))}>"
            f"{described(case.description, {**case.fields, 'values': exact})}"
            f"{self._values('case', case.values)}"
            f"{''.join(ref('SourceRef', 'text', self._source(text)) for text in case.texts)}"
            f"{''.join(ref('SelectionRef', 'selection', self._selections.id_of(one)) for one in case.passages)}"
            "</Case>\n"
        )

    def _sources(self) -> Iterator[str]:
        for text in self.project.texts:
            if text.id not in self._pages:
                yield from self._text(text, "TextSource")
        for guid, before, after in self.asides.sources():
            yield before
            yield from self._text(self._words[guid], "Representation") if guid in self._words else ()
            yield after

    def _source(self, text: str) -> str:
        """The id of the source that a text is: its own, or the GUID of the pages it is the words of."""
        pages = self._pages.get(text, text)
        return pages if guid_of("text", pages) == pages else text

    def _text(self, text: ProjectText, element: str) -> Iterator[str]:
        said = {
            **self._named("text", text.id, text.name),
            "plainTextPath": f"internal://{file_of(text)}",
            **_made_by(text.user, text.at),
            **changed_by(text.changed),
        }
        fields = {**_of_text(text), "inside": text.inside if element == "TextSource" else ""}
        yield f"<{element}{attributes(said)}>{described(text.memo, fields)}\n"
        yield from self._selections.pieces(text)
        yield f"{self._noted.refs('text', text.id)}{self._values('text', text.values)}</{element}>\n"

    def _note(self, note: Note) -> str:
        made = {**_made_by(note.user, note.at), **changed_by(note.changed)}
        said = {**self._named("note", note.id, note.name), **made}
        fields = {
            **note.fields,
            "on": [note.on, guid_of(note.on, note.target)] if note.on == "case" else None,
            "text": None if _is_plain(note.text) else note.text,
            "at": None if moment(note.at) else note.at,
        }
        words = f"<PlainTextContent>{content(note.text)}</PlainTextContent>"
        return f"<Note{attributes(said)}>{described('', fields)}{words}</Note>\n"

    def _link(self, link: Link) -> str:
        said = {
            **self._named("link", link.id, link.name),
            "direction": link.direction if link.direction in DIRECTIONS else None,
            "color": colour(link.colour),
            "originGUID": self._end(link.origin),
            "targetGUID": self._end(link.target),
        }
        return f"<Link{attributes(said)}/>\n"

    def _end(self, identity: str) -> str:
        """The GUID of what a link leads to, by its id alone."""
        project = self.project
        things: dict[str, Any] = {"code": project.codes, "text": project.texts, "case": project.cases}
        kind = next((kind for kind, these in things.items() if any(one.id == identity for one in these)), None)
        if kind is None:
            marks = (mark for text in project.texts for mark in text.marks)
            kind = "coding" if any(mark.id == identity for mark in marks) else "note"
        return guid_of(kind, identity)

    def _set(self, group: Group, *, codes_alone: bool = False) -> str:
        name = "guid" if codes_alone else "targetGUID"
        members = [("MemberCode", "code", group.codes)]
        if not codes_alone:
            members += [("MemberSource", "text", tuple(map(self._source, group.texts)))]
            members += [("MemberNote", "note", group.notes)]
        inside = "".join(f'<{element} {name}="{guid_of(kind, one)}"/>' for element, kind, ids in members for one in ids)
        if not codes_alone:
            inside += "".join(f"<MemberSource{attributes({'targetGUID': one})}/>" for one in group.asides)
        described_ = described(group.description, group.fields)
        return f"<Set{attributes(self._named('set', group.id, group.name))}>{described_}{inside}</Set>\n"


def _of_codes(group: Group) -> bool:
    """Whether a set belongs in a codebook."""
    return bool(group.codes) or not (group.texts or group.notes or group.asides or group.fields)


def _made_by(user: str | None, at: str | None) -> dict[str, object]:
    return {"creatingUser": guid_of("user", user) if user else None, "creationDateTime": moment(at)}


def _is_plain(text: str) -> bool:
    """Whether the words of a note come back as they are."""
    return bool(text.strip()) and text == holdable(normalise(text)) == unfolded(text)[0]


def _is_unheld(written: str) -> bool:
    """Whether a value would not come back as it is."""
    return not written or written != holdable(written)


def _undeclared(project: Project) -> tuple[ProjectVariable, ...]:
    """Variables that have values and are not among those of the project."""
    known = {one.name for one in project.variables}
    held = (*(case.values for case in project.cases), *(text.values for text in project.texts))
    used = dict.fromkeys(name for values in held for name in values)
    return tuple(ProjectVariable(name, name) for name in used if name not in known)


def _of_text(text: ProjectText) -> dict[str, object]:
    """What only a study says of a text."""
    return {
        **text.fields,
        "own": text.own,
        "language": text.language,
        "kind": text.kind,
        "site": text.site,
        "date": text.date,
        "people": [list(one) for one in text.people],
        "turns": [[one.speaker, one.start, one.body, one.end, one.time] for one in text.turns],
        "values": {name: written for name, written in text.values.items() if _is_unheld(written)},
        "at": None if moment(text.at) else text.at,
    }
