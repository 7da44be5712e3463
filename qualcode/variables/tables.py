"""What is known of people, documents and sites as three tables: to print, to write into a file, to show on screen.

A column is a field (`site`, `role`, `date` …), a variable, or a variable at a wave (`score@T6`). Every value is text in
the one form in which it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from qualcode.model.people import Participant, Site
from qualcode.model.texts import KINDS as KINDS_OF_DOCUMENTS
from qualcode.model.texts import Described
from qualcode.names import fold, sort_key_by_size
from qualcode.safetext import safe_line
from qualcode.variables.values import AT, FREE, Variable, declared, split

if TYPE_CHECKING:
    from qualcode.study import Study

KINDS = ("participants", "documents", "sites")
IDS: Mapping[str, str] = {"participants": "participant", "documents": "document", "sites": "site"}
"""The column that names what a row of each table is about; a singular as study.yaml has it."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "participants": ("site", "role"),
    "documents": ("site", "kind", "date", "wave", "guide", "language"),
    "sites": ("parent",),
}
LABEL = "label"


class Table(NamedTuple):
    """One of the tables: `of` a kind, the columns after the id, a row for each, and what may stand in each column."""

    of: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, Mapping[str, str]], ...]
    variables: Mapping[str, Variable]

    def lines(self) -> Iterable[tuple[str, ...]]:
        """The rows with a text for each column, the id first."""
        return ((name, *(values.get(column, "") for column in self.columns)) for name, values in self.rows)


class Known:
    """What a study declares, and which waves it knows; asked for once."""

    def __init__(self, study: Study) -> None:
        self.study = study

    @cached_property
    def waves(self) -> tuple[str, ...]:
        """The waves that are declared, in their order, then those that documents and people have, T6 before T12."""
        said = self.declared("documents").get("wave", FREE).choices
        people = (wave for person in self.study.participants() for wave in person.waves)
        others = sorted({*self.study.names("wave"), *people}, key=sort_key_by_size)
        return tuple(dict.fromkeys((*said, *others)))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of documents, ours and those there are."""
        return tuple(dict.fromkeys((*KINDS_OF_DOCUMENTS, *self.study.names("kind"))))

    def declared(self, of: str) -> Mapping[str, Variable]:
        """The variables declared for what a table is about."""
        return declared(self.study.variables, IDS[of])

    def variable(self, of: str, column: str) -> Variable:
        """What may stand in a column: as declared; a field of documents has what the study knows to choose from."""
        name, _wave = split(column)
        fields = {"guide": tuple(self.study.guides), "date": ()} if of == "documents" else {}
        own = Variable("date") if name == "date" else Variable("choice", fields.get(name, ()))
        return self.declared(of).get(name) or (own if name in fields else FREE)


def table(study: Study, of: str, known: Known | None = None) -> Table:
    """The table of participants, documents or sites as the study has it."""
    known = known or Known(study)
    rows: list[tuple[str, Mapping[str, str]]]
    if of == "participants":
        rows = [(person.id, of_person(person)) for person in study.participants()]
    elif of == "documents":
        rows = [(document.id, of_document(document)) for document in study.described()]
    else:
        rows = [(site.id, of_site(site)) for site in study.sites]
    columns = _columns(of, known, {name: None for _id, values in rows for name in values})
    return Table(of, columns, tuple(rows), {column: known.variable(of, column) for column in columns})


def of_person(person: Participant) -> dict[str, str]:
    """What is known of a person, by column."""
    at_waves = {
        f"{name}{AT}{wave}": str(value) for wave, values in person.waves.items() for name, value in values.items()
    }
    return _said({"site": person.site, "role": person.role, **person.variables, **at_waves})


def of_document(document: Described) -> dict[str, str]:
    """What is said of a document, by column."""
    fields = {name: getattr(document, name) for name in FIELDS["documents"]}
    return _said({**document.variables, **fields})


def of_site(site: Site) -> dict[str, str]:
    """What is said of a site, by column."""
    labels = {f"{LABEL}{AT}{language}" if language else LABEL: text for language, text in site.label.items()}
    texts = {name: value for name, value in site.attributes.items() if isinstance(value, str)}
    return _said({**labels, "parent": site.parent, **texts})


def _said(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items() if value not in (None, "")}


def _columns(of: str, known: Known, used: Mapping[str, None]) -> tuple[str, ...]:
    """The fields, the declared variables, then whatever else there is; a variable by wave has a column for each."""
    wanted = dict.fromkeys(FIELDS[of])
    if of == "sites":
        labels = [name for name in used if split(name)[0] == LABEL]
        wanted = dict.fromkeys((*sorted(labels), *wanted))
    others = [split(column)[0] if of == "participants" else column for column in used]
    for name in dict.fromkeys((*known.declared(of), *others)):
        if name not in wanted and not (of == "sites" and split(name)[0] == LABEL):
            wanted.update(_of_variable(of, name, known, used))
    return tuple(wanted)


def _of_variable(of: str, name: str, known: Known, used: Mapping[str, None]) -> dict[str, None]:
    by_wave = of == "participants" and known.declared(of).get(name, FREE).by
    at_waves = [f"{name}{AT}{wave}" for wave in known.waves]
    taken = [column for column in at_waves if by_wave or column in used]
    alone = [name] if name in used or not taken else []
    return dict.fromkeys((*alone, *taken))


def matching(one: Table, words: str) -> list[int]:
    """The places of the rows in which all words stand somewhere, accents and case ignored."""
    wanted = fold(words).split()
    lines = (fold(" ".join(line)) for line in one.lines()) if wanted else ("" for _row in one.rows)
    return [place for place, line in enumerate(lines) if all(word in line for word in wanted)]


def shown(cell: str) -> str:
    """A cell on one line of a terminal."""
    return safe_line(cell.replace("\n", " "))
