"""A REFI-QDA project (`.qdpx`, or the `.qde` in it) or codebook (`.qdc`) as plain data, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.projects.archive import Archive, opened
from qualcode.projects.elements import elements, local, whole, written
from qualcode.projects.positions import Given
from qualcode.projects.project import Aside, Case, Link, Note, Project, ProjectVariable, coding_of
from qualcode.projects.refi_elements import Gathered, Text, children, description, gather, refs
from qualcode.projects.refi_ids import Ids, codes_of, colour, groups_of, key, made, users_of
from qualcode.projects.refi_inside import inner_texts
from qualcode.projects.refi_known import Known, Noted, Place
from qualcode.projects.refi_rich import words_of_rich
from qualcode.projects.refi_texts import paths, texts_of, words_of
from qualcode.projects.unfolding import unfold
from qualcode.sweeping import unswept

_ASIDES = {"PictureSource": "picture", "AudioSource": "audio", "VideoSource": "video", "PDFSource": "pdf"}
_PATHS = ("path", "plainTextPath", "richTextPath")


@unswept
def read_refi(path: Path, folder: Path, given: Mapping[str, Given] = {}) -> Project:
    """A project. Files of what is kept aside are put in `folder`, which is there.

    `given` are conventions the user chose, by the name or the id of a source, `""` for all. Raises `InputError`.
    """
    with opened(path) as archive:
        inner = _inner(archive)
        with archive.open(inner) as stream:
            gathered = gather(elements(stream, path), path)
        base = str(PurePosixPath(inner).parent)
        project = _Whole(gathered, archive, base, folder, Known()).project(given)
    return unfold(project, made("description", gathered.root.get("name", "")))


def read_codebook(path: Path) -> Project:
    """A codebook: codes and sets of them. Raises `InputError`."""
    lost: Counter[str] = Counter()
    with opened(path) as archive, archive.open(archive.names[0]) as stream:
        root = whole(stream, path)
    ids = Ids()
    codes = codes_of([one for part in children(root, "Codes") for one in part], ids, lost)
    sets = [one for part in children(root, "Sets") for one in part]
    groups = tuple(groups_of(sets, lambda kind, one: ids.of(one) if kind == "code" else None, lost))
    project = Project(path.stem, root.get("origin", ""), codes=tuple(codes), groups=groups, lost=_counted(lost))
    return unfold(project, "")


def _inner(archive: Archive) -> str:
    """The file of the project in an archive: the one that lies highest, `project.qde` before others."""
    found = [name for name in archive.names if name.casefold().endswith(".qde")]
    if not found:
        raise InputError(
            _("{file}: there is no project (.qde) in this archive.").format(file=archive.path),
            _("Export the project again as REFI-QDA (.qdpx)."),
        )
    return min(found, key=lambda name: (name.count("/"), PurePosixPath(name).stem.casefold() != "project", name))


def _counted(lost: Counter[str]) -> dict[str, int]:
    return {kind: count for kind, count in sorted(lost.items()) if count}


@dataclass(slots=True)
class _Whole:
    """A gathered project on its way to a plain one."""

    gathered: Gathered
    archive: Archive
    base: str
    folder: Path
    known: Known

    def project(self, given: Mapping[str, Given]) -> Project:
        """All parts, each after those it refers to, whatever order they stood in."""
        parts, known = self.gathered, self.known
        origin = parts.root.get("origin", "")
        users = list(users_of(parts.each("Users", "User"), known.users))
        codes = codes_of(self._codes(), known.codes, known.lost)
        variables = tuple(self._variables())
        for case in parts.each("Cases", "Case"):
            known.cases.add(case.get("guid", "") or made("case", case.get("name", "")))
        inside = inner_texts(parts.others, self._is_there)
        sources = [*parts.texts, *inside]
        texts, conventions = texts_of(sources, self.archive, self.base, known, origin, given)
        asides = tuple(self._asides())
        cases = tuple(self._cases())
        notes = tuple(self._notes())
        links = tuple(self._links(sources))
        groups = tuple(groups_of(parts.each("Sets", "Set"), self._member, known.lost))
        known.lost["passage without a code"] += len(known.bare)
        return Project(
            parts.root.get("name", "") or self.archive.path.stem,
            origin,
            (*users, *known.strangers),
            tuple(codes),
            tuple(texts),
            variables,
            cases,
            notes,
            links,
            groups,
            asides,
            conventions,
            _counted(known.lost),
        )

    def _is_there(self, text: Text) -> bool:
        return words_of(text, self.archive, self.base) is not None

    def _codes(self) -> list[Element]:
        return [code for codes in self.gathered.each("CodeBook", "Codes") for code in codes]

    def _variables(self) -> Iterator[ProjectVariable]:
        for one in self.gathered.each("Variables", "Variable"):
            name = one.get("name", "").strip()
            identity = one.get("guid", "").strip() or made("variable", name)
            self.known.variables[key(identity)] = name
            yield ProjectVariable(identity, name, one.get("typeOfVariable", "Text"), description(one))

    def _cases(self) -> Iterator[Case]:
        known = self.known
        for one in self.gathered.each("Cases", "Case"):
            name = one.get("name", "").strip()
            identity = known.cases.of(one.get("guid", "") or made("case", name)) or ""
            sources = [known.texts.of(ref) for ref in refs(one, "SourceRef")]
            known.lost["source of a case"] += sources.count(None)
            known.lost["code of a case"] += len(refs(one, "CodeRef"))
            known.note(refs(one, "NoteRef"), "case", identity)
            yield Case(
                identity,
                name or identity,
                description(one),
                tuple(dict.fromkeys(source for source in sources if source)),
                tuple(dict.fromkeys((*self._passages(refs(one, "SelectionRef")), *known.said.get(identity, ())))),
                known.values(children(one, "VariableValue")),
            )

    def _passages(self, selections: tuple[str, ...]) -> Iterator[Place]:
        for one in selections:
            self.known.bare.discard(key(one))
            if place := self.known.places.get(key(one)):
                yield place
            else:
                self.known.lost["passage of a case"] += 1

    def _notes(self) -> Iterator[Note]:
        """The notes, one for each thing they are on; what a program wrote beside passages and of the whole project."""
        on: dict[str, list[Noted]] = {}
        self._note_codes(self._codes())
        self.known.note(self.gathered.noted)
        for noted in self.known.noted:
            on.setdefault(key(noted.note), []).append(noted)
        for text in self.gathered.notes:
            yield from self._note(text, on.pop(key(text.id), [Noted(text.id)]))
        self.known.lost["reference to a note that is not there"] += sum(map(len, on.values()))
        for memo, stretch, place in self.known.remarks:
            identity = made("remark", stretch.id, *place)
            yield Note(identity, memo, user=self.known.user(stretch.user), at=stretch.at or None, passage=place)
        if words := self.gathered.description.strip():
            user = self.known.user(self.gathered.root.get("creatingUserGUID", ""))
            yield Note(made("description", self.gathered.root.get("name", "")), words, user=user)

    def _note(self, text: Text, on: list[Noted]) -> Iterator[Note]:
        found = self._said(text)
        said = found or ""
        if text.description.strip() and text.description.strip() != said.strip():
            said = f"{said}\n\n{text.description}" if said.strip() else text.description
        self.known.lost["coding of a note"] += sum(len(one.codings) for one in text.stretches) + len(text.codings)
        self.known.lost["passage without a code"] += sum(not one.codings for one in text.stretches)
        self.known.lost["note on a note"] += len(text.notes)
        if not said.strip() and not text.name.strip():
            self.known.lost["note without words"] += 1
            return
        self.known.lost["words of a note without their file"] += found is None and bool(text.path or text.rich_path)
        self.known.notes.add(text.id)
        for number, noted in enumerate(on):
            identity = text.id.strip() if text.id.strip() and not number else made("note", text.id, number)
            user, at = self.known.user(text.user), text.at or None
            changed = self.known.hand(text.changed_by, text.changed_at)
            yield Note(identity, said, noted.on, noted.target, text.name, user, at, noted.passage, changed=changed)

    def _said(self, text: Text) -> str | None:
        """The words of a note: the plain ones, else those of a formatted file; None where they are nowhere."""
        rich = self.archive.find(*paths(text.rich_path, self.base)) if text.rich_path else None
        words = words_of(text, self.archive, self.base)
        self.known.lost["formatted copy of a note"] += bool(words and rich)
        if words is None and rich:
            words = words_of_rich(rich, self.archive)
        return words[0].text if words else None

    def _note_codes(self, codes: list[Element]) -> None:
        for one in codes:
            self.known.note(refs(one, "NoteRef"), "code", self.known.codes.of(one.get("guid", "")) or "")
            self._note_codes(children(one, "Code"))

    def _find(self, written: str) -> str | None:
        known = self.known
        kinds = (known.codes, known.texts, known.cases, known.marks, known.notes)
        return next((found for ids in kinds if (found := ids.of(written))), None)

    def _links(self, sources: Sequence[Text]) -> Iterator[Link]:
        selections = self._selections(sources) if self.gathered.parts.get("Links") else Ids()
        for one in self.gathered.each("Links", "Link"):
            ends = [one.get(name, "") for name in ("originGUID", "targetGUID")]
            found = [self._find(end) or selections.of(end) for end in ends]
            if found[0] is None or found[1] is None:
                self.known.lost["link to what is not here"] += 1
                continue
            identity = one.get("guid", "").strip() or made("link", *found)
            self.known.lost["note on a link"] += len(refs(one, "NoteRef"))
            direction, shade = one.get("direction", ""), colour(one.get("color"))
            yield Link(identity, found[0], found[1], one.get("name", ""), direction, shade)

    def _selections(self, sources: Sequence[Text]) -> Ids:
        """The selections that some coding is of."""
        found = Ids()
        for one in (one for text in sources for one in text.stretches):
            if key(one.id) in self.known.places and key(one.id) not in self.known.bare:
                found.add(one.id)
        return found

    def _member(self, kind: str, written: str) -> str | None:
        known = self.known
        kinds = {"code": known.codes, "text": known.texts, "note": known.notes, "aside": known.asides}
        return kinds[kind].of(written)

    def _asides(self) -> Iterator[Aside]:
        """What a study has no place for, each with copies of the files it names."""
        taken: set[str] = set()
        for one in self.gathered.others:
            what = _ASIDES.get(name := local(one.tag), name)
            self.known.lost[what] += 1
            self.known.asides.add(one.get("guid", ""))
            codings = self._codings(one)
            self.known.lost[coding_of(what)] += codings
            yield Aside(what, one.get("name", ""), written(one), dict(self._files(one, taken)), codings)
        for one in self.gathered.each("Graphs", "Graph"):
            self.known.lost["graph"] += 1
            yield Aside("graph", one.get("name", ""), written(one))

    def _codings(self, element: Element) -> int:
        """How many codings stand in an element whose selection is not one of a text too."""
        own = len(children(element, "Coding"))
        for one in element:
            if key(one.get("guid", "")) not in self.known.places:
                own += len(one.findall(".//{*}Coding"))
        return own

    def _files(self, element: Element, taken: set[str]) -> Iterator[tuple[str, Path]]:
        """The files an element names that are there, copied to the folder under names of their own."""
        named = [one.get(attribute, "") for one in element.iter() for attribute in _PATHS]
        for path in dict.fromkeys(filter(None, named)):
            if found := self.archive.find(*paths(path, self.base)):
                target = self.folder / _free(PurePosixPath(found).name, taken)
                self.archive.copy(found, target)
                yield path, target


def _free(name: str, taken: set[str]) -> str:
    """A name no other file has, and that any system can hold."""
    plain = "".join(letter if letter.isalnum() or letter in "-_. ()" else "_" for letter in name).strip(" .") or "file"
    stem, suffix = PurePosixPath(plain).stem[:100], PurePosixPath(plain).suffix[:20]
    number = 1
    while (free := f"{stem}-{number}{suffix}" if number > 1 else f"{stem}{suffix}").casefold() in taken:
        number += 1
    taken.add(free.casefold())
    return free
