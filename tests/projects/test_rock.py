"""Sources of ROCK: each code on its line, the marks out of the text, cases with what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.projects.project import Project
from qualcode.projects.reading import project_kind, read_project
from qualcode.projects.rock import is_rock, read_rock

EXTDATA = Path(__file__).parents[2] / ".." / "shared" / "data" / "rock" / "inst" / "extdata"
SOURCE = """\
---
ROCK_attributes:
  -
    caseId: 1
    age: 60s
  -
    caseId: 2
    age: 20s
---
[[coderId=ana]] [[cid=1]]
### what was asked
[[uid=7ghf8016]] I walk a long way. [[access>distance]] [[distance]] [[hope||2]]
[[uid=7ghf8017]] ~~There is no bus.     [[tired->late||causal||1]]
---<<paragraph_break>>---
[[cid=2]]
[[uid=7ghf8018]] The nurse knows me. [[known]] [[coderId=ben]] [[prbid=x]]
[[distance]]
She is kind. [[other>distance]]
---
ROCK_codes:
  codes:
    -
      id: known
      label: Being known
      description: Somebody knows who comes.
      instruction: Where a name is said.
      fillcolor: "#FFCCCC"
      children:
        -
          id: greeted
---
"""


def coded(project: Project) -> list[tuple[str, str, str]]:
    """What is coded with what, and the note on it."""
    names = {code.id: code.name for code in project.codes}
    return [(text.text[one.start : one.end], names[one.code], one.memo) for text in project.texts for one in text.marks]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source of one conversation."""
    path = tmp_path / "clinic.rock"
    path.write_text(SOURCE)
    return path


def test_a_source_has_its_codes_on_its_lines_and_no_mark_in_its_text(source: Path) -> None:
    project = read_rock(source)
    (text,) = project.texts
    said = ("I walk a long way.", "There is no bus.", "The nurse knows me.", "She is kind.")
    assert tuple(filter(None, text.text.split("\n"))) == said
    assert coded(project) == [
        ("I walk a long way.", "distance", ""), ("I walk a long way.", "hope", "2"),
        ("The nurse knows me.", "Being known", ""), ("She is kind.", "distance", ""),
    ]  # fmt: skip
    names = {code.id: code.name for code in project.codes}
    assert [(code.name, names.get(code.parent or "")) for code in project.codes] == [
        ("Being known", None), ("greeted", "Being known"), ("access", None), ("distance", "access"), ("hope", None),
        ("other", None), ("distance", "other"),
    ]  # fmt: skip
    known = project.codes[0]
    assert known.fields == {"aliases": ["known"], "use_when": "Where a name is said."}
    assert (known.colour, known.description) == ("#FFCCCC", "Somebody knows who comes.")
    assert [user.name for user in project.users] == ["ana", "ben"]
    assert [mark.user == project.users[0].id for mark in text.marks] == [True, True, False, False]
    assert project.lost == {
        "comment": 1, "section break": 1, "link between codes": 1, "mark that is no code": 1,
        "coding of an empty line": 1,
    }  # fmt: skip


def test_cases_are_their_lines_and_their_attributes(source: Path) -> None:
    project = read_rock(source)
    (text,) = project.texts
    said = [
        (case.name, case.values, [text.text[start:end] for _text, start, end in case.passages])
        for case in project.cases
    ]
    assert said == [
        ("1", {"age": "60s"}, ["I walk a long way.\nThere is no bus."]),
        ("2", {"age": "20s"}, ["The nurse knows me.\n\nShe is kind."]),
    ]


def test_a_source_is_told_by_its_ending_or_by_its_utterances(source: Path, tmp_path: Path) -> None:
    assert project_kind(source) == project_kind(tmp_path) == "rock"
    assert read_project(tmp_path, tmp_path).texts == read_rock(source).texts
    other = source.rename(tmp_path / "clinic.txt")
    assert is_rock(other) and not is_rock(tmp_path)
    other.write_text("I walk [[long]].\n")
    assert project_kind(other) is None


def test_a_code_deeper_than_anybody_reads_is_none(tmp_path: Path) -> None:
    (tmp_path / "deep.rock").write_text(f"I walk. [[{'a>' * 50_000}b]] [[far>long]]\n")
    project = read_project(tmp_path / "deep.rock", tmp_path)
    assert [code.name for code in project.codes] == ["far", "long"]
    assert project.lost == {"mark that is no code": 1}


def test_the_published_sources_have_no_bracket_left_and_every_code_on_words() -> None:
    if not EXTDATA.exists():
        pytest.skip("the data is not here")
    project = read_rock(EXTDATA)
    assert len(project.texts) == 28
    assert not [text.name for text in project.texts if "[[" in text.text]
    found = coded(project)
    assert len(found) > 150 and all(words == words.strip() != "" for words, _code, _memo in found)
