"""Transcripts with times, of whatever program: they ascend, every word spoken is there, by whom it was said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from qualcode.importers import Imported, read

Spoken = list[tuple[str | None, float | None, str]]


def eaf(tiers: str, slots: Sequence[int | None] = (0, 1200, 900, 2500, 4000), types: str = "", unit: str = "") -> str:
    """An ELAN document; slots are numbered from 1."""
    times = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="ts{number}"' + (f' TIME_VALUE="{time}"/>' if time is not None else "/>")
        for number, time in enumerate(slots, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<ANNOTATION_DOCUMENT AUTHOR="" FORMAT="3.0" VERSION="3.0">'
        f'<HEADER MEDIA_FILE="" TIME_UNITS="{unit or "milliseconds"}"/><TIME_ORDER>{times}</TIME_ORDER>{tiers}{types}'
        "</ANNOTATION_DOCUMENT>"
    )


def tier(name: str, *annotations: str, who: str = "", parent: str = "", kind: str = "speech") -> str:
    of = (f' PARTICIPANT="{who}"' if who else "") + (f' PARENT_REF="{parent}"' if parent else "")
    within = "".join(f"<ANNOTATION>{each}</ANNOTATION>" for each in annotations)
    return f'<TIER LINGUISTIC_TYPE_REF="{kind}" TIER_ID="{name}"{of}>{within}</TIER>'


def said(name: str, start: int, end: int, words: str) -> str:
    return (
        f'<ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="ts{start}" TIME_SLOT_REF2="ts{end}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION>"
    )


def about(name: str, other: str, words: str) -> str:
    return (
        f'<REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{other}">'
        f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></REF_ANNOTATION>"
    )


EAF = eaf(
    tier("K-Spch", said("a1", 1, 2, "Who lives\nthere?"), said("a4", 4, 5, "I &lt;see&gt;."), who="Karl")
    + tier("W-Spch", said("a2", 3, 4, "Nobody now."))
    + tier("K-translation", about("a3", "a1", "Qui habite là ?"), parent="K-Spch", kind="ft")
    + tier("K-RGU", said("a5", 1, 2, "stroke"), who="Karl", kind="gesture phase"),
    types='<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="speech" TIME_ALIGNABLE="true"/>'
    '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="gesture phase" CONTROLLED_VOCABULARY_REF="phases"/>',
)
EXB = """<?xml version="1.0" encoding="UTF-8"?>
<!-- (c) http://www.rrz.uni-hamburg.de/exmaralda -->
<basic-transcription><head><speakertable>
<speaker id="SPK0"><abbreviation>PAR</abbreviation></speaker>
<speaker id="SPK1"><abbreviation>VIC</abbreviation></speaker></speakertable></head>
<basic-body><common-timeline><tli id="T0" time="0.5"/><tli id="T1" time="2.0"/><tli id="T2"/>
<tli id="T3" time="4.0"/><tli id="T4" time="5.0"/></common-timeline>
<tier id="TIE0" speaker="SPK0" category="v" type="t" display-name="PAR [v]">
<event start="T0" end="T1">You weren't disappointed when you got to</event>
<event start="T1" end="T2">gether. </event><event start="T2" end="T3">And then? </event></tier>
<tier id="TIE1" speaker="SPK1" category="v" type="t" display-name="VIC [v]">
<event start="T1" end="T2">((laughing)) No. </event><event start="T3" end="T4">Three times.</event></tier>
<tier id="TIE2" speaker="SPK0" category="de" type="a" display-name="PAR [de]">
<event start="T0" end="T3">Sie waren nicht enttäuscht.</event></tier>
<tier id="TIE3" category="nv" type="d" display-name=""><event start="T0" end="T1">nods</event></tier>
</basic-body></basic-transcription>"""
CHA = """@UTF8
@Begin
@Languages:\teng
@Participants:\tPAR Anne Participant, EVA Investigator
@ID:\teng|corpus|PAR|||||Participant|||
*EVA:\twhere's the cookie <on the table> [//] on the chair
\twith the crackers ? \x15100_2150\x15
%mor:\tadv|where
*PAR:\t&-um I wan(t) &=laughs how_about no:: +... \x152150_4000\x15
%com:\tshe points
*PAR:\t0is this xxx [= a toy] dog@s:spa ?
@End
"""
WHISPERX = {
    "segments": [
        {"start": 0.5, "end": 3.0, "text": " So, how was it? Fine.", "speaker": "SPEAKER_00", "words": [
            {"word": "So,", "start": 0.5, "end": 0.7, "score": 0.9, "speaker": "SPEAKER_00"}, {"word": "how"},
            {"word": "was", "start": 1.0, "end": 1.2, "speaker": "SPEAKER_00"}, {"word": "it?", "start": 1.3},
            {"word": "Fine.", "start": 2.0, "end": 3.0, "score": 0.5, "speaker": "SPEAKER_01"}]},
        {"start": 3.0, "end": 5.0, "text": " In 2013.", "words": [{"word": "In"}], "speaker": "SPEAKER_01"},
        {"start": 5.0, "end": 5.0, "text": " "},
    ],
    "word_segments": [], "language": "en",
}  # fmt: skip
WHISPER = {"text": " We went home.", "language": "en", "segments": [
    {"id": 0, "seek": 0, "start": 0.0, "end": 1.5, "text": " We went", "tokens": [1], "temperature": 0.0},
    {"id": 1, "seek": 0, "start": 1.5, "end": 2.5, "text": " home.", "tokens": [2], "temperature": 0.0}]}  # fmt: skip
WHISPER_CPP = {"systeminfo": "", "result": {"language": "en"}, "transcription": [
    {"timestamps": {"from": "00:00:01,500", "to": "00:00:02,000"}, "offsets": {"from": 1500, "to": 2000},
     "text": " Hello", "speaker_turn_next": True},
    {"timestamps": {"from": "00:00:02,000", "to": "00:00:03,000"}, "text": " hello.", "speaker": "1"},
    {"timestamps": {"from": "00:01:02,000", "to": "00:01:03,000"}, "text": " Bye.", "speaker": "?"}]}  # fmt: skip
PIPELINE = {"text": "Hello there.", "chunks": [{"timestamp": [0.0, 1.0], "text": " Hello"},
                                               {"timestamp": [1.0, None], "text": " there."}]}  # fmt: skip
OTTER = """Emma Stone  0:00  
Welcome to the show.
We are glad.

