"""The codes of a project in a study's codebook: those that are there, that come new, that are nearly there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.book.near import near_codes
from qualcode.care.adding import taken_ids
from qualcode.codebook import CODE_KEYS, suggest_id
from qualcode.i18n import _
from qualcode.looks import DARK
from qualcode.model import in_language
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold
from qualcode.naming import present_ids
from qualcode.projects.project import Project, ProjectCode
from qualcode.receiving.plan import Choices, Question
from qualcode.store.receiving.foreign import Foreign, foreign_ids
from qualcode.study import Study
from qualcode.yamls.fields import is_id_letter
from qualcode.yamls.prose import Bare
from qualcode.yamls.text import UNPRINTABLE, Plain

_HEX = re.compile(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
_BLANKS = re.compile(r"[^\S\xa0\u202f]+")  # blanks that hold words together stay
_LANGUAGE = re.compile(r"|[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*")
_TEXTS = ("label", "brief", "full", "use_when", "not_when")
_LISTS = ("examples", "near_misses")
_TRUTHS = ("retired", "in_vivo")
Letters = tuple[int, int]
"""How many letters a name has, and which: a bit for each."""
_DEEPEST = 40
"""Levels of a codebook that a file holds; what is deeper comes beside."""
_OTHER = 0.2
"""The share of two names' letters that may differ where they are nearly the same; see `names.nearest`."""


