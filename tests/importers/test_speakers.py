from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.importers.speakers import find_turns

LINES = st.lists(
    st.sampled_from(
        [
            "I: bonjour",
            "P : oui",
            "Marie —\tah",
            "",
            "  ",
            "[00:12:03] Paul",
            "Note: rien",
            "P1:",
            "10:30",
            "\tDan:  ok",
        ]
    ),
    max_size=12,
)


def heard(text: str, pattern: str | None = None) -> list[tuple[str | None, str]]:
    turns, _speakers = find_turns(text, pattern)
    return [(turn.speaker, text[turn.body : turn.end].strip()) for turn in turns]


@given(LINES.map("\n".join) | st.text())
def test_turns_tile_the_text(text: str) -> None:
    turns, speakers = find_turns(text)
    assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
    assert turns[0].start == 0
    assert turns[-1].end == len(text)
    assert all(a.end == b.start for a, b in pairwise(turns))
    assert all(turn.start <= turn.body <= turn.end for turn in turns)
    assert [speaker.label for speaker in speakers] == list(dict.fromkeys(t.speaker for t in turns if t.speaker))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dan:  Okay.\n\nParticipant:  Yeah.\n\nDan:  So.",
         [("Dan", "Okay."), ("Participant", "Yeah."), ("Dan", "So.")]),
        ("I : Bonjour.\nça va ?\nP\u00a0: Oui.", [("I", "Bonjour.\nça va ?"), ("P", "Oui.")]),
        ("MARIE — Oui.\nPAUL — Non.\nMARIE — Si.", [("MARIE", "Oui."), ("PAUL", "Non."), ("MARIE", "Si.")]),
        ("[00:12:03] Marie: Oui.\n[00:12:09] Paul: Non.", [("Marie", "Oui."), ("Paul", "Non.")]),
        ("[00:12:03] Marie\nOui.\n[00:12:09] Paul D.\nNon.", [("Marie", "Oui."), ("Paul D.", "Non.")]),
        ("Marie Dupont   0:03\nOui.\n\nPaul   0:13\nNon.", [("Marie Dupont", "Oui."), ("Paul", "Non.")]),
        ("#00:00:12-3# I: Oui.\n#00:00:15-0# B: Non.", [("I", "Oui."), ("B", "Non.")]),
        ("S01: [00:00:12] Oui.\nS00: [00:00:36] Non.", [("S01", "Oui."), ("S00", "Non.")]),
        ("[id1] Oui.\n\n[id2] Non.", [("id1", "Oui."), ("id2", "Non.")]),
        ("**Interviewer:** Oui.\n\n**Marie:** Non.\n\n**Interviewer:** Ah.",
         [("Interviewer", "Oui."), ("Marie", "Non."), ("Interviewer", "Ah.")]),
        ("Interviewer\tOui.\nMarie\tNon.\nInterviewer\tAh.\nMarie\tBon.",
         [("Interviewer", "Oui."), ("Marie", "Non."), ("Interviewer", "Ah."), ("Marie", "Bon.")]),
        ("Mme Durand : oui\nM. Le Goff : non\nAnimatrice : merci",
         [("Mme Durand", "oui"), ("M. Le Goff", "non"), ("Animatrice", "merci")]),
        ("I: oui\nmarie: a\ni: b\nMarie: c\nmarie: d",
         [("I", "oui"), ("marie", "a"), ("I", "b"), ("marie", "c"), ("marie", "d")]),
        ("I: a\nP: b\nI: c\nKarim: une fois", [("I", "a"), ("P", "b"), ("I", "c"), ("Karim", "une fois")]),
        ("Q: Oui ?\n\nBen: Oui.\n\nQ: Et puis ?", [("Q", "Oui ?"), ("Ben", "Oui."), ("Q", "Et puis ?")]),
    ],
)  # fmt: skip
def test_labels_that_are_speakers(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert heard(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ok: so the time is 10:30\nand then it is 11:30",
        "Note: rien.\nNote: encore rien.\nDate: 2 mai",
        "http://example.org\nhttps://example.org",
        "Elle m’a dit : viens.\nElle m’a dit : reste.",
        "Il y avait trois raisons :\nla première, la seconde",
        "Interviewee: Linda, 27 yo\nNiche: Beauty\nSo my journey",
    ],
)
def test_lines_that_only_look_like_labels_make_no_speaker(text: str) -> None:
    assert all(speaker is None for speaker, _said in heard(text))


