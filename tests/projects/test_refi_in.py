"""Whatever programs really write as REFI-QDA is read with its passages in place; what cannot be held is counted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.projects.positions import Given
from qualcode.projects.project import Case, Hand, Mark, Project, ProjectText
from qualcode.projects.reading import project_kind, read_project

TEXT = "It was late. The nurse said that people come back, and nobody knows why."
USERS = '<Users><User guid="U-1" name="Ann"/><User guid="{U-2}" id="B"/></Users>'
CODES = '<CodeBook><Codes><Code guid="C-1" name="Late" isCodable="true"/></Codes></CodeBook>'
Made = Callable[..., Project]


def coding(code: str = "C-1", user: str = "U-1", guid: str = "", inside: str = "") -> str:
    return f'<Coding guid="{guid}" creatingUser="{user}"><CodeRef targetGUID="{code}"/>{inside}</Coding>'


def selection(start: object = 17, end: object = 22, inside: str = "", guid: str = "S-1", name: str = "") -> str:
    said = f'guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}" creatingUser="U-2"'
    return (
        f'<PlainTextSelection {said} creationDateTime="2024-05-06T07:08:09Z">{inside or coding()}</PlainTextSelection>'
    )


def source(inside: str = "", guid: str = "T-1", path: str = "internal://t.txt", name: str = "One") -> str:
    return f'<TextSource guid="{guid}" name="{name}" plainTextPath="{path}">{inside}</TextSource>'


def document(*parts: str, namespace: str = "urn:QDA-XML:project:1.0", origin: str = "") -> str:
    return f'<Project xmlns="{namespace}" name="P" origin="{origin}">{"".join(parts)}</Project>'


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Read a project of these parts, with `TEXT` as `sources/t.txt` unless `files` say otherwise."""

    def make(
        *parts: str, files: Mapping[str, bytes] = {"sources/t.txt": TEXT.encode()}, inner: str = "project.qde",
        given: Mapping[str, Given] = {}, **said: str,
    ) -> Project:  # fmt: skip
        path = tmp_path / "p.qdpx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
            archive.writestr(inner, document(*parts, **said))
        (tmp_path / "aside").mkdir()
        return read_project(path, tmp_path / "aside", given)

    return make


def only(project: Project) -> ProjectText:
    (text,) = project.texts
    return text


def words(project: Project) -> list[str]:
    return [text.text[mark.start : mark.end] for text in project.texts for mark in text.marks]


def test_a_project_is_read_whole(made: Made) -> None:
    project = made(USERS, CODES, f"<Sources>{source(selection(inside=coding(guid='K-1')))}</Sources>")
    assert (project.name, [user.name for user in project.users]) == ("P", ["Ann", "B"])
    assert only(project).original == TEXT.encode()
    at = "2024-05-06T07:08:09Z"
    drawn = Hand("{U-2}", at)  # whoever drew the stretch is not who coded it
    assert only(project).marks == (Mark(17, 22, "C-1", "U-1", at, "K-1", selection="S-1", drawn=drawn),)
    assert words(project) == ["nurse"]
    assert project.lost == {}


def test_parts_may_stand_in_any_order(made: Made) -> None:
    sets = '<Sets><Set guid="G" name="All"><MemberSource targetGUID="T-1"/><MemberCode targetGUID="c-1"/></Set></Sets>'
    cases = '<Cases><Case guid="P-1" name="Zoe"><SourceRef targetGUID="T-1"/></Case></Cases>'
    project = made(sets, cases, f"<Sources>{source(selection())}</Sources>", CODES, USERS)
    assert only(project).marks[0].user == "U-1"
    assert (project.groups[0].texts, project.groups[0].codes) == (("T-1",), ("C-1",))
    assert project.cases == (Case("P-1", "Zoe", texts=("T-1",)),)


