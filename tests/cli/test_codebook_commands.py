"""The care of a codebook by commands: changed, previewed, looked back on, taken back several acts at a time."""

from __future__ import annotations

import pytest

from qualcode.acts import AddCoding
from qualcode.study import Study


@pytest.fixture
def book(study: Study) -> Study:
    """A study with two overlapping codings; what is in it is read as a command would."""
    study.do(AddCoding("L01", 12, 20, "nearness"), AddCoding("L01", 18, 30, "access"))
    return study


def text(study: Study) -> str:
    return (study.folder / "codebook.yaml").read_text(encoding="utf-8")


def test_a_codebook_is_cared_for_and_everything_taken_back(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at, before = book.folder, text(book)
    assert run("codebook", "rename", at, "nearness", "Proche", "--reason", "shorter").status == 0
    assert run("codebook", "move", at, "Nearness", "--top", "--place", 1).status == 0
    assert run("codebook", "edit", at, "proche", "use_when", "On est là.", "--language", "fr").status == 0
    assert run("codebook", "retire", at, "language", "--json").data["retired"] is True
    assert run("codebook", "restore", at, "language").status == 0
    assert run("codebook", "remove", at, "language").status == 1  # a guide asks for it
    assert run("undo", at, 5).status == 0
    assert text(book) == before
    assert run("redo", at, 3).err.count("Done again") == 3
    assert "On est là." in text(book)


def test_a_label_in_somebody_s_own_words_is_marked_shown_and_undone(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at, before = book.folder, text(book)
    assert run("codebook", "edit", at, "nearness", "in_vivo", "true", "--json").data["in_vivo"] is True
    assert [one["id"] for one in run("codes", at, "--json").data if one["in_vivo"]] == ["nearness"]
    assert run("codebook", "edit", at, "nearness", "in_vivo", "perhaps").status == 1
    out = at.parent / "own.md"
    assert run("appendix", at, "-o", out, "--language", "en").status == 0
    assert out.read_text("utf-8").count("The label is in the words of somebody interviewed") == 1
    assert run("undo", at).status == 0
    assert text(book) == before
    assert not [one for one in run("codes", at, "--json").data if one["in_vivo"]]


def test_a_merge_is_previewed_then_done_and_told(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at, before = book.folder, text(book)
    merge = ("codebook", "merge", at, "access", "--into", "nearness", "--overlaps", "join", "--reason", "one idea")
    seen = run(*merge, "--dry-run", "--json").data
    assert (seen["done"], seen["after_keep"], seen["after_join"], seen["aliases"]) == (False, 2, 1, ["access", "Accès"])
    assert [one["id"] for one in seen["overlapping"][0]["members"]] == [1, 2]
    assert text(book) == before
    assert "overlap and become one, 12–30" in run(*merge, "--dry-run").out
    assert run(*merge).status == 0
    (quote,) = run("quotes", at, "--code", "accès", "--json").data
    assert (quote["start"], quote["end"], quote["code"]) == (12, 30, "nearness")
    assert run("tag", at, "L02", 3, 9, "access").status == 0
    last = run("codebook", "log", at, "--json").data[-1]
    assert (last["what"], last["others"], last["code"], last["reason"]) == (
        "merged", ["access"], "nearness", "one idea")  # fmt: skip
    (gone,) = [one for one in run("codebook", "diff", at, "v1", "v2", "--json").data if one["code"] == "access"]
    assert (gone["kinds"], gone["into"]) == (["merged"], "nearness")
    assert run("undo", at, 2).status == 0
    assert text(book) == before


def test_a_code_takes_no_label_that_leads_to_another_but_its_own_former_one(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at, before = book.folder, text(book)
    assert run("codebook", "rename", at, "nearness", "Proche").status == 0
    refused = run("codebook", "rename", at, "access", "Nearness")
    assert (refused.status, "the code nearness" in refused.err) == (1, True)
    assert run("codebook", "merge", at, "access", "--into", "nearness", "--overlaps", "keep").status == 0
    assert "merged into nearness" in run("codebook", "rename", at, "language", "Accès").err
    assert run("codebook", "rename", at, "nearness", "Nearness").status == 0
    assert run("undo", at, 3).status == 0
    assert text(book) == before


def test_a_split_takes_labels_and_where_codings_go(run, book: Study, tmp_path) -> None:  # type: ignore[no-untyped-def]
    table = tmp_path / "sent.csv"
    table.write_text("coding,code\n1,By phone\n", encoding="utf-8")
    done = run("codebook", "split", book.folder, "nearness", "By phone", "In person", "--from", table, "--json").data
    assert done == {"code": "nearness", "new": ["by-phone", "in-person"], "sent": {"by-phone": [1]}}
    assert run("codings", book.folder, "--json").data[0]["code"] == "by-phone"
    refused = run("codebook", "split", book.folder, "nearness", "--send", "1=nearness")
    assert refused.status == 1


def test_what_was_coded_before_a_definition_changed_is_reviewed(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at = book.folder
    run("codebook", "edit", at, "nearness", "full", "Being near.")
    run("codebook", "edit", at, "nearness", "full", "Being very near.")
    found = run("codebook", "review", at, "--json").data
    assert found["codings"] == [1]
    assert (found["codes"][0]["code"], found["codes"][0]["under"], found["codes"][0]["present"]) == (
        "nearness", {"1": 1}, 3)  # fmt: skip
    assert "[-near-]" not in run("codebook", "diff", at, "v2", "v3").out
    assert "Being{+ very+} near." in run("codebook", "diff", at, "2", "3", "--code", "nearness").out
    assert "1 coding holds" in run("codebook", "review", at, "--keep", 1).err
    assert run("codebook", "review", at, "--json").data["codings"] == []
    assert run("codebook", "diff", at, "v1", "v9").status == 1


def test_a_code_that_nearly_exists_is_named_first(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    refused = run("codebook", "add", book.folder, "Nearnes")
    assert refused.status == 1
    assert "nearness" in refused.err
    assert run("codebook", "add", book.folder, "Nearnes", "--new").out == "nearnes\n"
    run("codebook", "merge", book.folder, "nearnes", "--into", "access")
    assert run("codebook", "add", book.folder, "Nearnes", "--new", "--id", "nearnes").status == 1


@pytest.mark.parametrize("name", ["access", "Accès", "ACCES"])
def test_every_road_takes_an_old_name(run, book: Study, name: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    at = book.folder
    run("codebook", "merge", at, "access", "--into", "nearness")
    table = tmp_path / "t.csv"
    table.write_text(f"document,code,start,end\nL02,{name},3,9\n", encoding="utf-8")
    assert run("tag", at, "--from", table).status == 0
    line = f'{{"document": "L02", "start": 10, "end": 14, "code": "{name}"}}\n'
    assert run("tag", at, "-", stdin=line.encode()).status == 0
    assert run("recode", at, 1, name).status == 0
    assert run("codebook", "rename", at, name, "Near by").status == 0
    assert run("memo", at, f"code:{name}", "on it").status == 0
    assert {each["code"] for each in run("quotes", at, "--code", name, "--json").data} == {"nearness"}
    study = at / "study.yaml"
    study.write_text(study.read_text("utf-8").replace("[nearness]", f"[{name}]"), encoding="utf-8")
    assert "asks for" not in run("check", at).out
    codebook = at / "codebook.yaml"
    hand = codebook.read_text("utf-8").replace("- id: language", f"- id: language\n    also_under: [{name}]")
    codebook.write_text(hand, encoding="utf-8")
    assert "asks for" not in run("check", at).out
    summaries = tmp_path / "s.csv"
    summaries.write_text(f"theme,holder,text\n{name},site:lille,Ainsi.\n", encoding="utf-8")
    assert run("framework", "import", at, summaries).status == 0
    with Study.open(at) as opened:
        assert opened.codebook["language"].also_under == ("nearness",)
        assert opened.guides["near"].asks == ("nearness",)
        assert {memo.target for memo in opened.memos()} == {"code:nearness"}


def test_only_ones_own_codings_are_said_to_hold(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at = book.folder
    book.do(AddCoding("L02", 12, 20, "nearness"), coder="zoe")
    run("codebook", "edit", at, "nearness", "full", "Being near.")
    kept = run("codebook", "review", at, "--keep-all")
    assert "1 coding holds." in kept.err
    assert "Others' codings stay (zoe 1); --everyone takes them too." in kept.err
    assert len(run("codebook", "review", at, "--json").data["codings"]) == 1
    assert "Others' codings were changed: zoe 1." in run("codebook", "review", at, "--keep-all", "--everyone").err
    assert run("codebook", "review", at, "--json").data["codings"] == []


def test_a_name_that_leads_to_a_code_is_no_other_codes_whoever_insists(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at = book.folder
    assert run("codebook", "merge", at, "access", "--into", "nearness").status == 0
    for label, said in (
        ("Accès", "was merged into nearness"),
        ("acces", "was merged into"),
        ("NEARNESS", "is the code"),
    ):
        refused = run("codebook", "add", at, label, "--new")
        assert (refused.status, said in refused.err) == (1, True), refused.err
    assert run("codebook", "add", at, "Nearnes", "--new").status == 0


def test_a_label_that_is_nearly_another_is_insisted_upon(run, book: Study) -> None:  # type: ignore[no-untyped-def]
    at = book.folder
    assert "insist with --new" in run("codebook", "rename", at, "access", "Nearnes").err
    assert "insist with --new" in run("codebook", "split", at, "nearness", "Nearnes").err
    assert run("codebook", "rename", at, "access", "Nearnes", "--new").status == 0
