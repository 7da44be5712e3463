"""Projects that other programs keep in SQLite: the same passages with the same codes, by whoever put them there."""

from __future__ import annotations

import random
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.projecting import project_of
from qualcode.projects.database import opened
from qualcode.projects.moments import moment
from qualcode.projects.pagetext import PageText
from qualcode.projects.project import Project
from qualcode.projects.qc import is_qc, read_qc
from qualcode.projects.qualcoder import is_qualcoder, read_qualcoder
from qualcode.projects.reading import read_project
from qualcode.projects.refi_in import read_refi
from qualcode.projects.refi_out import write_project
from qualcode.projects.rqda import is_rqda, read_rqda
from qualcode.projects.taguette import is_taguette, read_taguette
from qualcode.receiving import Choices, look, receive
from qualcode.study import Study

INFLUENCERS = Path(__file__).parents[2] / ".." / "shared" / "data" / "ucsb-influencers"


def passages(project: Project) -> list[tuple[str, str, str]]:
    """What is coded with what, by whom."""
    codes = {code.id: code.name for code in project.codes}
    users = {user.id: user.name for user in project.users}
    return [
        (text.text[mark.start : mark.end], codes[mark.code], users.get(mark.user or "", ""))
        for text in project.texts for mark in text.marks
    ]  # fmt: skip


def paths(project: Project) -> dict[str, str]:
    """By code the one it stands under."""
    names = {code.id: code.name for code in project.codes}
    return {code.name: names.get(code.parent or "", "") for code in project.codes}


def test_a_folder_of_qualcoder_is_read_with_what_stands_on_its_texts(qualcoder: Path) -> None:
    assert is_qualcoder(qualcoder) and is_qualcoder(qualcoder / "data.qda") and not is_qualcoder(qualcoder.parent)
    project = read_qualcoder(qualcoder)
    assert passages(project) == [("a long way", "distance", "ana"), ("The nurse knows me", "being known", "ben")]
    first = project.texts[0].marks[0]
    assert (first.key, first.memo, first.at) == (True, "two hours", "2024-10-23T13:57:51")
    assert paths(project) == {"Access": "", "Ways": "Access", "distance": "Ways", "being known": ""}
    assert [code.codable for code in project.codes] == [False, False, True, True]
    assert project.codes[2][3:5] == ("#F79F81", "far away")
    assert project.texts[0].values == {"wave": "T0"} and project.texts[1].memo == "came late"
    (case,) = project.cases
    assert (case.name, case.texts, case.values) == ("P01", (project.texts[1].id,), {"age": "41"})
    assert [note.name or note.text for note in project.notes] == ["why only?", "First day", "What we ask"]
    assert project.lost == {
        "picture": 1, "coding of a picture": 2, "file that does not lie in the project": 1,
        "coding without a known code": 1, "coding outside its text": 1, "coding of no length": 1,
        "passage of a case in what is no text": 1,
    }  # fmt: skip
    (picture,) = project.asides
    assert (picture.what, picture.name, picture.files, picture.codings) == ("picture", "map.png", {}, 1)
    assert read_qualcoder(qualcoder / "data.qda").codes == project.codes
    assert "docs" not in repr(project)


def test_what_was_marked_by_hand_and_what_was_sought_may_count_differently(qualcoder: Path) -> None:
    text = "🎉🎉🎉 one two three\r\n🎉 four five six seven"
    by_hand = len(text[: text.index("four")].encode("utf-16-le")) // 2
    sought = text.index("six")
    with sqlite3.connect(qualcoder / "data.qda") as connection:
        connection.execute("UPDATE source SET fulltext = ? WHERE id = 2", (text,))
        connection.execute("DELETE FROM code_text")
        for number, (start, words) in enumerate(((by_hand, "four five"), (sought, "six seven"))):
            row = (number, 1, 2, words, start, start + len(words))
            connection.execute("INSERT INTO code_text (ctid, cid, fid, seltext, pos0, pos1) VALUES (?,?,?,?,?,?)", row)
    connection.close()
    assert [words for words, _code, _user in passages(read_qualcoder(qualcoder))] == ["four five", "six seven"]


