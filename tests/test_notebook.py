"""A study in a notebook: rows and data frames with the numbers of the commands, and nothing that can be changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import qualcode
from qualcode.acts import AddCode, AddCoding, SetDone, SetMemo
from qualcode.errors import InputError, StudyError
from qualcode.study import Study


@pytest.fixture
def folder(study: Study) -> Path:
    study.do(AddCoding("L01", 13, 30, "access"), AddCoding("T01", 13, 36, "nearness"), SetDone("L01", True))
    study.do(SetMemo("coding:1", "hm"))
    return study.folder


def test_what_is_asked_comes_as_rows_of_ids(folder: Path) -> None:
    with qualcode.open_study(folder) as study:
        assert (study.title, study.coders) == ({"": "A study"}, ["ana"])
        assert [row["document"] for row in study.documents()] == ["L01", "L02", "T01"]
        assert [row["role"] for row in study.participants()] == ["worker"] * 3
        assert [row["code"] for row in study.codes()] == ["distance", "nearness", "access", "language"]
        assert [row["site"] for row in study.sites()][:2] == ["north", "lille"]
        assert [(row["coding"], row["code"], row["memo"]) for row in study.quotations()] == [
            (1, "access", "hm"),
            (2, "nearness", None),
        ]
        assert len(study.codings()) == 2
        assert len(study.turns()) == 12
        assert [(row["on"], row["text"]) for row in study.memos()] == [("coding", "hm")]
        assert study.sql("SELECT code FROM v_codings WHERE document = ?", ["L01"]) == [{"code": "access"}]


def test_tables_and_themes_are_those_of_the_commands(folder: Path) -> None:
    with qualcode.open_study(folder) as study, Study.open(folder) as other:
        wide = study.table("wide", where=["site=lille"], codes=["Distance"])
        assert {row["participant"]: (row["distance"], row["nearness"], row["access"]) for row in wide} == {
            "L01-P1": (1, 0, 1),
            "L02-P1": (None, None, None),
        }
        assert wide[1]["not_yet_coded"] == "distance nearness access"
        assert study.table("wide", own=True)[0]["distance"] == 0
        assert [row["coding"] for row in study.table("long")] == [1, 2]
        assert "Only where site=lille" in wide.rule
        table = other.themes(("site",))
        assert [(row["code"], row["group"], row["segments"]) for row in study.themes()] == [
            (row.code, group, cell.segments) for row in table.rows for group, cell in row.cells.items()
        ]


def test_what_others_change_meanwhile_is_seen(folder: Path, study: Study) -> None:
    with qualcode.open_study(folder) as opened:
        assert "tongue" not in opened.table()[0]
        study.do(AddCode("tongue", {"fr": "Langue"}, "language"), AddCoding("L01", 13, 36, "tongue"))
        assert opened.table()[0]["tongue"] == 1
        assert [row["path"] for row in opened.table("long")][1] == "language > tongue"
        assert opened.sql("SELECT 1 AS one, 2 AS one") == [{"one": 1, "one-2": 2}]


def test_nothing_can_be_changed_and_what_is_wrong_is_said(folder: Path) -> None:
    with qualcode.open_study(folder) as study:
        for query in ("DELETE FROM memo", "SELECT nothing"):
            with pytest.raises(InputError, match="cannot be answered"):
                study.sql(query)
        with pytest.raises(InputError, match="There is no table broad"):
            study.table("broad")
    with pytest.raises(StudyError, match="no database"):
        qualcode.open_study(folder / "elsewhere")


def test_a_study_that_an_older_program_wrote_is_left_as_it_is(folder: Path, study: Study) -> None:
    study.connection.execute("PRAGMA user_version = 1")
    with pytest.raises(StudyError, match="qualcode check"):
        qualcode.open_study(folder)
    assert study.connection.execute("PRAGMA user_version").fetchone() == (1,)
    study.connection.execute("PRAGMA user_version = 999")
    with pytest.raises(StudyError, match="newer"):
        qualcode.open_study(folder)


def test_a_frame_of_pandas_keeps_whole_numbers_and_what_is_not_known(folder: Path) -> None:
    pandas = pytest.importorskip("pandas")
    with qualcode.open_study(folder) as study:
        frame = study.table("counts").to_pandas()
        assert (str(frame["distance"].dtype), frame["distance"].sum()) == ("Int64", 2)
        assert list(frame["distance"].isna()) == [False, True, False]
        assert frame.attrs["rule"].startswith("Codings of ana.")
        assert list(study.sql("SELECT 1 AS one WHERE 0").to_pandas().columns) == ["one"]
        assert isinstance(study.themes().to_pandas(), pandas.DataFrame)


def test_a_frame_of_polars_has_the_same(folder: Path) -> None:
    polars = pytest.importorskip("polars")
    with qualcode.open_study(folder) as study:
        frame = study.table("counts").to_polars()
        assert frame.schema["distance"] == polars.Int64
        assert frame["distance"].to_list() == [1, None, 1]
        assert study.codings().to_polars().height == 2


@pytest.mark.parametrize(("package", "method"), [("pandas", "to_pandas"), ("polars", "to_polars")])
def test_without_the_package_the_way_to_it_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, package: str, method: str
) -> None:
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with qualcode.open_study(folder) as study:
        rows: Any = study.codings()
        with pytest.raises(InputError, match=f"pip install {package}"):
            getattr(rows, method)()
