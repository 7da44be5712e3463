"""The French of the interface: complete, true to its placeholders, typeset as French is, compiled as it reads.

Messages are read from the code itself, the catalogue from its `.po` by a reader of a few lines; no library is needed.
"""

from __future__ import annotations

import ast
import gettext
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import qualcode
from qualcode.i18n import _, click_in_our_language, known_word, known_words, language, ngettext

PACKAGE = Path(qualcode.__file__).parent
FRENCH = PACKAGE / "locale" / "fr" / "LC_MESSAGES"
DOMAINS = ("qualcode", "click")
VARIABLES = ("QUALCODE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
ASKING = {"_": 1, "ngettext": 2}
"""The functions that ask for a message, and how many of their arguments are its forms."""
ALIKE = {
    "%(prog)s, version %(version)s", "CODE", "CONDITION", "Code", "DATE", "DIMENSION[,DIMENSION]", "DOCUMENT", "Date",
    "Document", "Documents", "GUIDE", "ID", "Inclusions", "PIXELS", "Participant", "Participants", "Portrait",
    "Codes", "Discussion", "Figures", "Guide", "Guides", "In vivo", "Instruments", "Introduction", "in vivo",
    "REGEX", "SITE", "Saturation", "Segments", "Site", "Sites", "Total", "VERSION", "Version", "accents", "base",
    "code", "codes", "date", "document", "documents", "guide", "id", "lift", "note", "option", "page ↓", "parent",
    "participant", "participants", "participants n/N", "passage", "pdf", "question", "segments", "site", "sites",
    "table", "total", "variable", "version", "{count} code", "{count} codes",
    "{count} document", "{count} documents", "{count} segment",
    "{count} segments", "{count} site", "{count} sites",
}  # fmt: skip
"""What is the same word in both languages."""
Forms = tuple[str, ...]


def _asked() -> Iterator[tuple[str, list[ast.expr]]]:
    """Every place in the code that asks for a message, with the forms it gives."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (name := ast.unparse(node.func).removeprefix("i18n.")) in ASKING:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node.args[: ASKING[name]]


def _messages() -> set[Forms]:
    return {
        tuple(str(form.value) for form in forms if isinstance(form, ast.Constant))
        for _place, forms in _asked()
        if all(isinstance(form, ast.Constant) for form in forms)
    }


def _entries(domain: str) -> dict[Forms, Forms]:
    """A `.po` file: messages and their translations, the header apart."""
    blocks = re.split(r"\n{2,}", (FRENCH / f"{domain}.po").read_text("utf-8").strip())
    entries = dict(_entry(block) for block in blocks if not block.startswith("#~"))
    del entries[("",)]
    return entries


def _entry(block: str) -> tuple[Forms, Forms]:
    found: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if match := re.fullmatch(r'(?:(msg\S+) )?(".*")', line):
            name = match[1] or name
            found[name] = found.get(name, "") + ast.literal_eval(match[2])
    asked = tuple(found[name] for name in ("msgid", "msgid_plural") if name in found)
    return asked, tuple(found[name] for name in sorted(found) if name.startswith("msgstr"))


def _translations(domain: str) -> list[tuple[str, str]]:
    """Each form of each message with its translation."""
    return [pair for asked, told in _entries(domain).items() for pair in zip(asked, told, strict=True)]


def _fields(text: str) -> set[str]:
    return set(re.findall(r"\{\w+(?:![rs])?(?::\w+)?\}", text))


def test_every_message_of_the_code_is_in_french_and_nothing_else_is() -> None:
    entries = _entries("qualcode")
    assert sorted(_messages() ^ set(entries)) == []
    assert [asked for asked, told in entries.items() if not all(told)] == []


def test_a_message_that_only_the_program_running_knows_is_never_asked_for() -> None:
    """What is given to `_` is written out in the code; otherwise no translator would ever see it."""
    assert [place for place, forms in _asked() if not all(isinstance(form, ast.Constant) for form in forms)] == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_what_the_readable_one_says(domain: str) -> None:
    with (FRENCH / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for asked, told in _entries(domain).items():
        plural = asked[-1]
        forms = [compiled.ngettext(asked[0], plural, count) for count in (1, 2)] if len(asked) > 1 else []
        assert (tuple(forms) or (compiled.gettext(asked[0]),)) == told
    kept = {key[0] if isinstance(key, tuple) else key for key in compiled._catalog}  # type: ignore[attr-defined]
    assert kept - {""} == {asked[0] for asked in _entries(domain)}


def test_french_counts_nothing_as_one() -> None:
    with (FRENCH / "qualcode.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    forms = [compiled.ngettext("{count} word", "{count} words", count).format(count=count) for count in (0, 1, 2)]
    assert forms == ["0 mot", "1 mot", "2 mots"]


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_has_the_placeholders_of_its_message(domain: str) -> None:
    for english, french in _translations(domain):
        asked, told = _fields(english), _fields(french)
        assert told == asked if domain == "qualcode" else told <= asked, english  # what click names is not all French


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_translation_is_set_as_french_is(domain: str) -> None:
    for _english, french in _translations(domain):
        text = re.sub(r"`[^`]*`|\{[^}]*\}", "x", french)  # commands and placeholders are not French
        assert not re.search(r"'|“|”|\.\.\.$", text), french
        assert not re.search(r"(?<=[^\s·]) [;:!?»]", text), french  # `· ?` is a key, not a question
        assert not re.search(r"\w(?:[;?»]|!(?!=))|«(?!\u00a0)", text), french  # `!=` is a sign


@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_left_in_english(domain: str) -> None:
    alike = {english for english, french in _translations(domain) if english == french.strip("\u00a0")}
    assert alike - ALIKE - {"Options"} == set()


# ---------------------------------------------------------------------- which language


def _set(patch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name in VARIABLES:
        patch.delenv(name, raising=False)
    for name, value in values.items():
        patch.setenv(name, value)


@pytest.mark.parametrize(
    ("values", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "POSIX"}, "en"),
        ({"LANG": "fr_CA", "LC_MESSAGES": "en_CA"}, "en"),
        ({"LANG": "en_US", "LC_MESSAGES": "fr_FR", "LC_ALL": ""}, "fr"),
        ({"LANG": "en_US", "LC_ALL": "fr_BE"}, "fr"),
        ({"LC_ALL": "en_US", "LANGUAGE": "fr:en"}, "fr"),
        ({"LC_ALL": "fr_FR", "LANGUAGE": "de:en:fr"}, "en"),
        ({"LANGUAGE": "fr", "QUALCODE_LANG": "en"}, "en"),
        ({"LANG": "C", "QUALCODE_LANG": "FR"}, "fr"),
        ({"LANG": "fr_FR", "QUALCODE_LANG": "C"}, "en"),
    ],
)
def test_the_setting_comes_first_then_the_variables_in_the_order_of_gettext(
    values: Mapping[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, values)
    assert language() == spoken


def test_messages_follow_the_language_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"QUALCODE_LANG": "fr"})
    assert (_("not asked"), ngettext("{count} word", "{count} words", 0)) == ("non demandé", "{count} mot")
    _set(monkeypatch, {"QUALCODE_LANG": "en"})
    assert (_("not asked"), ngettext("{count} word", "{count} words", 0)) == ("not asked", "{count} words")


def test_words_that_data_hold_are_known_in_both_languages() -> None:
    assert known_words("en").keys() == known_words("fr").keys()
    assert known_words("fr")["focus group"] == "groupe de discussion"
    assert known_words("en")["AddCoding"] == "code put on"


def test_a_word_of_the_researchers_own_stays_as_it_is() -> None:
    assert [known_word(word) for word in ("", "handover", "open")] == ["", "handover", "open"]


def test_click_speaks_as_we_do_and_the_environment_is_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"QUALCODE_LANG": "fr", "LANG": "C"})
    with click_in_our_language():
        assert gettext.gettext("Missing argument") == "Il manque l’argument"
    assert "LANGUAGE" not in os.environ
    _set(monkeypatch, {"QUALCODE_LANG": "en", "LANGUAGE": "fr"})
    with click_in_our_language():
        assert gettext.gettext("Missing argument") == "Missing argument"
    assert os.environ["LANGUAGE"] == "fr"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--help"], ("Usage\u00a0:", "Commandes\u00a0:", "Montrer la version", "Coder des transcriptions")),
        (["tag", "--help"], ("Options\u00a0:", "Montrer cette aide", "DÉBUT", "[ÉTUDE]")),
        (["themes", "--by"], ("Erreur\u00a0: L’option", "demande un argument")),
        (["quotes", "--limit", "x"], ("Valeur non valable pour '--limit'",)),
        (["nope"], ("Il n’y a ni commande ni étude nope.",)),
    ],
)
def test_the_command_line_speaks_french_wherever_the_terminal_is(typed: list[str], said: tuple[str, ...]) -> None:
    environment = {**os.environ, "QUALCODE_LANG": "fr", "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", "from qualcode.cli import main; main()", *typed]
    result = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    words = " ".join((result.stdout + result.stderr).split(" ")).replace("\n", " ")
    assert all(part in words for part in said), words
