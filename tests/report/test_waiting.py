"""A program that writes for us is ended where what it writes is not wanted any more."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qualcode import office
from qualcode.report.document import Report
from qualcode.report.watching import watched

REPORT = Report("T", "", "Contents", "en", datetime(2026, 1, 2, tzinfo=UTC), ())


class NotWantedError(Exception):
    """What says so."""


def test_a_program_is_ended_with_what_stops_the_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_LOOK_SECONDS", 0.05)
    begun: list[int] = []
    popen = office.subprocess.Popen
    monkeypatch.setattr(office.subprocess, "Popen", lambda *a, **k: begun.append((one := popen(*a, **k)).pid) or one)

    def stop() -> None:
        raise NotWantedError

    with pytest.raises(NotWantedError):
        office.waited([sys.executable, "-c", "import time; time.sleep(60)"], b"x" * 200_000, os.environ, stop)
    with pytest.raises(ProcessLookupError):
        os.kill(begun[0], 0)


def test_a_program_reads_all_and_says_all_however_often_it_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_LOOK_SECONDS", 0.05)
    slow = "import sys, time; time.sleep(0.2); sys.stdout.buffer.write(sys.stdin.buffer.read())"
    waits: list[int] = []
    done = office.waited([sys.executable, "-c", slow], b"x" * 200_000, os.environ, lambda: waits.append(1))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"x" * 200_000, b"")
    assert waits


def test_who_watches_a_report_is_heard_while_it_waits() -> None:
    heard: list[tuple[int, int]] = []
    watched(replace(REPORT, sections=()), lambda done, count: heard.append((done, count))).waiting()
    assert heard == [(0, 0)]
