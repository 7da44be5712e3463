"""Projects that programs really wrote are read with their passages in place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.projects.project import Project
from qualcode.projects.reading import project_kind, read_project

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
REFI = SHARED / "refi"
UCSB = SHARED / "ucsb-influencers" / "qualcoder-export" / "influencers-q4.qdpx"

pytestmark = pytest.mark.skipif(not REFI.is_dir(), reason="no real projects here")

FILES = sorted(path for path in REFI.glob("*/*") if path.suffix in (".qdpx", ".qdc", ".qde"))
FOUND = {
    "Codebook-influencers-q4.qdc": (0, 20, 0),
    "Project.qde": (0, 14, 0),
    "REFI-QDA-1-5.qdc": (0, 6, 0),
    "TestProject.qdpx": (0, 14, 0),
    "blank-atlas-project.qdpx": (0, 0, 0),
    "doorstop-core-tests-files-exported.qdc": (0, 8, 0),
    "influencers-q4.qdpx": (6, 20, 54),
    "nvivo12_mac_emoji_lf.qdpx": (2, 152, 297),
    "nvivo12_windows_emoji_crlf_bom.qdpx": (2, 152, 303),
    "nvivo12_windows_small.qdpx": (1, 60, 97),
    "nvivo_project.qdpx": (2, 262, 0),
    "portableQDA_Atlasti.qdc": (0, 5, 0),
    "portableQDA_test_compare_Diff_destAtlas.qdc": (0, 2, 0),
    "sample.qdpx": (2, 4, 6),
    "taguette_1.5.2_generated.qdc": (0, 4, 0),
    "target-atlas-project.qdpx": (0, 3, 0),
}
"""How many texts, codes and codings each holds."""


def passages(project: Project) -> Iterator[tuple[str, int, int, str, str | None, str]]:
    codes = {code.id: code.name for code in project.codes}
    users = {user.id: user.name for user in project.users}
    for text in project.texts:
        for mark in text.marks:
            words = text.text[mark.start : mark.end]
            yield text.name, mark.start, mark.end, codes[mark.code], users[mark.user or ""], words


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_is_read(path: Path, tmp_path: Path) -> None:
    project = read_project(path, tmp_path)
    assert project_kind(path) == ("refi codebook" if path.suffix == ".qdc" else "refi")
    codings = sum(len(text.marks) for text in project.texts)
    assert (len(project.texts), len(project.codes), codings) == FOUND[path.name]
    expected = path.with_suffix(".expected.json")
    if expected.is_file():
        keys = ("source", "start_cp_lf", "end_cp_lf", "code", "coding_user", "text")
        wanted = json.loads(expected.read_text(encoding="utf-8"))["codings"]
        assert Counter(passages(project)) == Counter(tuple(one[key] for key in keys) for one in wanted)
        (convention,) = project.conventions.values()
        assert (convention.unit, convention.newline) == ("utf-16", 1 if "_mac_" in path.name else 2)
        assert convention.score > 0.85
        assert convention.close == ()


def test_both_exports_of_one_project_give_the_same_passages(tmp_path: Path) -> None:
    folder = REFI / "nvivo-scrambled"
    mac, windows = (
        Counter((one[0], one[3], one[5]) for one in passages(read_project(folder / name, tmp_path)))
        for name in ("nvivo12_mac_emoji_lf.qdpx", "nvivo12_windows_emoji_crlf_bom.qdpx")
    )
    assert sum((mac & windows).values()) == sum(mac.values()) == 297


@pytest.mark.parametrize("path", [UCSB, REFI / "qualcoder" / "influencers-q4.qdpx"], ids=("published", "exported"))
def test_marks_before_a_text_move_no_passage(path: Path, tmp_path: Path) -> None:
    """Each passage is words from their first letter on, not two characters before."""
    project = read_project(path, tmp_path)
    found = [(text.text, mark.start, mark.end) for text in project.texts for mark in text.marks]
    assert len(found) == 54
    for text, start, end in found:
        assert text[start:end].lstrip()[0].isalnum(), text[start : start + 20]
        assert not text[max(0, start - 1) : start].isalnum()
        assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum())
    assert {convention[:3] for convention in project.conventions.values()} == {("code points", 1, False)}
    assert all(convention.close == () for convention in project.conventions.values())