@pytest.mark.parametrize("inner", ["project.qde", "Project.qde", "My study.qde", "My study/project.qde"])
@pytest.mark.parametrize(("place", "path"), [
    ("sources/t.txt", "internal://t.txt"), ("Sources/T.txt", "t.txt"), ("t.txt", "internal://t.txt"),
    ("sources/t.txt", "internal://sources/t.txt"), ("sources/t.txt", "sources\\t.txt"),
    ("sources/a é.txt", "internal://a%20%C3%A9.txt"), ("sources/t.txt", "relative:///t.txt"),
])  # fmt: skip
def test_files_are_found_where_programs_put_them(made: Made, inner: str, place: str, path: str) -> None:
    base = inner.rpartition("/")[0]
    files = {f"{base}/{place}" if base else place: TEXT.encode(), "sources/.root": b"", "__MACOSX/._x.qde": b"x"}
    project = made(USERS, CODES, f"<Sources>{source(selection(), path=path)}</Sources>", files=files, inner=inner)
    assert words(project) == ["nurse"]


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:project:1.0", "urn:QDA-XML:project:0:4", "urn:QDA-XML:project:1:0", ""]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_namespaces_and_encodings_are_what_they_are(tmp_path: Path, namespace: str, encoding: str) -> None:
    xml = document(USERS, CODES, f"<Sources>{source(selection())}</Sources>", "<Sets/>", namespace=namespace)
    path = tmp_path / "Project.qde"
    path.write_bytes(xml.encode(encoding))
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "t.txt").write_text(TEXT)
    assert project_kind(path) == "refi"
    assert words(read_project(path, tmp_path)) == ["nurse"]


def test_guids_are_one_whatever_their_braces_and_capitals(made: Made) -> None:
    guid = "0dcef2f5-e55c-49da-8c33-9b0803c7aeb4"
    codes = f'<CodeBook><Codes><Code guid="{{{guid.upper()}}}" name="A" isCodable="true"/></Codes></CodeBook>'
    project = made(USERS, codes, f"<Sources>{source(selection(inside=coding(guid, user='u-2')))}</Sources>")
    assert [(mark.code, mark.user) for mark in only(project).marks] == [(project.codes[0].id, "{U-2}")]
    assert project.codes[0].id == f"{{{guid.upper()}}}"


def test_codes_have_their_colours_and_their_places(made: Made) -> None:
    colours = ("#F00082", "#abc", "rgb(240, 0, 130)", "", "#ff00aa11", "red")
    inner = "".join(f'<Code guid="{n}" name="same" color="{one}"/>' for n, one in enumerate(colours))
    codes = f'<Code guid="top" name="T" isCodable="false"><Description>About</Description>{inner}</Code>'
    again = '<Code guid="TOP" name="again"><Code guid="last" name="same"/></Code>'
    project = made(f"<CodeBook><Codes>{codes}{again}</Codes></CodeBook>")
    top, *below = project.codes
    assert project.lost == {"code of an id that another has": 1}
    assert (top.codable, top.description, top.parent) == (False, "About", None)
    assert {code.parent for code in below} == {"top"}
    assert [code.colour for code in below] == ["#F00082", "#aabbcc", "#f00082", None, "#00aa11", None, None]
    assert all(code.codable and code.name == "same" for code in below)


def test_each_coding_is_its_own_and_by_whoever_made_it(made: Made) -> None:
    two = (
        coding(guid="K-1")
        + coding(user="stranger", guid="K-2")
        + '<Coding guid="K-3"><CodeRef targetGUID="C-1"/></Coding>'
    )
    project = made(USERS, CODES, f"<Sources>{source(selection(inside=two) + selection(guid='S-2'))}</Sources>")
    assert [mark.user for mark in only(project).marks] == ["U-1", "stranger", "{U-2}", "U-1"]
    assert [mark.selection for mark in only(project).marks] == ["S-1"] * 3 + ["S-2"]
    assert len({mark.id for mark in only(project).marks}) == 4
    assert project.users[-1][:2] == ("stranger", "stranger")


