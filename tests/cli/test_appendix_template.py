"""`qualcode appendix --template`: the institution's looks, or one sentence on what is wrong with the file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx

if TYPE_CHECKING:
    from conftest import Run

OURS = Path(__file__).parents[2] / "qualcode" / "report" / "reference.odt"


def test_a_template_gives_its_looks(run: Run, demonstration: Path, tmp_path: Path) -> None:
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "University of Somewhere"
    made.save(str(tmp_path / "university.docx"))
    out = tmp_path / "out.docx"
    command = ("appendix", demonstration, "-o", out, "--template", tmp_path / "university.docx", "--only", "sites")
    assert run(*command).status == 0
    with zipfile.ZipFile(out) as archive:
        headers = [archive.read(name) for name in archive.namelist() if "header" in name]
    assert any(b"University of Somewhere" in header for header in headers)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert list(manifest["templates"]) == ["docx"]
    assert "university" not in json.dumps(manifest)


def test_a_wrong_template_is_said_before_anything_is_written(run: Run, demonstration: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.docx"
    out.write_bytes(b"before")
    (tmp_path / "text.docx").write_text("no zip", encoding="utf-8")
    for template, said in (
        (tmp_path / "none.docx", "cannot be read"),
        (tmp_path / "text.docx", "broken"),
        (tmp_path / "macros.docm", "macros"),
        (OURS, "no such file is to be written"),
    ):
        done = run("appendix", demonstration, "-o", out, "--template", template)
        assert done.status != 0
        assert said in done.err
        assert "Traceback" not in done.err
    assert out.read_bytes() == b"before"
