"""CHAT's `.cha`, of TalkBank and CHILDES: main lines as utterances of the speakers the headers name.

A line that begins with a tab goes on with the one before. Lines that begin with `%` say something about a main line,
those that begin with `@` about the file: neither is speech. The format: https://talkbank.org/manuals/CHAT.html
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.i18n import _
from qualcode.importers.chatcodes import readable, times_of
from qualcode.importers.layers import left_out
from qualcode.importers.timing import in_time
from qualcode.importers.utterances import Utterance

SIGNS = b"\x01\x02\x03\x04\x07\x08\x15"
"""Control characters the format itself uses: around times, and for underlining and the like."""
_HEAD = re.compile(r"\A\s*@(?:UTF8|Begin|Font|Window|PID|Color words|Languages|Participants)\b")
_BEGIN = re.compile(r"^@(?:Begin[ \t]*$|Participants:[ \t])", re.MULTILINE)
_MAIN = re.compile(r"\*([^\s:*%@]{1,20}):\s*")
_DEPENDENT = re.compile(r"%([\w-]{1,20}):")
_ASKING = frozenset(("investigator", "interviewer"))


class Chat(NamedTuple):
    """What was said, who of the speakers asks by the role the headers give them, and what to say of it."""

    utterances: tuple[Utterance, ...]
    asking: tuple[str, ...]
    notes: tuple[str, ...]


class _Participant(NamedTuple):
    """A speaker by the code of the main lines, as the header `@Participants` has it."""

    name: str
    role: str


def is_chat(head: str) -> bool:
    """Whether a text begins with CHAT's headers."""
    return bool(_HEAD.match(head) and _BEGIN.search(head))


def read_chat(text: str) -> Chat:
    """The utterances of a CHAT file in order of time, cleaned of codes."""
    lines = list(_lines(text))
    people = _participants(_header(lines, "@Participants"))
    spaced = bool(re.match(r"\W*fra\b", _header(lines, "@Languages")))
    said, notes = in_time([list(_utterances(lines, spaced=spaced))])
    speaking = list(dict.fromkeys(each.speaker for each in said if each.speaker))
    asking = tuple(code for code in speaking if code in people and people[code].role.lower() in _ASKING)
    return Chat(said, asking, (*_introduced(speaking, people), *left_out(_dependent(lines)), *notes))


def _lines(text: str) -> Iterator[str]:
    """The lines with those that go on with them; what is on no known line at all goes on too."""
    held: list[str] = []
    for line in text.split("\n"):
        if line[:1] in ("@", "*", "%") and held:
            yield " ".join(held)
            held = []
        if line.strip():
            held.append(line.strip())
    if held:
        yield " ".join(held)


def _header(lines: Sequence[str], name: str) -> str:
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(f"{name}:")), "")


def _participants(listed: str) -> Mapping[str, _Participant]:
    """Speakers by their code: `INV Anne Investigator, PAT Participant`; the role comes last, the name may lack."""
    people = {}
    for entry in listed.split(","):
        words = entry.split()
        if words:
            people[words[0]] = _Participant(" ".join(words[1:-1]), words[-1] if len(words) > 1 else "")
    return people


def _utterances(lines: Sequence[str], *, spaced: bool) -> Iterator[Utterance]:
    for line in lines:
        if match := _MAIN.match(line):
            said = line[match.end() :]
            words = readable(said, spaced=spaced)
            if re.search(r"\w", words):
                yield Utterance(match[1], *times_of(said), words)


def _introduced(speaking: Iterable[str], people: Mapping[str, _Participant]) -> Iterator[str]:
    """Who the codes are, where the headers say it."""
    known = [
        f"{code} = {' '.join(filter(None, people[code])).replace('_', ' ')}"
        for code in speaking
        if code in people and any(people[code])
    ]
    if known:
        yield _("speakers: {names}").format(names=", ".join(known))


def _dependent(lines: Sequence[str]) -> list[str]:
    """The kinds of dependent lines, the most frequent first."""
    kinds = Counter(match[1] for line in lines if (match := _DEPENDENT.match(line)))
    return [f"%{kind}" for kind, _count in kinds.most_common()]
