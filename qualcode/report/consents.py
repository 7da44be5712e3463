"""Who agreed to be quoted, as a study has it on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qualcode.disclosure import consent
from qualcode.disclosure.consent import Withheld

if TYPE_CHECKING:
    from qualcode.study import Study


class Consents:
    """What is on record of people and of passages, read once."""

    def __init__(self, study: Study) -> None:
        self._passages = study.consents()
        self._people = consents_of(study)

    def withheld(self, coding: int, people: Iterable[str]) -> Withheld | None:
        """Why a coding in which these people speak may not be quoted; None where it may."""
        return consent.withheld(coding, people, self._passages, self._people)


def keeps_consent(study: Study) -> bool:
    """Whether the study records who agreed to be quoted: its participants have a variable for it."""
    return consent.VARIABLE in study.variables.get("participant", {})


def records_consent(study: Study) -> bool:
    """Whether anything is on record of who may be quoted: of people, or of a passage."""
    return keeps_consent(study) or bool(study.consents())


def consents_of(study: Study) -> dict[str, str] | None:
    """What each person said; None where the study does not keep it."""
    if not keeps_consent(study):
        return None
    return {one.id: consent.said(one.variables.get(consent.VARIABLE)) for one in study.participants()}
