"""The periodic report of the demonstration study: the same words and figures in every format, in both languages."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.digest import digest
from qualcode.report.digest import build
from qualcode.study import Study

REGION = ("--since", "2013-02-01", "--until", "2013-12-31", "--region", "Provence-Alpes-Côte d’Azur")


@pytest.fixture
def noted(unnoted: Path, run: Any) -> Path:
    for words in (
        ("site:toulon", "Deux absents. Voir [#5].", "--kind", "logbook", "--date", "2013-03-05"),
        ("site:marseille", "Qui supervise ?", "--kind", "question"),
        (
            "document:L01",
            "Ton hésitant.",
        ),
    ):
        assert run("memos", "add", unnoted, *words).status == 0
    return unnoted


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_of_a_region_holds_these_tables(noted: Path, language: str) -> None:
    with Study.open(noted) as study:
        report = build(study, digest(study, "2013-02-01", "2013-12-31", "provence-alpes-cote-d-azur"), language)
        label = {"en": "peer", "fr": "Médiateurs"}[language]
        assert label.lower() in report.title.lower()
        tables = {section.name: [tuple(row) for row in section.sheets[0].rows] for section in report.sections}
    assert report.language == language
    assert [number for _what, number in tables["overview"]] == [0, 2, 3, 0, 0, 1, 0, 0, 0, 0, 0]
    kinds = {"en": ("interview", "visit note"), "fr": ("entretien", "note de visite")}[language]
    assert [row[:5] for row in tables["dated"]] == [
        ("M01", "Marseille", kinds[0], "T12", "2013-06-12"), ("T02", "Toulon", kinds[1], "T12", "2013-11-05"),
    ]  # fmt: skip
    assert tables["people"] == [
        ("INF04", "Marseille", "nurse", "M01"), ("MSP11", "Marseille", "worker", "P01"),
        ("USA04", "Marseille", "user", "G01")]  # fmt: skip
    assert [row[3:] for row in tables["memos"]] == [("Toulon", "Deux absents. Voir [A01 INF01 §6].")]
    assert tables["memos"][0][:2] == ("2013-03-05", "ana")
    assert tables["coding"] == tables["codebook"] == tables["questions"] == tables["silent"] == []


def test_the_report_of_the_whole_study_tells_all_work(noted: Path, run: Any) -> None:
    told = run("digest", noted, "--since", "2013-02-01", "--json").data
    assert len(told["added"]) == len(run("documents", noted, "--json").data)
    counts = {coder: len(run("codings", noted, "--coder", coder, "--json").data) for coder in ("c1", "c2", "consensus")}
    assert {row["coder"]: row["added"] for row in told["coding"]} == counts
    assert [row["text"] for row in told["questions"]] == ["Qui supervise ?"]
    assert {row["text"] for row in told["memos"]} >= {"Ton hésitant.", "Deux absents. Voir [#5]."}
    assert [(row["site"], row["last"]) for row in told["silent"]] == [("armentieres", "2012-12-11")]


def test_nobodys_name_and_no_files_name_is_in_it(noted: Path, run: Any) -> None:
    words = run("digest", noted, "--since", "2012-01").out
    for name in ("lille-nadia", ".txt", "Nadia", "Enquêtrice"):
        assert name not in words.replace("Summaries written", "").partition("## Summaries")[0]


def test_every_format_is_written_with_its_manifest_and_the_same_bytes_again(noted: Path, run: Any) -> None:
    names = ("d.docx", "d.odt", "d.html", "d.md", "d.tex", "d.xlsx", "d.pdf")
    for folder in ("one", "two"):
        Path(folder).mkdir()
        outputs = [word for name in (*names, "table") for word in ("-o", f"{folder}/{name}")]
        assert run("digest", noted, *REGION, *outputs).status == 0
    for name in (*names, "manifest.json", "table/dated.csv", "table/manifest.json"):
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes(), name
    told = json.loads(Path("one/manifest.json").read_text("utf-8"))
    assert (told["since"], told["until"], told["site"]) == ("2013-02-01", "2013-12-31", "provence-alpes-cote-d-azur")
    assert sorted(told["files"]) == sorted(names)
    with Path("one/table/dated.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[0] for row in csv.reader(file)][1:] == ["M01", "T02"]


def test_without_a_file_it_is_markdown_in_the_language_asked_for(noted: Path, run: Any) -> None:
    for language in ("en", "fr"):
        ran = run("digest", noted, *REGION, "--language", language)
        assert ran.status == 0
        assert ran.out.startswith("# ")
        assert "| M01 | Marseille |" in ran.out


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ((), 2, "--since"),
        (("--since", "hier"), 1, "2013-04-02"),
        (("--since", "2013-01", "--region", "Lile"), 1, "lille"),
        (("--since", "2013-01", "-o", "digest.doc"), 1, ".docx"),
        (("--since", "2013-05", "--until", "2013-04"), 1, "--since"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    demo: Path, run: Any, options: tuple[str, ...], status: int, said: str
) -> None:
    ran = run("digest", demo, *options)
    assert ran.status == status
    assert said in ran.err