@pytest.mark.parametrize(
    ("stretch", "kind"),
    [
        (selection(17, 17), "coding of no length"),
        (selection(17, 12), "coding outside its text"),
        (selection(-3, 12), "coding outside its text"),
        (selection(900, 912), "coding outside its text"),
        (selection("x", "y"), "coding outside its text"),
        (selection(inside=coding("gone")), "coding without a known code"),
        (selection(inside="<Description/>"), "passage without a code"),
        (source(selection(), guid="T-2", path="internal://gone.txt"), "coding of a text without its file"),
    ],
)
def test_what_has_no_place_is_lost_and_counted(made: Made, stretch: str, kind: str) -> None:
    held = f"{source()}{stretch}" if stretch.startswith("<TextSource") else source(stretch)
    project = made(USERS, CODES, f"<Sources>{held}</Sources>")
    assert only(project).marks == ()
    assert project.lost[kind] == 1


def test_a_passage_that_runs_past_its_text_ends_with_it(made: Made) -> None:
    project = made(USERS, CODES, f"<Sources>{source(selection(68, 90))}</Sources>")
    assert (words(project), project.lost) == (["why."], {"end of a coding past its text": 1})


def test_a_code_that_is_a_case_gives_it_the_passage(made: Made) -> None:
    cases = '<Cases><Case guid="P-1"><SelectionRef targetGUID="s-2"/><SelectionRef targetGUID="gone"/></Case></Cases>'
    bare = selection(13, 16, "<Description/>", guid="S-2")
    project = made(USERS, CODES, cases, f"<Sources>{source(selection(inside=coding('p-1')) + bare)}</Sources>")
    assert project.cases == (Case("P-1", "P-1", passages=(("T-1", 13, 16), ("T-1", 17, 22))),)
    assert project.lost == {"passage of a case": 1}


def test_a_coding_of_the_whole_text_is_on_all_of_it(made: Made) -> None:
    project = made(USERS, CODES, f"<Sources>{source(coding())}{source(coding(), 'T-2', 'e.txt')}</Sources>",
                   files={"sources/t.txt": TEXT.encode(), "sources/e.txt": b"\xef\xbb\xbf"})  # fmt: skip
    assert words(project) == [TEXT]
    assert project.lost == {"coding of no length": 1}


def test_words_in_the_project_itself_are_a_text(made: Made) -> None:
    inside = f"<PlainTextContent>{TEXT}</PlainTextContent>{selection()}"
    assert words(made(USERS, CODES, f'<Sources><TextSource guid="T" name="One">{inside}</TextSource></Sources>')) == [
        "nurse"
    ]


@pytest.mark.parametrize(("shift", "found"), [(0, ["nurse", "people"]), (2, [])])
def test_a_formatted_text_alone_is_read_with_the_passages_that_fit(made: Made, shift: int, found: list[str]) -> None:
    stretches = selection(17 + shift, 22 + shift) + selection(33 + shift, 39 + shift)
    text = f'<TextSource guid="T-1" name="One" richTextPath="internal://t.html">{stretches}</TextSource>'
    page = f"<html><body><p>{TEXT}</p></body></html>".encode()
    project = made(USERS, CODES, f"<Sources>{text}</Sources>", files={"sources/t.html": page})
    assert (only(project).text.strip(), only(project).original) == (TEXT, page)
    assert words(project) == found
    assert project.lost == ({} if found else {"coding of a text without its plain words": 2})
    assert len(project.conventions) == len(found) // 2


def test_notes_are_on_what_refers_to_them(made: Made) -> None:
    ref = '<NoteRef targetGUID="N-1"/>'
    codes = CODES.replace("/></Codes>", f">{ref}</Code></Codes>")
    texts = source(selection(inside=coding(guid="K-1", inside=ref) + ref) + ref)
    note = (
        '<Notes><Note guid="n-1" name="M" creatingUser="U-1"><PlainTextContent>Said.</PlainTextContent></Note></Notes>'
    )
    project = made(USERS, codes, f"<Sources>{texts}</Sources>", note, ref)
    found = {(one.on, one.target, one.passage) for one in project.notes}
    on = [("code", "C-1"), ("text", "T-1"), ("mark", "K-1"), ("", "")]
    assert found == {(*one, None) for one in on} | {("", "", ("T-1", 17, 22))}
    assert {(one.text, one.name, one.user) for one in project.notes} == {("Said.", "M", "U-1")}
    assert len({one.id for one in project.notes}) == 5


