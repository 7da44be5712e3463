"""Whether a passage may be quoted: a refusal reaches what shares words with it, a consent what lies within; undo."""

from __future__ import annotations

import pytest

from qualcode.acts import AddCoding, OverrideDisclosure, RemoveCoding, SetConsent
from qualcode.errors import InputError, NotFoundError
from qualcode.study import Study


def code(study: Study, start: int, end: int, name: str = "distance") -> int:
    return study.do(AddCoding("L01", start, end, name)).codings[0]


def test_a_refusal_reaches_what_overlaps_a_consent_what_lies_within(study: Study) -> None:
    asked, beside, within, apart = (
        code(study, 5, 15),
        code(study, 10, 20),
        code(study, 6, 9, "access"),
        code(study, 30, 40),
    )
    study.do(SetConsent((asked,), True))
    assert study.consents() == {asked: True, within: True}
    study.do(SetConsent((asked,), False))
    assert study.consents() == {asked: False, beside: False, within: False}
    study.do(SetConsent((apart,), True))
    study.do(SetConsent((asked,), None))
    assert study.consents() == {apart: True}


def test_consent_is_taken_back_and_comes_back_with_its_coding(study: Study) -> None:
    one = code(study, 5, 15)
    study.do(SetConsent((one,), False))
    study.undo()
    assert study.consents() == {}
    study.redo()
    study.do(RemoveCoding(one))
    assert study.consents() == {}
    study.undo()
    assert study.consents() == {one: False}
    with pytest.raises(NotFoundError):
        study.do(SetConsent((one, 9999), True))


def test_what_was_handed_out_stays_on_record(study: Study) -> None:
    one = code(study, 5, 15)
    study.do(OverrideDisclosure("agreed", {"name": 2}))
    outcome = study.undo()
    assert outcome is not None and outcome.codings == (one,)
    assert [event.undone for event in study.events() if event.act == "OverrideDisclosure"] == [False]
    with pytest.raises(InputError):
        study.do(OverrideDisclosure(" ", {}))
