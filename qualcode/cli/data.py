"""The shapes of JSON that scripts rely on; they are stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.i18n import known_word
from qualcode.model import (
    Cell,
    Code,
    CodeCounts,
    Coding,
    Document,
    Event,
    Hit,
    Memo,
    Part,
    Participant,
    Quotation,
    Site,
    ThemeTable,
    in_language,
)


def document_data(document: Document, parts: Sequence[Part] = ()) -> dict[str, Any]:
    """A document as `documents --json` lists it."""
    return {
        "id": document.id,
        "name": document.name,
        "site": document.site,
        "participants": list(document.participants),
        "language": document.language,
        "kind": document.kind,
        "wave": document.wave,
        "words": document.words,
        "turns": document.turns,
        "sha256": document.sha256,
        "date": document.date,
        "guide": document.guide,
        "done": list(document.done),
        "codings": document.codings,
        "parts": [part._asdict() for part in parts],
    }


def marked(coding: Coding) -> str:
    """The signs of what a coding is marked as, after its coder's name."""
    signs = coding.marks
    return f" {signs}" if signs else ""


def code_data(code: Code, counts: CodeCounts, language: str) -> dict[str, Any]:
    """A code as `codes --json` lists it, with the counts of its subtree."""
    return {
        "id": code.id,
        "label": in_language(code.label, language),
        "parent": code.parent,
        "pin": code.pin,
        "segments": counts.segments,
        "participants": counts.participants,
        "documents": counts.documents,
    }


def quotation_data(quotation: Quotation) -> dict[str, Any]:
    """A quotation as `quotes --json` and `codings --json` list it."""
    coding = quotation.coding
    return {
        "id": coding.id,
        "document": coding.document,
        "start": coding.start,
        "end": coding.end,
        "text": quotation.text,
        "code": coding.code,
        "coder": coding.coder,
        "round": coding.round,
        "citation": quotation.citation,
        "participants": list(quotation.participants),
        "site": quotation.site,
        "key": coding.key,
        "counter": coding.counter,
        "memo": coding.memo,
    }


def theme_data(table: ThemeTable) -> dict[str, Any]:
    """A table of themes as `themes --json` prints it; `total` is a union over all groups."""
    return {
        "rule": table.rule,
        "by": list(table.by),
        "where": [str(condition) for condition in table.where],
        "groups": [{"group": group, "N": people} for group, people in table.groups.items()],
        "total": {"N": table.total},
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "depth": row.depth,
                "cells": {group: _cell_data(cell, table.groups[group]) for group, cell in row.cells.items()},
                "total": _cell_data(row.total, table.total),
            }
            for row in table.rows
        ],
    }


def _cell_data(cell: Cell, people: int) -> dict[str, Any]:
    """A cell with the share of people and its interval, null where too few people are there."""
    from qualcode.analysis.shares import share_of

    share, low, high = share_of(cell.participants, people) or (None, None, None)
    return {**cell._asdict(), "share": _rounded(share), "low": _rounded(low), "high": _rounded(high)}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def hit_data(hit: Hit) -> dict[str, Any]:
    """A place where searched words stand."""
    return hit._asdict()


def memo_data(memo: Memo) -> dict[str, Any]:
    """A memo."""
    return memo._asdict()


def event_data(event: Event) -> dict[str, Any]:
    """An act of the history."""
    return {**event._asdict(), "summary": dict(event.summary)}


def site_data(site: Site) -> dict[str, Any]:
    """A site."""
    return {
        "id": site.id,
        "label": dict(site.label),
        "parent": site.parent,
        "attributes": dict(site.attributes),
    }


def participant_data(person: Participant) -> dict[str, Any]:
    """A person interviewed."""
    return {**person._asdict(), "variables": dict(person.variables)}


def summary_words(summary: Mapping[str, object]) -> str:
    """What an act was about, on one line."""
    told = {name: value for name, value in summary.items() if name != "sha256" and value is not None}
    return ", ".join(f"{known_word(name)} {_told(value)}" for name, value in told.items())


def _told(value: object) -> str:
    return known_word(str(value)) if isinstance(value, bool) else str(value)
