"""What study.yaml says of the quotations a report shows: read, kept, and refused at its place."""

from __future__ import annotations

import pytest

from qualcode.errors import YamlError
from qualcode.reportfile import Choosing, choosing_said
from qualcode.studyfile import read_study


def said(text: str) -> Choosing:
    return choosing_said(read_study(f"title: T\nreport:\n  quotations: {text}\n", "study.yaml").report)


def test_what_is_said_is_kept_and_the_rest_is_everything() -> None:
    assert said("{per_participant: 2, each_site: yes, key_first: no, context: 1}") == Choosing(
        per_participant=2, each_site=True, context=1
    )
    assert said("") == Choosing() and Choosing().all
    assert choosing_said({}) == Choosing()
    assert not Choosing(longest=40).all


def test_what_is_said_elsewhere_goes_before_it() -> None:
    assert said("{per_theme: 5, longest: 80}").with_said({"per_theme": 2, "longest": None}) == Choosing(
        per_theme=2, longest=80
    )


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("{per_person: 2}", "study.yaml:3:16", "per_person"),
        ("{per_theme: many}", "study.yaml:3:27", "per_theme"),
        ("{per_theme: -1}", "study.yaml:3:27", "per_theme"),
        ("{context: 21}", "study.yaml:3:25", "context"),
        ("{each_site: perhaps}", "study.yaml:3:27", "each_site"),
        ("[1]", "study.yaml:3:15", "quotations"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(text: str, place: str, named: str) -> None:
    with pytest.raises(YamlError) as raised:
        said(text)
    assert place in raised.value.message and named in raised.value.message
