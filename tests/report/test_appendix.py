"""From a study to files: what is in them, what never is, and that they are the same on any day."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest

from qualcode.acts import AddCoding
from qualcode.errors import DiskError, InputError
from qualcode.model.asking import Filter
from qualcode.report import html, output
from qualcode.report.appendix import build, choose
from qualcode.report.document import Heading, Quote, Report
from qualcode.report.output import write_appendix
from qualcode.study import Study

ENDINGS = sorted(output.WRITERS)
SECRETS = ("Karim", "Benali", "Odile", "Zoé", "Petit", "karim-benali", ".txt")


def read_csv(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def built(study: Study, language: str = "en", **choices: object) -> Report:
    return build(study, choose(study, language, **choices))  # type: ignore[arg-type]


def everything(path: Path) -> str:
    """All text in a file, also inside a zip, and its names."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes().decode("utf-8", "replace")
    with zipfile.ZipFile(path) as archive:
        return "".join(name + archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_the_parts_come_in_their_order(study: Study) -> None:
    names = [section.name for section in built(study).sections]
    assert names == [
        "participants", "sites", "codebook", "codes", "quotations", "balance", "themes", "not-asked", "coverage",
        "figures", "agreement", "saturation", "methods", "audit", "coreq", "srqr", "disclosure",
    ]  # fmt: skip


def test_every_table_but_the_codebook_has_its_rule(study: Study) -> None:
    for section in built(study).sections:
        assert all(table.note for table in section.sheets if table.name != "codebook")


def test_quotations_stand_under_theme_and_site_with_their_citation_and_their_coding(study: Study) -> None:
    codings = {coding.code: coding.id for coding in study.codings()}
    [quotations] = [section for section in built(study).sections if section.name == "quotations"]
    _introduction, _references, *blocks = quotations.blocks
    assert blocks == [
        Heading(3, "Distance", "distance"),
        Heading(4, "Lille", "distance/lille"),
        Quote("“Bonjour”", "L01-P1 §1", codings["distance"], "distance/lille"),
        Heading(3, "Distance > Nearness", "nearness"),
        Heading(4, "Lille", "nearness/lille"),
        Quote(
            "“[L01-P1] Bonjour à tous.\n[I] Et la distance ?\n[L01-P1] Il n’y en a pas.”",
            "L01-P1 §1–3",
            codings["nearness"],
            "nearness/lille",
        ),
    ]


def test_the_three_emptinesses_are_words_and_counts_are_people(study: Study) -> None:
    html_text = "".join(html.Body(built(study)))
    assert "1/1" in html_text
    assert "not asked" in html_text
    assert "not yet coded" in html_text
    study.do(AddCoding("L01", 15, 22, "money"))
    assert "".join(html.Body(built(study))).count("1/1") > html_text.count("1/1")


def test_a_filter_narrows_the_quotations_and_says_so(study: Study) -> None:
    report = built(study, where=Filter(code="nearness"))
    [quotations] = [section for section in report.sections if section.name == "quotations"]
    assert [block.text for block in quotations.blocks if isinstance(block, Heading)] == ["Distance > Nearness", "Lille"]
    assert "code = nearness" in "".join(html.Body(report))


def test_french_has_guillemets_and_the_codebook_can_stand_in_both_languages(study: Study) -> None:
    report = built(study, "fr", codebook_languages=("en", "fr"))
    text = "".join(html.Body(report))
    assert "«\u00a0Bonjour\u00a0»" in text
    assert "Distance / Distance thérapeutique" in text
    assert "Keeps away." in text
    assert "Se tient loin." in text


def test_an_empty_study_has_an_appendix_too(tmp_path: Path) -> None:
    with Study.create(tmp_path / "s", study_text="title: T\n", codebook_text="title: T\ncodes: []\n") as study:
        for ending in ENDINGS:
            assert write_appendix(study, tmp_path / f"a{ending}").path.stat().st_size > 0


@pytest.mark.parametrize("ending", [*ENDINGS, ""])
def test_no_name_of_a_person_or_a_file_is_in_any_format(study: Study, tmp_path: Path, ending: str) -> None:
    written = write_appendix(study, tmp_path / f"out{ending}")
    files = [*written.path.iterdir()] if written.path.is_dir() else [written.path, written.manifest]
    text = "".join(map(everything, files))
    assert not [secret for secret in SECRETS if secret in text]
    assert str(study.folder) not in text


def test_the_csv_folder_says_the_same_in_numbers(study: Study, tmp_path: Path) -> None:
    folder = write_appendix(study, tmp_path / "tables").path
    themes = {(row["Code id"], row["Site id"]): row for row in read_csv(folder, "themes")}
    assert themes["distance", "lille"]["State"] == "said"
    assert themes["distance", "lille"]["Segments"] == "2"
    assert themes["distance", "lens"]["State"] == "not yet coded"
    assert themes["money", "lille"]["State"] == "not asked"
    table = study.themes(("site",))
    for row in table.rows:
        total = themes[row.code, ""]
        told = [total[name] for name in ("People interviewed", "Participants", "Segments", "Documents", "Words")]
        counted = (table.total, row.total.participants, row.total.segments, row.total.documents, row.total.words)
        assert told == [str(number) for number in counted]
    assert [row["Participants"] for row in read_csv(folder, "codes")] == ["1", "1", "0"]
    rules = {row["file"]: row["rule"] for row in read_csv(folder, "rules")}
    assert "ada" in rules["themes.csv"]
    assert set(rules) | {"rules.csv", "anchors.csv", "manifest.json"} == {each.name for each in folder.iterdir()}


def test_the_manifest_names_what_the_file_rests_on(study: Study, tmp_path: Path) -> None:
    written = write_appendix(study, tmp_path / "a.html", where=Filter(site="lille"))
    assert written.manifest == tmp_path / "manifest.json"
    manifest = json.loads(written.manifest.read_text("utf-8"))
    codebook = study.text_of("codebook.yaml").encode()
    assert manifest["codebook_sha256"] == hashlib.sha256(codebook).hexdigest()
    assert manifest["files"] == {"a.html": hashlib.sha256(written.path.read_bytes()).hexdigest()}
    assert manifest["event"]["number"] == study.events(limit=1)[0].id
    assert manifest["filters"] == {"site": "lille"}
    assert manifest["coder"] == "ada"


def test_files_of_one_folder_share_a_manifest_and_another_program_s_stays(study: Study, tmp_path: Path) -> None:
    for name in ("a.html", "a.md"):
        assert write_appendix(study, tmp_path / name).manifest == tmp_path / "manifest.json"
    assert list(json.loads((tmp_path / "manifest.json").read_text("utf-8"))["files"]) == ["a.html", "a.md"]
    assert write_appendix(study, tmp_path / "b.md", language="fr").manifest == tmp_path / "b.md.manifest.json"
    assert list(json.loads((tmp_path / "manifest.json").read_text("utf-8"))["files"]) == ["a.html", "a.md"]
    write_appendix(study, tmp_path / "b.md")
    assert list(json.loads((tmp_path / "manifest.json").read_text("utf-8"))["files"]) == ["a.html", "a.md", "b.md"]
    assert not (tmp_path / "b.md.manifest.json").exists()
    (tmp_path / "manifest.json").write_text('{"name": "a web page"}', encoding="utf-8")
    assert write_appendix(study, tmp_path / "a.md").manifest == tmp_path / "a.md.manifest.json"
    assert "a web page" in (tmp_path / "manifest.json").read_text("utf-8")


@pytest.mark.parametrize("name", ["a.doc", "a.docx.bak"])
def test_an_unknown_ending_is_an_error_that_names_the_known_ones(study: Study, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"\.docx"):
        write_appendix(study, tmp_path / name)


def test_an_unknown_language_is_an_error(study: Study, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="de"):
        write_appendix(study, tmp_path / "a.html", language="de")


def test_a_folder_that_is_missing_is_an_error_that_names_the_file(study: Study, tmp_path: Path) -> None:
    with pytest.raises(DiskError, match=r"nowhere.*a\.html"):
        write_appendix(study, tmp_path / "nowhere" / "a.html")


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".docx", ".pdf", ""])
def test_a_full_disk_leaves_the_good_file_as_it_was(
    study: Study, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = write_appendix(study, tmp_path / f"out{ending}")
    before = {
        each: each.read_bytes() for each in tmp_path.glob("out*/**/*" if not ending else "out*") if each.is_file()
    }
    study.do(AddCoding("L01", 15, 22, "money"))

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskError, match="out"):
        write_appendix(study, good.path)
    assert {each: each.read_bytes() for each in before} == before
    assert not list(tmp_path.glob(".out*"))


def test_a_folder_of_csv_replaces_an_earlier_one_whole(study: Study, tmp_path: Path) -> None:
    folder = write_appendix(study, tmp_path / "tables").path
    (folder / "left-over.csv").write_text("old")
    write_appendix(study, folder)
    assert not (folder / "left-over.csv").exists()


def test_a_folder_of_other_files_is_never_replaced(study: Study, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    with pytest.raises(InputError, match=r"thesis\.docx"):
        write_appendix(study, tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.docx").read_text() == "years of work"


@pytest.mark.parametrize("ending", [".docx", ".odt", ".xlsx"])
def test_zip_files_carry_no_date_of_today(study: Study, tmp_path: Path, ending: str) -> None:
    path = write_appendix(study, tmp_path / f"a{ending}").path
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