def test_notes_may_have_their_words_anywhere(made: Made) -> None:
    notes = (
        '<Note guid="1" plainTextPath="internal://n.txt"/><Note guid="2"><Description>Words</Description></Note>'
        '<Note guid="3" plainTextPath="internal://gone.txt"/>'
        '<Note guid="4" name="Plan" plainTextPath="internal://gone.txt"><NoteRef targetGUID="1"/></Note>'
        '<Note guid="5" name="Day" richTextPath="internal://day.rtf"/>'
    )
    project = made(
        "<Description>Whole</Description>", f"<Notes>{notes}</Notes>",
        files={"sources/n.txt": b"In\r\na file", "sources/day.rtf": rb"{\rtf1 Rain\par}"},
    )  # fmt: skip
    assert [(one.text.strip(), one.name, one.on) for one in project.notes] == [
        ("In\na file", "", ""), ("Words", "", ""), ("", "Plan", ""), ("Rain", "Day", ""), ("Whole", "", ""),
    ]  # fmt: skip
    assert project.lost == {"note without words": 1, "words of a note without their file": 1, "note on a note": 1}


def test_what_is_noted_on_what_has_no_place_is_counted(made: Made) -> None:
    value = '<VariableValue><VariableRef targetGUID="V"/></VariableValue>'
    why = "<Description>Why?</Description>"
    gone = source(f"<Description>On it</Description>{selection(inside=why)}{value}", path="internal://gone.txt")
    beyond = source(selection(4, 4, inside=why), guid="T-2")
    assert made(CODES, f"<Sources>{gone}{beyond}</Sources>").lost == {
        "text without its file": 1, "passage without a code": 2, "note": 3, "value of a text that is not here": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("description", "name", "memo_", "lost"),
    [
        ("Why?", "", "Why?", {}),
        ("nurse", "nurse", "", {}),
        ("", "about nurses", "", {"name of a passage": 1}),
        ("", "The nurse said that people", "", {}),
    ],
)
def test_what_is_noted_on_a_coding_is_no_quote(
    made: Made, description: str, name: str, memo_: str, lost: Mapping[str, int]
) -> None:
    stretch = selection(inside=f"<Description>{description}</Description>{coding()}", name=name)
    project = made(USERS, CODES, f"<Sources>{source(stretch)}</Sources>")
    assert (only(project).marks[0].memo, project.lost) == (memo_, lost)


def test_what_is_noted_on_a_passage_of_several_codings_or_none_is_a_note(made: Made) -> None:
    said = "<Description>Why?</Description>"
    stretches = selection(inside=f"{said}{coding()}{coding()}") + selection(0, 2, said, guid="S-2")
    project = made(USERS, CODES, f"<Sources>{source(stretches)}</Sources>")
    assert [one.passage for one in project.notes] == [("T-1", 17, 22), ("T-1", 0, 2)]
    assert {(one.text, one.user, one.at) for one in project.notes} == {("Why?", "{U-2}", "2024-05-06T07:08:09Z")}
    assert [mark.memo for mark in only(project).marks] == ["", ""]