@pytest.fixture
def media(qualcoder: Path) -> Path:
    """The folder with a picture, a recording with its transcript, a PDF, a linked video, and a name that leads out."""
    rows = (
        (4, "talk.mp3", "/audio/talk.mp3", "", 5), (5, "talk.mp3.txt", None, "Good day.\n", None),
        (6, "far.mp4", "video:/home/ana/far.mp4", "", None),
        (7, "leaflet.pdf", "/docs/leaflet.pdf", "Come in.\n", None),
        (8, "out.png", "/images/../../secret.png", "", None), (9, "link.png", "/images/link.png", "", None),
    )  # fmt: skip
    with sqlite3.connect(qualcoder / "data.qda") as connection:
        names = "INSERT INTO source (id, name, mediapath, fulltext, av_text_id) VALUES (?, ?, ?, ?, ?)"
        connection.executemany(names, rows)
        connection.execute("INSERT INTO code_av (avid, id, pos0, pos1, cid, owner) VALUES (1, 4, 500, 2500, 2, 'ben')")
        connection.execute("INSERT INTO code_image (imid, id, cid, x1, y1, width, height) VALUES (3, 7, 1, 1, 1, 2, 2)")
        connection.execute("INSERT INTO code_text (ctid, cid, fid, pos0, pos1, owner) VALUES (9, 1, 7, 0, 4, 'ana')")
        connection.execute(
            "INSERT INTO attribute (attrid, name, attr_type, value, id) VALUES (3, 'wave', 'file', 'T1', 3)"
        )
    connection.close()
    (qualcoder.parent / "secret.png").write_bytes(b"secret")
    for name, data in (("images/map.png", b"PNG"), ("audio/talk.mp3", b"MP3"), ("documents/leaflet.pdf", b"PDF")):
        (qualcoder / name).parent.mkdir(exist_ok=True)
        (qualcoder / name).write_bytes(data)
    (qualcoder / "images" / "link.png").symlink_to(qualcoder.parent / "secret.png")
    return qualcoder


def test_what_is_seen_and_heard_in_qualcoder_is_kept_aside_and_given_back(
    media: Path, study: Study, tmp_path: Path
) -> None:
    given = read_qualcoder(media)
    assert [(one.what, [file.name for file in one.files.values()], one.codings) for one in given.asides] == [
        ("picture", ["map.png"], 1), ("audio", ["talk.mp3"], 1), ("video", [], 0), ("pdf", ["leaflet.pdf"], 0),
        ("picture", [], 0), ("picture", [], 0),
    ]  # fmt: skip
    plan = look(study, given, Choices(), "ana")
    assert {kind: count for kind, count in plan.kept.items() if "coding" in kind} == {
        "coding of a picture": 1, "coding of audio": 1
    }  # fmt: skip
    assert {kind: plan.lost[kind] for kind in ("coding of a picture", "coding of audio", "coding of a pdf")} == {
        "coding of a picture": 2, "coding of audio": 1, "coding of a pdf": 1
    }  # fmt: skip
    receive(study, plan, "ana")
    assert not look(study, read_qualcoder(media), Choices(), "ana").act.kept
    write_project(project_of(study), tmp_path / "out.qdpx")
    with zipfile.ZipFile(tmp_path / "out.qdpx") as archive:
        written = archive.read("project.qde").decode()
        assert {archive.read(name) for name in archive.namelist() if not name.endswith((".qde", ".txt"))} == {
            b"PNG", b"MP3", b"PDF"
        }  # fmt: skip
    assert 'firstX="10" firstY="20" secondX="40" secondY="60"' in written and "the door" in written
    assert 'begin="500" end="2500"' in written and "/home/ana" not in written
    assert re.search(r"<PictureSource.*?<TextValue>T1</TextValue>.*?</PictureSource>", written, re.DOTALL)
    assert re.search(r"<PDFSource[^>]*leaflet.*?<Representation.*?<Coding.*?</PDFSource>", written, re.DOTALL)
    (tmp_path / "again").mkdir()
    again = read_refi(tmp_path / "out.qdpx", tmp_path / "again")
    assert [(one.what, one.name, one.codings) for one in again.asides] == [
        (one.what, one.name, one.codings) for one in given.asides
    ]
    assert {user.name for user in again.users} >= {"ana", "ben", "cleo"}


@pytest.mark.parametrize("above", ["2", "catid + 1"])
def test_categories_in_a_circle_or_without_end_are_refused(qualcoder: Path, above: str) -> None:
    with sqlite3.connect(qualcoder / "data.qda") as connection:
        connection.executemany(
            "INSERT INTO code_cat (catid, name) VALUES (?, ?)", [(n, f"c{n}") for n in range(3, 200)]
        )
        connection.execute(f"UPDATE code_cat SET supercatid = {above}")
    connection.close()
    with pytest.raises(InputError, match=r"Clinic\.qda: codes in it lie in one another"):
        read_project(qualcoder, qualcoder)


