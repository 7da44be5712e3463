"""The framework matrix out and back: nothing changes by itself, one cell changes one cell, nobody is written over."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualcode.acts import AddCoding, ConfirmSummary, MergeCodes, RemoveCoding, SetSummary
from qualcode.errors import InputError, NotFoundError, YamlError
from qualcode.exchange.framework_back import carry_out, plan
from qualcode.exchange.framework_out import FileCell, _yaml_cell, export
from qualcode.linking import kept
from qualcode.store.reading.framework import current
from qualcode.study import Study
from qualcode.yamls.text import load, plain

ENDINGS = (".xlsx", ".yaml", ".csv")
AWKWARD = "=1+1\n\n  – two 😀 lines,\t“quoted” # no comment\n- [x]: {y}\n\nLoin [#1]"
SUMMARIES = {"nearness": AWKWARD, "language": "'=x", "access": "_x0041_ +3", "distance": "@SUM(1)"}
PERSON, SITE = "participant:L01-P1", "site:lille"


@pytest.fixture
def written(study: Study) -> Study:
    """One coding, and summaries of every awkward kind, for people and for sites."""
    study.do(AddCoding("L01", 15, 30, "nearness"))
    for holder in (PERSON, SITE, "site:north"):
        for theme, text in (
            ("nearness", AWKWARD),
            ("language", "'=x"),
            ("access", "_x0041_ +3"),
            ("distance", "@SUM(1)"),
        ):
            study.do(SetSummary(theme, holder, text, 0, "ana"))
    return study


def texts(study: Study) -> dict[tuple[str, str], str]:
    return {spot: version.text for spot, version in current(study.connection).items()}


def out(study: Study, ending: str, by: str = "participant") -> Path:
    path = study.folder.parent / f"matrix{ending}"
    export(study, path, by)
    return path


@pytest.mark.parametrize("by", ["participant", "site", "region"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_nobody_edited_changes_nothing(written: Study, ending: str, by: str) -> None:
    found = plan(written, out(written, ending, by), "ana")
    assert (found.taken, found.conflicts, found.unknown, found.notes) == ((), (), (), ())
    assert found.unchanged == 4 * {"participant": 3, "site": 3, "region": 2}[by]


def edited(path: Path, theme: str, holder: str, text: str) -> None:
    """Write another text into one cell, as a person would."""
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book.worksheets[0]
        column = next(cell.column for cell in sheet[1] if str(cell.value).endswith(f"[{theme}]"))
        row = next(row[0].row for row in sheet.iter_rows() if row[0].value == holder.partition(":")[2])
        sheet.cell(row, column).value = text
        sheet.cell(row, column).data_type = "s"
        book.save(path)
    elif path.suffix == ".csv":
        content = path.read_text("utf-8-sig")
        rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";" if "theme;" in content else ","))
        for row in rows:
            row[4] = text if row[:2] == [theme, holder] else row[4]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
    else:
        lines = path.read_text("utf-8").split("\n")
        at = lines.index(f'    "{holder}":', next(n for n, line in enumerate(lines) if line.startswith(f'  "{theme}"')))
        end = next(
            (n for n in range(at + 1, len(lines)) if lines[n] and not lines[n].startswith("      ")), len(lines) - 1
        )
        body = next(n for n in range(at, end) if lines[n].startswith("      text"))
        lines[body:end] = [f"      text: {json.dumps(text, ensure_ascii=False)}"]
        path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("text", ["New.", "=2+2", "Two\nlines 😀", "", "See [#1 L01-P1 §2] and [#1 ?]"])
def test_a_text_that_was_edited_is_taken_and_no_other(written: Study, ending: str, text: str) -> None:
    before = texts(written)
    path = out(written, ending)
    edited(path, "nearness", PERSON, text)
    found = plan(written, path, "ana")
    assert [(each.theme, each.holder, each.text) for each in found.taken] == [("nearness", PERSON, kept(text))]
    carry_out(written, found, "ben")
    assert texts(written) == before | {("nearness", PERSON): kept(text)}
    written.undo("ben")
    assert texts(written) == before


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_link_that_leads_nowhere_is_refused_with_its_place_unless_it_has_lost_its_coding(
    written: Study, ending: str
) -> None:
    path = out(written, ending)
    edited(path, "nearness", PERSON, "See [#1] and [#999]")
    with pytest.raises(NotFoundError, match=r"nearness for participant:L01-P1.*#999") as refused:
        plan(written, path, "ana")
    assert path.name in str(refused.value)
    written.do(RemoveCoding(1))
    edited(path, "nearness", PERSON, "See [#1 L01-P1 §2], as before")
    assert [each.text for each in plan(written, path, "ana").taken] == ["See [#1], as before"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_cell_is_filled(written: Study, ending: str) -> None:
    path = out(written, ending)
    edited(path, "language", "participant:T01-P1", "Ni l’un ni l’autre.")
    carry_out(written, plan(written, path, "ana"), "ana")
    assert texts(written)["language", "participant:T01-P1"] == "Ni l’un ni l’autre."


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_both_changed_is_a_conflict_with_both_texts(written: Study, ending: str) -> None:
    path = out(written, ending)
    edited(path, "nearness", PERSON, "Theirs.")
    edited(path, "access", PERSON, "Taken.")
    version = current(written.connection)["nearness", PERSON].id
    written.do(SetSummary("nearness", PERSON, "Mine.", version, "ana"), coder="ben")
    found = plan(written, path, "ana")
    assert [each[:5] for each in found.conflicts] == [("nearness", PERSON, "Theirs.", "Mine.", "ben")]
    kept_ours, theirs = plan(written, path, "ana", "study"), plan(written, path, "ana", "file")
    assert [each.text for each in kept_ours.taken] == ["Taken."]
    assert sorted(each.text for each in theirs.taken) == ["Taken.", "Theirs."]
    carry_out(written, theirs, "ana")
    assert texts(written)["nearness", PERSON] == "Theirs."
    assert plan(written, path, "ana").taken == ()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_summary_that_was_only_confirmed_meanwhile_is_no_conflict(written: Study, ending: str) -> None:
    path = out(written, ending)
    edited(path, "nearness", PERSON, "Theirs.")
    written.do(
        ConfirmSummary("nearness", PERSON, current(written.connection)["nearness", PERSON].id, "ana"), coder="ben"
    )
    found = plan(written, path, "ana")
    assert (len(found.taken), found.conflicts) == (1, ())


# --------------------------------------------------------------------- what people do with a spreadsheet


def test_rows_sorted_columns_moved_and_added_and_the_file_renamed(written: Study) -> None:
    path = out(written, ".xlsx")
    edited(path, "nearness", PERSON, "New.")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head, body = rows[0], sorted(rows[1:], key=lambda row: str(row[0]), reverse=True)
    order = [len(head) - 1 - n for n in range(len(head))]
    sheet.delete_rows(1, len(rows))
    sheet.append(["My own title"])
    for row in (head, *body):
        sheet.append(["note" if row is head else "mine", *(row[n] for n in order)])
    sheet.title = "Renamed"
    book.move_sheet("Renamed", 2)
    book.save(path.with_name("other name.xlsx"))
    found = plan(written, path.with_name("other name.xlsx"), "ana")
    assert [(each.theme, each.holder, each.text) for each in found.taken] == [("nearness", PERSON, "New.")]
    assert found.unknown == ()


def test_rows_and_columns_taken_out_take_nothing_away(written: Study) -> None:
    path = out(written, ".xlsx")
    book = load_workbook(path)
    book.worksheets[0].delete_rows(2)
    book.worksheets[0].delete_cols(6)
    book.save(path)
    assert plan(written, path, "ana").taken == ()


def test_without_the_hidden_sheet_only_empty_cells_are_filled(written: Study) -> None:
    path = out(written, ".xlsx")
    edited(path, "language", "participant:T01-P1", "New.")
    edited(path, "nearness", PERSON, "Other.")
    book = load_workbook(path)
    del book["qualcode"]
    book.save(path)
    found = plan(written, path, "ana")
    assert [each.text for each in found.taken] == ["New."]
    assert [each.file for each in found.conflicts] == ["Other."]


def test_unknown_people_and_themes_are_named_with_the_nearest_and_the_rest_is_taken(written: Study) -> None:
    path = out(written, ".xlsx")
    edited(path, "access", PERSON, "Taken.")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.append(["L01-P1x", "", "", "lost"])
    sheet.append(["", "", "", "nobody’s"])
    sheet.append(["", "my own note"])
    for cell in sheet[1]:
        cell.value = str(cell.value).replace("[nearness]", "[nearnes]")
    book.save(path)
    found = plan(written, path, "ana")
    assert [each.text for each in found.taken] == ["Taken."]
    assert len(found.unknown) == 3
    assert "Write nearness." in found.unknown[0]
    assert "row 5" in found.unknown[1] and "L01-P1x" in found.unknown[1]
    assert "no id" in found.unknown[2]


def test_a_person_who_stands_there_twice_is_refused(written: Study) -> None:
    path = out(written, ".xlsx")
    book = load_workbook(path)
    book.worksheets[0].append([PERSON.partition(":")[2], *[""] * 3, "again"])
    book.save(path)
    with pytest.raises(InputError, match="twice"):
        plan(written, path, "ana")


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_written_in_a_theme_that_became_one_with_another_since_comes_in_or_is_in_conflict(
    study: Study, ending: str
) -> None:
    study.do(SetSummary("access", PERSON, "Of access.", 0, "ana"))
    path = out(study, ending)
    study.do(MergeCodes(("nearness",), "access"))
    assert plan(study, path, "ana").taken == (), "nobody wrote in it"
    edited(path, "nearness", "participant:T01-P1", "New here.")
    found = plan(study, path, "ana")
    assert [(each.theme, each.holder, each.text) for each in found.taken] == [
        ("access", "participant:T01-P1", "New here.")
    ]
    edited(path, "nearness", PERSON, "Of nearness.")
    found = plan(study, path, "ana")
    assert [(each.theme, each.file, each.study) for each in found.conflicts] == [
        ("access", "Of nearness.", "Of access.")
    ]
    edited(path, "access", PERSON, "Both.")
    with pytest.raises(InputError, match="twice"):
        plan(study, path, "ana")


def test_a_text_longer_than_a_cell_holds_goes_to_yaml(written: Study) -> None:
    long = "😀" * 16_384
    written.do(SetSummary("language", "participant:T01-P1", long, 0, "ana"))
    with pytest.raises(InputError, match="32767"):
        out(written, ".xlsx")
    path = out(written, ".yaml")
    assert plan(written, path, "ana").taken == ()
    written.undo()
    path = out(written, ".xlsx")
    edited(path, "language", "participant:T01-P1", "x" * 32_767)
    assert "cut" in plan(written, path, "ana").notes[0]


def test_no_name_of_a_speaker_and_no_formula_leaves_in_a_workbook(written: Study) -> None:
    book = load_workbook(out(written, ".xlsx", "site"))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}  # an empty cell is of type n
    quotations = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert [row[1:4] for row in quotations] == [["lille", "[#1]", "L01-P1 §2"]]
    assert book["qualcode"].sheet_state == "veryHidden"
    assert book.worksheets[0].freeze_panes == "B2"


# --------------------------------------------------------------------- files that are wrong


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("themes:\n  nearness:\n    lille: {text: a, version: x}\n", ":3:31"),
        ("themes:\n  nearness:\n    lille: {txt: a}\n", ":3:13"),
        ("themes:\n  nearness:\n    lille: [a]\n", ":3:12"),
        ("themes:\n  nearness:\n    lille: {text: a\n", ":3:12"),
        ("themes: [nearness]\n", ":1:9"),
        ("", ":1:1"),
    ],
)
def test_a_wrong_place_in_yaml_is_named(study: Study, tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(YamlError, match=f"wrong.yaml{place}"):
        plan(study, path, "ana")


def test_files_that_cannot_be_a_matrix_are_refused(study: Study, tmp_path: Path, written: Study) -> None:
    for name, content in (("a.xlsx", b"PK"), ("a.txt", b""), ("a", b""), ("a.yaml", b"\xff"), ("a.csv", b"a,b\n")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=name):
            plan(study, tmp_path / name, "ana")
    with pytest.raises(InputError, match="Known endings"):
        export(study, tmp_path / "a.ods")
    book = load_workbook(out(written, ".xlsx"))
    for sheet in book.worksheets[:2]:
        sheet.delete_rows(1)
    book.save(tmp_path / "headless.xlsx")
    with pytest.raises(InputError, match="headless"):
        plan(study, tmp_path / "headless.xlsx", "ana")


@given(st.text(max_size=60))
def test_any_text_comes_back_from_yaml_as_it_was_kept(text: str) -> None:
    text = kept(text)
    lines = ["a:", *_yaml_cell(FileCell("a", "site:b", text, 1, "00"), ())]
    read: Any = plain(load("\n".join(lines) + "\n", "a.yaml"))
    assert read["a"]["site:b"]["text"] == text