class Codes:
    """The codes of a project as they are found or made: `ids` leads from the project's to the study's.

    `new` are those that are made, as the codebook writes them, by the code they come under.
    """

    def __init__(self, study: Study, project: Project, choices: Choices) -> None:
        self.ids: dict[str, str] = {}
        self.new: dict[str | None, list[dict[str, Plain]]] = {}
        self.made: list[str] = []
        self.matched: set[str] = set()
        self.questions: list[Question] = []
        self.foreign: list[Foreign] = []
        self.lost: Counter[str] = Counter()
        self._book = study.codebook
        self._choices = choices
        self._taken = set(taken_ids(study))
        self._names = {fold(alias) for code in self._book.codes for alias in (code.id, *code.aliases)}
        self._pins = {code.pin for code in self._book.codes if code.pin}
        self._known = _known(study, self._book)
        self._below = _by_place(self._book)
        self._anywhere = _by_name(self._book)
        self._letters = [
            (code, [_letters(name) for name in (*_all_names(code), *code.aliases)]) for code in self._book.codes
        ]
        self._nodes: dict[str, dict[str, Plain]] = {}
        self._paths = {code.id: tuple(one.id for one in self._book.path(code.id)) for code in self._book.codes}
        self._also: list[tuple[dict[str, Plain], Sequence[str]]] = []
        twins: Counter[tuple[str | None, str]] = Counter()
        for code in _parents_first(project.codes):
            self._take(code, twins)
        self._settle_also_under(project)

    def _take(self, code: ProjectCode, twins: Counter[tuple[str | None, str]]) -> None:
        """Find a code, or make it."""
        name = one_line(code.name) or _("code without a name")
        place = (code.parent, fold(name))
        twins[place] += 1
        label = name if twins[place] == 1 else f"{name} ({twins[place]})"
        found = self._found(code, label)
        if found is None:
            self._make(code, label, told_apart=label != name)
        else:
            self.ids[code.id] = found
            self.matched.add(found)
        more: dict[str, Any] = {"colour": code.colour} if code.colour else {}
        more |= {} if code.codable else {"codable": False}
        more |= {"own": True} if "id" in code.fields else {}
        more |= {} if code.description == _text(code.description) else {"description": code.description}
        self.foreign.append(Foreign("code", self.ids[code.id], code.id, code.parent or "", code.name, more))

    def _found(self, code: ProjectCode, label: str) -> str | None:
        """The code of the study that one of the project is: by its id, its place, its label, or as chosen."""
        if code.id in self._choices.codes:
            return self._choices.codes[code.id] or None
        if code.id in self._known:
            return self._as_before(code, label)
        parent = self.ids.get(code.parent) if code.parent else None
        if code.parent is not None and parent not in self._book:
            return None
        names = (label, *_labels(code).values()) if label == one_line(code.name) else (label,)
        found = next((one for name in names if (one := self._below.get((parent, fold(name))))), None)
        if found is None and code.parent is None and len(alike := self._anywhere.get(fold(label), ())) == 1:
            found = alike[0]
        return found if found is not None and found not in self.matched else self._near(code, label, parent)

    def _as_before(self, code: ProjectCode, label: str) -> str:
        """The code that this id was in a project taken in earlier, which is asked about where the name is another."""
        own, before = self._known[code.id]
        names = (before, *_all_names(self._book[own]), *self._book[own].aliases)
        if not any(fold(one_line(name)) in (fold(label), fold(one_line(code.name))) for name in names):
            text = _("{label} was {name} in a project taken in earlier, the code {code}.")
            said = text.format(label=label, name=one_line(before), code=own)
            self.questions.append(Question("code", code.id, label, own, said))
        return own

    def _near(self, code: ProjectCode, label: str, parent: str | None) -> str | None:
        """The code in the same place, or anywhere for one at the top, with nearly this name: it is asked about."""
        written = _letters(label)
        candidates = tuple(
            one for one, names in self._letters
            if one.id not in self.matched and parent in (None, one.parent)
            and any(_may_be(written, name) for name in names)
        )  # fmt: skip
        found = (
            near for near in near_codes(Codebook({}, candidates), label)
            if near.how == "near" or (near.how == "same" and near.name in near.code.aliases)
        )  # fmt: skip
        near = next(found, None)
        if near is None:
            return None
        named = near.name if near.name != near.code.id else in_language(near.code.label, "")
        nearly, alias = _("{label} is nearly {name}, the code {code}."), _("{label} is an alias of the code {code}.")
        text = (alias if near.how == "same" else nearly).format(label=label, name=named, code=near.code.id)
        self.questions.append(Question("code", code.id, label, near.code.id, text, by_name=True))
        return near.code.id

    def _make(self, code: ProjectCode, label: str, *, told_apart: bool) -> None:
        own = str(code.fields.get("id", ""))
        fit = own and all(map(is_id_letter, own)) and own not in self._taken and fold(own) not in self._names
        id_ = own if fit else suggest_id(label, self._taken | self._names)
        self._taken.add(id_)
        self._names.add(fold(id_))
        self.ids[code.id] = id_
        self.made.append(id_)
        node = self._node(code, id_, label, told_apart)
        self._nodes[id_] = node
        parent = self._above(self.ids.get(code.parent) if code.parent else None)
        self._paths[id_] = (*self._paths.get(parent or "", ()), id_)
        if parent in self._nodes:
            below = self._nodes[parent].setdefault("codes", [])
            assert isinstance(below, list)
            below.append(node)
        else:
            self.new.setdefault(parent, []).append(node)

    def _above(self, parent: str | None) -> str | None:
        """The code that another comes under: this one, or the deepest above it under which a file can hold more."""
        path = self._paths.get(parent or "", ())
        return path[:_DEEPEST][-1] if path else None

    def _node(self, code: ProjectCode, id_: str, label: str, told_apart: bool) -> dict[str, Plain]:
        """A new code as the codebook writes it, its keys in their usual order."""
        fields: dict[str, Any] = dict(code.fields)
        labels = _labels(code)
        fields["label"] = labels if label in labels.values() and not told_apart else label
        if code.description.strip():
            fields.setdefault("full", code.description)
        fields.setdefault("colour", hue(code.colour))
        node: dict[str, Plain] = {"id": id_}
        self._also.append((node, _names(fields.get("also_under"))))
        for key in CODE_KEYS:
            if (value := self._value(key, fields.get(key))) is not None:
                node[key] = value
        return node

    def _value(self, key: str, value: Any) -> Plain | None:
        """What a code says under a key, if a codebook can say it."""
        if key in _TEXTS:
            return _words(value, one_line if key == "label" else _text)
        if key in _LISTS:
            items = value if isinstance(value, list) else []
            return [words for item in items if (words := _words(item, _text))] or None
        if key in _TRUTHS:
            return Bare("true") if value in (True, "true") else None
        if key == "colour":
            return value if value in DARK else None
        if key == "pin":
            return self._pin(value)
        return self._aliases(value) if key == "aliases" else None

    def _pin(self, value: Any) -> Plain | None:
        if not re.fullmatch("[1-9]", str(value)) or int(value) in self._pins:
            return None
        self._pins.add(int(value))
        return Bare(value)

    def _aliases(self, value: Any) -> Plain | None:
        """Other names, but for those that mean another code here."""
        free = [name for name in _names(value) if fold(name) not in self._names]
        self._names.update(map(fold, free))
        return list(dict.fromkeys(free)) or None

    def _settle_also_under(self, project: Project) -> None:
        """Where codes belong besides, once every code has its id."""
        own = {str(code.fields["id"]): self.ids[code.id] for code in project.codes if "id" in code.fields}
        for node, names in self._also:
            meant = dict.fromkeys(own[name] for name in names if name in own and own[name] != node["id"])
            if meant:
                below = node.pop("codes", None)
                node["also_under"] = list(meant)
                if below is not None:
                    node["codes"] = below


