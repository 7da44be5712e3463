"""Excerpts and translations as commands, and what an appendix shows of them and of the choice of quotations."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from qualcode.study import Study

SOME = ("--only", "quotations,methods")


@pytest.fixture
def demo(demo: Path) -> Path:
    """The demonstration study without the excerpts and translations that it has."""
    with Study.open(demo) as study:
        study.connection.execute("DELETE FROM rendering")
    return demo


def first(run: Any, demo: Path) -> dict[str, Any]:
    """A quotation of several words that one person says."""
    found = run("quotes", demo, "--json", "--coder", "consensus", "--sort", "order").data
    return next(
        one for one in found
        if len(one["text"].split()) > 8 and one["participants"] == ["MSP01"] and "\n" not in one["text"]
    )  # fmt: skip


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "quotations.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_excerpt_is_written_listed_shown_and_taken_back(demo: Path, run: Any, tmp_path: Path) -> None:
    one = first(run, demo)
    words = one["text"].split()
    short = f"{' '.join(words[:3])} […] {words[-1]}"
    assert run("excerpt", demo, one["id"], short.replace("…", "...")).err.endswith("The excerpt is written.\n")
    [listed] = run("excerpt", demo, "--json").data
    assert listed == {"coding": one["id"], "language": "", "text": short, "author": "ana", "stale": False}
    again = next(each for each in run("quotes", demo, "--json").data if each["id"] == one["id"])
    assert again == one | {"excerpt": {"text": short, "stale": False}}
    assert run("appendix", demo, "-o", tmp_path / "a", "--language", "en", *SOME).status == 0
    assert {row["Quotation"] for row in rows(tmp_path / "a") if row["Coding"] == str(one["id"])} == {short}
    assert "excerpt" in run("log", demo).out
    assert run("undo", demo).status == 0
    assert "There is none." in run("excerpt", demo).err


def test_what_is_no_excerpt_is_refused_with_the_word_and_the_way_out(demo: Path, run: Any) -> None:
    one = first(run, demo)
    ran = run("excerpt", demo, one["id"], f"{one['text'].split()[0]} zebra")
    assert ran.status == 1 and "zebra" in ran.err and "[…]" in ran.err
    assert run("excerpt", demo, one["id"], " ").status == 2
    assert run("excerpt", demo, "--remove").status == 2
    assert run("excerpt", demo, 99999, "x").status == 1
    assert run("translate", demo, one["id"], "Hello", "--language", "en").status == 1
    assert run("excerpt", demo, "--json").data == []


def test_a_translation_stands_below_the_words_with_who_made_it(demo: Path, run: Any, tmp_path: Path) -> None:
    one = first(run, demo)
    run("translate", demo, one["id"], "--language", "en", "--by", "Ana Roy", "One should be near.")
    quoted = next(each for each in run("quotes", demo, "--json").data if each["id"] == one["id"])
    assert quoted["translations"] == {"en": {"text": "One should be near.", "by": "Ana Roy", "stale": False}}
    run("appendix", demo, "-o", tmp_path / "en.md", "--language", "en", *SOME)
    text = (tmp_path / "en.md").read_text(encoding="utf-8")
    assert "One should be near." in text and f"{one['citation']} · translated by Ana Roy" in text
    assert one["text"].split()[0] in text
    run("appendix", demo, "-o", tmp_path / "fr.md", "--language", "fr", *SOME)
    assert "One should be near." not in (tmp_path / "fr.md").read_text(encoding="utf-8")
    assert run("translate", demo, "--json", "--language", "fr").data == []
    assert run("translate", demo, one["id"], "--remove", "--language", "en").status == 0
    assert run("translate", demo, one["id"], "--json").data == []


def test_an_excerpt_of_other_words_is_not_shown_and_found(demo: Path, run: Any, tmp_path: Path) -> None:
    one = first(run, demo)
    run("excerpt", demo, one["id"], f"{one['text'].split()[0]} […]")
    assert run("move", demo, one["id"], one["start"], one["end"] - 2).status == 0
    [listed] = run("excerpt", demo, "--json").data
    assert listed["stale"] and "stale" in run("excerpt", demo).out
    found = [each for each in run("disclose", demo, "--json").data["findings"] if each["kind"] == "excerpt"]
    assert [each["coding"] for each in found] == [one["id"]]
    run("appendix", demo, "-o", tmp_path / "a", "--language", "en", *SOME)
    shown = next(row for row in rows(tmp_path / "a") if row["Coding"] == str(one["id"]))
    assert shown["Quotation"] == one["text"][:-2].strip()


def test_a_translation_is_looked_through_for_names_too(demo: Path, run: Any) -> None:
    one = first(run, demo)
    run("translate", demo, one["id"], "--language", "en", "--by", "Ana Roy", "Nadia wrote to nadia@example.org.")
    found = run("disclose", demo, "--json", "--language", "en").data["findings"]
    assert {("name", one["id"]), ("email", one["id"])} <= {(each["kind"], each["coding"]) for each in found}


@pytest.mark.parametrize("where", ["command", "study", "outline"])
def test_quotations_are_chosen_and_the_appendix_says_how(demo: Path, run: Any, tmp_path: Path, where: str) -> None:
    options: tuple[object, ...] = ()
    study = demo / "study.yaml"
    text = study.read_text(encoding="utf-8")
    written = "{per_participant: 1, per_theme: 2, each_site: yes, context: 1}"
    if where == "command":
        options = ("--per-participant", 1, "--per-theme", 2, "--each-site", "--context", 1)
    elif where == "study":
        study.write_text(text.replace("report:\n", f"report:\n  quotations: {written}\n"), encoding="utf-8")
    else:
        outline = f"report:\n  outline:\n    - quotations: {written}\n"
        study.write_text(text.replace("report:\n", outline), encoding="utf-8")
    assert run("appendix", demo, "-o", tmp_path / "all", "--language", "en", *SOME).status == 0
    ran = run("appendix", demo, "-o", tmp_path / "a", "--language", "en", *SOME, *options)
    assert ran.status == 0, ran.err
    chosen = rows(tmp_path / "a")
    assert {"Before", "After"} <= chosen[0].keys() and any(row["Before"].startswith("[") for row in chosen)
    run("appendix", demo, "-o", tmp_path / "a.md", "--language", "en", *SOME, *options)
    page = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert f"Chosen are {len(chosen)} of" in page and "At most 2 under a theme." in page and "Before: " in page
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    if where == "outline":
        assert manifest["quotations"] == {"longest": 0, "key_first": False}
    else:
        said = {"per_participant": 1, "per_theme": 2, "longest": 0, "each_site": True, "key_first": False, "context": 1}
        assert manifest["quotations"] == said


def test_turns_of_people_without_consent_are_no_context(demo: Path, run: Any, tmp_path: Path) -> None:
    run("appendix", demo, "-o", tmp_path / "a", "--language", "en", *SOME, "--context", 3)
    turns = [line for row in rows(tmp_path / "a") for line in (row["Before"] + "\n" + row["After"]).split("\n")]
    silent = [line for line in turns if line.startswith(("[USA01]", "[CAD02]"))]
    assert silent and {line.split("] ", 1)[1] for line in silent} == {"[…]"}


def test_what_study_yaml_cannot_mean_is_refused_at_its_place(demo: Path, run: Any) -> None:
    study = demo / "study.yaml"
    text = study.read_text(encoding="utf-8").replace("report:\n", "report:\n  quotations: {per_person: 1}\n")
    study.write_text(text, encoding="utf-8")
    ran = run("check", demo)
    assert ran.status != 0 and "per_person" in ran.err + ran.out
