"""YAML in, with the place of every word and no surprises: a scalar is text, as it was written (`no`, `1.10`, `010`).

Nothing else imports the yaml package. Positions are code points into the file's text, lines and columns count from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Union

from qualcode.errors import YamlError
from qualcode.i18n import _

Plain = Union[str, Sequence["Plain"], Mapping[str, "Plain"]]  # noqa: UP007  (a recursive alias cannot be written with `|`)
"""A tree without places: text, lists, and maps with text keys."""

_DEEPEST = 100
_BOM = "\ufeff"
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file: `[start, end)` in its text, and the line and column of its start."""

    file: str
    start: int
    end: int
    line: int
    column: int

    def error(self, message: str, hint: str = "") -> YamlError:
        """The error to raise for what stands here."""
        return YamlError(f"{self}: {message}", hint)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. `style` is its opening quote or block sign, empty for plain text."""

    place: Place
    value: str
    style: str = ""

    @property
    def missing(self) -> bool:
        """Whether nothing at all was written after the key."""
        return not self.value and not self.style


@dataclass(frozen=True, slots=True)
class List:
    """A sequence, in `[a, b]` style if `flow`."""

    place: Place
    items: tuple[Node, ...]
    flow: bool


@dataclass(frozen=True, slots=True)
class Map:
    """A mapping in the order of the file, in `{a: b}` style if `flow`."""

    place: Place
    entries: tuple[tuple[Text, Node], ...]
    flow: bool

    def get(self, key: str) -> Node | None:
        """The value of a key, if it is there."""
        return next((value for name, value in self.entries if name.value == key), None)

    def key(self, key: str) -> Text:
        """The key itself, for its place."""
        return next(name for name, _value in self.entries if name.value == key)


Node = Text | List | Map


def decode(data: bytes, file: str) -> str:
    """The text of a UTF-8 file, or an error at the bad byte. A byte order mark stays, so that an edit gives it back."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        message = _("the byte {byte} is not UTF-8.").format(byte=f"0x{data[error.start]:02X}")
        raise _place_at(before, len(before), file).error(message, _("Save the file as UTF-8 and try again.")) from None


@lru_cache(maxsize=4)
def load(text: str, file: str) -> Node | None:
    """The tree of a YAML text, None if there is nothing in it but comments; kept, as an edit asks for it several times.

    Raises YamlError for what would be read otherwise than meant: tabs in the indentation, duplicate keys,
    anchors and tags, a second document, and of course bad syntax.
    """
    skipped = 1 if text.startswith(_BOM) else 0
    if bad := UNPRINTABLE.search(text, skipped):
        place = _place_at(text, bad.start(), file)
        raise place.error(_("the invisible character U+{code:04X} cannot stand here.").format(code=ord(bad[0])))
    return _Tree(text, file, skipped).root()


def plain(node: Node) -> Plain:
    """The same tree without places."""
    match node:
        case Text():
            return node.value
        case List():
            return [plain(item) for item in node.items]
        case Map():
            return {key.value: plain(value) for key, value in node.entries}


