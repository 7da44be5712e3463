"""Before an appendix leaves: what is found, what is left out, what is refused, and what goes on record."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding
from qualcode.study import Study

PLACES = ("Lille", "Bobigny", "Toulon", "Armentières", "Marseille", "Provence", "Pas-de-Calais", "Paris 13")


def manifest(folder: Path) -> Any:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_disclose_names_what_an_appendix_would_hold_and_writes_nothing(demo: Path, run: Any) -> None:
    before = {path: path.stat().st_mtime_ns for path in demo.iterdir() if path.suffix in (".yaml", ".txt")}
    ran = run("disclose", demo, "--json")
    assert ran.status == 1
    found = ran.data["findings"]
    nadia = next(one for one in found if one["words"] == "Nadia" and one["coding"])
    assert {"document", "start", "end", "citation"} <= {name for name, value in nadia.items() if value is not None}
    assert {one["words"] for one in found if one["kind"] == "consent"} == {"USA01: no", "CAD02: unknown", "no"}
    assert {one["kind"] for one in found} >= {"name", "consent", "cell"}
    assert ran.data["left_out"] == sum(one["left_out"] for one in found) > 0
    assert before == {path: path.stat().st_mtime_ns for path in before}
    said = run("disclose", demo)
    assert said.status == 1
    assert "MSP11" in said.out and "qualcode revise" in said.out and "left out: no consent" in said.err


def test_where_nothing_is_found_disclose_says_so(demo: Path, run: Any) -> None:
    study = demo / "study.yaml"
    study.write_text(study.read_text(encoding="utf-8").replace("smallest_cell: 3", "smallest_cell: 0"), "utf-8")
    ran = run("disclose", demo, "--document", "T01", "--coder", "consensus")
    assert ran.status in (0, 1)
    left = run("disclose", demo, "--json", "--document", "T01").data["findings"]
    assert (ran.status == 0) == (left == [])
    assert not [one for one in left if one["kind"] == "cell"]


def test_quotations_without_consent_are_left_out_unless_somebody_answers_for_it(
    demo: Path, run: Any, tmp_path: Path
) -> None:
    left = run("disclose", demo, "--json").data["left_out"]
    ran = run("appendix", demo, "-o", tmp_path / "a.md", "--language", "en")
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert f"{left} quotations left out: no consent." in text and f"{left} quotations left out" in ran.err
    assert "A01 USA01" not in text
    despite = ("appendix", demo, "-o", tmp_path / "b" / "b.md", "--strict", "--despite", "The board has agreed")
    (tmp_path / "b").mkdir()
    assert run(*despite).status == 0
    assert "A01 USA01" in (tmp_path / "b" / "b.md").read_text(encoding="utf-8")
    assert manifest(tmp_path / "b")["disclosure"]["despite"] == {"who": "ana", "why": "The board has agreed"}
    first = (tmp_path / "b" / "b.md").read_bytes()
    assert run(*despite).status == 0
    assert (tmp_path / "b" / "b.md").read_bytes() == first
    records = [line for line in run("log", demo).out.split("\n") if "The board has agreed" in line]
    assert len(records) == 1 and "handed out despite" in records[0]
    assert "The board has agreed" not in run("undo", demo, "--coder", "ana").err


def test_strict_refuses_and_writes_nothing(demo: Path, run: Any, tmp_path: Path) -> None:
    ran = run("appendix", demo, "-o", tmp_path / "a.md", "--strict")
    assert ran.status == 1
    assert "known names" in ran.err and "qualcode disclose" in ran.err
    assert list(tmp_path.glob("*.md")) == []
    assert run("appendix", demo, "-o", tmp_path / "a.md", "--despite", " ").status == 2


def test_consent_of_a_passage_goes_before_that_of_its_speaker_and_is_taken_back(demo: Path, run: Any) -> None:
    refused = next(one for one in run("disclose", demo, "--json").data["findings"] if one["words"] == "USA01: no")
    left = run("disclose", demo, "--json").data["left_out"]
    assert run("consent", demo, refused["coding"], "yes").status == 0
    assert run("disclose", demo, "--json").data["left_out"] < left
    assert run("undo", demo).status == 0
    assert run("disclose", demo, "--json").data["left_out"] == left
    free = run("quotes", demo, "--json", "--document", "L01", "--coder", "consensus").data[0]["id"]
    assert "May not be quoted" in run("consent", demo, free, "no").err
    assert free in {one["coding"] for one in run("disclose", demo, "--json").data["findings"] if one["left_out"]}
    assert "no" in run("log", demo).out
    assert run("consent", demo, "999999", "yes").status != 0


def test_letters_stand_for_sites_in_every_part_and_in_the_manifest(demo: Path, run: Any, tmp_path: Path) -> None:
    out = tmp_path / "csv"
    assert run("appendix", demo, "-o", out, "--sites", "letters", "--where", "site=lille,toulon").status == 0
    texts = {path.name: path.read_text(encoding="utf-8-sig") for path in out.iterdir()}
    assert not [
        (name, place) for name, text in texts.items() for place in PLACES if place.casefold() in text.casefold()
    ]
    assert "B1" in texts["sites.csv"] and manifest(out)["disclosure"]["sites"] == "letters"


@pytest.mark.parametrize("ending", ["docx", "odt", "xlsx", "html", "pdf"])
def test_a_file_tells_nothing_of_who_made_it_and_where(demo: Path, run: Any, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    assert run("appendix", demo, "-o", path, "--only", "themes,quotations", "--code", "denial-as-knowledge").status == 0
    content = path.read_bytes()
    parts = {"": content}
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as file:
            parts = {name: file.read(name) for name in file.namelist()}
    for hidden in (str(tmp_path), str(demo.resolve()), str(Path.home()) + "/", "Normal.dot", "attachedTemplate"):
        assert not [name for name, part in parts.items() if hidden.encode() in part], hidden
    about = b"".join(part for name, part in parts.items() if re.search(r"docProps|meta\.xml", name))
    authors = re.findall(
        rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|Company|Manager|Template)>([^<]+)<", about
    )
    assert authors == []
    assert b"/Author" not in content and b'name="author"' not in content


def test_a_study_that_keeps_no_consent_says_so_until_it_does(run: Any, study: Study, tmp_path: Path) -> None:
    study.do(AddCoding("L01", 12, 20, "nearness"))
    at, out = study.folder, tmp_path / "out.md"
    said = "No consent to be quoted is on record"
    for recorded in (False, True):
        ran = run("appendix", at, "-o", out, "--language", "en")
        assert (said in ran.err, out.read_text("utf-8").count(said)) == (not recorded, 0 if recorded else 2)
        assert manifest(tmp_path)["disclosure"]["consent"] is recorded
        assert (said in run("disclose", at).err) is not recorded
        assert run("disclose", at, "--json").data["consent"] is recorded
        assert run("consent", at, 1, "yes").status == 0
    assert run("undo", at).status == 0


def test_a_corpus_and_a_periodic_report_say_what_they_hold_and_are_written_all_the_same(demo: Path, run: Any) -> None:
    for program, out in (("iramuteq", "c.txt"), ("txm", "c")):
        ran = run("corpus", demo, "-o", out, "--for", program)
        assert (ran.status, Path(out).exists()) == (0, True)
        assert re.search(r"give people away: known names \d+\.", ran.err)
        assert "2 people in it have not agreed to be quoted." in ran.err
    alone = run("corpus", demo, "-o", "t.txt", "--for", "iramuteq", "--document", "T01")
    assert alone.status == 0 and "agreed" not in alone.err
    ran = run("digest", demo, "--since", "2012-01", "-o", "d.md")
    assert ran.status == 0 and "give people away: known names" in ran.err
    assert "Oudart" in Path("d.md").read_text(encoding="utf-8")
    assert "give people away" not in run("digest", demo, "--since", "2030-01", "-o", "d.md").err
