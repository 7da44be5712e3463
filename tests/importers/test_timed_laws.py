"""Laws of transcripts with times: what is written in a format comes back; nothing in a file harms who reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.importers import Imported, read
from qualcode.importers.chatcodes import readable
from qualcode.importers.formats import format_of
from qualcode.importers.layers import is_spoken, speaker_of
from qualcode.importers.timing import in_time
from qualcode.importers.utterances import Utterance, text_and_turns
from qualcode.model.texts import Turn

NAMES = ("Ann", "Ben")
SPEECH = ("oui", "l’été", "aujourd'hui", "où", "naïve", "Straße", "you", "and")
Talk = Sequence[tuple[str, float, str]]
GRID_HEAD = 'File type = "ooTextFile"\nObject class = "TextGrid"\n0 1 <exists> '


@pytest.fixture
def reading(tmp_path: Path) -> Callable[[str], Imported]:
    """Reads a file of this content under a name that tells nothing."""

    def reads(content: str) -> Imported:
        path = tmp_path / "transcript.txt"
        path.write_text(content, encoding="utf-8", newline="")
        return _read(path)

    return reads


def _read(path: Path) -> Imported:
    return read(path, cut=lambda _text, _turns, _language: ())


def as_eaf(talk: Talk) -> str:
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{n}" TIME_VALUE="{int(1_000 * at)}"/>' for n, (_who, at, _words) in enumerate(talk)
    )
    tiers = ""
    for name in NAMES:
        own = (
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" TIME_SLOT_REF1="t{n}" TIME_SLOT_REF2="t{n}">'
            f"<ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            for n, (who, _at, words) in enumerate(talk)
            if who == name
        )
        tiers += f'<TIER TIER_ID="{name}">{"".join(own)}</TIER>'
    return f"<ANNOTATION_DOCUMENT><TIME_ORDER>{slots}</TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"


def as_exb(talk: Talk) -> str:
    people = "".join(f'<speaker id="{name}"><abbreviation>{name}</abbreviation></speaker>' for name in NAMES)
    points = "".join(f'<tli id="T{n}" time="{at}"/>' for n, (_who, at, _words) in enumerate(talk))
    tiers = ""
    for name in NAMES:
        own = (
            f'<event start="T{n}" end="T{n}">{words} </event>'
            for n, (who, _at, words) in enumerate(talk)
            if who == name
        )
        tiers += f'<tier speaker="{name}" type="t">{"".join(own)}</tier>'
    return (
        f"<basic-transcription><head><speakertable>{people}</speakertable></head><basic-body><common-timeline>{points}"
        f"</common-timeline>{tiers}</basic-body></basic-transcription>"
    )


def as_cha(talk: Talk) -> str:
    lines = "".join(f"*{who}:\t{words} . \x15{int(1_000 * at)}_{int(1_000 * at)}\x15\n" for who, at, words in talk)
    return "@UTF8\n@Begin\n@Participants:\tAnn Participant, Ben Participant\n" + lines + "@End\n"


def as_whisper(talk: Talk) -> str:
    return json.dumps(
        {"segments": [{"start": at, "end": at, "text": words, "speaker": who} for who, at, words in talk]}
    )


def as_otter(talk: Talk) -> str:
    return "\n\n".join(f"{who}  {int(at) // 60}:{int(at) % 60:02}  \n{words}" for who, at, words in talk)


def as_srt(talk: Talk) -> str:
    clocks = [f"00:{int(at) // 60:02}:{int(at) % 60:02},{int(1_000 * at) % 1_000:03}" for _who, at, _words in talk]
    return "\n\n".join(f"{c} --> {c}\n{who}: {words}" for c, (who, _at, words) in zip(clocks, talk, strict=True))


def as_grid(talk: Talk) -> str:
    tiers = []
    for name in NAMES:
        own = [(at, words) for who, at, words in talk if who == name]
        tiers.append(
            f'"IntervalTier" "{name}" 0 99 {len(own)} ' + " ".join(f'{at} {at} "{words}"' for at, words in own)
        )
    return f'"ooTextFile" "TextGrid" 0 99 <exists> {len(NAMES)} ' + "\n".join(tiers)


@settings(max_examples=12)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES), st.integers(0, 400), st.lists(st.sampled_from(SPEECH), min_size=1, max_size=3)
        ),
        min_size=2,
        max_size=8,
    )
)
def test_in_every_format_a_talk_comes_back_word_for_word(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, int, list[str]]]
) -> None:
    talk = [(who, quarters / 4, " ".join(words)) for who, quarters, words in drawn]
    file = tmp_path_factory.getbasetemp() / "talk"
    for write in (as_eaf, as_exb, as_cha, as_whisper, as_otter, as_srt, as_grid):
        file.write_text(write(talk), encoding="utf-8")
        found = _read(file).transcript
        heard = [(turn.speaker, word.strip(".")) for turn in found.turns
                 for word in found.text[turn.start : turn.end].split()]  # fmt: skip
        assert sorted(heard) == sorted((who, word) for who, _at, words in talk for word in words.split()), write
        times = [turn.time for turn in found.turns if turn.time is not None]
        assert times == sorted(times), write
        assert len(times) == len(found.turns), write


TIME = st.none() | st.floats(-10, 100) | st.sampled_from([float("nan"), float("inf"), 5.0])
UTTERANCE = st.builds(
    Utterance, st.sampled_from(["A", "B", None]), TIME, TIME, st.sampled_from(["one two", "three.", "a\nb"])
)


@settings(max_examples=60)
@given(st.lists(st.lists(UTTERANCE, max_size=6), max_size=3))
def test_whatever_the_times_they_ascend_and_no_word_is_lost(streams: list[list[Utterance]]) -> None:
    ordered, notes = in_time(streams)
    text, turns = text_and_turns(ordered)
    assert sorted(text.split()) == sorted(word for stream in streams for each in stream for word in each.text.split())
    times = [turn.time for turn in turns if turn.time is not None]
    assert times == sorted(times)
    assert all(time >= 0 for time in times)
    assert all(notes)
    assert [turn.end for turn in turns[:-1]] == [turn.start for turn in turns[1:]]
    assert all(isinstance(turn, Turn) for turn in turns)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("rocking+house [: rocking+horse] [*] ?", "rocking-house?"),
        ("<&=laughs [=! softly]> [<] .", "(laughs) (softly)."),
        ("<0 [=! points] &=head:yes> [>] .", "(points) (head: yes)."),
        ("hello [^ comment] &*MOT:oh_yes there .", "hello (MOT: oh yes) there."),
        ("<&{l=X deal with &}l=X pressure> [>] .", "deal with pressure."),
        ("<⌈2hello⌉2 , (.) bye> [>] .", "hello, (.) bye."),
        ("no:: I do:n't ↑wa:nt &+fr xxx (1.5) .", "no I don't want fr xxx (1.5)."),
        ("oh (.) ‡ it's me (be)cause „ Eve ?", "oh (.), it's me because, Eve?"),
        ('+" come here +"/.', "come here:"),
        ("+< yes [x 3] and +//.", "yes (×3) and—"),
        ("old %snd \x15%snd:\"a.wav\"_10_20\x15 form .", "old %snd form."),
        ("I said 10:30 ☺ at b@l .", "I said 10:30 at b."),
        ("0 .", "."),
    ],
)  # fmt: skip
def test_codes_of_chat_become_readable_words(line: str, words: str) -> None:
    assert readable(line) == words


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("Marie - words", "Marie"), ("doctor_transcription", "doctor"), ("orth@KIL", "KIL"), ("Marie Text", "Marie"),
        ("words", None), ("default", None), (" ", None), ("Head nurse", "Head nurse"),
    ],
)  # fmt: skip
def test_a_tier_s_name_tells_who_speaks(name: str, who: str | None) -> None:
    assert speaker_of(name) == who
    assert is_spoken(name)


@pytest.mark.parametrize("name", ["Marie - phones", "A_phrase-gls-en", "Traduction", "notes", "ft@KIL", "code_num"])
def test_a_tier_s_name_tells_that_nobody_speaks(name: str) -> None:
    assert not is_spoken(name)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><ANNOTATION_DOCUMENT/>', "kind that is not read"),
        ('<?xml version="1.0"?><!DOCTYPE ANNOTATION_DOCUMENT[<!ENTITY x "y">]><ANNOTATION_DOCUMENT/>', "document type"),
        ('<?xml version="1.0"?><!DOCTYPE basic-transcription SYSTEM "/etc"><basic-transcription/>', "document type"),
        ("<ANNOTATION_DOCUMENT>" + "<a>" * 200_000, "nested"),
        ("<ANNOTATION_DOCUMENT><TIER", "damaged"),
        ("<ANNOTATION_DOCUMENT>&unknown;</ANNOTATION_DOCUMENT>", "damaged"),
        ("<ANNOTATION_DOCUMENT><TIER><ANNOTATION/></TIER></ANNOTATION_DOCUMENT>", "no words"),
        ('<?xml version="1.0"?><!-- a --><segmented-transcription/>', "segmented-transcription"),
        ('{"segments": [{"start": 0, "text": "cut', "cut short"),
        ('{"segments":' + "[" * 200_000, "cut short"),
        ('{"segments": [{"start": ' + "9" * 10_000 + ', "text": "a"}]}', "cut short"),
        ('{"answer": 42}', "no transcript"),
        ('[{"answer": 42}]', "no transcript"),
        ('{"segments": [{"start": 0, "end": 1, "text": " "}]}', "no words"),
        ("@UTF8\n@Begin\n@End\n", "no words"),
        (GRID_HEAD + '1e999 "IntervalTier" "a" 0 1 1e999 0 1 "b"', "cut short"),
        (GRID_HEAD + "1 " + '"' * 100_001, "cut short"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_with_a_sentence(
    content: str, why: str, reading: Callable[[str], Imported]
) -> None:
    with pytest.raises(InputError, match=why) as error:
        reading(content)
    assert error.value.hint


@pytest.mark.parametrize(
    ("content", "length"),
    [
        ('{"segments": [' + ",".join(['{"start": 1e999, "end": NaN, "text": "hm"}'] * 20_000) + "]}", 60_000),
        ("@UTF8\n@Begin\n*PAR:\thi " + "\x15" * 100_000 + "[=!" + " " * 100_000, 7),
        ("@UTF8\n@Begin\n*PAR:\t" + "a( " * 50_000, 150_000),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi" + "<v " * 50_000, 150_002),
        ("1\n00:00:01,000 --> 00:00:02,000\nhi" + "\n" * 200_000, 3),
        ("1\n00:00:01,000 --> 00:00:02,000\n" + "a\n" * 50_000, 100_000),
        ("Emma  0:00  \nhi" + "\n" * 200_000, 3),
    ],
)  # fmt: skip
def test_endless_lines_take_no_endless_time(content: str, length: int, reading: Callable[[str], Imported]) -> None:
    assert len(reading(content).transcript.text) == length


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("# Notes\n\nMarie  0:05 is when she came.", "text"),
        ("Marie Dupont   0:03\nOui.\n\nPaul   0:13\nNon.", "text"),
        ("<!-- a comment -->\nwords", "text"),
        ("[laughs] {\"so\"}", "text"),
        ("@Begin again, he said", "text"),
        ('<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><p>x</p></html>', "html"),
        ("-00:00:01,000 --> 00:00:02,000\nhi", "srt"),
    ],
)  # fmt: skip
def test_texts_that_only_resemble_a_format_stay_what_they_are(content: str, kind: str) -> None:
    assert format_of(content.encode()) == kind
