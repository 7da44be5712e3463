"""Times on record as they are read, and what is on record of an act in words."""

from __future__ import annotations

import time

import pytest

from qualcode.i18n import act_facts
from qualcode.moments import day, moment


def test_a_time_is_said_by_the_clock_of_whoever_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        monkeypatch.setenv("TZ", "Europe/Paris")
        time.tzset()
        assert moment("2026-11-23T23:19:22.404+00:00") == "2026-11-24 00:19"
        assert day("2026-11-23T23:19:22.404+00:00") == "2026-11-24"
    finally:
        monkeypatch.undo()
        time.tzset()
    assert moment("some day") == "some day"


def test_what_is_on_record_of_an_act_is_said_in_words_and_says_something(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUALCODE_LANG", "fr")
    told = dict(act_facts({"target": "site:lille", "kind": "reflexive", "done": True, "sha256": "1f", "reason": ""}))
    assert list(told.values()) == ["site lille", "réflexif", "oui"]
    assert next(act_facts({"acts": [{"site": "lille"}, {"site": "toulon"}]}))[1] == "site lille; site toulon"
    assert [said for _name, said in act_facts({"before": {"key": 0}})] == ["citation clé non"]
    assert [said for _name, said in act_facts({"findings": "consent 9, name 23"})] == ["consentement 9, nom 23"]
