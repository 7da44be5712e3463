"""Quotations and codings as files beside a plain script; a Word document, a complete appendix by themselves."""

from __future__ import annotations

import csv
import hashlib
import html
import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from benchmarks import plain
from benchmarks.measuring import Benchmark, Figures, alternate, at_all, peak_of, qualcode, script
from benchmarks.places import Places
from qualcode.exchange.datasets_out import write_csv
from qualcode.report import csv_folder, xlsx
from qualcode.report import html as html_report
from qualcode.report.appendix import choose
from qualcode.report.choices import moment
from qualcode.report.document import Report
from qualcode.report.parts import gather
from qualcode.report.quotes import quotations
from qualcode.report.wording import wording_of
from qualcode.study import Study
from qualcode.tables.datasets import LONG, Asked
from qualcode.tables.selected import datasets

QUOTATIONS = "1000"
_LANGUAGE = "en"
Write = Callable[[Path], None]


def _report(study: Study) -> Report:
    """An appendix of nothing but all quotations."""
    choices = choose(study, _LANGUAGE)
    facts = gather(study, _LANGUAGE)
    texts, wording = ("Quotations", "All of them."), wording_of(study, _LANGUAGE)
    section = quotations(study.quotations(choices.where), facts, wording, texts, NullTranslations().gettext)
    return Report("Quotations", "", "Contents", _LANGUAGE, moment(study), (section,))


def _beside(
    ours: Callable[[Report, Path], Path], theirs: Callable[[plain.Connection, Path], Path], seen: Callable[[Path], Any]
) -> Callable[[Places], Figures]:
    def measure(places: Places) -> Figures:
        with Study.open(places.at_most_medium()) as study, closing(plain.connect(str(study.database))) as db:
            return alternate(
                lambda: ours(_report(study), places.fresh("export")),
                lambda: theirs(db, places.fresh("export")),
                seen,
                seen,
            )

    return measure


def _csv(report: Report, folder: Path) -> Path:
    csv_folder.write(report, folder / "made")
    return folder / "made" / "quotations.csv"


def _plain_csv(db: plain.Connection, folder: Path) -> Path:
    path = folder / "quotations.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "site", "text", "citation", "participants", "document", "start", "end", "coding"])
        for one in plain.quotes(db):
            writer.writerow([one[5], one[11], one[4], one[9], "; ".join(one[10]), *one[1:4], one[0]])
    return path


def _last_columns(path: Path) -> Any:
    """Document, start, end and coding of each row, in any order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        titles, *rows = csv.reader(file)
    names = [title.casefold() for title in titles]
    places = [names.index(name) for name in ("document", "start", "end", "coding")]
    return sorted([row[place] for place in places] for row in rows)


def _html(report: Report, folder: Path) -> Path:
    html_report.write(report, folder / "made.html")
    return folder / "made.html"


def _plain_html(db: plain.Connection, folder: Path) -> Path:
    path = folder / "made.html"
    with path.open("w", encoding="utf-8") as file:
        file.write('<!DOCTYPE html>\n<html lang="en">\n<title>Quotations</title>\n')
        for one in plain.quotes(db):
            text = f'<span id="q{one[0]}_{_digest(one[4])}">{html.escape(one[4])}</span>'.replace("\n", "<br>\n")
            citation = f'<span id="c{one[0]}_{_digest(one[9])}">{html.escape(one[9])}</span>'
            file.write(f"<blockquote><p>{text} <cite>({citation})</cite></p></blockquote>\n")
        file.write("</html>\n")
    return path


def _digest(text: str) -> str:
    """What a name says of the words at its place, so that a document can be checked."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def _citations(path: Path) -> Any:
    """The codings quoted and their citations, in any order."""
    text = path.read_text(encoding="utf-8")
    codings = (part.partition("_")[0] for part in text.split('<span id="q')[1:])
    citations = (part.split("</cite>")[0].split(">")[1] for part in text.split("<cite>")[1:])
    return sorted(zip(codings, citations, strict=True))


def _xlsx(report: Report, folder: Path) -> Path:
    xlsx.write(report, folder / "made.xlsx")
    return folder / "made.xlsx"


def _plain_xlsx(db: plain.Connection, folder: Path) -> Path:
    path = folder / "made.xlsx"
    with Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for at, one in enumerate(plain.quotes(db)):
            row = (one[5], one[11], one[4], one[9], "; ".join(one[10]), *one[1:4], one[0])
            for column, cell in enumerate((*row, f"q{one[0]}_{_digest(one[4])}")):
                sheet.write(at, column, cell, wrapped)
    return path


def _codings(path: Path) -> Any:
    """The codings that a workbook's rows name, in any order."""
    with zipfile.ZipFile(path) as archive:
        return sorted(re.findall(r"\bq([0-9]+)_[0-9a-f]{8}", archive.read("xl/worksheets/sheet1.xml").decode()))


def _long(places: Places) -> Figures:
    """All codings with all that is known of who speaks, beside the quotations of a plain script."""
    with Study.open(places.at_most_medium()) as study, closing(plain.connect(str(study.database))) as db:

        def ours() -> Path:
            path = places.fresh("export") / "long.csv"
            write_csv(datasets(study, (LONG,), Asked()), path)
            return path

        return alternate(ours, lambda: _plain_csv(db, places.fresh("export")), _last_columns, _last_columns)


def _long_peak(places: Places) -> Figures:
    """Megabytes of the command that writes all codings, looked through for names on their way."""
    out = places.fresh("export") / "long.csv"
    return Figures(peak_of(*qualcode("export", places.at_most_medium(), "--table", LONG, "-o", out))[1])


def _docx(figure: int) -> Callable[[Places], Figures]:
    """Seconds and megabytes of the process that writes a Word document, pandoc's included."""

    def measure(places: Places) -> Figures:
        out = places.fresh("export") / "appendix.docx"
        return Figures(peak_of(*script("word_document", places.small(), out, QUOTATIONS))[figure])

    return measure


def _complete(figure: int) -> Callable[[Places], Figures]:
    """Seconds and megabytes of the command that writes the complete appendix in Word."""

    def measure(places: Places) -> Figures:
        out = places.fresh("export") / "appendix.docx"
        return Figures(peak_of(*qualcode("appendix", places.complete(), "-o", out))[figure])

    return measure


_BOUNDS = {"M": 3.0, "L": 3.0}
ROWS = (
    Benchmark("export: CSV of all quotations", _BOUNDS, _beside(_csv, _plain_csv, _last_columns)),
    Benchmark("export: HTML of all quotations", _BOUNDS, _beside(_html, _plain_html, _citations)),
    Benchmark("export: XLSX of all quotations", _BOUNDS, _beside(_xlsx, _plain_xlsx, _codings)),
    Benchmark("export: long table of all codings, CSV", _BOUNDS, _long),
    Benchmark("export: long table of all codings, peak MB", at_all(100), _long_peak),
    Benchmark("export: DOCX of 1,000 quotations, seconds", at_all(5), _docx(0)),
    Benchmark("export: DOCX of 1,000 quotations, peak MB", at_all(300), _docx(1)),
    Benchmark("appendix: complete DOCX, seconds", at_all(60), _complete(0)),
    Benchmark("appendix: complete DOCX, peak MB", at_all(500), _complete(1)),
)