Unknown Speaker  0:34  
Thanks.

1:02:05  
Who is that?

Transcribed by https://otter.ai
"""  # noqa: W291
SRT = """1
00:00:01,000 --> 00:00:02,000 X1:40 X2:600 Y1:20 Y2:50
{\\an8}<font color="#fff">[SPEAKER_00]: We &amp; they</font>

2
00:00:03,000 --> 00:00:04,000
Marie: Yes.
Paul Martin: No.

3
00:00:04,000 --> 00:00:04,000

4
00:00:05,000 --> 00:00:06,000
- Really?
- Really.

5
00:00:05,500 --> 00:00:07,000
Paul Martin: Oh.
Marie: Ah: so.
"""
GRID = """File type = "ooTextFile"
"TextGrid"

0
9
<exists>
3
"IntervalTier" "Marie - words" 0 9 2
0 1 "So" 1 2 "what"
"IntervalTier" "Marie - phones" 0 9 1
0 1 "s"
"IntervalTier" "Paul" 0 9 3
3 5 "Later, in part"
4 6 "over itself"
6 7 "sil"
"""


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str | bytes], Imported]:
    """Reads a file of this content under a name that tells nothing."""

    def reads(content: str | bytes) -> Imported:
        path = tmp_path / "transcript.txt"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path, cut=lambda _text, _turns, _language: ())

    return reads


def spoken(found: Imported) -> Spoken:
    text = found.transcript.text
    return [(turn.speaker, turn.time, text[turn.start : turn.end].rstrip("\n")) for turn in found.transcript.turns]


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("elan", EAF, [("Karl", 0.0, "Who lives there?"), ("W-Spch", 0.9, "Nobody now."), ("Karl", 2.5, "I <see>.")]),
        ("exmaralda", EXB, [
            ("PAR", 0.5, "You weren't disappointed when you got together."), ("VIC", 2.0, "((laughing)) No."),
            ("PAR", 3.0, "And then?"), ("VIC", 4.0, "Three times.")]),
        ("chat", CHA, [
            ("EVA", 0.1, "where's the cookie on the table on the chair with the crackers?"),
            ("PAR", 2.15, "um I want (laughs) how about no… this xxx dog?")]),
        ("whisper", json.dumps(WHISPERX), [
            ("SPEAKER_00", 0.5, "So, how was it?"), ("SPEAKER_01", 2.0, "Fine. In 2013.")]),
        ("whisper", json.dumps(WHISPER, indent=1), [(None, 0.0, "We went home.")]),
        ("whisper", json.dumps(WHISPER_CPP), [
            (None, 1.5, "Hello"), ("Speaker 1", 2.0, "hello."), (None, 62.0, "Bye.")]),
        ("whisper", json.dumps(PIPELINE), [(None, 0.0, "Hello there.")]),
        ("whisper", json.dumps(WHISPER["segments"]), [(None, 0.0, "We went home.")]),
        ("whisper", '{"text": "No times.\\nAt all."}', [(None, None, "No times."), (None, None, "At all.")]),
        ("otter", OTTER, [
            ("Emma Stone", 0.0, "Welcome to the show. We are glad."), ("Unknown Speaker", 34.0, "Thanks."),
            (None, 3725.0, "Who is that?")]),
        ("otter", OTTER.replace("\n\n", "\n"), [
            ("Emma Stone", 0.0, "Welcome to the show. We are glad."), ("Unknown Speaker", 34.0, "Thanks."),
            (None, 3725.0, "Who is that?")]),
        ("srt", SRT, [
            ("SPEAKER_00", 1.0, "We & they"), ("Marie", 3.0, "Yes."), ("Paul Martin", 3.0, "No."),
            (None, 5.0, "Really?"), (None, 5.0, "Really."), ("Paul Martin", 5.5, "Oh."), ("Marie", 5.5, "Ah: so.")]),
        ("textgrid", GRID, [("Marie", 0.0, "So what"), ("Paul", 3.0, "Later, in part over itself")]),
    ],
)  # fmt: skip
def test_each_program_s_transcript_has_its_words_its_speakers_and_its_times(
    kind: str, content: str, expected: Spoken, reading: Callable[[str | bytes], Imported]
) -> None:
    for data in (content.encode(), content.replace("\n", "\r\n").encode(), content.encode("utf-8-sig")):
        found = reading(data)
        assert found.format == kind
        assert spoken(found) == expected
    if kind not in ("elan", "exmaralda"):
        assert spoken(reading(content.encode("utf-16"))) == expected


def test_xml_is_read_in_the_encoding_it_declares_and_in_the_one_it_has(
    reading: Callable[[str | bytes], Imported],
) -> None:
    content = eaf(tier("é", said("a", 1, 2, "Où ça ?")))
    for declared, encoding in (
        ("UTF-8", "utf-8"),
        ("ISO-8859-1", "latin-1"),
        ("UTF-16", "utf-16"),
        ("UTF-8", "cp1252"),
    ):
        found = reading(content.replace("UTF-8", declared).encode(encoding))
        assert spoken(found) == [("é", 0.0, "Où ça ?")]


def test_what_is_left_out_is_said(reading: Callable[[str | bytes], Imported]) -> None:
    assert reading(EAF).notes == ("not speech, so left out: “K-translation”, “K-RGU”",)
    assert reading(EXB).notes == ("not speech, so left out: “PAR [de]”, “nv”",)
    assert reading(CHA).notes == (
        "speakers: EVA = Investigator, PAR = Anne Participant",
        "not speech, so left out: “%mor”, “%com”",
        "1 utterance has no time: it stands after the one before it in the file",
    )
    assert reading(GRID).notes == (
        "not speech, so left out: “Marie - phones”",
        "1 utterance begins before the same speaker's last one ends",
    )
    assert reading(SRT).notes == ("2 utterances have no speaker", "1 place with a time has no words")


def test_who_asks_is_known_by_the_role_that_chat_gives(reading: Callable[[str | bytes], Imported]) -> None:
    speakers = reading(CHA).transcript.speakers
    assert [(speaker.label, speaker.interviewer) for speaker in speakers] == [("EVA", True), ("PAR", False)]


def test_where_a_tier_only_numbers_its_stretches_the_one_that_transcribes_them_is_spoken(
    reading: Callable[[str | bytes], Imported],
) -> None:
    tiers = (
        tier("ref@KIL", said("a1", 4, 5, "KIL.002"), said("a0", 1, 2, "KIL.001"), who="KIL", kind="refT")
        + tier("ft@KIL", about("b1", "a1", "in English"), parent="ref@KIL", kind="ftT")
        + tier("orth@KIL", about("c1", "a1", "second"), about("c0", "a0", "first"), parent="ref@KIL", kind="orthT")
        + tier("word@KIL", about("d1", "c1", "second"), parent="orth@KIL", kind="wordT")
    )
    found = reading(eaf(tiers))
    assert spoken(found) == [("KIL", 0.0, "first second")]
    assert found.notes == (
        "not speech, so left out: “ref@KIL”, “ft@KIL”, “word@KIL”",
        "1 utterance stands too late in the file: it is put where it was said",
    )


def test_annotations_about_each_other_and_slots_without_time_have_none(
    reading: Callable[[str | bytes], Imported],
) -> None:
    circle = tier("A", about("x", "y", "one"), about("y", "x", "two"), said("z", 1, 9, "three"))
    assert spoken(reading(eaf(circle, slots=(None,)))) == [("A", None, "one two three")]
    frames = reading(eaf(tier("A", said("z", 1, 2, "x")), slots=(50, 100), unit="PAL-frames"))
    assert spoken(frames) == [("A", 2.0, "x")]


def test_a_file_whose_every_tier_seems_to_be_about_something_is_read_all_the_same(
    reading: Callable[[str | bytes], Imported],
) -> None:
    assert spoken(reading(eaf(tier("Notes", said("a", 1, 2, "all there is"))))) == [("Notes", 0.0, "all there is")]


def test_french_keeps_its_spaces_before_marks(reading: Callable[[str | bytes], Imported]) -> None:
    found = reading(
        "@Begin\n@Languages:\tfra, eng\n@Participants:\tPAT Patient\n*PAT:\teuh [/] euh ça va ?\n*PAT:\toui !\n"
    )
    assert spoken(found) == [("PAT", None, "euh euh ça va ? oui !")]


def test_a_speaker_is_one_whatever_the_case_of_the_name(reading: Callable[[str | bytes], Imported]) -> None:
    segments = [{"text": word, "speaker": who} for word, who in (("one", "Zoé"), ("two", " ZOE\t"), ("three", "\n"))]
    found = reading(json.dumps(segments))
    assert spoken(found) == [("Zoé", None, "one two"), (None, None, "three")]
    assert [speaker.label for speaker in found.transcript.speakers] == ["Zoé"]


def test_times_that_cannot_be_are_mended_and_said(reading: Callable[[str | bytes], Imported]) -> None:
    found = reading(
        "-00:00:01,000 --> 00:00:02,000\nBefore.\n\n00:00:09 --> 00:00:03,000\nLast.\n\n"
        "00:00:05,000 -->\nMiddle.\n\n--> 00:00:07,000\nAfter it.\n"
    )
    assert [(time, words) for _who, time, words in spoken(found)] == [
        (0.0, "Before."), (5.0, "Middle."), (None, "After it."), (9.0, "Last."),
    ]  # fmt: skip
    assert [note.split(":")[0] for note in found.notes] == [
        "1 utterance has no time",
        "1 utterance begins before the recording does",
        "1 utterance ends before it begins",
        "1 utterance stands too late in the file",
    ]
