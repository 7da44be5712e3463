from itertools import pairwise

from qualcode.importers.subtitles import read_subtitles
from qualcode.importers.utterances import Utterance, text_and_turns


def heard(text: str) -> list[tuple[str | None, float | None, str]]:
    whole, turns = text_and_turns(read_subtitles(text)[0])
    return [(turn.speaker, turn.time, whole[turn.start : turn.end]) for turn in turns]


TEAMS = """WEBVTT

1234-aaaa/17-0
00:00:01.000 --> 00:00:05.000
<v Alice Johnson>Hello team, R&amp;D &lt;first&gt; sync,
second line.</v>

1234-aaaa/18-0
00:00:05.000 --> 00:00:08.000
<v Bob O'Néill (Guest)>Thanks.</v> <v Alice Johnson>Sure.</v>
"""


def test_voices_of_one_cue_are_turns_of_their_own_and_entities_are_letters() -> None:
    assert heard(TEAMS) == [
        ("Alice Johnson", 1.0, "Hello team, R&D <first> sync, second line.\n"),
        ("Bob O'Néill (Guest)", 5.0, "Thanks.\n"),
        ("Alice Johnson", 5.0, "Sure.\n"),
    ]


def test_a_name_at_the_head_of_a_cue_is_its_speaker_and_other_colons_are_speech() -> None:
    zoom = (
        "WEBVTT\n\n1\n00:00:03.280 --> 00:00:04.160\nMarie Dupont: D’accord.\n\n"
        "2\n00:00:05.000 --> 00:00:09.000\nok: so the time is 10:30\n"
    )
    assert heard(zoom) == [("Marie Dupont", 3.28, "D’accord.\n"), (None, 5.0, "ok: so the time is 10:30\n")]


def test_cues_of_one_speaker_are_one_turn_and_notes_and_styles_are_not_said() -> None:
    text = (
        "WEBVTT title\n\nNOTE not said\n\nSTYLE\n::cue {}\n\n"
        "00:01.000 --> 00:02.000 align:start\n<v.loud Ann>One <i>two</i>\n\n"
        "00:02.000 --> 00:03.000\n<v Ann>three.\n\n00:03.000 --> 00:04.000\n<v Ben><00:03.100>four\n\n"
    )
    assert heard(text) == [("Ann", 1.0, "One two three.\n"), ("Ben", 3.0, "four\n")]


def test_srt_loses_its_numbers_and_tags_even_where_the_blank_line_was_forgotten() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<b>Hello</b>\nyou.\n2\n00:00:02,500 --> 00:00:03,000\nPAUL: 3\n"
    assert heard(text) == [(None, 1.0, "Hello you.\n"), ("PAUL", 2.5, "3\n")]


def test_words_of_nobody_are_joined_to_a_sentence_unless_silence_parts_them() -> None:
    said = [Utterance(None, 0, 1, "We went"), Utterance(None, 1, 2, "home."), Utterance(None, 2, 3, "Then"),
            Utterance(None, 9, 10, "slept")]  # fmt: skip
    text, turns = text_and_turns(said)
    assert text == "We went home.\nThen\nslept\n"
    assert all(turn.start == turn.body for turn in turns)


def test_captions_that_roll_are_read_once_and_words_said_twice_twice() -> None:
    lines = ["hello everyone", "welcome to the show", "no", "we are glad"]
    cues = [lines[0]]
    for before, line in pairwise(lines):
        cues += [before, f"{before}\n{line}<00:00:02.500><c> </c>"]
    rolling = "WEBVTT\n\n" + "\n\n".join(f"00:00:0{n}.000 --> 00:00:0{n + 1}.000\n{cue}" for n, cue in enumerate(cues))
    said, notes = read_subtitles(rolling)
    assert [each.text for each in said] == lines
    assert len(notes) == 1
    twice = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:02,000 --> 00:00:03,000\nNo.\nNever.\n"
    assert [each.text for each in read_subtitles("".join(f"0:0{n} --> 0:0{n + 1}\nNo.\n\n" for n in range(6)))[0]] == [
        "No."
    ] * 6
    assert heard(twice) == [(None, 1.0, "No.\n"), (None, 2.0, "No. Never.\n")]