def test_variables_links_and_sets_are_by_name(made: Made) -> None:
    variables = '<Variables><Variable guid="V-1" name="age" typeOfVariable="Integer"/></Variables>'
    value = '<VariableValue><VariableRef targetGUID="{0}"/><IntegerValue>42</IntegerValue></VariableValue>'
    texts = source(selection() + value.format("v-1") + value.format("gone"))
    cases = f'<Cases><Case guid="P-1" name="Zoe">{value.format("V-1")}</Case></Cases>'
    link = '<Link guid="L-{0}" name="so" direction="OneWay" originGUID="C-1" targetGUID="{0}"/>'
    links = "".join(link.format(one) for one in ("t-1", "s-1", "gone"))
    sets = '<Sets><Set guid="G" name="All"><MemberCode targetGUID="C-1"/><MemberCode targetGUID="gone"/></Set></Sets>'
    project = made(USERS, CODES, variables, cases, f"<Sources>{texts}</Sources>", f"<Links>{links}</Links>", sets)
    assert (only(project).values, project.cases[0].values) == ({"age": "42"}, {"age": "42"})
    assert [(one.origin, one.target) for one in project.links] == [("C-1", "T-1"), ("C-1", "S-1")]
    assert project.groups[0].codes == ("C-1",)
    assert project.lost == {
        "link to what is not here": 1, "member of a set": 1, "value of an unknown variable": 1,
    }  # fmt: skip


def test_what_a_study_cannot_hold_is_kept_aside_with_its_files(made: Made) -> None:
    picture = (
        f'<PictureSource guid="I-1" name="Board" path="internal://b.png"><PictureSelection guid="X">{coding()}'
        "</PictureSelection></PictureSource>"
    )
    graph = '<Graphs><Graph guid="G" name="Map"><Vertex guid="V" firstX="1" firstY="2"/></Graph></Graphs>'
    video = '<VideoSource guid="M-1" name="Film" path="internal://B.PNG"/>'
    sets = '<Sets><Set guid="S" name="Seen"><MemberSource targetGUID="{i-1}"/></Set></Sets>'
    project = made(USERS, CODES, f"<Sources>{picture}{video}</Sources>", graph, sets, files={"sources/b.png": b"png"})
    board, film, drawn = project.asides
    assert project.groups[0].asides == ("I-1",)
    assert (board.what, board.name, film.what, drawn.what) == ("picture", "Board", "video", "graph")
    assert board.files["internal://b.png"].read_bytes() == b"png"
    assert board.element.startswith(
        b'<PictureSource guid="I-1" name="Board" path="internal://b.png" xmlns="urn:QDA-XML'
    )
    assert coding().encode() in board.element.replace(b" />", b"/>")
    assert project.lost == {"picture": 1, "coding of a picture": 1, "video": 1, "graph": 1}


PDF = """
<PDFSource guid="D-1" name="Leaflet" path="internal://d.pdf">{0}<PDFSelection guid="{1}" page="1">{2}</PDFSelection>
<Representation guid="T-1" plainTextPath="{3}">{4}</Representation></PDFSource>
"""


def test_what_a_pdf_says_is_a_text_and_its_pages_are_kept_aside(made: Made) -> None:
    pdf = PDF.format("<Description>Given out</Description>", "s-1", coding(), "internal://t.txt", selection())
    cases = '<Cases><Case guid="P-1" name="Zoe"><SourceRef targetGUID="d-1"/></Case></Cases>'
    project = made(USERS, CODES, cases, f"<Sources>{pdf}</Sources>")
    assert (only(project).name, only(project).memo, words(project)) == ("Leaflet", "Given out", ["nurse"])
    assert project.cases[0].texts == ("T-1",)
    assert b"PDFSelection" in project.asides[0].element
    assert b"Representation" not in project.asides[0].element
    assert project.lost == {"pdf": 1}


def test_a_pdf_without_its_words_is_kept_aside_whole(made: Made) -> None:
    project = made(USERS, CODES, f"<Sources>{PDF.format('', 'X', coding(), 'gone.txt', selection())}</Sources>")
    assert project.texts == ()
    assert b"<PlainTextSelection" in project.asides[0].element
    assert project.lost == {"pdf": 1, "coding of a pdf": 2}