def _parents_first(codes: Sequence[ProjectCode]) -> list[ProjectCode]:
    """Codes so that each comes after the one it is in; one whose parent is nowhere, or itself, stands at the top."""
    known = {code.id: code for code in codes}
    done: dict[str, ProjectCode] = {}

    def put(code: ProjectCode, below: frozenset[str]) -> None:
        parent = known.get(code.parent) if code.parent else None
        circle = parent is not None and parent.id in below | {code.id}
        if parent is not None and not circle and parent.id not in done:
            put(parent, below | {code.id})
        done.setdefault(code.id, code if parent is not None and not circle else code._replace(parent=None))

    for code in codes:
        put(code, frozenset())
    return list(done.values())


def _known(study: Study, book: Codebook) -> dict[str, tuple[str, str]]:
    """By the project's id the code that one taken in earlier is now, and what it was called there."""
    earlier = foreign_ids(study.connection, "code")
    present = {own: present_ids(book, (own,))[0] for own in {one.own for one in earlier}}
    return {one.guid: (present[one.own], one.name) for one in earlier if present[one.own] in book}


def _by_place(book: Codebook) -> dict[tuple[str | None, str], str]:
    """Codes by the code they are in and their names."""
    found: dict[tuple[str | None, str], str] = {}
    for code in book.codes:
        for name in _all_names(code):
            found.setdefault((code.parent, fold(name)), code.id)
    return found


def _by_name(book: Codebook) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code in book.codes:
        for name in {fold(name) for name in _all_names(code)}:
            found[name] = (*found.get(name, ()), code.id)
    return found


def _letters(name: str) -> Letters:
    folded = fold(name)
    which = 0
    for letter in set(folded):
        which |= 1 << ord(letter) % 64
    return len(folded), which


def _may_be(one: Letters, other: Letters) -> bool:
    """Whether two names have letters enough in common to be looked at word by word."""
    most = _OTHER * (one[0] + other[0]) + 1
    return abs(one[0] - other[0]) <= most and (one[1] ^ other[1]).bit_count() <= most


def _all_names(code: Code) -> tuple[str, ...]:
    """What a code is called; its aliases only help to find it, and may be the name of another."""
    return (*code.label.values(), code.id)


def _labels(code: ProjectCode) -> dict[str, str]:
    """The labels that travelled along, if the name still is one of them."""
    words = _words(code.fields.get("label"), one_line)
    labels = {"": words} if isinstance(words, str) else dict(words) if isinstance(words, Mapping) else {}
    texts = {language: str(text) for language, text in labels.items()}
    return texts if one_line(code.name) in texts.values() else {}


def _words(value: Any, clean: Any) -> Plain | None:
    """A text, or one a language, as YAML has it."""
    if isinstance(value, Mapping):
        texts = {str(key): clean(str(text)) for key, text in value.items() if _LANGUAGE.fullmatch(str(key))}
        said = {key: text for key, text in texts.items() if text}
        return (said[""] if set(said) == {""} else said) or None
    return clean(value) or None if isinstance(value, str) else None


def _names(value: Any) -> list[str]:
    """A list of names, cleaned."""
    return [name for item in value if (name := one_line(str(item)))] if isinstance(value, list | tuple) else []


def one_line(text: str) -> str:
    """A name as one line that every file can hold."""
    return _BLANKS.sub(" ", UNPRINTABLE.sub(" ", text)).strip()


def _text(text: str) -> str:
    return UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def hue(colour: str | None) -> str | None:
    """The named colour that is nearest to one of any program."""
    match = _HEX.fullmatch(colour or "")
    if match is None:
        return None
    wanted = [int(part, 16) for part in match.groups()]
    return min(DARK, key=lambda name: _distance(wanted, DARK[name]))


def _distance(one: Sequence[int], other: str) -> float:
    """How far apart two colours look: red and blue weigh by how red both are."""
    parts = [int(other[place : place + 2], 16) for place in (1, 3, 5)]
    red = (one[0] + parts[0]) / 2
    by = [first - second for first, second in zip(one, parts, strict=True)]
    return (2 + red / 256) * by[0] ** 2 + 4 * by[1] ** 2 + (2 + (255 - red) / 256) * by[2] ** 2
