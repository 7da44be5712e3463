from pathlib import Path

import pytest

from qualcode.errors import InputError
from qualcode.importers import group_files, read, read_conversation
from qualcode.importers.textgrid import conversation, read_tiers

LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 9.5
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "{name}"
        xmin = 0
        xmax = 9.5
        intervals: size = 2
        intervals [1]:
            xmin = {at}
            xmax = 4
            text = "He said ""no"", 3 times = <UNSURE>x [2]</UNSURE>"
        intervals [2]:
            xmin = 3
            xmax = 9.5
            text = ""
"""
SHORT = """File type = "ooTextFile"
"TextGrid"

0
9.5
<exists>
2
"IntervalTier"
"Doctor"
0
9.5
1
1
2
"Hello"
"TextTier"
"Clicks"
0
9.5
1
1.5
"click"
"""


def grid(path: Path, name: str, at: float = 1.0, encoding: str = "utf-8") -> Path:
    path.write_bytes(LONG.format(name=name, at=at).replace("\n", "\r\n").encode(encoding))
    return path


def test_long_and_short_spellings_are_read_alike() -> None:
    (tier,) = read_tiers(LONG.format(name="Doctor", at=1))
    assert tier.name == "Doctor"
    assert [u.text for u in tier.utterances] == ['He said "no", 3 times = <UNSURE>x [2]</UNSURE>']
    tiers = read_tiers(SHORT)
    assert [(tier.name, tier.utterances[0].start, tier.utterances[0].text) for tier in tiers] == [
        ("Doctor", 1.0, "Hello"),
        ("Clicks", 1.5, "click"),
    ]


@pytest.mark.parametrize("cut", [60, 200, 400, len(LONG) - 20])
def test_a_grid_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(InputError):
        read_tiers(LONG.format(name="Doctor", at=1)[:cut])


def test_utterances_of_all_tiers_are_told_in_order_of_time() -> None:
    said, _notes = conversation([("", read_tiers(SHORT))])
    assert [(u.speaker, u.text) for u in said] == [("Doctor", "Hello"), ("Clicks", "click")]


@pytest.mark.parametrize(
    ("second", "turns"),
    [("Doctor", [("Doctor", 1.0), ("Doctor", 3.5)]), ("Patient", [("Doctor", 1.0), ("Patient", 9.0)])],
)
def test_who_speaks_alone_begins_another_turn_after_a_long_pause(
    tmp_path: Path, second: str, turns: list[tuple[str, float]]
) -> None:
    at = ((1, 2), (2.5, 2.5), (3.5, 4), (4.9, 5))
    said = "".join(f'{start} {end} "So." ' for start, end in at)
    other = "" if second == "Doctor" else f'"IntervalTier" "{second}" 0 9.5 1 9 9.5 "Yes."'
    grid = f'"ooTextFile" "TextGrid" 0 9.5 <exists> {1 + bool(other)} "IntervalTier" "Doctor" 0 9.5 4 {said}{other}'
    (tmp_path / "d.TextGrid").write_text(grid)
    found = read(tmp_path / "d.TextGrid").transcript
    assert [(turn.speaker, turn.time) for turn in found.turns] == turns


def test_two_files_of_one_length_are_one_conversation_and_speakers_are_told_apart(tmp_path: Path) -> None:
    doctor = grid(tmp_path / "day1_c01_doctor.TextGrid", "Speaker", 2)
    patient = grid(tmp_path / "day1_c01_patient.TextGrid", "Speaker", 1, "utf-16")
    other = grid(tmp_path / "day1_c02_doctor.TextGrid", "Speaker")
    assert group_files([doctor, other, patient]) == [(doctor, patient), (other,)]
    found = read_conversation([doctor, patient])
    assert [(turn.speaker, turn.time) for turn in found.transcript.turns] == [("patient", 1.0), ("doctor", 2.0)]
    assert found.format == "textgrid"


def test_grids_of_other_lengths_and_other_files_stand_alone(tmp_path: Path) -> None:
    marie = grid(tmp_path / "talk_marie.TextGrid", "M")
    paul = grid(tmp_path / "talk_paul.TextGrid", "P")
    paul.write_bytes(paul.read_bytes().replace(b"9.5", b"99.5"))
    note = tmp_path / "talk_note.txt"
    assert group_files([marie, paul, note]) == [(marie,), (paul,), (note,)]
