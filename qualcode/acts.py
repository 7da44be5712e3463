"""What a coder can do to a study, as data. The store applies an act in one transaction and keeps its inverse.

An act names ids and values only; `Study.do(act, coder)` carries it out and answers what changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.model import Words
from qualcode.model.people import SiteChange
from qualcode.model.texts import Part


@dataclass(frozen=True, slots=True)
class AddCoding:
    """Put a code on `[start, end)` of a document."""

    document: str
    start: int
    end: int
    code: str
    round: int = 1


@dataclass(frozen=True, slots=True)
class AddCodings:
    """Put many codes on at once, as one act (a table read in)."""

    codings: tuple[AddCoding, ...]


@dataclass(frozen=True, slots=True)
class RemoveCoding:
    """Take a coding off."""

    coding: int


@dataclass(frozen=True, slots=True)
class MoveCoding:
    """Give a coding other bounds."""

    coding: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RecodeCoding:
    """Give a coding another code."""

    coding: int
    code: str


@dataclass(frozen=True, slots=True)
class SetKey:
    """Mark a coding as a key quotation, or no longer."""

    coding: int
    key: bool


@dataclass(frozen=True, slots=True)
class SetCounter:
    """Mark a coding as a counter-example, or no longer."""

    coding: int
    counter: bool


@dataclass(frozen=True, slots=True)
class SetConsent:
    """Say whether the passages of codings may be quoted: yes, no, or None where nobody was asked about them."""

    ids: Sequence[int]
    given: bool | None


@dataclass(frozen=True, slots=True)
class SetExcerpt:
    """Say how a coding's words are shown shortened (see `excerpting`); an empty text takes that away."""

    coding: int
    text: str


@dataclass(frozen=True, slots=True)
class SetTranslation:
    """Write a translation of a coding's words into a language, and who made it; an empty text takes it away."""

    coding: int
    language: str
    text: str
    translator: str = ""


@dataclass(frozen=True, slots=True)
class OverrideDisclosure:
    """Record that something is handed out despite what the disclosure check found: how much of each kind, and why."""

    reason: str
    findings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SetMemo:
    """Write the coder's first memo of a kind on a target (see `model.Memo`); an empty text takes it away."""

    target: str
    text: str
    kind: str = "analytic"


@dataclass(frozen=True, slots=True)
class AddMemo:
    """Write one more memo on a target; `date` is the day that an entry of a logbook is about."""

    target: str
    text: str
    kind: str = "analytic"
    date: str | None = None


@dataclass(frozen=True, slots=True)
class EditMemo:
    """Give a memo another text, kind and date."""

    memo: int
    text: str
    kind: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveMemo:
    """Take a memo away."""

    memo: int


@dataclass(frozen=True, slots=True)
class AddBookmark:
    """Put a bookmark of the coder's on `[start, end)` of a document."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RemoveBookmark:
    """Take a bookmark away; it is the coder's own."""

    bookmark: int


@dataclass(frozen=True, slots=True)
class SetDone:
    """Mark a document as coded by this coder, or no longer."""

    document: str
    done: bool


@dataclass(frozen=True, slots=True)
class RemoveCodings:
    """Take many codings off."""

    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class RecodeCodings:
    """Give many codings another code."""

    ids: Sequence[int]
    code: str


@dataclass(frozen=True, slots=True)
class SetKeys:
    """Mark many codings as key quotations, or no longer."""

    ids: Sequence[int]
    key: bool


@dataclass(frozen=True, slots=True)
class SetCounters:
    """Mark many codings as counter-examples, or no longer."""

    ids: Sequence[int]
    counter: bool