def test_a_form_at_the_head_belongs_to_nobody() -> None:
    text = "Date: 2 mai\nSite: Lille\nInterviewer: Anna\n\nI: Bonjour.\nP: Salut."
    assert heard(text)[0] == (None, "Date: 2 mai\nSite: Lille\nInterviewer: Anna")
    assert [speaker for speaker, _said in heard(text)] == [None, "I", "P"]


def test_without_speakers_each_paragraph_is_a_turn_and_blank_lines_end_the_one_before() -> None:
    turns, _speakers = find_turns("\nun\n\n\ndeux\ntrois\n")
    assert [(turn.start, turn.body, turn.end) for turn in turns] == [(0, 1, 6), (6, 6, 11), (11, 11, 17)]


def test_times_beside_labels_are_seconds() -> None:
    turns, _speakers = find_turns("[01:02:03] Marie: a\nPaul  1:05\nb\n#00:00:12-5# I: c")
    assert [turn.time for turn in turns] == [3723.0, 65.0, 12.5]


@pytest.mark.parametrize(
    "label",
    ["I", "Int.", "INTERVIEWER 2", "Interviewer", "Enquêtrice", "ENQUETEUR", "Chercheuse", "Modératrice", "Q", "INV"],
)
def test_interviewers_are_known_by_their_label(label: str) -> None:
    _turns, speakers = find_turns(f"{label}: a\nP: b\n{label}: c")
    assert [speaker.interviewer for speaker in speakers] == [True, False]


def test_interviewers_that_are_named_replace_the_guess() -> None:
    _turns, speakers = find_turns("I: a\nDan: b\nI: c\nDan: d", interviewers=["dan"])
    assert [(speaker.label, speaker.interviewer) for speaker in speakers] == [("I", False), ("Dan", True)]


def test_an_interviewer_nobody_is_called_is_refused_with_the_labels_found() -> None:
    with pytest.raises(InputError) as error:
        find_turns("I: a\nP: b", interviewers=["Dan"])
    assert "Dan" in error.value.message
    assert "I, P" in error.value.hint


@pytest.mark.parametrize("pattern", [r"([dp])\d{8}", r"(?P<speaker>[dp])(?P<number>\d{8})"])
def test_a_pattern_names_the_speaker_by_its_group(pattern: str) -> None:
    text = "d01050051 Vous avez mal ?\np01050051 Oui: là.\n"
    assert heard(text, pattern) == [("d", "Vous avez mal ?"), ("p", "Oui: là.")]


def test_a_pattern_without_group_names_the_speaker_by_all_it_meets() -> None:
    assert heard("anna: a\nbob: b", "anna|bob") == [("anna", "a"), ("bob", "b")]


def test_a_wrong_pattern_says_where() -> None:
    with pytest.raises(InputError) as error:
        find_turns("I: a", "([dp]")
    assert "missing )" in error.value.message
    assert "([dp]" in error.value.message
    assert "\n" not in str(error.value)


def test_a_pattern_may_not_run_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qualcode.importers.speakers._PATTERN_SECONDS", 0.1)
    with pytest.raises(InputError):
        find_turns("a" * 100 + "!", r"(a|aa)+$")


MINUTES = """Minutes of the committee

1. Where we stand

Mrs Lane: We are complete.
And we stay so.

Mr Cross: Good.

2. The budget, again

A table went round.

Mrs Lane: Too little.

1. First, the rent, which is due.

2. Then the phone, which nobody answers
and nobody pays.

REGIONAL COMMITTEE, NORTH
Lille, 18 June

Mr Cross: I begin.
IT IS NOT
OK

Mrs Lane: And I end.
## After the break
Mr Cross: Done.
"""


def test_a_heading_ends_a_turn_and_what_follows_is_nobody_s_until_a_label() -> None:
    turns, speakers = find_turns(MINUTES)
    assert [(turn.speaker, MINUTES[turn.body : turn.end].split("\n", maxsplit=1)[0]) for turn in turns] == [
        (None, "Minutes of the committee"),
        ("Mrs Lane", "We are complete."),
        ("Mr Cross", "Good."),
        (None, "2. The budget, again"),
        ("Mrs Lane", "Too little."),
        (None, "REGIONAL COMMITTEE, NORTH"),
        ("Mr Cross", "I begin."),
        ("Mrs Lane", "And I end."),
        (None, "## After the break"),
        ("Mr Cross", "Done."),
    ]
    assert [speaker.label for speaker in speakers] == ["Mrs Lane", "Mr Cross"]
    assert (turns[0].start, turns[-1].end) == (0, len(MINUTES))
    assert all(one.end == next_.start and one.number + 1 == next_.number for one, next_ in pairwise(turns))
    assert "A table went round." in MINUTES[turns[3].body : turns[3].end]
