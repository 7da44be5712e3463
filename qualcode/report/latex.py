r"""The appendix as a LaTeX document for XeLaTeX; no character of a text is ever a command.

A drawing is not in the file: it is shown from `NAME.pdf` or `NAME.png` beside it, else told in words.
Everything between `\begin{document}` and `\end{document}` can be pasted into a report that loads the same packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qualcode.report.anchors import Names
from qualcode.report.document import (
    Block,
    Column,
    Entry,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Report,
    Section,
    Table,
    label,
    linking,
    place,
)
from qualcode.report.typography import shown

_BABEL = {
    "fr": "\\usepackage[french]{babel}\n\\frenchsetup{AutoSpacePunctuation=false}",
    "en": "\\usepackage[english]{babel}",
}
_PREAMBLE = r"""% Compile twice with XeLaTeX: xelatex FILE. Not with pdfLaTeX.
% Emoji and scripts other than Latin are set in the first of the fonts named below that is installed.
\documentclass[a4paper,11pt]{article}
\usepackage{fontspec}
%s
\usepackage[margin=2.2cm]{geometry}
\usepackage{array,booktabs,caption,graphicx,longtable,pdflscape}
% Links without hyperref, which asks for fonts that small installations lack; where it is loaded, they are its own.
\newcommand{\placed}[1]{\raisebox{2ex}{\ifdefined\hypertarget\hypertarget{#1}{}\else\ifdefined\XeTeXversion
  \special{pdf:dest (#1) [@thispage /XYZ @xpos @ypos null]}\fi\fi}}
\newcommand{\linked}[2]{\ifdefined\hyperlink\hyperlink{#1}{#2}\else\ifdefined\XeTeXversion
  \special{pdf:bann <</Type/Annot/Subtype/Link/Border[0 0 0]/Dest(#1)>>}#2\special{pdf:eann}\else#2\fi\fi}
\newcommand{\fontfound}[2]{\IfFontExistsTF{#2}{\gdef#1{\fontspec{#2}}}{}}
\newcommand{\firstfont}[2]{\ifdefined#1\else\def\do##1{\ifdefined#1\else\fontfound#1{##1}\fi}#2%
  \ifdefined#1\else\global\let#1\relax\fi\fi#1}
\newcommand{\sign}[2]{{\firstfont\signfont{\do{Noto Emoji}\do{Symbola}\do{Segoe UI Symbol}\do{DejaVu Sans}}%
  \iffontchar\font"#2 #1\else[U+#2]\fi}}
\newcommand{\leftward}[1]{{\firstfont\leftfont{\do{Noto Sans Arabic}\do{Times New Roman}\do{DejaVu Sans}}%
  \ifdefined\TeXXeTstate\TeXXeTstate=1 \beginR #1\endR\else#1\fi}}
\newcommand{\other}[1]{{\firstfont\otherfont{\do{DejaVu Serif}\do{Times New Roman}\do{FreeSerif}}#1}}
\newcommand{\eastern}[1]{{\firstfont\easternfont{\do{Noto Serif CJK SC}\do{SimSun}\do{Droid Sans Fallback}}#1}}
\captionsetup{justification=raggedright,singlelinecheck=false,font=small,labelfont=bf}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt}
\setlength{\emergencystretch}{4em}
\setcounter{secnumdepth}{0}
\tracinglostchars=2 % say which characters the font lacks
"""
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",  # after \\ it would begin an option
    "]": "{]}",
    "*": "{*}",  # the same
    "-": "-{}",  # two would join into a dash
    "\t": " ",
    "\n": "\\par\n",
    "\N{NO-BREAK SPACE}": "~",
    "\N{NARROW NO-BREAK SPACE}": r"\,",
    "\N{EM SPACE}": r"\quad{}",
    "\N{REPLACEMENT CHARACTER}": "?",
}
_UNFIT = re.compile(r"[^A-Za-z0-9-]+")
_TABLE = str.maketrans(_ESCAPES)
_LEFTWARD = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
_FOREIGN = re.compile(
    rf"(?P<leftward>{_LEFTWARD}+(?:[ ,]+{_LEFTWARD}+)*)"
    r"|(?P<sign>[\u2190-\u2bff\U0001f000-\U0001faff])[\u200d\ufe0e\ufe0f]*"
    r"|(?P<eastern>[\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+)"
    r"|(?P<other>[\u0370-\u058f\u0900-\u1dff\u1f00-\u1fff\u2c00-\u2dff]+)"
)
"""Runs of what is set in another font, each named as the command that sets it."""
_HEADINGS = {2: "section", 3: "subsection", 4: "subsubsection", 5: "paragraph"}


def write(report: Report, path: Path) -> None:
    """The whole file, a block at a time."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The file's text in pieces."""
    yield _PREAMBLE.replace("%s", _BABEL[report.language], 1)
    yield f"\\title{{{line(report.title)}}}\n\\author{{}}\n\\date{{{line(report.subtitle)}}}\n"
    yield "\\begin{document}\n\\maketitle\n\\tableofcontents\n\n"
    names = Names()
    for section in report.sections:
        yield from _section(section, report.language, names)
    yield "\\end{document}\n"


def text(words: str) -> str:
    """The words with every special character escaped; a line end begins a paragraph.

    Signs and scripts that the fonts of TeX lack are set in others.
    """
    escaped = words.translate(_TABLE)
    return escaped if escaped.isascii() else _FOREIGN.sub(_set_apart, escaped)


def _set_apart(found: re.Match[str]) -> str:
    number = f"{{{ord(found['sign']):X}}}" if found["sign"] else ""
    return f"\\{found.lastgroup}{{{found[0]}}}{number}"


def line(words: str) -> str:
    """The words escaped on one line, for a heading or a caption."""
    return text(words.replace("\n", " "))


def _section(section: Section, language: str, names: Names) -> Iterator[str]:
    yield "\\begin{landscape}\n" if section.wide else ""
    title = line(section.title)
    yield f"\\{_HEADINGS[section.level]}[{{{title}}}]{{\\placed{{{section.name}}}{title}}}\n\n"
    for block in section.blocks:
        yield _block(block, language, names)
    yield "\\end{landscape}\n\n" if section.wide else ""


def _block(block: Block, language: str, names: Names) -> str:
    match block:
        case Quote(words, citation):
            said = _quoted(text(words), names.of_quote(block))
            return f"\\begin{{quote}}\n{said} ({line(citation)})\n\\end{{quote}}\n\n"
        case Heading(level, words):
            return f"\\{_HEADINGS[level]}*{{{line(words)}}}\n\n"
        case Paragraph(words):
            return _linked(linking(words, block.refers)) + "\n\n"
        case Entry(parts):
            items = "".join(f"\\item[{line(title)}] {text(words)}\n" for title, words in parts)
            return f"\\begin{{description}}\n{items}\\end{{description}}\n\n" if parts else ""
        case Figure():
            return _figure(block, names)
        case Table():
            return "".join(_table(block, language, names))


def _linked(pieces: Iterable[tuple[str, str]]) -> str:
    """The pieces of a text, those with a place as links to it."""
    return "".join(f"\\linked{{{to}}}{{{text(words)}}}" if to else text(words) for words, to in pieces)


def _captioned(caption: str, names: Names) -> str:
    """A caption; a link can lead to it by its number, where the same was not given before."""
    named = place(label(caption))
    if not named or not names.first(named):
        return f"\\caption*{{{line(caption)}}}"
    return f"\\caption*{{\\placed{{{named}}}{line(caption)}}}"


def _figure(figure: Figure, names: Names) -> str:
    """The drawing from a file of the figure's name beside this one; where there is none, what it shows, in a frame."""
    name = _UNFIT.sub("-", figure.name)
    drawn = f"\\includegraphics[width=\\linewidth,height=.8\\textheight,keepaspectratio]{{{name}}}"
    said = f"\\fbox{{\\parbox{{.95\\linewidth}}{{{text(figure.alternative)}}}}}"
    found = f"\\IfFileExists{{{name}.pdf}}{{{drawn}}}{{\\IfFileExists{{{name}.png}}{{{drawn}}}{{{said}}}}}"
    return f"\\begin{{figure}}[htbp]\n{found}\n{_captioned(figure.caption, names)}\n\\end{{figure}}\n\n"


def _quoted(markup: str, name: str) -> str:
    """The words of a quotation, which a link can lead to."""
    return f"\\placed{{{name}}}{_anchored(markup, name)}" if name else markup


def _anchored(markup: str, name: str) -> str:
    return f"\\label{{{name}}}{markup}" if name else markup


def _table(table: Table, language: str, names: Names) -> Iterator[str]:
    head = _row([text(column.title) for column in table.columns])
    yield f"\\begingroup\\small\n\\begin{{longtable}}{{{_widths(table)}}}\n"
    yield f"{_captioned(table.caption, names)}\\\\\n"
    yield f"\\toprule\n{head}\\midrule\n\\endfirsthead\n\\toprule\n{head}\\midrule\n\\endhead\n"
    yield "\\bottomrule\n\\endlastfoot\n"
    for row, found in names.of_rows(table, language):
        cells = zip(table.columns, row, found, strict=True)
        yield _row(
            [_anchored(_linked(table.linked(column, shown(cell, language))), name) for column, cell, name in cells]
        )
    yield f"\\end{{longtable}}\n{line(table.note)}\\par\\endgroup\n\n"


def _widths(table: Table) -> str:
    gaps = 2 * len(table.columns)
    return "".join(
        _column(column, f"\\dimexpr {width / 100:.2f}\\linewidth - {gaps * width / 100:.2f}\\tabcolsep\\relax")
        for column, width in zip(table.columns, table.percentages, strict=True)
    )


def _column(column: Column, width: str) -> str:
    side = "\\raggedleft" if column.number else "\\raggedright"
    return f">{{{side}\\arraybackslash}}p{{{width}}}"


def _row(cells: Sequence[str]) -> str:
    return " & ".join(cells) + " \\\\\n"
