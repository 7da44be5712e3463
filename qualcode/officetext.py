"""The text in pandoc's tree of a document, a line for each paragraph. Pure: pandoc itself is run elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_SPACES = {"Space": " ", "SoftBreak": " ", "LineBreak": "\n"}
_UNSAID = ("RawInline", "Image")
_SECOND_PART = ("Span", "Link", "Cite")  # their words come after attributes or citations


def text_of(tree: dict[str, Any]) -> str:
    """The words of a document read by pandoc (its JSON form), a line for each paragraph and each row of a table.

    The cells of a row are apart by tabs; a footnote stands in brackets where it is called; pictures say nothing.
    """
    return "".join(f"{line}\n" for line in _lines(tree["blocks"]))


def _lines(blocks: list[Any]) -> Iterator[str]:
    """The lines of blocks, in order; a block without words of its own gives none."""
    for block in blocks:
        kind, content = block["t"], block.get("c")
        if kind in ("Para", "Plain"):
            yield _inlines(content)
        elif kind == "Header":
            yield _inlines(content[2])
        elif kind == "CodeBlock":
            yield content[1]
        elif kind == "LineBlock":
            yield from map(_inlines, content)
        elif kind == "Table":
            yield from _table(content)
        else:
            yield from _nested(kind, content)


def _nested(kind: str, content: Any) -> Iterator[str]:
    """The lines of a block that holds others: quotations, divisions, figures, lists."""
    if kind == "BlockQuote":
        yield from _lines(content)
    elif kind == "Div":
        yield from _lines(content[1])
    elif kind == "Figure":
        yield from _lines(content[2])
    elif kind == "BulletList":
        yield from (line for item in content for line in _lines(item))
    elif kind == "OrderedList":
        yield from (line for item in content[1] for line in _lines(item))
    elif kind == "DefinitionList":
        for term, definitions in content:
            yield _inlines(term)
            yield from (line for definition in definitions for line in _lines(definition))


def _table(content: Any) -> Iterator[str]:
    """A table's caption and rows: head, bodies, foot."""
    _attributes, caption, _columns, head, bodies, foot = content
    yield from _lines(caption[1])
    rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
    for _row_attributes, cells in rows:
        texts = [" ".join(_lines(cell[4])).replace("\n", " ").strip() for cell in cells]
        if any(texts):
            yield "\t".join(texts).strip()


def _inlines(inlines: list[Any]) -> str:
    return "".join(map(_inline, inlines))


def _inline(inline: Any) -> str:
    kind, content = inline["t"], inline.get("c")
    if kind == "Str":
        return str(content)
    if kind in _SPACES:
        return _SPACES[kind]
    if kind in ("Code", "Math"):
        return str(content[1])
    if kind == "Note":
        return f" [{' '.join(_lines(content)).strip()}]"
    if kind in _UNSAID:
        return ""
    return _quoted(content) if kind == "Quoted" else _inlines(content[1] if kind in _SECOND_PART else content)


def _quoted(content: Any) -> str:
    opening, closing = "‘’" if content[0]["t"] == "SingleQuote" else "“”"
    return f"{opening}{_inlines(content[1])}{closing}"
