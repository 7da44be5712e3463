"""The words of a query with their places, and how a name is written so that it reads back as itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.names import fold

OPERATORS: Mapping[str, str] = {
    "and": "and", "et": "and", "or": "or", "ou": "or", "not": "not", "non": "not", "near": "near", "pres": "near",
    "follows": "follows", "suit": "follows", "contains": "contains", "contient": "contains", "within": "within",
    "dans": "within",
}  # fmt: skip
"""The words that join, as they are folded, with the one each stands for; another word in one of these needs quotes."""
WORD, QUOTED, SIGN, END = "word", "quoted", "sign", "end"
_CLOSING = {'"': '"', "“": "”", "«": "»", "„": "“"}
_TOKEN = re.compile(
    r"""\s*(?:(?P<sign>!=|>=|<=|[=<>~])|(?P<mark>[(),])|(?P<open>["“«„])|(?P<word>(?:[^\s()",“”«»„=<>~!]|!(?!=))+)|(?P<rest>.))""",
    re.DOTALL,
)
_UNFIT = re.compile("[\x00\ud800-\udfff]")
"""What no text of a study has, and SQL cannot hold."""
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class QueryError(InputError):
    """A query cannot be meant: `what` is wrong at `place`, counted in characters from 0; the hint is the way out."""

    def __init__(self, place: int, what: str, hint: str) -> None:
        super().__init__(_("Column {column}: {what}").format(column=place + 1, what=what), hint)
        self.place, self.what = place, what


class Token(NamedTuple):
    """A word, a quoted text, a sign, a parenthesis, a comma, or the end, at `[start, end)` of the query."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def operator(self) -> str:
        """What the word joins by, if it is one that does."""
        return OPERATORS.get(fold(self.text), "") if self.kind == WORD else ""


def tokens(text: str) -> list[Token]:
    """The words of a query, the end last; `QueryError` at a quotation mark that is not closed."""
    if unfit := _UNFIT.search(text):
        raise QueryError(unfit.start(), _("this character cannot be read."), _("Take it out."))
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while match := _TOKEN.match(text, place):
        start, place = match.start(match.lastgroup or 0), match.end()
        if match["open"]:
            place = _closed(text, start)
            yield Token(QUOTED, _content(text, start, place), start, place)
        elif match["rest"]:
            if not match["rest"].isspace():
                raise QueryError(
                    start, _("{sign} closes nothing.").format(sign=match["rest"]), _("Take it out, or open it before.")
                )
        else:
            kind = WORD if match["word"] else SIGN if match["sign"] else match["mark"]
            yield Token(kind, match[0].lstrip(), start, place)
    yield Token(END, "", len(text), len(text))


def _content(text: str, start: int, end: int) -> str:
    inner = text[start + 1 : end - 1]
    return _ESCAPED.sub(r"\1", inner if text[start] == '"' else inner.strip())


def _closed(text: str, start: int) -> int:
    """Where the quotation that opens there ends."""
    closing, place = _CLOSING[text[start]], start + 1
    while place < len(text):
        if text[place] == closing:
            return place + 1
        place += 2 if text[place] == "\\" else 1
    raise QueryError(
        start, _("this quotation mark is not closed."), _("Write {sign} where the name ends.").format(sign=closing)
    )


def written(name: str) -> str:
    """A name as it stands in a query: bare where it is one word that joins nothing, else in quotation marks."""
    match = _TOKEN.fullmatch(name)
    if match and match["word"] == name and fold(name) not in OPERATORS:
        return name
    return '"' + name.replace("\\", r"\\").replace('"', r"\"") + '"'
