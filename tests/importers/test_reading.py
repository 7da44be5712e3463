import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.importers import Imported, read

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def docx(body: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def pdf(*pages: Sequence[tuple[int, str]]) -> bytes:
    """A PDF whose pages hold lines of ASCII at heights in points."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"]
    kids = []
    for lines in pages:
        shown = b"".join(b"BT /F 10 Tf 50 %d Td (%s) Tj ET\n" % (height, text.encode()) for height, text in lines)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    written = b"%PDF-1.4\n" + b"".join(b"%d 0 obj%s endobj\n" % pair for pair in enumerate(objects, 1))
    return written + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 1)


def reading(folder: Path, data: bytes, name: str = "transcript.txt", **asked: str) -> Imported:
    path = folder / name
    path.write_bytes(data)
    return read(path, **asked)  # type: ignore[arg-type]  # only the options that are strings are asked for here


def refused(folder: Path, data: bytes, name: str = "transcript.txt", **asked: str) -> InputError:
    with pytest.raises(InputError) as error:
        reading(folder, data, name, **asked)
    assert str(folder / name) in error.value.message
    assert error.value.hint
    return error.value


@pytest.mark.parametrize(
    ("encoding", "found"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("cp1252", "cp1252")]
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str, found: str) -> None:
    text = "I: L’été à l’hôpital, « oui ».\r\nP: Été.\r\n"
    data = text.encode(encoding)
    imported = reading(tmp_path, data)
    assert imported.encoding == found
    assert imported.transcript.text == text.replace("\r\n", "\n")
    assert imported.original == data
    assert imported.sha256 == hashlib.sha256(data).hexdigest()
    assert imported.language == "fr"


def test_an_encoding_that_is_asked_for_is_used_and_must_fit(tmp_path: Path) -> None:
    assert reading(tmp_path, b"I: \x8et\x8e\nP: a", encoding="mac_roman").transcript.text == "I: été\nP: a"
    refused(tmp_path, b"I: \x8et\x8e", encoding="utf-8")
    refused(tmp_path, b"I: a", encoding="utf-9")


def test_a_transcript_comes_with_turns_speakers_and_sentences(tmp_path: Path) -> None:
    found = reading(tmp_path, "Titre\n\nI : Ça va ?\nP : Oui. Enfin… presque.\n".encode()).transcript
    assert [(turn.speaker, found.text[turn.body : turn.end]) for turn in found.turns] == [
        (None, "Titre\n\n"),
        ("I", "Ça va ?\n"),
        ("P", "Oui. Enfin… presque.\n"),
    ]
    assert [found.text[s.start : s.end] for s in found.sentences] == ["Titre", "Ça va ?", "Oui.", "Enfin… presque."]
    assert [(speaker.label, speaker.interviewer) for speaker in found.speakers] == [("I", True), ("P", False)]


def test_word_keeps_insertions_tables_and_content_controls_whatever_its_name_says(tmp_path: Path) -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>".format
    body = (
        f"<w:p>{run('Alpha ')}<w:ins w:id='1' w:author='x'>{run('INSERTED ')}</w:ins>"
        f"<w:del w:id='2' w:author='x'><w:r><w:delText>DELETED </w:delText></w:r></w:del>{run('omega 😀')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('Marie')}</w:p></w:tc><w:tc><w:p>{run('in a cell')}</w:p></w:tc></w:tr></w:tbl>"
        f"<w:sdt><w:sdtContent><w:p>{run('controlled')}</w:p></w:sdtContent></w:sdt>"
    )
    imported = reading(tmp_path, docx(body), "renamed.txt")
    assert imported.format == "docx"
    assert imported.transcript.text == "Alpha INSERTED omega 😀\nMarie\tin a cell\ncontrolled\n"


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = "<html><head><meta charset='cp1250'><title>no</title></head><body><p>I: ř<br>P: a &amp; b</p></body></html>"
    imported = reading(tmp_path, page.encode("cp1250"), "page.txt")
    assert (imported.format, imported.encoding) == ("html", "cp1250")
    assert imported.transcript.text == "I: ř\nP: a & b\n"


def test_pdf_lines_become_paragraphs_across_pages_without_their_numbers(tmp_path: Path) -> None:
    first = [(780, "1/2"), (700, "I: How did the team receive you when you first came to the experi-"),
             (688, "mental ward?"),
             (664, "P: Well enough, and then, after some weeks, they began to ask me")]  # fmt: skip
    second = [(780, "2/2"), (700, "things about my own life."), (676, "I: Such as?"), (652, "P: All."),
              *[(600 - 12 * n, str(n)) for n in range(1, 8)]]  # fmt: skip
    imported = reading(tmp_path, pdf(first, second))
    assert imported.transcript.text.split("\n") == [
        "I: How did the team receive you when you first came to the experimental ward?",
        "P: Well enough, and then, after some weeks, they began to ask me things about my own life.",
        "I: Such as?",
        "P: All.",
        "",
    ]
    assert len(imported.notes) == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.txt"),
        (b" \n\r\n\t", "blank.md"),
        (b"\xef\xbb\xbf", "mark.txt"),
        (bytes(range(256)) * 20, "binary.txt"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "picture.txt"),
        (docx("<w:p/>"), "no-words.docx"),
        (docx("<w:p/>")[:-40], "cut.docx"),
        (docx("<w:p><w:broken></w:p>"), "bad-xml.docx"),
        (b"PK\x03\x04 nothing", "broken.docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc"),
        (pdf([]), "scan.pdf"),
        (b"%PDF-1.4 nothing more", "broken.pdf"),
        (b"{\\rtf1 cut", "cut.rtf"),
        (b"WEBVTT\n\n", "empty.vtt"),
        (b'File type = "ooTextFile"\nObject class = "TextGrid"\nxmin = 0', "cut.TextGrid"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_way_out(tmp_path: Path, data: bytes, name: str) -> None:
    refused(tmp_path, data, name)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.txt", tmp_path):
        with pytest.raises(InputError) as error:
            read(path)
        assert str(path) in error.value.message


def test_a_pattern_that_meets_nothing_is_said(tmp_path: Path) -> None:
    assert len(reading(tmp_path, b"words", speaker_pattern="[xy]").notes) == 1
