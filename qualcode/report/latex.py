r"""The appendix as a LaTeX document for XeLaTeX or LuaLaTeX; no character of a text is ever a command.

A drawing is not in the file: it is shown from `NAME.pdf` or `NAME.png` beside it, else told in words.
Everything between `\begin{document}` and `\end{document}` can be pasted into a report that loads the same packages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from qualcode.report.anchors import Names
from qualcode.report.document import Block, Column, Entry, Figure, Heading, Paragraph, Quote, Report, Section, Table
from qualcode.report.typography import shown

_BABEL = {
    "fr": "\\usepackage[french]{babel}\n\\frenchsetup{AutoSpacePunctuation=false}",
    "en": "\\usepackage[english]{babel}",
}
_PREAMBLE = r"""% Compile with XeLaTeX or LuaLaTeX. Characters the font lacks (emoji, Hebrew, …) need \setmainfont{…}
\documentclass[a4paper,11pt]{article}
\usepackage{fontspec}
%s
\usepackage[margin=2.2cm]{geometry}
\usepackage{array,booktabs,caption,graphicx,longtable,pdflscape}
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
_HEADINGS = {2: "section", 3: "subsection", 4: "subsubsection", 5: "paragraph"}


def write(report: Report, path: Path) -> None:
    """The whole file, a block at a time."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The file's text in pieces."""
    yield _PREAMBLE.replace("%s", _BABEL[report.language], 1)
    yield f"\\title{{{line(report.title)}}}\n\\author{{}}\n\\date{{{line(report.subtitle)}}}\n"
    yield "\\begin{document}\n\\maketitle\n\n"
    names = Names()
    for section in report.sections:
        yield from _section(section, report.language, names)
    yield "\\end{document}\n"


def text(words: str) -> str:
    """The words with every special character escaped; a line end begins a paragraph."""
    return words.translate(_TABLE)


def line(words: str) -> str:
    """The words escaped on one line, for a heading or a caption."""
    return text(words.replace("\n", " "))


def _section(section: Section, language: str, names: Names) -> Iterator[str]:
    yield "\\begin{landscape}\n" if section.wide else ""
    yield f"\\{_HEADINGS[section.level]}{{{line(section.title)}}}\n\n"
    for block in section.blocks:
        yield _block(block, language, names)
    yield "\\end{landscape}\n\n" if section.wide else ""


def _block(block: Block, language: str, names: Names) -> str:
    match block:
        case Quote(words, citation):
            said = _anchored(text(words), names.of_quote(block))
            return f"\\begin{{quote}}\n{said} ({line(citation)})\n\\end{{quote}}\n\n"
        case Heading(level, words):
            return f"\\{_HEADINGS[level]}{{{line(words)}}}\n\n"
        case Paragraph(words):
            return text(words) + "\n\n"
        case Entry(parts):
            items = "".join(f"\\item[{line(title)}] {text(words)}\n" for title, words in parts)
            return f"\\begin{{description}}\n{items}\\end{{description}}\n\n" if parts else ""
        case Figure():
            return _figure(block)
        case Table():
            return "".join(_table(block, language, names))


def _figure(figure: Figure) -> str:
    """The drawing from a file of the figure's name beside this one; where there is none, what it shows, in a frame."""
    name = _UNFIT.sub("-", figure.name)
    drawn = f"\\includegraphics[width=\\linewidth,height=.8\\textheight,keepaspectratio]{{{name}}}"
    said = f"\\fbox{{\\parbox{{.95\\linewidth}}{{{text(figure.alternative)}}}}}"
    found = f"\\IfFileExists{{{name}.pdf}}{{{drawn}}}{{\\IfFileExists{{{name}.png}}{{{drawn}}}{{{said}}}}}"
    return f"\\begin{{figure}}[htbp]\n{found}\n\\caption*{{{line(figure.caption)}}}\n\\end{{figure}}\n\n"


def _anchored(markup: str, name: str) -> str:
    return f"\\label{{{name}}}{markup}" if name else markup


def _table(table: Table, language: str, names: Names) -> Iterator[str]:
    head = _row([text(column.title) for column in table.columns])
    yield f"\\begingroup\\small\n\\begin{{longtable}}{{{_widths(table)}}}\n\\caption*{{{line(table.caption)}}}\\\\\n"
    yield f"\\toprule\n{head}\\midrule\n\\endfirsthead\n\\toprule\n{head}\\midrule\n\\endhead\n"
    yield "\\bottomrule\n\\endlastfoot\n"
    for row, found in names.of_rows(table, language):
        cells = zip(row, found, strict=True)
        yield _row([_anchored(text(shown(cell, language)), name) for cell, name in cells])
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
