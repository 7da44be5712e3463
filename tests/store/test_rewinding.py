"""A copy taken back to an event: what was edited by hand, asked, saved and let out goes back as well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from qualcode.acts import (
    AddCoding,
    OverrideDisclosure,
    RemoveQuery,
    SaveQuery,
    SetConsent,
    SetExcerpt,
    SetMemo,
    SetTranslation,
)
from qualcode.store.rewinding import last_event_by
from qualcode.study import Study


def test_edits_by_hand_queries_consents_and_overrides_go_back(study: Study, watched: Callable[[Study], Any]) -> None:
    coding = study.do(AddCoding("L01", 3, 33, "nearness")).codings[0]
    words = study.transcript("L01").text[3:33].split()[0]
    with watched(study) as seen:
        for file, old, new in (
            ("study.yaml", "A study", "Another title"),
            ("codebook.yaml", "label: Nearness", "label: Closeness\n        full: Close."),
        ):
            path = study.folder / file
            path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
            seen.attempt(study.take_in_edits)
        for act in (
            SaveQuery("near", "nearness"), SetConsent((coding,), False), OverrideDisclosure("agreed", {"name": 1}),
            SetConsent((coding,), None), RemoveQuery("near"), SetMemo("study", "hm"),
            SetExcerpt(coding, f"{words} […]"), SetTranslation(coding, "en", "Hm.", "Zoé"), SetExcerpt(coding, ""),
        ):  # fmt: skip
            seen.attempt(lambda: study.do(act, coder="ben"))  # noqa: B023
            seen.attempt(lambda: study.undo("ben"))
            seen.attempt(lambda: study.redo("ben"))
    assert {"EditText", "SetConsent", "OverrideDisclosure", "SetExcerpt", "SetTranslation", "RemoveQuery", "Undo",
            "Redo"} <= {event.act for event in study.events()}  # fmt: skip
    assert study.events()[0].coder == "ben"


def test_the_original_is_left_as_it_is(study: Study, watched: Callable[[Study], Any], tmp_path: Path) -> None:
    before = sorted((path.name, path.read_bytes()) for path in study.folder.iterdir() if path.suffix == ".yaml")
    event, people = study.last_event(), study.participants()
    with watched(study) as seen:
        seen.attempt(lambda: study.do(SetMemo("study", "hm")))
    assert study.last_event() == event + 1
    assert study.participants() == people
    assert before == sorted((path.name, path.read_bytes()) for path in study.folder.iterdir() if path.suffix == ".yaml")


def test_a_day_or_an_hour_means_the_last_event_up_to_its_end(study: Study) -> None:
    for number, at in enumerate(("2026-01-02T09:00", "2026-01-02T23:59", "2026-01-03T00:00"), start=1):
        study.connection.execute("UPDATE event SET at = ? WHERE id = ?", (f"{at}:00.000+00:00", number))
    study.connection.execute("UPDATE event SET at = '2026-02-01T00:00:00.000+00:00' WHERE id > 3")
    moments = ("2026-01-01", "2026-01-02T08", "2026-01-02T09", "2026-01-02", "2026-01-03", "2026-01")
    assert [last_event_by(study.connection, moment) for moment in moments] == [0, 0, 1, 2, 3, 3]
    assert last_event_by(study.connection, "2027") == study.last_event()
