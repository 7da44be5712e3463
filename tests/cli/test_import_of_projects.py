"""`qualcode import STUDY PROJECT`: what is said, asked and refused, what scripts get, one undo."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from qualcode.study import Study

CODEBOOK = "title: Codes\ncodes:\n  - {id: nearness, label: Nearness}\n"
TEXT = "I: Et vous ?\nP: J'ai perdu la distance 🙂. On se comprend.\n"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<Project name="Theirs" xmlns="urn:QDA-XML:project:1.0">'


def guid(number: int) -> str:
    """One of many GUIDs."""
    return f"00000000-0000-0000-0000-{number:012d}"


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with one code and the coder ana, the shell standing beside it."""
    monkeypatch.chdir(tmp_path)
    Study.create(tmp_path / "mine", study_text="title: Mine\nsites:\n", codebook_text=CODEBOOK, coder="ana").close()
    return Path("mine")


@pytest.fixture
def theirs(tmp_path: Path) -> Callable[..., Path]:
    """Makes a project of one text with a coding of two codes by one user."""

    def make(user: str = "Zoé", codes: tuple[str, ...] = ("Nearness", "Loss")) -> Path:
        words = "J'ai perdu la distance"
        start = TEXT.index(words)
        coded = "".join(
            f'<Coding guid="{guid(20 + n)}" creatingUser="{guid(1)}" creationDateTime="2019-03-04T10:00:00Z">'
            f'<CodeRef targetGUID="{guid(10 + n)}"/></Coding>' for n in range(len(codes))
        )  # fmt: skip
        book = "".join(
            f'<Code guid="{guid(10 + n)}" name="{escape(name)}" isCodable="true"/>' for n, name in enumerate(codes)
        )
        qde = (
            f'{HEAD}<Users><User guid="{guid(1)}" name="{user}"/></Users><CodeBook><Codes>{book}</Codes></CodeBook>'
            f'<Sources><TextSource guid="{guid(2)}" name="Talk" plainTextPath="internal://a.txt">'
            f'<PlainTextSelection guid="{guid(3)}" startPosition="{start}" endPosition="{start + len(words)}">'
            f"{coded}</PlainTextSelection></TextSource></Sources></Project>"
        )
        path = tmp_path / "theirs.qdpx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.qde", qde)
            archive.writestr("sources/a.txt", TEXT)
        return path

    return make


def test_a_project_is_taken_in_reported_and_taken_back(mine: Path, theirs: Any, run: Any) -> None:
    path = theirs()
    tried = run("import", mine, path, "--dry-run", "--json")
    assert "dry run" in tried.err
    done = run("import", mine, path, "--json")
    assert (done.status, done.data) == (tried.status, tried.data)
    said = {key: done.data[key] for key in ("documents", "codes", "codings", "there", "coders", "lost")}
    assert said == {"documents": 1, "codes": 1, "codings": 2, "there": {"documents": 0, "codes": 1, "codings": 0},
                    "coders": {"Zoé": "Zoé"}, "lost": {}}  # fmt: skip
    assert set(done.data["convention"]["Talk"]) == {"unit", "newline", "mark", "score"}
    assert "Nothing is lost." in done.err
    with Study.open(mine) as study:
        assert {(one.code, one.coder) for one in study.codings()} == {("nearness", "Zoé"), ("loss", "Zoé")}
    assert "it is so already" in run("import", mine, path).err
    assert "project taken in" in run("undo", mine).err
    with Study.open(mine) as study:
        assert (study.documents(), study.coders()) == ([], ["ana"])


def test_near_names_are_asked_refused_without_a_terminal_or_answered(mine: Path, theirs: Any, run: Any) -> None:
    path = theirs("anà", ("Nearnes", "Loss"))
    refused = run("import", mine, path)
    assert refused.status != 0
    assert all(words in refused.err for words in ("anà is nearly ana", "Nearnes is nearly Nearness", "--yes"))
    with Study.open(mine) as study:
        assert study.documents() == []
    tried = run("import", mine, path, "--dry-run", "--json", "--coder-map", "anà=ben", "--code-map", "Nearnes=")
    assert (tried.data["coders"], tried.data["codes"], tried.data["proposed"]) == ({"anà": "ben"}, 2, [])
    done = run("import", mine, path, "--yes", "--json")
    assert (done.data["coders"], done.data["codes"], done.data["proposed"][0][:3]) == ({"anà": "ana"}, 2, "anà")
    assert "Nearnes is nearly Nearness, the code nearness. They stay apart." in done.data["notes"]