def test_the_published_project_of_qualcoder_has_the_passages_of_its_own_export(tmp_path: Path) -> None:
    if not INFLUENCERS.exists():
        pytest.skip("the data is not here")
    own = read_qualcoder(INFLUENCERS / "Sarah-Project" / "Analysis" / "influencers-q4.qda")
    exported = read_refi(INFLUENCERS / "qualcoder-export" / "influencers-q4.qdpx", tmp_path)
    assert sorted(passages(own)) == sorted(passages(exported))
    assert len(passages(own)) == 54


def test_rqda_is_read_by_its_characters_without_what_was_deleted(rqda: Path) -> None:
    assert is_rqda(rqda)
    project = read_rqda(rqda)
    assert passages(project) == [("a long way", "distance", "ana"), ("The nurse knows me.", "being known", "ana")]
    assert project.texts[0].marks[1].at == "2024-10-23T13:57:51"
    assert paths(project) == {"Access": "", "Again": "", "distance": "Access", "being known": ""}
    assert [(group.name, len(group.codes)) for group in project.groups] == [("Again", 1)]
    (convention,) = project.conventions.values()
    assert (convention.newline, convention.unit) == (2, "code points")
    (case,) = project.cases
    text, start, end = case.passages[0]
    assert project.texts[0].text[start:end] == "Ben: The nurse knows me." and case.values == {"age": "41"}
    assert [note.text for note in project.notes] == ["which one?", "It rained."]
    assert project.notes[0].passage == (text, start, end)
    assert not project.lost


def test_taguette_counts_bytes_between_tags_and_says_elsewhere_who_highlighted(taguette: Path) -> None:
    assert is_taguette(taguette)
    project = read_taguette(taguette)
    assert project.texts[0].text == "Été 🎉\nAnna: I walk a long way & back.\nBen: The nurse knows me.\n"
    assert passages(project) == [
        ("a long way & back", "distance", "ana"), ("a long way & back", "v1.0 known", "ana"),
        ("back.\nBen: The nurse knows", "v1.0 known", ""),
    ]  # fmt: skip
    assert paths(project) == {"access": "", "distance": "access", "v1.0 known": ""}
    assert project.texts[0].marks[0].at == "2024-10-23T13:57:51"
    assert project.lost == {"passage without a code": 1, "coding outside its text": 1}


def test_several_projects_in_one_file_of_taguette_are_named_not_mixed(taguette: Path) -> None:
    with sqlite3.connect(taguette) as connection:
        connection.execute("INSERT INTO projects (name, description) VALUES ('Other', '')")
    connection.close()
    with pytest.raises(InputError, match="“Clinic”, “Other”"):
        read_taguette(taguette)


def test_a_page_has_a_line_a_block_and_keeps_what_pre_keeps() -> None:
    page = PageText(
        "<ul><li>one</li>\n<li>two\r\n  more</li></ul><pre>\na\n b</pre><table><tr><td>x<td>y</table>\0&#0;"
    )
    assert page.text == "one\ntwo more\na\nb\nx\ty\n\ufffd\n"
    assert page.place(0, 3) == (0, 3) and page.place(3, 4) is None and page.place(99, 100) is None


def test_a_folder_of_qc_has_its_lines_as_passages(qc: Path) -> None:
    assert is_qc(qc) and is_qc(qc / "settings.yaml") and not is_qc(qc.parent)
    project = read_qc(qc)
    assert project.texts[0].name == "wave1/anna.txt"
    assert passages(project) == [
        ("Anna: I walk", "distance", "ana"), ("a long way.", "distance", "ana"),
        ("Ben: She knows me.", "being known", "ben"), ("Ben: She knows me.", "met later", "ben"),
    ]  # fmt: skip
    assert paths(project) == {"access": "", "distance": "access", "being known": "access", "met later": ""}
    assert [(note.name, note.text) for note in project.notes] == [("first", "It rained.\n")]
    assert project.lost == {"coding of an empty line": 1, "coding outside its text": 1}


def test_qc_before_it_had_a_database_has_files_of_codes(qc: Path) -> None:
    (qc / "qualitative_coding.sqlite3").unlink()
    (qc / "codes" / "wave1").mkdir(parents=True)
    (qc / "codes" / "wave1" / "anna.txt.ana.codes").write_text("\ndistance, far\n\n")
    assert passages(read_qc(qc)) == [("a long way.", "distance", "ana"), ("a long way.", "far", "ana")]


