"""REFI-QDA by plain lxml: a study's database written as a project; a project read into lists.

`python benchmarks/plain_projects.py DATABASE PROJECT` writes one.
"""

from __future__ import annotations

import json
import sys
import uuid
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

NAMESPACE = "urn:QDA-XML:project:1.0"
_Q = f"{{{NAMESPACE}}}"


def write(db: sqlite3.Connection, path: Path) -> Path:
    """Users, codes, cases, texts, and for each passage a selection with its codings, as the standard says."""
    guids: dict[tuple[str, str], str] = {}

    def guid(kind: str, name: str) -> str:
        return guids.setdefault((kind, name), str(uuid.uuid4()))

    root = etree.Element(f"{_Q}Project", nsmap={None: NAMESPACE}, name="Study", origin="script")
    users = etree.SubElement(root, f"{_Q}Users")
    for (name,) in db.execute("SELECT DISTINCT coder FROM coding"):
        etree.SubElement(users, f"{_Q}User", guid=guid("user", name), name=name)
    book = etree.SubElement(etree.SubElement(root, f"{_Q}CodeBook"), f"{_Q}Codes")
    held: dict[str | None, Any] = {None: book}
    for name, parent, label in db.execute("SELECT id, parent, definition ->> '$.label' FROM code ORDER BY position"):
        said = {"guid": guid("code", name), "name": next(iter(json.loads(label).values())), "isCodable": "true"}
        held[name] = etree.SubElement(held[parent], f"{_Q}Code", said)
    cases = etree.SubElement(root, f"{_Q}Cases")
    for name, documents in db.execute(
        "SELECT participant, group_concat(DISTINCT document) FROM speaker WHERE participant IS NOT NULL GROUP BY 1"
    ):
        case = etree.SubElement(cases, f"{_Q}Case", guid=guid("case", name), name=name)
        for document in documents.split(","):
            etree.SubElement(case, f"{_Q}SourceRef", targetGUID=guid("text", document))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        sources = etree.SubElement(root, f"{_Q}Sources")
        texts = "SELECT document, text FROM document_text"
        for document, text in db.execute(texts).fetchall():
            own = guid("text", document)
            archive.writestr(f"sources/{own}.txt", text)
            source = etree.SubElement(
                sources, f"{_Q}TextSource", guid=own, name=document, plainTextPath=f"internal://{own}.txt"
            )
            _selections(db, document, source, guid)
        archive.writestr("project.qde", etree.tostring(root, xml_declaration=True, encoding="utf-8"))
    return path


def _selections(db: sqlite3.Connection, document: str, source: Any, guid: Any) -> None:
    query = (
        'SELECT segment, start, "end", code, coder, at FROM coding WHERE document = ? ORDER BY start, "end", segment'
    )
    last, selection = None, None
    for segment, start, end, code, coder, at in db.execute(query, (document,)):
        user = guid("user", coder)
        if segment != last:
            last = segment
            selection = etree.SubElement(
                source, f"{_Q}PlainTextSelection", guid=str(uuid.uuid4()), startPosition=str(start),
                endPosition=str(end), creatingUser=user, creationDateTime=at,
            )  # fmt: skip
        coding = etree.SubElement(
            selection, f"{_Q}Coding", guid=str(uuid.uuid4()), creatingUser=user, creationDateTime=at
        )
        etree.SubElement(coding, f"{_Q}CodeRef", targetGUID=guid("code", code))


def read(path: Path) -> list[tuple[str, int, int, str, str]]:
    """Each coding of a project: text, start, end, name of the code, words; the texts read along."""
    found: list[tuple[str, int, int, str, str]] = []
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        codes = {code.get("guid"): code.get("name") for code in root.iter(f"{_Q}Code")}
        for source in root.iter(f"{_Q}TextSource"):
            place = str(source.get("plainTextPath")).replace("internal://", "sources/")
            text = archive.read(place).decode()
            for selection in source.iterfind(f"{_Q}PlainTextSelection"):
                start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
                refs = selection.iterfind(f"{_Q}Coding/{_Q}CodeRef")
                named = (codes[ref.get("targetGUID")] for ref in refs)
                found.extend((source.get("name"), start, end, name, text[start:end]) for name in named)
    return found


if __name__ == "__main__":
    write(sqlite3.connect(sys.argv[1]), Path(sys.argv[2]))