def test_a_coding_on_words_corrected_since_is_said_to_be_looked_at(mine: Path, theirs: Any, run: Any) -> None:
    run("import", mine, theirs(codes=("Nearness",)))
    run("revise", mine, "D01", "--replace", "perdu", "gardé")
    path = theirs()
    done = run("import", mine, path, "--unit", "code points", "--json")
    assert "To be looked at, as the text was corrected since: changed (1)" in done.err
    assert (done.data["codings"], done.data["unsettled"], done.data["lost"]) == (1, {"changed": 1}, {})
    assert done.data["convention"]["Talk"]["unit"] == "code points"
    assert "Nothing was to be done" in run("import", mine, path).err


def test_what_fits_nearly_as_well_is_said_where_nothing_is_asked(mine: Path, run: Any) -> None:
    passages = "".join(
        f'<PlainTextSelection guid="{guid(start)}" startPosition="{start}" endPosition="{start + 3}"><Coding '
        f'guid="{guid(start + 50)}"><CodeRef targetGUID="{guid(1)}"/></Coding></PlainTextSelection>'
        for start in (8, 9)
    )
    with zipfile.ZipFile("p.qdpx", "w") as archive:
        archive.writestr(
            "project.qde",
            f'{HEAD}<CodeBook><Codes><Code guid="{guid(1)}" name="Loss" isCodable="true"/></Codes></CodeBook><Sources>'
            f'<TextSource guid="{guid(2)}" name="Talk" plainTextPath="internal://t.txt">{passages}</TextSource>'
            "</Sources></Project>",
        )
        archive.writestr("sources/t.txt", "a 😀 b c d e f g h i j k l m\n")
    done = run("import", mine, "p.qdpx", "--yes", "--json")
    assert "Talk: nearly as well fits: utf-16, a line end as 1" in done.err
    near = {"unit": "utf-16", "newline": 1, "mark": False, "score": 0.625}
    assert done.data["convention"]["Talk"] == {**near, "unit": "code points", "close": [near]}


def test_in_a_terminal_each_question_is_asked_and_the_whole_confirmed(
    mine: Path, theirs: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.cli.receiving.may_ask", lambda options: not options["yes"])
    path = theirs("anà", ("Nearnes", "Loss"))
    assert run("import", mine, path, stdin=b"y\nn\nn\n").status != 0
    done = run("import", mine, path, "--json", stdin=b"y\nn\ny\n")
    assert (done.data["coders"], done.data["codes"]) == ({"anà": "ana"}, 2)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--site", "lille"), "--site is for transcripts"),
        (("--coder-map", "Zoe Z=ben"), "not in the project"),
        (("--coder-map", "Zoé"), "NAME=OTHER"),
        (("other.txt",), "cannot come with other files"),
    ],
)
def test_what_cannot_be_meant_is_refused(mine: Path, theirs: Any, run: Any, more: tuple[str, ...], words: str) -> None:
    refused = run("import", mine, theirs(), *more)
    assert refused.status != 0
    assert words in refused.err


def test_options_of_projects_are_refused_for_transcripts(mine: Path, run: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I: Et vous ?\nP: Oui.\n")
    assert "--sets is for projects" in run("import", mine, "a.txt", "--sets", "sites").err


def test_an_archive_cut_short_changes_nothing(mine: Path, theirs: Any, run: Any) -> None:
    path = theirs()
    whole = path.read_bytes()
    path.write_bytes(whole[:-200])
    assert run("import", mine, path).status != 0
    with Study.open(mine) as study:
        assert (study.documents(), len(study.events()), len(study.codebook.codes)) == ([], 1, 1)
