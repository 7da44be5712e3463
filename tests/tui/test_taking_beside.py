"""An undo of many codings is written beside the keys of the coding screen."""

from __future__ import annotations

from qualcode.acts import AddCoding, AddCodings
from qualcode.study import Study
from qualcode.tui.taking import take_back


def test_many_codings_are_taken_back_and_put_on_again_beside_the_keys(study: Study, drive, monkeypatch) -> None:
    monkeypatch.setattr("qualcode.tui.screens.taking_beside.FEW", 1)
    sentences = study.transcript("L01").sentences[:3]
    study.do(AddCodings(tuple(AddCoding("L01", at.start, at.end, "nearness") for at in sentences)))
    beside = []
    monkeypatch.setattr(
        "qualcode.tui.screens.taking_beside.take_back",
        lambda other, coder: beside.append(other is not study) or take_back(other, coder),
    )
    seen = drive(study, "u")
    assert "Taken back" in seen.message
    assert beside == [True]
    assert study.codings() == []
    drive(study, "U")
    assert len(study.codings()) == 3
