"""From files to documents, and from the study to its appendix, without leaving the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.intake import Description
from qualcode.study import Study
from qualcode.tui.bringing import Became, Wanted, bring

Walk = Callable[..., list[str]]
SPOKEN = (
    "Interviewer: Comment ça va ?\nAline: Bien, merci. Je traduis.\nInterviewer: Et l’équipe ?\nAline: Elle m’écoute.\n"
)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "aline.txt").write_text(SPOKEN, encoding="utf-8")
    (folder / "bea.txt").write_text(SPOKEN.replace("Aline", "Béa"), encoding="utf-8")
    (folder / "photo.txt").write_bytes(bytes(range(256)) * 20)
    monkeypatch.chdir(folder)
    return folder


def rows_of(app) -> list[str]:
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]


def on(name: str) -> Callable:
    return lambda app: type(app.screen).__name__ == name


def still(app) -> bool:
    return not app.screen._running


def typed(text: str) -> str:
    named = {" ": "space", "*": "asterisk", ".": "full_stop", "/": "slash"}
    return " ".join(named.get(letter, letter) for letter in text)


def wanted(files: Path, *names: str, **said: str) -> Wanted:
    return Wanted(tuple(files / name for name in names), Description(**said))


def test_looking_changes_nothing_and_bringing_in_is_what_was_seen(empty: Study, files: Path) -> None:
    asked = wanted(files, "aline.txt", "photo.txt", "bea.txt", site="lille")
    seen = list(bring(empty.folder, "c1", asked, look=True))
    assert empty.documents() == []
    made = list(bring(empty.folder, "c1", asked, look=False))
    assert made == seen
    assert [type(what) for what in seen] == [int, Became, Became, Became]
    assert [became.document for became in seen[1:]] == ["L01", "", "L02"]
    assert "photo.txt" in seen[2].error
    assert [document.id for document in empty.documents()] == ["L01", "L02"]


def test_stopping_between_two_files_leaves_the_rest(empty: Study, files: Path) -> None:
    told = bring(empty.folder, "c1", wanted(files, "aline.txt", "bea.txt"), look=False)
    assert next(told) == 2
    next(told)
    told.close()
    assert [document.name for document in empty.documents()] == ["aline.txt"]


def test_a_manifest_brings_in_what_its_rows_say(empty: Study, files: Path) -> None:
    (files / "all.csv").write_text("file,site\naline.txt,sud\n", encoding="utf-8")
    (files / "other.csv").write_text("who,what\n", encoding="utf-8")
    count, refused, _made = bring(empty.folder, "c1", wanted(files, "other.csv", "all.csv"), look=False)
    assert (count, refused.file) == (2, "other.csv")
    assert [(document.id, document.site) for document in empty.documents()] == [("S01", "sud")]


def test_files_come_in_and_who_speaks_is_shown_once(empty: Study, files: Path, walk_through: Walk) -> None:
    rows = walk_through(
        empty, "escape", "I", typed("*a.txt") + " tab " + typed("li") + " tab enter", on("ImportScreen"), still
    )
    assert any("1 document would be added" in row for row in rows)
    assert any("Béa = L01-P1 (2)" in row for row in rows)
    rows = walk_through(
        empty, "escape", "I", typed("al") + " tab tab " + typed("lille") + " enter", on("ImportScreen"), still,
        "enter", on("SpeakersScreen"),
    )  # fmt: skip
    assert any("Aline" in row and "L01-P1" in row for row in rows)
    assert [(document.id, document.site) for document in empty.documents()] == [("L01", "lille")]


def test_a_refused_file_is_a_line_and_the_others_come_in(empty: Study, files: Path, walk_through: Walk) -> None:
    rows = walk_through(
        empty,
        "escape",
        "I",
        typed("*.txt") + " enter",
        on("ImportScreen"),
        still,
        "enter",
        on("SpeakersScreen"),
        "escape",
    )
    assert any("2 documents added · 1 refused" in row for row in rows)
    assert any(row.split()[:1] == ["photo.txt"] and "photo.txt:" not in row for row in rows[1:]), rows
    assert len(empty.documents()) == 2


def test_what_was_said_can_be_changed_before_anything_comes_in(empty: Study, files: Path, walk_through: Walk) -> None:
    rows = walk_through(empty, "escape", "I", typed("aline.txt") + " enter", on("ImportScreen"), still, "e", on("Form"))
    assert any("aline.txt" in row for row in rows)
    assert empty.documents() == []


def test_a_file_that_is_not_there_is_said_in_the_form(empty: Study, files: Path, walk_through: Walk) -> None:
    rows = walk_through(empty, "escape", "I", typed("nobody.txt") + " enter")
    assert any("there is no such file" in row for row in rows)


def test_escape_leaves_a_running_import_at_once_and_the_file_in_hand_is_finished(
    empty: Study, files: Path, monkeypatch: pytest.MonkeyPatch, walk_through: Walk
) -> None:
    from threading import Event

    import qualcode.importing

    begun, go_on, bring_in = Event(), Event(), qualcode.importing.bring_in

    def slowly(*given, **named):
        begun.set()
        assert go_on.wait(30)
        return bring_in(*given, **named)

    def finish(app) -> bool:
        go_on.set()
        return bool(empty.documents())

    def slow(app) -> bool:
        monkeypatch.setattr(qualcode.importing, "bring_in", slowly)
        return True

    def told(app) -> bool:
        return any("L01" in row or "documents yet" in row for row in rows_of(app))

    walk_through(
        empty, "escape", "I", typed("*a.txt") + " space " + typed("aline.txt") + " enter", on("ImportScreen"), still,
        slow, "enter", lambda _app: begun.is_set(), "escape", on("CodingScreen"), finish, told,
    )  # fmt: skip
    assert [document.name for document in empty.documents()] == ["bea.txt"]


def test_undo_takes_an_import_back(empty: Study, files: Path, walk_through: Walk) -> None:
    rows = walk_through(
        empty, "escape", "I", typed("aline.txt") + " enter", on("ImportScreen"), still, "enter", on("SpeakersScreen"),
        "u escape",
    )  # fmt: skip
    assert empty.documents() == []
    assert any("brings transcripts in" in row for row in rows)


def test_the_appendix_is_written_beside_the_coding(study: Study, files: Path, walk_through: Walk) -> None:
    from qualcode.tui.widgets.line import Line

    def written(app) -> bool:
        return "is written" in app.coding.query_one("#message", Line).text.plain

    rows = walk_through(study, "escape", "W", "ctrl+u " + typed("out.md") + " enter", on("Choose"))
    assert any("groups of few people 2" in row for row in rows)
    assert not (files / "out.md").exists()
    walk_through(
        study,
        "escape",
        "W",
        "ctrl+u " + typed("out.md") + " enter",
        on("Choose"),
        "up enter",
        on("CodingScreen"),
        written,
    )
    assert (files / "out.md").exists()
    before = (files / "out.md").stat().st_mtime_ns
    rows = walk_through(study, "escape", "W", "ctrl+u " + typed("out.md") + " enter", on("Choose"), "enter")
    assert any("L01" in row for row in rows)
    assert (files / "out.md").stat().st_mtime_ns == before


def test_an_appendix_is_narrowed_where_it_is_asked_for(study: Study, files: Path, walk_through: Walk) -> None:
    def refused(app) -> bool:
        return "study has no" in app.screen.query_one("#candidates").text.plain

    walk_through(
        study,
        "escape",
        "W",
        "ctrl+u " + typed("out.md") + " down down down " + typed("site=nowhere") + " enter",
        refused,
    )
    assert not (files / "out.md").exists()
    walk_through(
        study, "escape", "W", "ctrl+u " + typed("out.md") + " down down down " + typed("site=sud") + " enter",
        on("Choose"), "up enter", on("CodingScreen"), lambda _app: (files / "out.md").exists(),
    )  # fmt: skip
    assert "site=sud" in (files / "out.md").read_text(encoding="utf-8")


def test_an_appendix_of_an_unknown_ending_is_refused(study: Study, files: Path, walk_through: Walk) -> None:
    from qualcode.tui.widgets.line import Line

    walk_through(
        study, "escape", "W", "ctrl+u " + typed("out.xyz") + " enter", on("CodingScreen"),
        lambda app: "ending" in app.coding.query_one("#message", Line).text.plain,
    )  # fmt: skip
    assert not (files / "out.xyz").exists()


def test_very_many_quotations_are_asked_about_before_a_file_of_pages_is_written(
    study: Study, files: Path, monkeypatch: pytest.MonkeyPatch, walk_through: Walk
) -> None:
    from qualcode.acts import AddCoding

    study.do(AddCoding("L01", 52, 63, "distance"), coder="c1")
    monkeypatch.setattr("qualcode.report.output.MANY", 1)
    rows = walk_through(study, "escape", "W", "ctrl+u " + typed("out.odt") + " enter", on("Choose"))
    assert any("out.odt will hold 1 quotations" in row for row in rows)
    walk_through(
        study, "escape", "W", "ctrl+u " + typed("out.odt") + " enter", on("Choose"), "enter", on("CodingScreen")
    )
    assert not (files / "out.odt").exists()
    walk_through(
        study, "escape", "W", "ctrl+u " + typed("out.odt") + " enter", on("Choose"), "up enter",
        lambda _app: (files / "out.odt").exists(),
    )  # fmt: skip
