"""What undo, redo and the log say of an act: in words, with the way out where it can no longer be taken back."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from qualcode import acts
from qualcode.i18n import known_words


def test_every_act_has_words() -> None:
    known = [name for name, found in inspect.getmembers(acts, inspect.isclass) if found.__module__ == acts.__name__]
    assert set(known) <= set(known_words("en"))


def test_undo_says_which_act_it_took_back(run: Any, demo: Path) -> None:
    run("parts", demo, "A01", "--clear", "--coder", "c1")
    assert "Taken back: parts of a document (document A01)." in run("undo", demo, "--coder", "c1").err
    assert "Done again: parts of a document (document A01" in run("redo", demo, "--coder", "c1").err
    coding = run("codings", demo, "--coder", "c1", "--json").data[0]["id"]
    run("counter", demo, coding, "--coder", "c1")
    said = run("undo", demo, "--coder", "c1").err
    assert "Taken back: counter-example (coding" in said
    assert "{" not in said
    logged = run("log", demo).out
    assert "parts of a document" in logged
    assert "SetParts" not in logged


def test_what_another_coder_changed_since_is_left_and_the_way_out_is_said(run: Any, demo: Path) -> None:
    run("variables", "set", demo, "participant:USA03", "age=40", "--coder", "c1")
    run("variables", "set", demo, "participant:USA03", "age=50", "--coder", "c2")
    refused = run("undo", demo, "--coder", "c1")
    assert (refused.status, "c2: participant. Whose act" in refused.err) == (1, True)
    assert run("undo", demo, "--coder", "c2").status == 0
    assert run("undo", demo, "--coder", "c1").status == 0
