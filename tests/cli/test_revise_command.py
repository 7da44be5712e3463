"""`qualcode revise`: a corrected file, small edits, what became of each coding, settling, and the way back."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "corpus_samples"
KINDS = ("kept", "changed", "ambiguous", "lost")


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The transcript of L01 with two new lines at its head, a word corrected, and a turn taken out."""
    text = (SAMPLES / "lille-nadia-2012.txt").read_text(encoding="utf-8")
    lines = text.replace("de la distance, je", "de la distanciation, je").split("\n")
    place = next(number for number, line in enumerate(lines) if "Il y avait trois places" in line)
    path = tmp_path / "relu.txt"
    path.write_text(
        "\n".join(["Relu en mai.", "Une ligne neuve.", *lines[:place], *lines[place + 1 :]]), encoding="utf-8"
    )
    return path


def rows(ran: Any) -> dict[int, dict[str, Any]]:
    return {row["id"]: {**row, "kind": kind} for kind in KINDS for row in ran.data[kind]}


def test_a_dry_run_tells_all_and_changes_nothing(demo: Path, run: Any, corrected: Path) -> None:
    before = run("show", demo, "L01", "--json").data
    ran = run("revise", demo, "L01", corrected, "--dry-run", "--json")
    assert (ran.status, set(ran.data)) == (0, {*KINDS, "bookmarks"})
    told, new = rows(ran), corrected.read_text(encoding="utf-8")
    assert told.keys() == {coding["id"] for coding in before["codings"]}
    for coding in before["codings"]:
        row = told[coding["id"]]
        assert (row["before"], row["quote"]) == ([coding["start"], coding["end"]], coding["text"])
        assert (row["after"] is None) == (row["kind"] in {"ambiguous", "lost"})
        if row["after"]:
            assert new[slice(*row["after"])] == row["text"]
            assert (row["text"] == row["quote"]) == (row["kind"] == "kept")
    assert {row["kind"] for row in told.values()} == {"kept", "changed", "lost"}
    assert run("show", demo, "L01", "--json").data == before
    assert run("log", demo, "--json").data[0]["act"] != "ReviseDocument"


def test_a_code_stays_on_its_sentence_and_undo_brings_all_back(demo: Path, run: Any, corrected: Path) -> None:
    before = run("show", demo, "L01", "--json").data
    told = rows(run("revise", demo, "L01", corrected, "--json", "--coder", "c1"))
    after = run("show", demo, "L01", "--json").data
    assert {coding["id"]: coding["text"] for coding in after["codings"]} == {
        number: row["text"] for number, row in told.items() if row["after"]
    }
    former = run("show", demo, "L01", "--version", "1", "--json").data
    assert former["text"] == before["text"]
    assert len(former["codings"]) == len(before["codings"])
    assert "version 1" in run("show", demo, "L01", "--version", "1").out
    assert run("show", demo, "L01", "--version", "9").status == 1
    assert run("undo", demo, "--coder", "c1").status == 0
    assert run("show", demo, "L01", "--json").data == before


def test_the_report_shows_both_wordings_and_the_list_what_is_left(demo: Path, run: Any, corrected: Path) -> None:
    ran = run("revise", demo, "L01", corrected)
    assert "[-distance-]{+distanciation+}" in ran.out
    assert "--list" in ran.err
    listed = run("revise", demo, "--list", "--json").data
    states = {row["id"]: row["state"] for row in listed}
    assert set(states.values()) == {"changed", "lost"}
    assert run("revise", demo, "L01", "--list").out.count("lost ·") == list(states.values()).count("lost")


def test_the_next_step_can_be_pasted_from_where_it_was_printed(demo: Path, run: Any, corrected: Path) -> None:
    said = run("revise", demo, "L01", corrected).err
    program, *typed = shlex.split(said[said.index("qualcode revise") :].splitlines()[0])
    assert (program, typed) == ("qualcode", ["revise", str(demo), "L01", "--list"])
    assert run(*typed).status == 0


def test_a_bookmark_whose_words_are_gone_is_told_and_put_nearby(demo: Path, run: Any, corrected: Path) -> None:
    text = run("show", demo, "L01", "--json").data["text"]
    start = text.index("Il y avait trois places")
    assert run("bookmarks", "add", demo, "L01", start, start + 23).status == 0
    (told,) = run("revise", demo, "L01", corrected, "--dry-run", "--json").data["bookmarks"]
    assert (told["state"], told["before"], told["quote"]) == ("lost", [start, start + 23], text[start : start + 23])
    ran = run("revise", demo, "L01", corrected)
    assert "bookmark 1 lost: Il y avait trois places" in ran.out
    assert "stands at the nearest place" in ran.out
    (mark,) = run("bookmarks", demo, "--json").data
    assert [mark["start"], mark["end"]] == told["after"]


def test_each_is_settled_by_script_as_one_act(demo: Path, run: Any, corrected: Path) -> None:
    run("revise", demo, "L01", corrected)
    listed = run("revise", demo, "--list", "--json").data
    lost = [row for row in listed if row["state"] == "lost"]
    first, second = lost[0]["id"], lost[1]["id"]
    choices = ["changed=keep", f"{first}=0-12", f"{second}=drop"]
    ran = run("revise", demo, "--settle", choices[0], "--settle", choices[1], "--settle", choices[2], "--json")
    assert ran.status == 0
    assert {row["id"] for row in ran.data} == {row["id"] for row in lost[2:]}
    texts = {row["id"]: row["text"] for row in run("codings", demo, "--document", "L01", "--json").data}
    assert texts[first] == "Relu en mai."
    assert second not in texts
    assert run("undo", demo).status == 0
    assert run("revise", demo, "--list", "--json").data == listed


