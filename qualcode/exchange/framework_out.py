"""The framework matrix in a file that people write in, and back: XLSX, YAML or CSV.

Each cell goes out with the number of its version and a digest of its text. Of what comes back, only cells that a person
changed are taken; one that was changed in the study meanwhile is a conflict, and nobody's words are written over.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qualcode.errors import InputError
from qualcode.files import replace_file
from qualcode.framework.matrix import Framework, framework
from qualcode.i18n import _, known_word, language
from qualcode.linking import for_writing
from qualcode.model import in_language
from qualcode.model.asking import Condition, Filter
from qualcode.model.codes import Codebook
from qualcode.model.codings import Quotation
from qualcode.model.people import Participant, Site
from qualcode.report.csv_folder import harmless
from qualcode.report.framework_sheets import ID, Grid, write
from qualcode.report.quotes import Words
from qualcode.safetext import safe_line
from qualcode.store.reading import framework as store

if TYPE_CHECKING:
    from qualcode.study import Study

CSV_COLUMNS = ("theme", "holder", "version", "exported", "text")


class FileCell(NamedTuple):
    """A cell as a file has it; `exported` is the digest of the text it was given, empty where the file has lost it.

    `named` is what a file that comes back calls the theme, which may have become another since.
    """

    theme: str
    holder: str
    text: str
    version: int
    exported: str
    named: str = ""


def digest(text: str) -> str:
    """What tells a summary from any other."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def export(
    study: Study, path: Path, by: str = "participant", coder: str | None = None, where: Sequence[Condition] = ()
) -> None:
    """Write the matrix in the format of the path's ending; `InputError` for any other ending."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise InputError(
            _("{file}: the framework matrix cannot be written with the ending {ending}.").format(
                file=path, ending=path.suffix or "—"
            ),
            _("Known endings: {known}.").format(known=" ".join(WRITERS)),
        )
    replace_file(path, writer(study, framework(study, by, coder, where)))


def cells_of(matrix: Framework) -> Iterator[FileCell]:
    """Every cell of the matrix as it goes into a file."""
    for cell in matrix.cells():
        shown = for_writing(cell.text, matrix.citations)
        yield FileCell(cell.theme, cell.holder, shown, cell.version, digest(cell.text))


# ---------------------------------------------------------------------- CSV


def _csv(_study: Study, matrix: Framework) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for cell in cells_of(matrix):
        writer.writerow([cell.theme, cell.holder, cell.version, cell.exported, harmless(cell.text)])
    return text.getvalue().encode("utf-8-sig")


# ---------------------------------------------------------------------- YAML


def _yaml(study: Study, matrix: Framework) -> bytes:
    labels = _labels(study.codebook)
    lines = [
        "# " + _("The framework matrix. Write in the texts; leave the keys, the versions and the digests as they are."),
        "# " + _("Then: qualcode framework import {file}").format(file="FILE"),
        "framework: 1",
        f"by: {matrix.by}",
        "themes:",
    ]
    theme = ""
    for cell in cells_of(matrix):
        if cell.theme != theme:
            theme = cell.theme
            lines.append(f"  {_quoted(theme)}:  # {safe_line(labels[theme])}")
        lines += _yaml_cell(cell, matrix.why.get((cell.theme, cell.holder), ()))
    return ("\n".join(lines) + "\n").encode()


def _yaml_cell(cell: FileCell, why: Iterable[str]) -> Iterator[str]:
    yield f"    {_quoted(cell.holder)}:"
    if stale := "; ".join(why):
        yield f"      # ◐ {safe_line(stale)}"
    yield f"      version: {cell.version}"
    yield f"      exported: {_quoted(cell.exported)}"
    if cell.text:
        yield "      text: |-"
        yield from ("        " + line if line else "" for line in cell.text.split("\n"))
    else:
        yield '      text: ""'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


# ---------------------------------------------------------------------- XLSX


def _xlsx(study: Study, matrix: Framework) -> bytes:
    labels = _labels(study.codebook)
    headings = {row.code: f"{labels[row.code]} [{row.code}]" for row in matrix.themes}
    leading, described = _leading(study, matrix)
    found = {(cell.theme, cell.holder): cell for cell in cells_of(matrix)}
    rows = [[*described(holder), *(found[row.code, holder].text for row in matrix.themes)] for holder in matrix.holders]
    marks = [[cell.theme, cell.holder, str(cell.version), cell.exported] for cell in found.values()]
    quoted = (_("Theme"), _("Holder"), _("Coding"), _("Citation"), _("Quotation"))
    grid = Grid(
        in_language(study.title, language()), matrix.by, leading, list(headings.values()), rows, quoted,
        _quotations(study, matrix, headings), marks,
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "framework.xlsx"
        write(grid, path)
        return path.read_bytes()


def _labels(codebook: Codebook) -> Mapping[str, str]:
    """Each code's label after those above it, as a heading."""
    named = {code.id: in_language(code.label, language()) or code.id for code in codebook.codes}
    return {code: " > ".join(named[step.id] for step in codebook.path(code)) for code in named}


def _leading(study: Study, matrix: Framework) -> tuple[list[str], Callable[[str], list[str]]]:
    """The columns before the themes: the holder's id and attributes; and what they hold for a holder."""
    if matrix.by == "participant":
        people = {f"participant:{person.id}": person for person in study.participants()}
        names = sorted({name for person in people.values() for name in _variables(person)})
        return [ID, known_word("site"), known_word("role"), *names], lambda holder: _of_person(people[holder], names)
    sites = {f"site:{site.id}": site for site in study.sites}
    names = sorted({name for site in sites.values() for name in site.attributes})
    return [ID, known_word("site"), known_word("region"), *names], lambda holder: _of_site(sites[holder], sites, names)


def _of_person(person: Participant, names: Iterable[str]) -> list[str]:
    known = _variables(person)
    return [person.id, person.site or "", person.role or "", *(str(known.get(name, "")) for name in names)]


def _variables(person: Participant) -> dict[str, object]:
    """What is known of a person; what differs by wave stands under `name (wave)`."""
    waves = {f"{name} ({wave})": value for wave, of_wave in person.waves.items() for name, value in of_wave.items()}
    return {**person.variables, **waves}


def _of_site(site: Site, sites: Mapping[str, Site], names: Iterable[str]) -> list[str]:
    above = sites.get(f"site:{site.parent}")
    labels = [in_language(one.label, language()) if one else "" for one in (site, above)]
    return [site.id, *labels, *(str(site.attributes.get(name, "")) for name in names)]


def _quotations(study: Study, matrix: Framework, headings: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Theme, holder, coding, citation and words of everything the cells rest on, in the order of the matrix."""
    tops = [row.code for row in matrix.themes if not row.depth]
    spots = [((top, holder), matrix.coder) for top in tops for holder in matrix.holders]
    rested = store.evidence(study.connection, spots)
    words = Words(study.voices)
    for (_top, holder), coder in spots:
        of_holder = {cited.id for cited in rested[(_top, holder), coder].codings}
        found = study.quotations(Filter(ids=tuple(sorted(of_holder)))) if of_holder else []
        for quotation in found:
            yield _quotation(quotation, holder, headings, words)


def _quotation(quotation: Quotation, holder: str, headings: Mapping[str, str], words: Words) -> tuple[str, ...]:
    coding = quotation.coding
    name = holder.partition(":")[2]
    return (headings[coding.code], name, f"[#{coding.id}]", quotation.citation, words(quotation))


WRITERS: Mapping[str, Callable[[Study, Framework], bytes]] = {".xlsx": _xlsx, ".yaml": _yaml, ".csv": _csv}
