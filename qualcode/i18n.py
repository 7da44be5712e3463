"""The interface's language: English, or French from `locale/`, chosen by the environment or the setting."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr")
Say = Callable[[str], str]
"""gettext in a language, which need not be the interface's: that of an appendix, or of a picture."""
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_LOCALE = Path(__file__).parent / "locale"
_VARIABLES = ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_FLAGS = ("key", "counter")
"""Facts of an act that are kept as 0 or 1."""
_WORDED = ("kind", "consent", "overlaps", "field")
"""Facts of an act that are words of ours."""
_preferred: list[str] = []
"""The language that was set, if one was: a process has one, as it has one environment."""


def language() -> str:
    """The interface language, `en` or `fr`: the one preferred, else as the first variable set says.

    The variables are QUALCODE_LANG and then those gettext asks. LANGUAGE may hold several, parted by colons, the best
    first. `C`, `POSIX` and what we do not speak mean English.
    """
    if _preferred:
        return _preferred[0]
    wanted = next(filter(None, map(os.environ.get, _VARIABLES)), "")
    return next((known for each in wanted.lower().split(":") for known in LANGUAGES if each.startswith(known)), "en")


def prefer(wanted: str) -> None:
    """Speak a language from now on, whatever the environment says; none: as the environment says again."""
    _preferred[:] = [wanted] if wanted else []


@cache
def translations(lang: str) -> gettext.NullTranslations:
    """The catalogue of one interface language; English is the text of the code itself."""
    return gettext.translation("qualcode", _LOCALE, languages=[lang], fallback=True)