def test_settings_of_qc_do_not_lead_out_of_its_folder(qc: Path) -> None:
    settings = (qc / "settings.yaml").read_text()
    (qc / "settings.yaml").write_text(settings.replace("corpus_dir: corpus", "corpus_dir: ../../etc"))
    with pytest.raises(InputError, match=r"settings\.yaml: “\.\./\.\./etc” lies outside"):
        read_qc(qc)


def test_ids_are_the_same_each_time(qualcoder: Path, rqda: Path, taguette: Path, qc: Path) -> None:
    for read, path in ((read_qualcoder, qualcoder), (read_rqda, rqda), (read_taguette, taguette), (read_qc, qc)):
        assert read(path) == read(path)


@pytest.mark.parametrize(
    "hostile",
    [
        "CREATE VIEW source AS SELECT 1 AS id, 'a' AS name",
        "CREATE TABLE source (id, name, fulltext AS (upper('evil')))",
        "CREATE VIRTUAL TABLE source USING fts5(name, fulltext)",
        "CREATE TABLE source (id integer, name blob, fulltext blob); INSERT INTO source VALUES ('x', x'ff00', x'fe')",
    ],
)
def test_only_plain_tables_are_read_and_only_plain_values(tmp_path: Path, hostile: str) -> None:
    path = tmp_path / "data.qda"
    with sqlite3.connect(path) as connection:
        connection.executescript(f"{hostile}; CREATE TABLE code_name (cid); CREATE TABLE code_text (ctid)")
    connection.close()
    if is_qualcoder(path):
        project = read_qualcoder(path)
        assert not project.texts and not project.codes


def test_a_broken_database_is_one_sentence_and_one_in_use_is_left_alone(rqda: Path) -> None:
    whole = rqda.read_bytes()
    rqda.with_name("Clinic.rqda-wal").write_bytes(b"something")
    with pytest.raises(InputError, match="in use"):
        read_rqda(rqda)
    rqda.with_name("Clinic.rqda-wal").unlink()
    rqda.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert is_rqda(rqda)
    rqda.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    assert is_rqda(rqda) and not is_taguette(rqda)
    with pytest.raises(InputError, match=r"Clinic\.rqda: the database is damaged"):
        read_rqda(rqda)
    rqda.write_bytes(b"nothing of the kind")
    assert not is_rqda(rqda)
    with pytest.raises(InputError, match="no SQLite"), opened(rqda):
        pass


def test_however_a_database_is_damaged_it_is_refused_or_read_within_its_texts(taguette: Path) -> None:
    whole, chance = taguette.read_bytes(), random.Random(7)
    for _number in range(40):
        damaged = bytearray(whole)
        for _times in range(chance.choice((1, 20, 200))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        taguette.write_bytes(damaged[: chance.choice((len(damaged), chance.randrange(len(damaged))))])
        try:
            project = read_taguette(taguette)
        except InputError:
            continue
        assert all(0 <= one.start < one.end <= len(text.text) for text in project.texts for one in text.marks)


def test_a_file_of_a_project_that_is_no_text_is_named(qc: Path) -> None:
    (qc / "corpus" / "wave1" / "anna.txt").write_bytes(bytes(range(32)) * 40)
    with pytest.raises(InputError, match=r"anna\.txt: this is not a text file"):
        read_qc(qc)


def test_moments_are_iso_or_none() -> None:
    assert moment("2024-10-23 13:57") == "2024-10-23T13:57:00"
    assert moment("2024-10-23T13:57:51.5+02:00") == "2024-10-23T13:57:51+02:00"
    assert moment("2024-10-23") == "2024-10-23"
    assert moment("2024-19-23 00:00:00") is None and moment("soon") is None and moment("") is None


def test_a_folder_called_like_one_of_qualcoder_with_another_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.qda").mkdir()
    with sqlite3.connect(tmp_path / "x.qda" / "data.qda") as other:
        other.execute("CREATE TABLE source (id)")
    with pytest.raises(InputError, match="no database of QualCoder"):
        read_project(tmp_path / "x.qda", tmp_path)


def test_a_text_that_would_fill_the_memory_is_refused(qualcoder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.projects.database._LONGEST_VALUE", 3000)
    with sqlite3.connect(qualcoder / "data.qda") as database:
        database.execute("UPDATE source SET fulltext = ?", ("a" * 4000,))
    with pytest.raises(InputError, match="too large"):
        read_qualcoder(qualcoder)