def test_a_transcript_is_a_text_where_its_selections_have_positions(made: Made) -> None:
    points = '<SyncPoint guid="A" timeStamp="1" position="17"/><SyncPoint guid="B" timeStamp="2" {0}/>'
    chosen = f'<TranscriptSelection guid="S" fromSyncPoint="A" toSyncPoint="b">{coding()}</TranscriptSelection>'
    audio = '<AudioSource guid="M-1" name="Talk">{0}</AudioSource>'
    transcript = f'<Transcript guid="T-1" plainTextPath="internal://t.txt">{points}{chosen}</Transcript>'
    both = audio.format(transcript.format('position="22"') + transcript.format(""))
    project = made(USERS, CODES, f"<Sources>{both}</Sources>")
    assert (only(project).name, words(project)) == ("Talk", ["nurse"])
    assert project.asides[0].element.count(b"<Transcript ") == 1
    assert project.lost == {"audio": 1, "coding of audio": 1, "time in a transcript": 2}
    assert only(project).turns == ()


def test_turns_of_a_transcript_begin_when_the_points_before_them_say(made: Made) -> None:
    text = "Ann: Well 😀\n\nBob: Yes.\nAnn: So.\nBob: No."
    points = {"a": (0, 1500), "b": (7, 1900), "c": (15, 2250), "d": (19, 9000), "e": (40, ""), "f": (99, 9)}
    written = "".join(f'<SyncPoint guid="{n}" position="{p}" timeStamp="{t}"/>' for n, (p, t) in points.items())
    chosen = f'<TranscriptSelection guid="S" fromSyncPoint="b" toSyncPoint="c">{coding()}</TranscriptSelection>'
    transcript = f'<Transcript guid="T-1" plainTextPath="internal://t.txt">{written}{chosen}</Transcript>'
    audio = f'<Sources><AudioSource guid="M-1" name="Talk">{transcript}</AudioSource></Sources>'
    project = made(USERS, CODES, audio, files={"sources/t.txt": text.encode()})
    assert [(turn.speaker, turn.time) for turn in only(project).turns] == [
        ("Ann", 1.5), ("Bob", 2.25), ("Ann", None), ("Bob", None),
    ]  # fmt: skip
    assert project.lost == {"audio": 1, "time in a transcript": 3}


def test_positions_are_read_as_the_source_was_counted(made: Made) -> None:
    text = "😀 one\r\ntwo three\r\nfour five\r\nsix 😀 seven"
    stretches = "".join(selection(*place) for place in ((3, 6), (12, 17), (30, 33), (37, 42)))
    raw = ("\ufeff" + text).encode()
    project = made(USERS, CODES, f"<Sources>{source(stretches)}</Sources>", files={"sources/t.txt": raw})
    assert words(project) == ["one", "three", "six", "seven"]
    assert project.conventions["T-1"][:3] == ("utf-16", 2, False)


def test_what_is_noted_stays_where_one_of_two_codings_is_lost(made: Made) -> None:
    stretch = selection(inside=f"<Description>Why?</Description>{coding()}{coding('gone')}")
    project = made(USERS, CODES, f"<Sources>{source(stretch)}</Sources>")
    assert (words(project), [one.text for one in project.notes]) == (["nurse"], ["Why?"])


@pytest.mark.parametrize("place", ["One", "T-1", ""])
def test_conventions_may_be_chosen_by_name_id_or_for_all(made: Made, place: str) -> None:
    project = made(
        USERS, CODES, f"<Sources>{source(selection(2, 5))}</Sources>",
        files={"sources/t.txt": "😀one".encode()}, given={place: Given("utf-16")},
    )  # fmt: skip
    assert words(project) == ["one"]
    assert project.conventions["T-1"][:3] == ("utf-16", 1, False)