@pytest.mark.parametrize("typed", ["zut", "1=9999", "999999=keep", "changed=1-2"])
def test_what_settles_nothing_is_refused(demo: Path, run: Any, corrected: Path, typed: str) -> None:
    run("revise", demo, "L01", corrected)
    before = run("revise", demo, "--list", "--json").data
    assert run("revise", demo, "--settle", typed).status == 1
    assert run("revise", demo, "--list", "--json").data == before


def test_a_file_that_corrects_nothing_or_another_document_changes_nothing(
    demo: Path, run: Any, corrected: Path, tmp_path: Path
) -> None:
    before = run("log", demo, "--json").data
    same = run("revise", demo, "L01", SAMPLES / "lille-nadia-2012.txt")
    assert (same.status, "nothing changes" in same.err) == (0, True)
    other = run("revise", demo, "L02", SAMPLES / "lille-nadia-2012.txt")
    assert (other.status, "L01" in other.err) == (1, True)
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    assert run("revise", demo, "L01", broken).status == 1
    assert run("revise", demo, "L01", tmp_path / "none.txt").status == 1
    assert run("revise", demo, "NO", corrected).status == 1
    assert run("revise", demo, "L01").status == 2
    assert run("log", demo, "--json").data == before


def test_a_file_with_next_to_nothing_of_the_text_is_taken_only_where_one_says_so(
    demo: Path, run: Any, tmp_path: Path
) -> None:
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    before = run("show", demo, "L01", "--json").data
    ran = run("revise", demo, "L01", tmp_path / "x.txt", "--json")
    assert (ran.status, "0 %" in ran.err, "--even-so" in ran.err, ran.out) == (1, True, True, "")
    assert run("revise", demo, "L01", tmp_path / "x.txt", "--dry-run").status == 0
    assert run("show", demo, "L01", "--json").data == before
    taken = run("revise", demo, "L01", tmp_path / "x.txt", "--even-so", "--json")
    assert (taken.status, taken.data["kept"], len(taken.data["lost"])) == (0, [], len(before["codings"]))


def test_the_bytes_of_a_former_version_are_no_new_document(demo: Path, run: Any, corrected: Path) -> None:
    run("revise", demo, "L01", corrected)
    ran = run("import", demo, SAMPLES / "lille-nadia-2012.txt", "--json")
    assert (ran.status, ran.data[0]["known"], ran.data[0]["document"]) == (0, True, "L01")
    back = run("revise", demo, "L01", SAMPLES / "lille-nadia-2012.txt", "--json")
    assert back.status == 0
    assert run("show", demo, "L01", "--json").data["text"].startswith("Document inventé")


def test_a_small_edit_goes_the_same_road(demo: Path, run: Any) -> None:
    before = run("show", demo, "L01", "--json").data
    ran = run("revise", demo, "L01", "--replace", "En février", "En mars", "--json")
    assert ran.status == 0
    after = run("show", demo, "L01", "--json").data
    assert after["text"] == before["text"].replace("En février", "En mars", 1)
    assert [turn["number"] for turn in after["turns"]] == [turn["number"] for turn in before["turns"]]
    for coding in after["codings"]:
        assert coding["text"] == after["text"][coding["start"] : coding["end"]]
    assert run("check", demo).status == 0
    several = run("revise", demo, "L01", "--replace", "je", "nous")
    assert (several.status, "several times" in several.err) == (1, True)
    assert run("revise", demo, "L01", "--replace", "zzz", "nous").status == 1
    assert run("undo", demo).status == 0
    assert run("show", demo, "L01", "--json").data == before


def test_a_speaker_gets_another_label_and_stays_who_they_are(demo: Path, run: Any) -> None:
    before = run("show", demo, "L01", "--json").data
    assert run("revise", demo, "L01", "--rename", "Nadia", "Nadia B.", "--json").data["lost"] == []
    after = run("show", demo, "L01", "--json").data
    assert "Nadia B. : En février" in after["text"]
    assert [turn["participant"] for turn in after["turns"]] == [turn["participant"] for turn in before["turns"]]
    assert [coding["text"] for coding in after["codings"]] == [coding["text"] for coding in before["codings"]]
    assert run("revise", demo, "B02", "--rename", "Maryse", "M.").status == 0
    assert run("check", demo).status == 0
    assert run("revise", demo, "L01", "--rename", "Nadia B.", "Enquêtrice").status == 1


def test_new_labels_are_said_and_may_be_an_old_one(demo: Path, run: Any, tmp_path: Path) -> None:
    path = tmp_path / "renamed.txt"
    text = (SAMPLES / "lille-nadia-2012.txt").read_text(encoding="utf-8")
    path.write_text(text.replace("Nadia :", "Samira :"), encoding="utf-8")
    ran = run("revise", demo, "L01", path, "--dry-run")
    assert "“Samira” is new: taken for a new person" in ran.err
    assert "“Nadia” speaks no more" in ran.err
    people = {person["id"] for person in run("participants", demo, "--json").data}
    assert run("revise", demo, "L01", path, "--same", "Samira=Nadia").status == 0
    assert {person["id"] for person in run("participants", demo, "--json").data} == people
    assert run("revise", demo, "L01", path, "--same", "Samira=Nobody").status == 0  # the same bytes: nothing is read
    path.write_text(text, encoding="utf-8")
    assert run("revise", demo, "L01", path, "--same", "Xavier=Samira").status == 1
