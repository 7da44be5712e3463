"""Word comments as codings: on the words they were put on, in the text that an import of the document gives."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qualcode.cli.other_sources import asked_reader, comments_note
from qualcode.errors import InputError
from qualcode.importers import read
from qualcode.projects.word_comments import has_comments, read_word_comments, said

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def relations(**targets: str) -> str:
    """A part that says what others a part needs."""
    every = (
        f'<Relationship Id="{name}" Type="{RELATION}/{name}" Target="{target}"/>' for name, target in targets.items()
    )
    inside = "".join(every)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def run(words: str) -> str:
    """Words as Word writes them."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def on(number: int, inside: str) -> str:
    """Words that a comment is on."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{inside}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def comment(number: int, author: str, *lines: str) -> str:
    """A comment; each of its paragraphs has an id."""
    paragraphs = "".join(
        f'<w:p w14:paraId="{number:04d}{line:04d}">{run(words)}</w:p>' for line, words in enumerate(lines)
    )
    return f'<w:comment w:id="{number}" w:author="{author}" w:date="2024-10-23T13:57:51Z">{paragraphs}</w:comment>'


CHANGED = (
    f'{run("I walk a ")}<w:del w:id="90" w:author="x"><w:r><w:delText>short</w:delText></w:r></w:del>'
    f'<w:ins w:id="91" w:author="x">{run("long")}</w:ins>{run(" way. ")}'
)
BODY = (
    f"<w:p>{run('Anna: ')}{on(0, CHANGED)}{run('There is no bus.')}</w:p>"
    f"<w:p>{run('Ben: The ')}{on(1, on(2, run('nurse')) + run(' knows ') + on(6, run('me')))}"
    f"{run('. 🎉 ')}{on(3, '')}</w:p>"
    f"<w:tbl><w:tr><w:tc><w:p>{run('left')}</w:p></w:tc><w:tc><w:p>{on(4, run('right cell'))}</w:p></w:tc></w:tr>"
    "</w:tbl>"
)
COMMENTS = (
    comment(0, "Ana", "access > distance; long way: two hours", "each way"),
    comment(1, "Ben", "Being known"),
    comment(2, "Ana", "I wonder whether this is the same nurse as the one she spoke of at first"),
    comment(3, "Ana", "nothing"),
    comment(4, "Ana", "distance :"),
    comment(5, "Cy", "Yes, I think so."),
    comment(6, "Cy", "me"),
)
EXTENDED = (
    '<w15:commentEx w15:paraId="00010000" w15:done="1"/>'
    '<w15:commentEx w15:paraId="00050000" w15:paraIdParent="00010000" w15:done="1"/>'
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A Word document with comments, a reply, a deletion and a table."""
    path = tmp_path / "clinic.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", relations(officeDocument="word/document.xml"))
        archive.writestr("word/_rels/document.xml.rels", relations(comments="comments.xml"))
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{BODY}</w:body></w:document>")
        archive.writestr("word/comments.xml", f"<w:comments {W} {W14}>{''.join(COMMENTS)}</w:comments>")
        archive.writestr("word/commentsExtended.xml", f"<w15:commentsEx {W15}>{EXTENDED}</w15:commentsEx>")
    return path


def test_comments_are_codings_on_their_words_with_author_and_moment(document: Path) -> None:
    assert has_comments(document)
    project = read_word_comments([document])
    (text,) = project.texts
    assert text.text == read(document).transcript.text
    codes = {code.id: code.name for code in project.codes}
    users = {user.id: user.name for user in project.users}
    assert [
        (text.text[one.start : one.end], codes[one.code], users[one.user or ""], one.memo) for one in text.marks
    ] == [
        ("I walk a long way.", "distance", "Ana", "two hours\neach way"),
        ("I walk a long way.", "long way", "Ana", "two hours\neach way"),
        ("nurse knows me", "Being known", "Ben", ""),
        ("right cell", "distance", "Ana", ""),
        ("me", "me", "Cy", ""),
    ]
    assert text.marks[0].at == "2024-10-23T13:57:51Z"
    assert [(code.name, codes.get(code.parent or "", "")) for code in project.codes] == [
        ("access", ""), ("distance", "access"), ("long way", ""), ("Being known", ""), ("distance", ""),
        ("me", ""),
    ]  # fmt: skip
    assert project.lost == {"comment on no words": 1, "that a comment was resolved": 1}


def test_what_is_no_code_is_a_memo_and_a_reply_is_one_on_what_it_answers(document: Path) -> None:
    asked = {"open": (), "comments_as_codes": True, "respondent": None, "closed": (), "answers_apart": False}
    asked |= {"site": "", "kind": "letter", "date": "", "language": ""}
    reader = asked_reader([document], asked)
    assert reader is not None
    project = reader(document, document.parent, {})
    (text,) = project.texts
    passage, reply = project.notes
    assert text.kind == "letter"
    assert passage.text.startswith("I wonder") and passage.passage is not None
    assert text.text[passage.passage[1] : passage.passage[2]] == "nurse"
    assert (reply.text, reply.on) == ("Yes, I think so.", "mark")
    assert reply.target == text.marks[2].id


@pytest.mark.parametrize(
    ("comment", "codes", "memo"),
    [
        ("distance", [("distance",)], ""),
        ("a > b ; c", [("a", "b"), ("c",)], ""),
        ("Distance : deux heures", [("Distance",)], "deux heures"),
        ("distance\nbecause", [("distance",)], "because"),
        ("seen at 12:30", [("seen at 12:30",)], ""),
        (": only this", [], "only this"),
        ("", [], ""),
        ("a; a", [("a",)], ""),
    ],
)
def test_a_comment_says_codes_and_a_memo(comment: str, codes: list[tuple[str, ...]], memo: str) -> None:
    assert said(comment) == (codes, memo)


def test_a_document_without_comments_is_refused_by_name(tmp_path: Path, document: Path) -> None:
    bare = tmp_path / "bare.docx"
    with zipfile.ZipFile(document) as whole, zipfile.ZipFile(bare, "w") as archive:
        for name in whole.namelist():
            if "comments" not in name:
                archive.writestr(name, whole.read(name))
    assert not has_comments(bare)
    assert (comments_note([bare]), len(comments_note([bare, document]))) == ([], 1)
    with pytest.raises(InputError, match=r"bare\.docx: there are no comments"):
        read_word_comments([bare])
