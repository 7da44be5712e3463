"""Sources in the format of ROCK: plain text whose lines are utterances with their codes and ids in double brackets.

A code is of its line. What is in brackets, section breaks, comments and blocks of YAML are taken out of the text;
everything else stays as it was written, line for line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.errors import InputError, YamlError
from qualcode.i18n import _
from qualcode.importers.normalise import normalise
from qualcode.projects.plaintext import read_plain
from qualcode.projects.project import Case, Mark, Project, ProjectText, ProjectVariable
from qualcode.projects.refi_ids import made
from qualcode.projects.rockcodes import RockCodes
from qualcode.projects.users import Users
from qualcode.yamls.text import Plain, load, plain

_ENDING = ".rock"
_HEAD = 8_192
_MOST_FILES = 10_000
_UTTERANCE = re.compile(rb"^\[\[uid[=:]\w+\]\]", re.MULTILINE)
_FENCE = re.compile(r"---\s*")
_BREAK = re.compile(r"\s*---<<\s*([\w.-]+)\s*>>---\s*")
_ANCHOR = re.compile(r"\s*--[-+]*\{[^{}]*\}[-+]*--\s*")
_COMMENT = re.compile(r"\s*#")
_NESTING = re.compile(r"\s*~+\s*")
_BRACKETS = re.compile(r"[ \t]*\[\[([^\[\]]*)\]\]")
_CODE = re.compile(r"[\w.-]+(?:>[\w.-]+){0,99}")
_VALUED = re.compile(r"([\w.-]+(?:>[\w.-]+){0,99})\|\|(.*)", re.DOTALL)
_ID = re.compile(r"([A-Za-z]\w*)\s*[=:]\s*(.+)")
_NETWORK = re.compile(r"[\w.-]+->[\w.-]+.*")
_CASE, _CODER, _UID = ("cid", "caseid"), ("coderid",), ("uid",)


def is_rock(path: Path) -> bool:
    """Whether a file is such a source, by its ending or the ids of its utterances, or a folder holds some."""
    if path.is_dir():
        return any(path.glob(f"*{_ENDING}"))
    if not path.is_file() or path.suffix.lower() == _ENDING:
        return path.is_file()
    with path.open("rb") as stream:
        return _UTTERANCE.search(stream.read(_HEAD)) is not None


def read_rock(path: Path) -> Project:
    """The source at a path, or all those in a folder, with what they say of codes and cases."""
    files = sorted(_within(path)) if path.is_dir() else [path]
    if len(files) > _MOST_FILES:
        raise InputError(_("{file}: there are too many files in this folder.").format(file=path))
    return _Reading().project(path.stem, [_Source(file, path) for file in files])


def _within(folder: Path) -> Iterator[Path]:
    """The sources in a folder; nothing that leads elsewhere."""
    root = folder.resolve()
    for path in folder.rglob(f"*{_ENDING}"):
        if path.is_file() and path.resolve().is_relative_to(root):
            yield path


@dataclass(frozen=True, slots=True)
class _Line:
    """An utterance: its words, and what stood in brackets."""

    words: str
    inside: tuple[str, ...]


class _Source:
    """A file taken apart: its lines, its blocks of YAML, and what is in neither."""

    def __init__(self, file: Path, root: Path) -> None:
        self.name = file.relative_to(root).with_suffix("").as_posix() if file != root else file.stem
        self.original, text = read_plain(file)
        self.lost: Counter[str] = Counter()
        self.blocks: list[Plain] = []
        self.lines: list[_Line] = []
        self._read(normalise(text).split("\n"), str(file))

    def _read(self, lines: list[str], file: str) -> None:
        number = 0
        while number < len(lines):
            end = _block_end(lines, number)
            if end is None:
                self._line(lines[number])
            else:
                self._block("\n".join(lines[number + 1 : end]), file)
            number = number + 1 if end is None else end + 1

    def _block(self, text: str, file: str) -> None:
        try:
            root = load(text, file)
        except YamlError:
            self.lost["block of YAML that cannot be read"] += 1
            return
        if root:
            self.blocks.append(plain(root))

    def _line(self, line: str) -> None:
        if _BREAK.fullmatch(line) or _ANCHOR.fullmatch(line):
            self.lost["section break"] += 1
            self.lines.append(_Line("", ()))
        elif _COMMENT.match(line):
            self.lost["comment"] += 1
        else:
            inside = tuple(match[1].strip() for match in _BRACKETS.finditer(line))
            words = _BRACKETS.sub("", line) if inside else line
            words = _NESTING.sub("", words, count=1) if words.lstrip().startswith("~") else words
            self.lines.append(_Line(words.strip() if inside else words.rstrip(), inside))


def _block_end(lines: list[str], number: int) -> int | None:
    """The line that closes the block of YAML which a line opens; None where it opens none."""
    if not _FENCE.fullmatch(lines[number]):
        return None
    following = range(number + 1, len(lines))
    return next((place for place in following if _FENCE.fullmatch(lines[place])), None)


@dataclass(slots=True)
class _Reading:
    """Sources on their way to a project: what codes there are, and the cases with their passages."""

    lost: Counter[str] = field(default_factory=Counter)
    users: Users = field(default_factory=Users)
    codes: RockCodes = field(default_factory=RockCodes)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    passages: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    whole: dict[str, list[str]] = field(default_factory=dict)

    def project(self, name: str, sources: list[_Source]) -> Project:
        """All parts; codes are known before the lines that bear them, as a line may name a child without its parent."""
        for source in sources:
            self.lost.update(source.lost)
            for block in source.blocks:
                self._block(block)
        for source in sources:
            for line in source.lines:
                for one in line.inside:
                    if found := _coded(one):
                        self.codes.meet(found[0])
        texts = tuple(self._text(source) for source in sources)
        names = dict.fromkeys((*self.values, *self.passages, *self.whole))
        cases = tuple(self._case(case) for case in names)
        variables = dict.fromkeys(variable for values in self.values.values() for variable in values)
        declared = tuple(ProjectVariable(made("variable", one), one) for one in variables)
        return Project(name, "ROCK", self.users.met, self.codes.all, texts, declared, cases, lost=+self.lost)

    def _block(self, block: Plain) -> None:
        """Attributes of cases, and codes with their labels; other blocks say how ROCK is to draw or run."""
        if not isinstance(block, dict):
            self.lost["block of YAML that says nothing known"] += 1
            return
        for key, value in block.items():
            if key in ("ROCK_attributes", "metadata") and isinstance(value, list):
                for one in value:
                    self._attributes(one)
            elif key in ("ROCK_codes", "codes"):
                self.codes.describe(value["codes"] if isinstance(value, dict) and "codes" in value else value)
            else:
                self.lost["block of YAML that says nothing known"] += 1

    def _attributes(self, said: Plain) -> None:
        case = next((said[key] for key in said if key.lower() in _CASE), "") if isinstance(said, dict) else ""
        if not isinstance(said, dict) or not isinstance(case, str) or not case:
            self.lost["attributes of what is no case"] += 1
            return
        for key, value in said.items():
            if key.lower() not in _CASE and isinstance(value, str):
                self.values.setdefault(case, {})[key] = value

    def _text(self, source: _Source) -> ProjectText:
        text = "".join(f"{line.words}\n" for line in source.lines)
        identity = made("text", source.name, text)
        marks: list[Mark] = []
        spoken: list[tuple[str, int, int]] = []
        start, case, user = 0, "", None
        for line in source.lines:
            ids = {match[1].lower(): match[2].strip() for one in line.inside if (match := _ID.fullmatch(one))}
            case = next((ids[key] for key in _CASE if key in ids), case)
            user = next((self.users.of(ids[key]) for key in _CODER if key in ids), user)
            self.lost["mark that is no code"] += len(ids.keys() - {*_CASE, *_CODER, *_UID})
            begins = start + len(line.words) - len(line.words.lstrip())
            place = begins, start + len(line.words)
            marks += self._marks(identity, line, place, ids.get("uid", ""), user)
            if line.words:
                spoken.append((case, *place))
            start += len(line.words) + 1
        self._spoken(identity, spoken)
        return ProjectText(identity, source.name, text, source.original, tuple(marks))

    def _marks(self, text: str, line: _Line, place: tuple[int, int], uid: str, user: str | None) -> Iterator[Mark]:
        seen = set()
        for one in line.inside:
            found = _coded(one)
            if found is None:
                self.lost["link between codes"] += bool(_NETWORK.fullmatch(one))
                self.lost["mark that is no code"] += not _NETWORK.fullmatch(one) and not _ID.fullmatch(one)
            elif not line.words:
                self.lost["coding of an empty line"] += 1
            else:
                code = self.codes.id_of(found[0])
                if code in seen:
                    continue
                seen.add(code)
                selection = made("utterance", uid or text, *(() if uid else place))
                identity = made("coding", selection, *place, code, user or "", found[1])
                yield Mark(*place, code, user, None, identity, found[1], selection)

    def _spoken(self, text: str, lines: list[tuple[str, int, int]]) -> None:
        """Take note which case each line is of: the whole text, or stretches of lines that follow each other."""
        cases = {case for case, _start, _end in lines}
        if len(cases) == 1 and (only := next(iter(cases))):
            self.whole.setdefault(only, []).append(text)
            return
        last = ""
        for case, start, end in lines:
            held = self.passages.setdefault(case, []) if case else []
            if case and case == last and held:
                held[-1] = (text, held[-1][1], end)
            else:
                held.append((text, start, end))
            last = case

    def _case(self, name: str) -> Case:
        texts, passages = tuple(self.whole.get(name, ())), tuple(self.passages.get(name, ()))
        return Case(made("case", name), name, texts=texts, passages=passages, values=self.values.get(name, {}))


def _coded(inside: str) -> tuple[str, str] | None:
    """The code in brackets, as the path it is written with, and the value it has; None for what is no code."""
    if _NETWORK.fullmatch(inside):
        return None
    if _CODE.fullmatch(inside):
        return inside, ""
    if match := _VALUED.fullmatch(inside):
        return match[1], match[2].strip()
    return None
