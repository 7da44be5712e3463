"""The interface's language: English, or French from `locale/`, chosen by the environment or the setting."""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "fr")
_LOCALE = Path(__file__).parent / "locale"


def language() -> str:
    """The interface language, `en` or `fr`: QUALCODE_LANG, else LC_ALL, LC_MESSAGES, LANG, as gettext orders them."""
    for name in ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


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
