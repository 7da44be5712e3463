import pytest

from qualcode.errors import InputError
from qualcode.importers.rtf import read_rtf


def rtf(body: bytes) -> str:
    return read_rtf(rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Cyr;}}" + body + b"}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rb"\uc1 \u-10179?\u-8704? emoji", "😀 emoji"),
        (rb"\u8217?apostrophe", "’apostrophe"),
        (rb"\'e9t\'e9 \'abbonjour\'bb l\rquote h\'f4pital", "été «bonjour» l’hôpital"),
        (rb"a{\info{\author Secret Name}}{\header HEADER}{\*\annotation COMMENT}{\footer F}b", "ab"),
        (rb"a\v hidden\v0 b{\deleted gone}c", "abc"),
        (rb"a\par b\line c\tab d\~e\_f\{g\}", "a\nb\nc\td\u00a0e‑f{g}"),
        (rb"\trowd\intbl one\cell two\cell\row end", "one\ttwo\nend"),
        (rb"said{\footnote note} so", "said [note] so"),
        (rb'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}', "link"),
        (rb"{\upr{ansi}{\*\ud{uni\u233?}}}", "unié"),
        (rb"{\f1\'ef\'f0} \f0\'ef", "пр ï"),
        (rb"{\*\unknown hidden}{\pict\bin4 {{{{x}seen", "seen"),
    ],
)
def test_words_are_kept_and_what_is_not_said_is_left_out(body: bytes, expected: str) -> None:
    assert rtf(body) == expected


def test_a_document_cut_short_is_refused() -> None:
    with pytest.raises(InputError):
        read_rtf(rb"{\rtf1 half a docu")