def test_nvivo_is_known_by_its_name(made: Made) -> None:
    raw = b"Only one line.\r\nAnd another (here)"
    project = made(USERS, CODES, f"<Sources>{source(selection(16, 19))}</Sources>", files={"sources/t.txt": raw},
                   origin="NVivo for Windows 14")  # fmt: skip
    assert words(project) == ["And"]
    assert project.conventions["T-1"][:3] == ("utf-16", 2, False)
    assert project.conventions["T-1"].close == ()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"words", b"<Project><Users></Project>"])
def test_a_broken_project_is_refused_with_its_name(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p.qdpx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"p\.qdpx"):
        read_project(path, tmp_path)


def test_a_damaged_text_is_refused_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "p.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", document(USERS, CODES, f"<Sources>{source(selection())}</Sources>"))
        archive.writestr("sources/t.txt", TEXT)
    path.write_bytes(path.read_bytes().replace(TEXT.encode(), TEXT.upper().encode()))
    with pytest.raises(InputError, match=r"sources/t\.txt: .*damaged"):
        read_project(path, tmp_path)


def test_a_text_that_is_no_text_is_lost(made: Made) -> None:
    project = made(USERS, CODES, f"<Sources>{source(selection())}</Sources>", files={"sources/t.txt": bytes(99)})
    assert project.lost == {"text without its file": 1, "coding of a text without its file": 1}


def test_what_is_no_project_is_none(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"words"), ("a.xml", b"<Other/>"), ("a.bin", bytes(range(256)))):
        (tmp_path / name).write_bytes(data)
        assert project_kind(tmp_path / name) is None
    assert project_kind(tmp_path) is None
    with pytest.raises(InputError, match="no project"):
        read_project(tmp_path / "a.txt", tmp_path)
    with pytest.raises(InputError, match="none"):
        read_project(tmp_path / "none.qdpx", tmp_path)
    with zipfile.ZipFile(tmp_path / "e.qdpx", "w"):
        pass
    with pytest.raises(InputError, match=r"no project \(\.qde\)"):
        read_project(tmp_path / "e.qdpx", tmp_path)


def test_a_project_too_deep_for_anybody_is_refused(made: Made) -> None:
    with pytest.raises(InputError, match="too deep"):
        made("<CodeBook><Codes>" + '<Code name="c">' * 300 + "</Code>" * 300 + "</Codes></CodeBook>")


def test_more_codings_than_the_memory_should_hold_are_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.projects.refi_elements._MOST_HELD", 400)
    coded = '<PlainTextSelection startPosition="0" endPosition="5"><Coding><CodeRef/></Coding></PlainTextSelection>'
    with pytest.raises(InputError, match="too large"):
        made(f'<Sources><TextSource guid="t" name="T">{coded * 110}</TextSource></Sources>')


def test_a_codebook_too_deep_for_anybody_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    path.write_text("<CodeBook><Codes>" + '<Code name="c">' * 3000 + "</Code>" * 3000 + "</Codes></CodeBook>")
    with pytest.raises(InputError, match="too deep"):
        read_project(path, tmp_path)


@pytest.mark.parametrize("name", ["c.qdc", "p.qde"])
def test_what_is_called_a_project_says_what_is_wrong_with_it(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>')
    with pytest.raises(InputError, match="document type"):
        read_project(path, tmp_path)


def test_a_codebook_has_codes_and_sets_of_them(tmp_path: Path) -> None:
    path = tmp_path / "c.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="X"><Codes><Code guid="{A}" name="A" description="About">'
        '<Code guid="B" name="B" isCodable="false"/></Code></Codes>'
        '<Sets><Set guid="S" name="Both" description="Of it"><MemberCode guid="a"/><MemberCode targetGUID="B"/></Set>'
        "</Sets></CodeBook>"
    )
    project = read_project(path, tmp_path)
    assert (project_kind(path), project.origin) == ("refi codebook", "X")
    assert [(code.id, code.parent, code.codable, code.description) for code in project.codes] == [
        ("{A}", None, True, "About"), ("B", "{A}", False, ""),
    ]  # fmt: skip
    assert (project.groups[0].codes, project.groups[0].description) == (("{A}", "B"), "Of it")