class _Tree:
    """Builds the tree of nodes from the parser's events; `skipped` counts the byte order mark the parser does not."""

    def __init__(self, text: str, file: str, skipped: int) -> None:
        self.text = text
        self.file = file
        self.skipped = skipped
        self.events = self.parsed()

    def parsed(self) -> Iterator[Any]:
        import yaml

        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the same marks, ten times the speed where it is built
        try:
            yield from yaml.parse(self.text[self.skipped :], Loader=loader)
        except yaml.MarkedYAMLError as error:
            raise _syntax_error(error, self.text, self.skipped, self.file) from None

    def root(self) -> Node | None:
        from yaml import events

        root = None
        for event in self.events:
            if isinstance(event, events.DocumentStartEvent) and root is not None:
                hint = _("Keep one document in the file: remove what begins with ---.")
                raise self.place(event).error(_("a second document begins here."), hint)
            if isinstance(event, events.NodeEvent):
                root = self.node(event, 0)
        return None if isinstance(root, Text) and root.missing else root

    def node(self, event: Any, depth: int) -> Node:
        from yaml import events

        self.refuse(event, depth)
        if isinstance(event, events.ScalarEvent):
            style = event.style if event.style in ("'", '"', "|", ">") else ""
            return Text(self.place(event), event.value, style)
        if isinstance(event, events.SequenceStartEvent):
            return self.list(event, depth)
        return self.map(event, depth)

    def list(self, start: Any, depth: int) -> List:
        from yaml.events import SequenceEndEvent

        items = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return List(self.place(start, event if start.flow_style else items[-1]), tuple(items), start.flow_style)

    def map(self, start: Any, depth: int) -> Map:
        from yaml.events import MappingEndEvent

        entries: dict[str, tuple[Text, Node]] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.key(event, entries, depth)
            entries[key.value] = key, self.node(next(self.events), depth + 1)
        last = event if start.flow_style else next(reversed(entries.values()))[1]
        return Map(self.place(start, last), tuple(entries.values()), start.flow_style)

    def key(self, event: Any, before: Mapping[str, tuple[Text, Node]], depth: int) -> Text:
        key = self.node(event, depth + 1)
        if not isinstance(key, Text):
            raise key.place.error(_("a key should be a word."), _("Put quotes around it if it begins with [ or {."))
        if key.value in before:
            message = _("the key {name} is already there, at line {line}.")
            first = before[key.value][0].place
            raise key.place.error(message.format(name=key.value, line=first.line), _("Keep one of the two."))
        return key

    def refuse(self, event: Any, depth: int) -> None:
        """Stop at what YAML would take away from the text without a word, and at trees too deep to be meant."""
        from yaml.events import AliasEvent

        if isinstance(event, AliasEvent) or event.anchor or event.tag:
            sign = self.text[event.start_mark.index + self.skipped]
            message = _("text that begins with {sign} has another meaning in YAML.").format(sign=sign)
            raise self.place(event).error(message, _("Put it in quotes."))
        if depth > _DEEPEST:
            raise self.place(event).error(_("this is nested more than {count} levels deep.").format(count=_DEEPEST))

    def place(self, start: Any, last: Any = None) -> Place:
        """The place from the start of an event to the end of the last (an event or a node)."""
        mark = start.start_mark
        end = self.end(start, mark.index) if last is None else self.end(last, mark.index)
        return Place(self.file, mark.index + self.skipped, end, mark.line + 1, mark.column + 1)

    def end(self, last: Any, start: int) -> int:
        if isinstance(last, Text | List | Map):
            return last.place.end
        end: int = last.end_mark.index + self.skipped
        style = getattr(last, "style", None)
        return self.block_end(start + self.skipped, end) if style in ("|", ">") else end

    def block_end(self, start: int, end: int) -> int:
        """Where a block of text ends: its blank last lines belong to it only if its header keeps them (`|+`)."""
        written = self.text[start:end]
        keeps = "+" in written.partition("\n")[0].partition("#")[0]
        return start + len(written.removesuffix("\n").removesuffix("\r") if keeps else written.rstrip(" \t\r\n"))


def _syntax_error(error: Any, text: str, skipped: int, file: str) -> YamlError:
    """The parser's complaint in the words of someone who writes a codebook, at the place to mend."""
    problem = str(error.problem or "")
    opened = "quoted" in str(error.context) or "flow" in str(error.context)
    mark = (opened and error.context_mark) or error.problem_mark or error.context_mark
    place = _place_at(text, _written_before(text, mark.index + skipped), file)
    line = _line_around(text, place.start)
    indentation = line[: len(line) - len(line.lstrip(" \t-"))]
    if "\t" in indentation:
        tab = _place_at(text, place.start - place.column + 1 + indentation.index("\t"), file)
        return tab.error(_("a tab stands in the indentation."), _("Use spaces: two for each level."))
    return place.error(_explained(problem, opened), _("The line reads: {line}").format(line=line.strip()))


def _explained(problem: str, opened: bool) -> str:
    if "mapping values are not allowed" in problem:
        return _("a colon with a space after it ends a key here; put the text in quotes, or mend the indentation.")
    if "cannot start any token" in problem or "alias" in problem or "alphabetic or numeric" in problem:
        return _("text cannot begin with this character; put it in quotes.")
    if opened:
        return _("a quote or bracket that opens here is not closed, or something stands after it.")
    if "expected key" in problem or "expected '-'" in problem or "expected ':'" in problem:
        return _("a key with its colon, or a dash at the same depth as the one before, was expected here.")
    return _("this is not YAML: {problem}.").format(problem=problem)


def _place_at(text: str, index: int, file: str) -> Place:
    line_start = text.rfind("\n", 0, index) + 1
    return Place(file, index, index, text.count("\n", 0, index) + 1, index - line_start + 1)


def _written_before(text: str, index: int) -> int:
    """The place itself, or, on a blank line, the last thing written before it."""
    blank = not _line_around(text, index).strip()
    return max(0, len(text[:index].rstrip()) - 1) if blank else index


def _line_around(text: str, index: int) -> str:
    end = text.find("\n", index)
    return text[text.rfind("\n", 0, index) + 1 : len(text) if end < 0 else end]
