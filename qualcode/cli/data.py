"""The shapes of JSON that scripts rely on; they are stable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.i18n import act_facts
from qualcode.model import in_language
from qualcode.model.codes import Code
from qualcode.model.codings import Coding, Event, Hit, Memo, Quotation, Rendering
from qualcode.model.counts import CodeCounts
from qualcode.model.people import Participant, Site
from qualcode.model.texts import Document, Part


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
        "retired": code.retired,
        "in_vivo": code.in_vivo,
        "aliases": list(code.aliases),
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
        "time": quotation.time,
        "participants": list(quotation.participants),
        "site": quotation.site,
        "key": bool(coding.key),
        "counter": bool(coding.counter),
        "memo": coding.memo,
        "definition": coding.definition,
    }


def rendering_data(one: Rendering) -> dict[str, Any]:
    """An excerpt (no language) or a translation of a coding; a stale one was made of earlier words."""
    return one._asdict()


def shown_data(kept: Sequence[Rendering]) -> dict[str, Any]:
    """What `quotes --json` adds of a quotation: its excerpt, and its translations by language."""
    excerpt = next((one for one in kept if not one.language), None)
    return {
        "excerpt": {"text": excerpt.text, "stale": excerpt.stale} if excerpt else None,
        "translations": {
            one.language: {"text": one.text, "by": one.author, "stale": one.stale} for one in kept if one.language
        },
    }


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
    return ", ".join(f"{name} {said}" for name, said in act_facts(summary))
