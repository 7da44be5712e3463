"""Transcripts brought in: good and bad together, tables, sites and coders met, Ctrl-C; what is finished stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.importers import read_conversation

INTERVIEW = "I: How did you begin?\nNadia: In February, three days a week.\n"


@pytest.fixture
def files(empty: Path) -> Callable[..., None]:
    """Writes files, given as name=text or bytes."""

    def write(**named: str | bytes) -> None:
        for name, content in named.items():
            data = content.encode() if isinstance(content, str) else content
            Path(name.replace("_", ".")).write_bytes(data)

    return write


def documents(run: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run("documents", "my-study", "--json").data
    return found


def test_good_and_bad_files_together_leave_the_good_ones_in(files: Any, run: Any) -> None:
    files(
        a_txt=INTERVIEW, binary_txt=os.urandom(4000), empty_txt="", broken_docx=b"PK\x03\x04junk", b_txt=INTERVIEW * 2
    )
    Path("folder").mkdir()
    names = ("a.txt", "binary.txt", "empty.txt", "broken.docx", "folder", "missing.txt", "b.txt")
    ran = run("import", "my-study", *names, "--json")
    assert ran.status == 1
    assert [line["file"] for line in ran.data if "error" in line] == list(names[1:6])
    assert [document["name"] for document in documents(run)] == ["a.txt", "b.txt"]
    said = [line for line in ran.err.split("\n") if line]
    for name in names:
        assert sum(line.startswith(name) for line in said) == 1
    assert said[-1] == "2 documents added."


def test_a_pdf_without_text_says_what_to_do(files: Any, run: Any) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    blank = pdfium.PdfDocument.new()
    blank.new_page(200, 200)
    blank.save("blank.pdf")
    ran = run("import", "my-study", "blank.pdf")
    assert ran.status == 1
    assert "blank.pdf" in ran.err
    assert "OCR" in ran.err


def test_the_same_bytes_twice_change_nothing_and_another_text_is_another_document(files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW)
    assert run("import", "my-study", "a.txt", "--site", "Lille").status == 0
    before, log = documents(run), run("log", "my-study").out
    again = run("import", "my-study", "a.txt", "--site", "Bobigny", "--json")
    assert (again.status, again.data[0]["known"]) == (0, True)
    assert "nothing changed" in again.err
    assert (documents(run), run("log", "my-study").out) == (before, log)
    files(a_txt=INTERVIEW + "I: Thank you.\n")
    other = run("import", "my-study", "a.txt", "--site", "Lille")
    assert "a document of its own" in other.err
    assert [(row["id"], row["name"]) for row in documents(run)] == [("L01", "a.txt"), ("L02", "a.txt")]
    assert before[0] in documents(run)


def test_a_site_is_added_and_said_and_a_near_one_refused_unless_insisted(files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW, b_txt=INTERVIEW * 2)
    assert "site lille is new" in run("import", "my-study", "a.txt", "--site", "Lille").err
    near = run("import", "my-study", "b.txt", "--site", "Lile")
    assert near.status == 1
    assert "lille" in near.err
    assert "--new-site" in near.err
    insisted = run("import", "my-study", "b.txt", "--site", "Lile", "--new-site")
    assert "site lile is new" in insisted.err
    assert [site["id"] for site in run("sites", "my-study", "--json").data] == ["lille", "lile"]


def test_a_dry_run_tells_ids_and_speakers_and_writes_nothing(files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW, b_txt=INTERVIEW * 2)
    before = {path: path.read_bytes() for path in Path("my-study").iterdir() if path.is_file()}
    ran = run("import", "my-study", "a.txt", "b.txt", "--site", "Lille", "--dry-run", "--json")
    assert ran.status == 0
    assert [line["document"] for line in ran.data] == ["L01", "L02"]
    assert ran.data[1]["speakers"] == [
        {"label": "I", "who": "interviewer", "turns": 2},
        {"label": "Nadia", "who": "L02-P1", "turns": 2},
    ]
    assert {path: path.read_bytes() for path in Path("my-study").iterdir() if path.is_file()} == before


def test_a_manifest_describes_each_document(files: Any, run: Any) -> None:
    files(
        a_txt=INTERVIEW,
        b_txt=INTERVIEW * 2,
        m_csv="File;Site;Participant;Role;Date;Language;Kind;Wave\n"
        "a.txt;Lille;MSP1;médiatrice;2013-04-02;en;visit note;T0\nb.txt;Lille;MSP2;;2013;;;T1\n".encode("cp1252"),
    )
    ran = run("import", "my-study", "--manifest", "m.csv")
    assert ran.status == 0, ran.err
    first, second = documents(run)
    assert (first["site"], first["participants"], first["date"]) == ("lille", ["MSP1"], "2013-04-02")
    assert (first["language"], first["kind"], first["wave"]) == ("en", "visit note", "T0")
    assert (second["participants"], second["kind"], second["wave"]) == (["MSP2"], "interview", "T1")
    assert run("participants", "my-study", "--json").data[0]["role"] == "médiatrice"


@pytest.mark.parametrize(
    ("row", "place", "hint"),
    [
        ("none.txt,,,,", "m.csv:2: none.txt", "No such file"),
        ("a.txt,,02/04/2013,,", "m.csv:2: a.txt", "2013-04-02"),
        ("a.txt,,2013-02-30,,", "m.csv:2: a.txt", "date"),
        ("a.txt,,,worker-2031,", "m.csv:2: a.txt", "worker-2012"),
        ("a.txt,,,,T13", "m.csv:2: a.txt", "T0, T6, T12"),
        ("a.txt,Toulonn,,,", "m.csv:2: a.txt", "Toulon"),
    ],
)
def test_a_manifest_s_mistakes_are_told_by_line(row: str, place: str, hint: str, demo: Path, run: Any) -> None:
    Path("a.txt").write_text(INTERVIEW)
    Path("m.csv").write_text(f"file,site,date,guide,wave\n{row}\n")
    ran = run("import", demo, "--manifest", "m.csv")
    assert ran.status == 1
    assert ran.err.startswith(place)
    assert hint.casefold() in ran.err.casefold()
    assert len(documents(run)) == 13


def test_an_unknown_column_is_answered_with_the_nearest(files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW, m_csv="file,particpant\na.txt,P\n")
    ran = run("import", "my-study", "--manifest", "m.csv")
    assert (ran.status, documents(run)) == (1, [])
    assert "m.csv:1: " in ran.err
    assert "Write participant." in ran.err


def test_a_speakers_table_maps_people_at_import_and_afterwards(files: Any, run: Any) -> None:
    files(
        a_txt=INTERVIEW.replace("I:", "Ana:"),
        b_txt=INTERVIEW * 2,
        s_csv="document,speaker,participant,role,site\na,Nadia,MSP1,worker,Lille\na.txt,Ana,,enquêtrice,\n",
        later_csv="document,speaker,participant,role\nb,nadia,,nurse\nb,I,,interviewer\n",
    )
    assert run("import", "my-study", "a.txt", "b.txt", "--speakers", "s.csv").status == 0
    assert run("import", "my-study", "--speakers", "later.csv").status == 0
    people = {person["id"]: person for person in run("participants", "my-study", "--json").data}
    assert people["MSP1"] == {"id": "MSP1", "site": "lille", "role": "worker", "variables": {}, "waves": {}}
    assert [person["role"] for name, person in people.items() if name != "MSP1"] == ["nurse"]
    assert not any("Nadia" in name or "nadia" in name for name in people), "a label is a name and makes no id"


@pytest.mark.parametrize(("row", "hint"), [("c,Nadia", "names c"), ("a,Nadja", "Nadia")])
def test_a_speakers_table_that_names_nobody_is_refused(row: str, hint: str, files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW, s_csv=f"document,speaker\n{row}\n")
    ran = run("import", "my-study", "a.txt", "--speakers", "s.csv")
    assert (ran.status, documents(run)) == (1, [])
    assert hint in ran.err


def test_a_speaker_is_mapped_by_hand_and_keeps_who_they_were(files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW)
    run("import", "my-study", "a.txt")
    assert run("speakers", "my-study", "D01", "Nadia", "--participant", "MSP1").status == 0
    assert run("speakers", "my-study", "D01", "nadia", "--role", "worker").status == 0
    assert {"id": "MSP1", "site": None, "role": "worker", "variables": {}, "waves": {}} in run(
        "participants", "my-study", "--json"
    ).data
    assert run("speakers", "my-study", "D01", "Nadia").status == 2
    unknown = run("speakers", "my-study", "D01", "Nadja", "--interviewer")
    assert unknown.status == 1
    assert "Nadia" in unknown.err


def test_a_slip_in_a_person_s_id_is_refused_or_said_to_be_a_new_person(files: Any, run: Any) -> None:
    files(a_txt=INTERVIEW, s_csv="document,speaker,participant\nD01,Nadia,WORKER4\n")
    run("import", "my-study", "a.txt")
    made = run("speakers", "my-study", "D01", "Nadia", "--participant", "WORKER1")
    assert (made.status, "WORKER1 is a new person in this study." in made.err) == (0, True)
    assert "new person" not in run("speakers", "my-study", "D01", "Nadia", "--participant", "WORKER1").err
    for words in (("Nadia",), ("--turns", "1", "--to", "X")):
        slip = run("speakers", "my-study", "D01", *words, "--participant", "WROKER1")
        assert (slip.status, "Write WORKER1, or insist with --new-participant" in slip.err) == (1, True)
    insisted = run("speakers", "my-study", "D01", "Nadia", "--participant", "worker1", "--new-participant")
    assert (insisted.status, "worker1 is a new person" in insisted.err) == (0, True)
    other = run("speakers", "my-study", "D01", "Nadia", "--participant", "WORKER2")
    assert (other.status, "WORKER2 is a new person" in other.err) == (0, True)
    assert "D01-P1 is a new" not in run("speakers", "my-study", "D01", "--turns", "1", "--to", "Nadia").err
    assert "is a new person" in run("speakers", "my-study", "D01", "--turns", "1", "--to", "Somebody").err
    assert "WORKER4 is a new person" in run("import", "my-study", "--speakers", "s.csv").err


def test_ctrl_c_leaves_what_is_finished_and_says_so_in_one_sentence(
    files: Any, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    files(a_txt=INTERVIEW, b_txt=INTERVIEW * 2, c_txt=INTERVIEW * 3)

    def stopped(paths: Any, **options: Any) -> Any:
        if paths[0].name == "b.txt":
            raise KeyboardInterrupt
        return read_conversation(paths, **options)

    monkeypatch.setattr("qualcode.importing.read_conversation", stopped)
    ran = run("import", "my-study", "a.txt", "b.txt", "c.txt")
    assert ran.status == 130
    assert ran.err.split("\n")[-2:] == ["Stopped. 1 document added.", ""]
    assert [document["name"] for document in documents(run)] == ["a.txt"]
    assert run("check", "my-study").status == 0


def test_a_real_ctrl_c_ends_a_waiting_command_without_a_traceback(demo: Path) -> None:
    command = [sys.executable, "-m", "qualcode", "tag", str(demo), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b"{}\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate()
    assert process.returncode == 130
    assert err.decode().strip() == "Stopped."


def test_a_file_whose_name_is_no_text_is_brought_in_and_listed(files: Any, run: Any) -> None:
    name = os.fsdecode(b"caf\xe9\x1b[31m.txt")
    Path(name).write_text(INTERVIEW)
    assert run("import", "my-study", name).status == 0
    listed = run("documents", "my-study", "--json")
    assert "\x1b" not in listed.out
    assert listed.data[0]["name"] == "caf?\x1b[31m.txt"


ELAN = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="62000"/>
</TIME_ORDER><TIER TIER_ID="Marie" LINGUISTIC_TYPE_REF="t"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x"
 TIME_SLOT_REF1="a" TIME_SLOT_REF2="a"><ANNOTATION_VALUE>Slowly.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER></ANNOTATION_DOCUMENT>"""
