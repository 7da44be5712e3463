"""Who an interviewer is, from the label alone or as the researcher says; and which labels name a role at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model.texts import Speaker
from qualcode.names import fold

_INTERVIEWER = re.compile(
    r"(?:i|q|int|inv|intw|mod|interviewer|interviewers|intervieweu(?:r|se)s?|enquet(?:eur|rice)s?|chercheu(?:r|se)s?|"
    r"moderat(?:or|eur|rice)s?|animat(?:or|eur|rice)s?|facilitat(?:or|eur|rice)s?|researchers?|investigat(?:or|eur|rice)s?|"
    r"evaluat(?:or|eur|rice)s?|sociologue|question)"
)
_INTERVIEWED = re.compile(
    r"(?:p|r|a|sp|spk|part|resp|pat|participante?|interviewee?|interroge|enquetee?|respondent|repondante?|reponse|answer|"
    r"speaker|intervenante?|locut(?:eur|rice)|informante?|patiente?|doctor|docteur|medecin|infirmiere?|nurse|"
    r"mediat(?:or|eur|rice)|usager|usagere|user|worker|manager|psychiatr(?:e|ist))"
)
_NUMBERED = re.compile(r"[a-z]{1,4}-?\d{1,3}")
_NUMBER_OR_STOP = re.compile(r"[-_.]?\d*[.)]?$")


def names_a_role(label: str) -> bool:
    """Whether a label says by itself that somebody speaks: `I`, `P2`, `S01`, `Interviewer 1`, `Enquêtrice`."""
    folded = fold(label)
    return bool(_INTERVIEWED.fullmatch(_first_word(label)) or _NUMBERED.fullmatch(folded) or _asks(label))


def speakers_of(labels: Iterable[str], interviewers: Collection[str] = ()) -> tuple[Speaker, ...]:
    """The speakers of a document, in the order of their labels, each an interviewer or not.

    Where `interviewers` names labels (case and accents aside) those and only those are; else the label is judged.
    Raises InputError for a name that no label has.
    """
    known = {fold(label): label for label in labels}
    asked = {fold(name): name for name in interviewers}
    if unknown := [name for key, name in asked.items() if key not in known]:
        raise InputError(
            _("no speaker is called “{name}”").format(name=unknown[0]),
            _("The speakers found are: {labels}.").format(labels=", ".join(known.values()) or _("none")),
        )
    return tuple(Speaker(label, key in asked if asked else _asks(label)) for key, label in known.items())


def _asks(label: str) -> bool:
    return bool(_INTERVIEWER.fullmatch(_first_word(label)))


def _first_word(label: str) -> str:
    """The first word, folded, without a number or a full stop at its end: `int` of `INT2`, `mod` of `Mod. 1`."""
    return _NUMBER_OR_STOP.sub("", fold(label).split(" ")[0])
