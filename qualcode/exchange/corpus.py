"""What people say as a corpus for programs that analyse texts: IRaMuTeQ (one file) and TXM (a folder).

Only ids go out: no file name, no speaker label. IRaMuTeQ begins a text at a line that starts with `****`, followed by
variables `*name_value` without a blank, and reads a line that starts with `-*` as a theme (its `BuildFromAlceste`); it
drops letters with separate accents, and ends a text at `$`. TXM (module TXT+CSV) reads a `.txt` a text, and
`metadata.csv`: commas, double quotes, no accents in headings, in the first column `id` the file's name without ending.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InputError
from qualcode.files import writing, writing_folder
from qualcode.i18n import _
from qualcode.model import Span
from qualcode.model.asking import Condition
from qualcode.report.csv_folder import harmless
from qualcode.store.reading.dimensions import NO_GROUP, Grouping, voices
from qualcode.store.reading.search import refuse_of_codings
from qualcode.store.reading.spoken import Said, Spoken, spans_of, spoken
from qualcode.tables.grouping import grouping_of
from qualcode.tables.lexical import within
from qualcode.tables.themes import check_dimension

if TYPE_CHECKING:
    from qualcode.study import Study

VARIABLES = ("document", "participant", "site", "region", "role", "wave", "kind")
UNKNOWN = "na"
_FORBIDDEN = re.compile(r"[*$£_\x00-\x08\x0b-\x1f\x7f]")
_PLAIN = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "‐": "-", "‑": "-", "\u00ad": None, "\u00a0": " ", "\u202f": " "})
Tell = Callable[[str], None]


class Chosen(NamedTuple):
    """What goes out: what one text is, the variables beside `VARIABLES`, of whom, in passages of which code by whom."""

    unit: str = "participant"
    variables: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    code: str | None = None
    coder: str | None = None


class Piece(NamedTuple):
    """One text of a corpus with its variables, empty where they are not known; `id` is its own."""

    id: str
    variables: Mapping[str, str]
    text: str


def pieces(study: Study, chosen: Chosen, tell: Tell | None = None) -> Iterator[Piece]:
    """The texts one by one, document by document: all that a person says in it, a turn, or a passage under a code.

    A passage in which two people speak is a text for each; one under two codes is two texts.
    """
    refuse_of_codings(chosen.where)
    for name in chosen.variables:
        check_dimension(name, study.dimensions())
    names = tuple(dict.fromkeys((*VARIABLES, *chosen.variables)))
    known = _known(study, names, chosen.where)
    coder = study.counted_coder(chosen.coder) if chosen.code or chosen.unit == "passage" else None
    for document in spoken(study.connection, grouping_of(study, (), chosen.where), tell):
        for number, (said, code, text) in enumerate(_texts(study, document, chosen, coder), start=1):
            about = {name: known[name].get(said.speaker, NO_GROUP) for name in names}
            about = {name: "" if value == NO_GROUP else value for name, value in about.items()}
            if chosen.unit != "participant":
                about["turn"] = str(said.number)
            if code:
                about["code"] = code
            who = about["participant"]
            own = who if who.startswith(f"{document.document}-") else f"{document.document}-{who}"
            yield Piece(own if chosen.unit == "participant" else f"{own}-{number}", about, text)


def _known(study: Study, names: Sequence[str], where: tuple[Condition, ...]) -> dict[str, dict[int, str]]:
    """For each variable what it is of each speaker who is a participant."""
    grouping = grouping_of(study, (), where)
    return {
        name: {speaker: group for speaker, (_who, group) in found.items()}
        for name in names
        for found in [voices(study.connection, Grouping((name,), grouping.where)).speakers]
    }


def _texts(study: Study, document: Spoken, chosen: Chosen, coder: str | None) -> Iterator[tuple[Said, str, str]]:
    """Who speaks, under which code, and what: each text once."""
    if chosen.unit == "passage":
        yield from _passages(study, document, chosen, coder)
        return
    found = _turns(study, document, chosen, coder)
    if chosen.unit == "turn":
        yield from ((said, "", text) for said, text in found)
        return
    people: dict[int, tuple[Said, list[str]]] = {}
    for said, text in found:
        people.setdefault(said.speaker, (said, []))[1].append(text)
    yield from ((said, "", "\n".join(texts)) for said, texts in people.values())


def _turns(study: Study, document: Spoken, chosen: Chosen, coder: str | None) -> Iterator[tuple[Said, str]]:
    spans: Iterable[tuple[Said, Span]] = ((said, Span(said.start, said.end)) for said in document.turns)
    if chosen.code:
        themes = {"": study.codebook.subtree(chosen.code)}
        coded = spans_of(study.connection, document.document, coder, themes).get("", [])
        spans = within(document, coded)
    for said, span in spans:
        if text := " ".join(document.text[span.start : span.end].split()):
            yield said, text


def _passages(study: Study, document: Spoken, chosen: Chosen, coder: str | None) -> Iterator[tuple[Said, str, str]]:
    codes = study.codebook.subtree(chosen.code) if chosen.code else frozenset(code.id for code in study.codebook.codes)
    ordered = [code.id for code in study.codebook.codes if code.id in codes]
    for code, spans in spans_of(
        study.connection, document.document, coder, {code: (code,) for code in ordered}
    ).items():
        for said, span in within(document, spans):
            if text := " ".join(document.text[span.start : span.end].split()):
                yield said, code, text


# ---------------------------------------------------------------------- IRaMuTeQ


def write_iramuteq(found: Iterable[Piece], path: Path) -> int:
    """Write a corpus as one text file, as the pieces come; answers how many there are."""
    values = _Values()
    count = 0
    with writing(path) as file:
        for piece in found:
            if text := iramuteq_text(piece.text):
                stars = (f"*{values.name(name)}_{values.value(name, value)}" for name, value in piece.variables.items())
                file.write(f"**** {' '.join(stars)}\n{text}\n\n".encode())
                count += 1
    return count


def iramuteq_text(text: str) -> str:
    """A text as IRaMuTeQ reads it whole: composed letters, plain apostrophes, none of the signs that mean something."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    lines = (" ".join(_FORBIDDEN.sub(" ", line).split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if any(map(str.isalnum, line)))