EXMARALDA = """<?xml version="1.0"?><basic-transcription><head><speakertable><speaker id="S">
<abbreviation>WH</abbreviation></speaker></speakertable></head>
<basic-body><common-timeline><tli id="T0" time="62.5"/></common-timeline>
<tier speaker="S" type="t"><event start="T0" end="T0">Slowly, Rudi.</event></tier></basic-body></basic-transcription>"""


def test_transcripts_with_times_of_any_program_keep_them_with_their_quotations(files: Any, run: Any) -> None:
    files(
        a_eaf=ELAN,
        b_exb=EXMARALDA,
        c_cha="@UTF8\n@Begin\n@Participants:\tINV Investigator, PAR Participant\n*INV:\thow ? \x151000_2000\x15\n"
        "*PAR:\tslowly [/] slowly . \x1562000_63000\x15\n%com:\tnods\n@End\n",
        d_json='{"segments": [{"start": 62.25, "end": 63, "text": " Slowly, then.", "speaker": "SPEAKER_00"}]}',
        e_txt="Emma  1:02  \nSlowly, I said.\n\nTranscribed by https://otter.ai\n",
        f_srt="1\n00:01:02,000 --> 00:01:03,000\nMarie: Slowly, I say.\n",
        g_eaf=ELAN.replace(
            "<ANNOTATION_DOCUMENT>", '<!DOCTYPE ANNOTATION_DOCUMENT [<!ENTITY b "c">]><ANNOTATION_DOCUMENT>'
        ),
    )
    ran = run("import", "my-study", "a.eaf", "b.exb", "c.cha", "d.json", "e.txt", "f.srt", "g.eaf", "--json")
    *brought, refused = ran.data
    assert "document type" in refused["error"]
    assert "not speech, so left out: “%com”" in ran.err
    assert [[who["label"] for who in line["speakers"]] for line in brought] == [
        ["Marie"], ["WH"], ["INV", "PAR"], ["SPEAKER_00"], ["Emma"], ["Marie"],
    ]  # fmt: skip
    assert brought[2]["speakers"][0]["who"] == "interviewer"
    assert run("find", "my-study", "slowly", "--code", "nearness").status == 0
    found = run("quotes", "my-study", "--json").data
    assert {row["document"]: row["time"] for row in found} == dict(
        zip(("D01", "D02", "D03", "D04", "D05", "D06"), (62.0, 62.5, 62.0, 62.25, 62.0, 62.0), strict=True)
    )
    assert "§2 · 1:02 · " in run("quotes", "my-study", "--document", "D03").out
    assert "§2 1:02 " in run("show", "my-study", "D03").out
