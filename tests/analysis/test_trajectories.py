"""What people keep, lose and gain between waves, by hand and as laws over any states."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.trajectories import STATES, Change, Numbers, change, changes, numbers, trajectories

WAVES = ("T0", "T6", "T12")
STATE = st.sampled_from(STATES[:-1])
ANY = st.dictionaries(st.sampled_from(WAVES), st.dictionaries(st.sampled_from("ABCDEF"), STATE))


def test_who_raised_it_first_and_no_longer_is_told_from_who_was_not_asked_again() -> None:
    before = {"ana": "said", "bob": "said", "cat": "not_raised", "dan": "not_raised", "eve": "said", "flo": "said"}
    after = {"ana": "said", "bob": "not_raised", "cat": "said", "dan": "not_raised", "eve": "not_asked", "gil": "said"}
    found = change("T0", "T6", before, after)
    assert found == Change("T0", "T6", ("ana",), ("bob",), ("cat",), ("dan",), ("eve",))
    assert found.both == 5


def test_who_missed_a_wave_is_followed_over_it() -> None:
    waves = {"T0": {"ana": "said"}, "T6": {"bob": "said"}, "T12": {"ana": "not_raised", "bob": "said"}}
    assert list(changes(WAVES, waves)) == [
        Change("T0", "T12", (), ("ana",), (), (), ()),
        Change("T6", "T12", ("bob",), (), (), (), ()),
    ]
    assert trajectories(WAVES, waves) == {
        "ana": ("said", "not_interviewed", "not_raised"),
        "bob": ("not_interviewed", "said", "said"),
    }


@given(ANY)
def test_the_five_parts_of_a_change_are_the_people_interviewed_at_both_waves(waves: dict[str, dict[str, str]]) -> None:
    found = {(one.earlier, one.later): one for one in changes(WAVES, waves)}
    for earlier, later in combinations(WAVES, 2):
        both = waves.get(earlier, {}).keys() & waves.get(later, {}).keys()
        parts = found[earlier, later][2:] if (earlier, later) in found else ()
        told = [person for part in parts for person in part]
        assert sorted(told) == sorted(both)


@given(ANY)
def test_read_backwards_what_was_lost_is_gained(waves: dict[str, dict[str, str]]) -> None:
    for one in changes(WAVES, waves):
        back = change(one.later, one.earlier, waves[one.later], waves[one.earlier])
        assert (back.lost, back.gained) == (one.gained, one.lost)
        assert (back.kept, back.never, back.unclear) == (one.kept, one.never, one.unclear)


def test_a_median_needs_three_values() -> None:
    assert numbers([]) is None
    assert numbers([41, 47]) == Numbers(2, 44.0, 41, 47, None)
    assert numbers([41, 47, 38, 55]) == Numbers(4, 45.25, 38, 55, 44.0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_a_mean_lies_between_the_least_and_the_greatest(values: list[float]) -> None:
    found = numbers(values)
    assert found is not None
    assert found.least - 1e-6 <= found.mean <= found.greatest + 1e-6