@dataclass(frozen=True, slots=True)
class ConfirmCodings:
    """Say that codings hold under their code as it is defined now."""

    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class AddCode:
    """Add a code to the codebook under `parent`, at a place among the codes there (None: last)."""

    id: str
    label: Words
    parent: str | None = None
    brief: Words = field(default_factory=dict)
    position: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RenameCode:
    """Give a code another label in one language (`""` for a plain label); it is still found by the old one."""

    code: str
    language: str
    label: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MoveCode:
    """Put a code with its sub-codes under another (None: at the top), at a place among those there (None: last)."""

    code: str
    parent: str | None = None
    position: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MergeCodes:
    """Make codes one with `into`: their codings, sub-codes, names, memos and summaries become its own.

    Passages of one coder that overlap are then joined to one, or all kept: `overlaps` is `join` or `keep`.
    """

    codes: tuple[str, ...]
    into: str
    overlaps: str = "keep"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SplitCode:
    """Make new codes of one, and send its codings to them: `sent` has the ids of codings by the code each gets."""

    code: str
    new: tuple[AddCode, ...]
    sent: Mapping[str, Sequence[int]]
    retire: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RetireCode:
    """Offer a code no longer; its codings stay and count."""

    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RestoreCode:
    """Offer a code again that was retired."""

    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditDefinition:
    """Write one field of a code's definition, in one language where it has words; an empty text takes it away.

    Fields of several items (`examples`, `near_misses`, `also_under`) have one a line.
    """

    code: str
    field: str
    text: str
    language: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemoveCode:
    """Take a code without codings and without sub-codes out of the codebook."""

    id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AddSite:
    """Add a site under a region, or at the top."""

    id: str
    label: Words
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class SaveQuery:
    """Save a query under a name in study.yaml, in the place of one of that name."""

    name: str
    query: str


@dataclass(frozen=True, slots=True)
class RemoveQuery:
    """Take a saved query out of study.yaml."""

    name: str


@dataclass(frozen=True, slots=True)
class MapSpeaker:
    """Say who a speaker of a document is: an interviewer, or a participant with an own site and role."""

    document: str
    label: str
    interviewer: bool
    participant: str | None = None
    site: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class SetParticipant:
    """Set a person's own site, role and variables, and by wave those that differ from one to another."""

    participant: str
    site: str | None = None
    role: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)
    waves: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetDocument:
    """Set what is known of a document besides its text: site, kind, language, date, wave, guide, variables."""

    document: str
    site: str | None
    kind: str
    language: str
    date: str | None = None
    wave: str | None = None
    guide: str | None = None
    variables: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetSites:
    """Write attributes and labels of sites into study.yaml, and new sites, all in one edit of the file."""

    changes: tuple[SiteChange, ...]


@dataclass(frozen=True, slots=True)
class SetParts:
    """Say which ranges of a document's turns have a site, a wave or a date of their own; none makes it one whole."""

    document: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class AssignTurns:
    """Give turns to a speaker; a label new to the document is that participant, or an interviewer if none is named."""

    document: str
    turns: tuple[int, ...]
    label: str
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class SetSummary:
    """Write what a holder (`participant:MSP03`, `site:lille`) says of a theme, upon the version read (0: none).

    An empty text takes the summary away. `counted` is the coder whose codings it rests on.
    """

    theme: str
    holder: str
    text: str
    upon: int
    counted: str | None


@dataclass(frozen=True, slots=True)
class SetSummaries:
    """Write many summaries at once, as one act (a table read in)."""

    summaries: tuple[SetSummary, ...]


@dataclass(frozen=True, slots=True)
class ConfirmSummary:
    """Say that a summary still holds: the same words, resting on what is there now."""

    theme: str
    holder: str
    upon: int
    counted: str | None


@dataclass(frozen=True, slots=True)
class PlaceCoding:
    """Put a coding on that was kept aside when its text was corrected: its words stand at `[start, end)` now."""

    coding: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DropCodings:
    """Give codings up that were kept aside when their text was corrected."""

    codings: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ConfirmCorrected:
    """Say that codings whose words were corrected still hold, or have been seen to."""

    codings: tuple[int, ...]