def _(message: str) -> str:
    """The message in the interface language."""
    return translations(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The singular or plural message in the interface language, for `count` things."""
    return translations(language()).ngettext(singular, plural, count)


def decimal(figures: str) -> str:
    """Figures with the decimal sign of the interface language: `6,9 %` in French."""
    return _POINT.sub(",", figures) if "." in figures and language() == "fr" else figures


def known_word(word: str) -> str:
    """A word that a study holds, a table is asked for or the system says, in the interface language if we know it."""
    return known_words(language()).get(word, word)


def reason(error: OSError) -> str:
    """Why the system refused, in the interface language."""
    return known_word(error.strerror or str(error) or type(error).__name__)


def act_words(act: str) -> str:
    """What was done, in the interface language: one act, or several with commas."""
    return ", ".join(map(known_word, act.split(", ")))


def act_facts(summary: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is on record of an act, each with its name, in the interface language; nothing that says nothing."""
    for name, value in summary.items():
        if name != "sha256" and value not in (None, "", [], {}) and (said := _fact(name, value)):
            yield known_word(name), said


def _fact(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{inner} {said}" for inner, said in act_facts(value))
    if isinstance(value, (list, tuple)):
        return "; ".join(_fact("", each) for each in value)
    if isinstance(value, bool) or name in _FLAGS:
        return known_word(str(bool(value)))
    if name == "findings":
        counts = (each.rpartition(" ") for each in str(value).split(", "))
        return ", ".join(f"{known_word(kind)} {count}" for kind, _blank, count in counts)
    if name == "target":
        noun, _colon, rest = str(value).partition(":")
        return f"{known_word(noun)} {rest}".strip()
    return known_word(str(value)) if name in _WORDED else str(value)


@cache
def known_words(lang: str) -> Mapping[str, str]:
    """Kinds of documents and memos, what tables are grouped by, acts and their fields, how the system refuses; kinds of
    what a project loses."""
    from qualcode.lostwords import lost_words

    _ = translations(lang).gettext
    return lost_words(_) | {
        "interview": _("interview"), "focus group": _("focus group"), "visit note": _("visit note"),
        "minutes": _("minutes"), "site": _("site"), "region": _("region"), "role": _("role"),
        "participant": _("participant"), "document": _("document"), "kind": _("kind"), "wave": _("wave"),
        "date": _("date"), "language": _("language"), "guide": _("guide"), "analytic": _("analytic"),
        "methodological": _("methodological"), "reflexive": _("reflexive"),
        "AddCoding": _("code put on"), "AddCodings": _("code put on"),
        "RemoveCoding": _("code taken off"), "RemoveCodings": _("code taken off"),
        "MoveCoding": _("bounds changed"), "RecodeCoding": _("other code"), "SetKey": _("key quotation"),
        "SetCounter": _("counter-example"),
        "SetMemo": _("memo"), "AddMemo": _("new memo"), "EditMemo": _("memo changed"),
        "RemoveMemo": _("memo taken away"), "memo": _("memo"), "logbook": _("logbook"), "question": _("open question"),
        "answered": _("answered question"), "SetDone": _("document coded or not"), "AddCode": _("new code"),
        "RenameCode": _("code renamed"), "MoveCode": _("code moved"), "MergeCodes": _("codes merged"),
        "SplitCode": _("code split"), "RetireCode": _("code retired"), "RestoreCode": _("code restored"),
        "EditDefinition": _("definition written"), "RemoveCode": _("code removed"),
        "RecodeCodings": _("other code"), "SetKeys": _("key quotations"), "SetCounters": _("counter-examples"),
        "ConfirmCodings": _("codings confirmed"), "merged": _("merged"), "split": _("split"),
        "overlaps": _("overlaps"), "one": _("become one"), "reason": _("reason"), "field": _("field"),
        "added": _("added"), "removed": _("removed"), "renamed": _("renamed"), "moved": _("moved"),
        "retired": _("retired"), "restored": _("restored"), "redefined": _("definition changed"),
        "begun": _("begun"), "set": _("set"), "join": _("join"), "keep": _("keep"),
        "MapSpeaker": _("speaker mapped"), "SetParticipant": _("participant"),
        "ImportDocument": _("document imported"), "EditText": _("file edited"), "Undo": _("taken back"),
        "Redo": _("done again"), "AddSite": _("new site"), "Together": _("several acts"),
        "SetDocument": _("document described"), "SetSites": _("sites described"), "SetParts": _("parts of a document"),
        "AssignTurns": _("turns reassigned"), "parts": _("parts"), "turns": _("turns"), "sites": _("sites"),
        "counter": _("counter-example"), "key": _("key quotation"),
        "SetConsent": _("consent to quote"), "consent": _("consent"), "unknown": _("unknown"), "yes": _("yes"),
        "SetExcerpt": _("excerpt"), "SetTranslation": _("translation"), "translator": _("translator"),
        "no": _("no"), "OverrideDisclosure": _("handed out despite the disclosure check"), "findings": _("findings"),
        "AddBookmark": _("bookmark"), "RemoveBookmark": _("bookmark taken away"), "bookmark": _("bookmark"),
        "SaveQuery": _("query saved"), "RemoveQuery": _("saved query taken away"), "query": _("query"),
        "SetSummary": _("summary written"), "SetSummaries": _("summaries written"),
        "ReviseDocument": _("text corrected"), "PlaceCoding": _("coding placed in the corrected text"),
        "DropCodings": _("coding given up"), "ConfirmCorrected": _("coding confirmed on corrected words"),
        "version": _("version"), "kept": _("kept"), "changed": _("changed"), "ambiguous": _("ambiguous"),
        "lost": _("lost"), "ConfirmSummary": _("summary still holds"), "summaries": _("summaries"),
        "texts of documents": _("texts of documents"), "bookmarks": _("bookmarks"), "memos": _("memos"),
        "memos that are on no coding": _("memos that are on no coding"), "acts on record": _("acts on record"),
        "codings to be settled": _("codings to be settled"),
        "saved queries that name coders": _("saved queries that name coders"),
        "memos on codings to be settled": _("memos on codings to be settled"),
        "written summaries": _("written summaries"), "former versions of texts": _("former versions of texts"),
        "ReceiveProject": _("project taken in"), "project": _("project"), "documents": _("documents"),
        "codes": _("codes"), "coding": _("coding"), "codings": _("codings"), "start": _("start"), "end": _("end"),
        "code": _("code"),
        "study": _("study"), "passage": _("passage"), "translation": _("translation"), "acts": _("acts"),
        "ready": _("ready"), "thin": _("thin"), "stale": _("stale"), "missing": _("missing"),
        "cell": _("groups of few people"),
        "parent": _("parent"), "file": _("file"), "label": _("label"), "before": _("before"), "target": _("target"),
        "speaker": _("speaker"), "name": _("name"), "done": _("done"), "True": _("yes"), "False": _("no"),
        "No such file or directory": _("No such file or directory"), "Permission denied": _("Permission denied"),
        "Operation not permitted": _("Operation not permitted"), "Is a directory": _("Is a directory"),
        "Not a directory": _("Not a directory"), "Directory not empty": _("Directory not empty"),
        "File exists": _("File exists"), "File name too long": _("File name too long"),
        "No space left on device": _("No space left on device"), "Disk quota exceeded": _("Disk quota exceeded"),
        "Read-only file system": _("Read-only file system"), "Input/output error": _("Input/output error"),
    }  # fmt: skip


@contextmanager
def click_in_our_language() -> Iterator[None]:
    """The words of click's own follow the interface's language: it asks gettext, which asks LANGUAGE first."""
    before = os.environ.get("LANGUAGE")
    gettext.bindtextdomain("click", str(_LOCALE))
    gettext.textdomain("click")
    os.environ["LANGUAGE"] = language()
    try:
        yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
