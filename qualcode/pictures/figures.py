"""Numbers, dates and messages in the language of a picture, which need not be the interface's."""

from __future__ import annotations

from collections.abc import Callable

from qualcode.analysis.shares import rounded
from qualcode.i18n import Say, translations

SaySome = Callable[[str, str, int], str]


def speech(language: str) -> tuple[Say, SaySome]:
    """gettext and ngettext in a language."""
    catalogue = translations(language)
    return catalogue.gettext, catalogue.ngettext


def measured(measure: str, language: str) -> str:
    """What the figures of a picture of themes by groups are."""
    _, _ngettext = speech(language)
    return {
        "participants": _("participants of those interviewed, n/N"),
        "segments": _("segments"),
        "per_1000": _("words per 1,000 said"),
    }[measure]


def number(value: float, language: str) -> str:
    """A count as it is, a rate with one decimal."""
    text = str(value) if isinstance(value, int) else str(rounded(value, 1))
    return text.replace(".", ",") if language == "fr" else text


def percent(share: float, language: str) -> str:
    """A share in whole percents, with the space that French wants."""
    return str(rounded(100 * share)) + ("\N{NARROW NO-BREAK SPACE}%" if language == "fr" else "%")


def quoted(text: str, language: str) -> str:
    """A label between the language's quotation marks."""
    return f"«\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}»" if language == "fr" else f"“{text}”"


def listed(names: list[str], most: int, language: str) -> str:
    """Names with commas, the first few and how many more."""
    _, ngettext = speech(language)
    rest = len(names) - most
    more = " " + ngettext("and {count} more", "and {count} more", rest).format(count=rest) if rest > 0 else ""
    return ", ".join(names[:most]) + more
