r"""Rich Text Format to plain text, by the few rules of the format that concern words.

Own code, since the readers at hand lose words: one makes U+FFFD of emoji and swallows the letter after `\u8217?`,
another leaves lone surrogates and lets headers and annotations into the text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from qualcode.errors import InputError
from qualcode.i18n import _

_TOKEN = re.compile(
    rb"\\bin(?P<bin>\d+) ?|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|"
    rb"\\(?P<symbol>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
_CHARACTERS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "nestrow": "\n", "tab": "\t", "cell": "\t",
    "nestcell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—", "endash": "–",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "", "rtlmark": "",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "‑", "-": "", "\\": "\\", "{": "{", "}": "}", "\r": "\n", "\n": "\n", "\t": "\t"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_SAID = _words(
    """fonttbl colortbl stylesheet info header headerl headerr headerf footer footerl footerr footerf annotation atnid
    atnauthor atndate atnref atntime atrfstart atrfend pict object themedata colorschememapping datastore latentstyles
    listtable listoverridetable rsidtbl generator revtbl xmlnstbl filetbl pgdsctbl pntext listtext pnseclvl fldinst
    bkmkstart bkmkend shppict nonshppict xe tc txe userprops docvar passwordhash mmathpr ftnsep ftnsepc aftnsep
    aftnsepc upr"""
)
_SAID_THOUGH_STARRED = frozenset(("shptxt", "ud", "fldrslt", "txbxcontent"))
_CHARSETS = {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250"}  # fmt: skip
_ENCODINGS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(slots=True)
class _State:
    """What holds inside one group of braces: whether its words are said, how many substitutes follow a `\\u`."""

    said: bool = True
    hidden: bool = False
    deleted: bool = False
    substitutes: int = 1
    encoding: str | None = None
    destination: str = ""
    starred: bool = False
    close: str = ""


@dataclass(slots=True)
class _Reader:
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    pieces: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0

    def read(self, data: bytes) -> str:
        place = 0
        while place < len(data):
            match = _TOKEN.match(data, place)
            if match is None:  # a lone backslash at the very end
                break
            place = match.end() + int(match["bin"] or 0)
            self._token(match)
        self._flush()
        return "".join(self.pieces)

    def _token(self, match: re.Match[bytes]) -> None:
        if match["hex"]:
            self._bytes(bytes.fromhex(match["hex"].decode()))
        elif match["text"]:
            self._bytes(match["text"])
        elif match["brace"]:
            self._brace(match["brace"])
        elif match["symbol"]:
            self._symbol(match["symbol"].decode("latin-1"))
        elif match["word"]:
            number = int(match["number"]) if match["number"] else None
            self._word(match["word"].decode("ascii"), number)

    def _brace(self, brace: bytes) -> None:
        self.to_skip = 0
        if brace == b"{":
            self.stack.append(replace(self.state))
            self.state = replace(self.state, starred=False, close="")
        elif self.stack:
            self._say(self.state.close)
            self._flush()
            self.state = self.stack.pop()

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.state.starred = True
        elif self.to_skip:
            self.to_skip -= 1
        else:
            self._say(_SYMBOLS.get(symbol, ""))

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._say(chr(number % 0x10000))
            self.to_skip = self.state.substitutes
        elif self.state.starred or word in _NOT_SAID or word in ("footnote", "ud"):
            self._destination(word)
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        else:
            self._property(word, number)

    def _destination(self, word: str) -> None:
        """What a group is for: most others than the text itself are not said, a footnote is, in brackets."""
        starred, self.state.starred = self.state.starred, False
        self.state.destination = word
        if word == "footnote":
            self._say(" [")
            self.state.close = "]"
        elif word == "ud":
            self.state.said = True
        elif word in _NOT_SAID or (starred and word not in _SAID_THOUGH_STARRED):
            self._flush()
            self.state.said = False

    def _property(self, word: str, number: int | None) -> None:
        state = self.state
        if word == "uc" and number is not None:
            state.substitutes = max(number, 0)
        elif word == "v":
            self._flush()
            state.hidden = number != 0
        elif word == "deleted":
            self._flush()
            state.deleted = number != 0
        elif word == "plain":
            self._flush()
            state.hidden = state.deleted = False
        else:
            self._encoding(word, number)

    def _encoding(self, word: str, number: int | None) -> None:
        if word in _ENCODINGS:
            self.encoding = _ENCODINGS[word]
        elif word == "ansicpg" and number:
            self.encoding = _known(f"cp{number}") or self.encoding
        elif word == "f" and number is not None:
            self._flush()
            self.font = number
            self.state.encoding = self.fonts.get(number)
        elif word == "fcharset" and number in _CHARSETS and number:
            self.fonts[self.font] = _CHARSETS[number]

    def _bytes(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        if self._is_said():
            self.pending += data[skipped:]

    def _say(self, text: str) -> None:
        if self._is_said():
            self._flush()
            self.pieces.append(text)

    def _flush(self) -> None:
        """Bytes gathered so far become text together, since one letter may be two of them."""
        if self.pending:
            self.pieces.append(self.pending.decode(self.state.encoding or self.encoding, "replace"))
            self.pending.clear()

    def _is_said(self) -> bool:
        return self.state.said and not self.state.hidden and not self.state.deleted


def read_rtf(data: bytes) -> str:
    """The text of an RTF document, a line for each paragraph and table row, cells apart by tabs.

    Headers, footers, the author's name, annotations, hidden text and tracked deletions are left out; a footnote stands
    in brackets where it is called. Raises InputError for a document with braces left open.
    """
    reader = _Reader()
    text = reader.read(data.lstrip().rstrip(b"\0 \r\n"))
    if reader.stack:
        raise InputError(
            _("the RTF document is cut short"), _("Open it in the program that wrote it and save it again.")
        )
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"\t+(?=\n)", "", paired)


def _known(encoding: str) -> str | None:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "utf-8" if encoding == "cp65001" else None