class _Values:
    """Names and values as letters and digits alone, and never two of them alike."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._taken: set[tuple[str, str]] = set()

    def name(self, name: str) -> str:
        """The name of a variable."""
        return self._fit("", name)

    def value(self, name: str, value: str) -> str:
        """A value of a variable."""
        return self._fit(name, value)

    def _fit(self, of: str, said: str) -> str:
        if (of, said) not in self._given:
            plain = ascii_name(said) or UNKNOWN
            number, fitting = 1, plain
            while (of, fitting.lower()) in self._taken:
                number += 1
                fitting = f"{plain}x{number}"
            self._taken.add((of, fitting.lower()))
            self._given[of, said] = fitting
        return self._given[of, said]


def ascii_name(said: str, between: str = "") -> str:
    """A name as letters and digits without accents; what is neither becomes `between`."""
    bare = unicodedata.normalize("NFKD", said.replace("œ", "oe").replace("æ", "ae"))
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^A-Za-z0-9]+", between, kept).strip(between or None)


# ---------------------------------------------------------------------- TXM


def write_txm(found: Iterable[Piece], folder: Path) -> int:
    """Write a corpus as a folder, whole or not at all; one that holds anything already is refused."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(_("{file}: is there already.").format(file=folder), _("Name a new folder."))
    with writing_folder(folder) as made:
        return _write_texts(found, made)


def _write_texts(found: Iterable[Piece], folder: Path) -> int:
    """The texts as they come; what is said of them is kept for the table, whose columns are known at the end."""
    names, rows = _Files(), list[tuple[str, Mapping[str, str]]]()
    for piece in found:
        if text := unicodedata.normalize("NFC", piece.text).strip():
            name = names.fit(piece.id)
            (folder / f"{name}.txt").write_bytes(f"{text}\n".encode())
            rows.append((name, piece.variables))
    columns = list(dict.fromkeys(name for _file, about in rows for name in about))
    headings = _Values()
    with (folder / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL)
        table.writerow(["id", *(headings.name(name).lower() for name in columns)])
        table.writerows([name, *(harmless(about.get(column) or UNKNOWN) for column in columns)] for name, about in rows)
    return len(rows)


class _Files:
    """Names of files that every system takes, and never two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = {"metadata"}

    def fit(self, said: str) -> str:
        """A file's name without its ending."""
        plain = ascii_name(said, "-") or "text"
        number, fitting = 1, plain
        while fitting.lower() in self._taken:
            number += 1
            fitting = f"{plain}-{number}"
        self._taken.add(fitting.lower())
        return fitting


WRITERS: Mapping[str, Callable[[Iterable[Piece], Path], int]] = {"iramuteq": write_iramuteq, "txm": write_txm}
