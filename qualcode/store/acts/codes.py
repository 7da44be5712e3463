"""Acts on single codes: added, renamed, moved, defined, retired, taken out. Each changes the lines it must."""

from __future__ import annotations

import json
from collections import ChainMap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.acts import (
    AddCode,
    EditDefinition,
    MoveCode,
    RemoveCode,
    RenameCode,
    RestoreCode,
    RetireCode,
)
from qualcode.book import editing
from qualcode.book.near import refuse_taken
from qualcode.codebook import read_codebook, with_code_added, with_code_removed, with_label
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold, near_hint
from qualcode.naming import code_called
from qualcode.store.acts.book import refuse_parent
from qualcode.store.acts.lines import Hunk, RestoreLines, digest, rewrite, with_lines_restored
from qualcode.store.acts.performing import Performed, Writing, inverse, perform, refuse_built_on
from qualcode.store.database.kept import CODEBOOK, code_of, codes, former_names, get_meta
from qualcode.yamls.prose import Bare

inverse(AddCode)
inverse(RemoveCode)


@inverse
@dataclass(frozen=True, slots=True)
class TakeCodeBack:
    """Take out a code that was added, with whatever was written of it by hand; unused text is as it was."""

    id: str
    hunks: Sequence[Hunk]
    digest: str


@inverse
@dataclass(frozen=True, slots=True)
class RestoreLabel:
    """What older versions kept as the inverse of `RenameCode`: the label a code had, if its label is still `left`.

    The file gets the very `text` it had while its digest is still `digest`.
    """

    code: str
    language: str
    label: str | None
    left: str | None
    text: str
    digest: str


@perform.register
def add_code(act: AddCode, writing: Writing) -> Performed:
    """A new code under its parent, at its place there."""
    _refuse_former(writing, act.id)
    text = with_code_added(_text(writing), CODEBOOK, act.id, act.label, act.parent, act.brief)
    if act.position is not None:
        text = editing.with_code_moved(text, CODEBOOK, act.id, act.parent, act.position)
    performed = rewrite(writing, text, {"code": act.id, "parent": act.parent, "reason": act.reason})
    back: RestoreLines = performed.inverse
    return replace(performed, inverse=TakeCodeBack(act.id, back.hunks, back.digest))


@perform.register
def take_code_back(act: TakeCodeBack, writing: Writing) -> Performed:
    """A code that was added out again."""
    _refuse_used(writing, act.id)
    text = _text(writing)
    if digest(text) == act.digest:
        restored = with_lines_restored(RestoreLines(act.hunks, act.digest), text)
    else:
        restored = with_code_removed(text, CODEBOOK, act.id)
    return rewrite(writing, restored, {"code": act.id})


@perform.register
def remove_code(act: RemoveCode, writing: Writing) -> Performed:
    """A code out of the codebook; refused while codings use it or codes are under it."""
    _refuse_used(writing, act.id)
    _refuse_asked(writing, act.id)
    return rewrite(writing, with_code_removed(_text(writing), CODEBOOK, act.id), {"code": act.id, "reason": act.reason})


@perform.register
def rename_code(act: RenameCode, writing: Writing) -> Performed:
    """Another label for a code, in one language; the old one finds it still, unless another code has it."""
    labels = _code(writing, act.code).label
    language = _language_meant(act.code, "label", labels, act.language)
    before = labels.get(language)
    refuse_taken(_book(writing), act.label, besides={act.code})
    plain = _plain_language(writing, language)
    text = with_label(_text(writing), CODEBOOK, act.code, language, act.label, plain)
    after = read_codebook(text, CODEBOOK)[act.code].label.get(language)
    if before and before != after:
        text = editing.with_aliases(text, CODEBOOK, act.code, (before,))
    said = {"code": act.code, "label": after, "before": before, "reason": act.reason}
    return replace(rewrite(writing, text, said), idle=before == after)


@perform.register
def restore_label(act: RestoreLabel, writing: Writing) -> Performed:
    """The label a code had, of a history that an older version wrote."""
    before = _code(writing, act.code).label.get(act.language)
    if before != act.left:
        raise InputError(_("The code {code} has been renamed since; this cannot be taken back.").format(code=act.code))
    text = _text(writing)
    exact = digest(text) == act.digest
    restored = act.text if exact else with_label(text, CODEBOOK, act.code, act.language, act.label or "")
    return rewrite(writing, restored, {"code": act.code, "label": act.label, "before": before})


@perform.register
def move_code(act: MoveCode, writing: Writing) -> Performed:
    """A code with its sub-codes elsewhere."""
    code = _code(writing, act.code)
    if act.parent is not None:
        _code(writing, act.parent)
    text = editing.with_code_moved(_text(writing), CODEBOOK, act.code, act.parent, act.position)
    summary = {"code": act.code, "parent": act.parent or "—", "before": code.parent or "—", "reason": act.reason}
    return rewrite(writing, text, summary)


@perform.register
def retire_code(act: RetireCode, writing: Writing) -> Performed:
    """A code that is offered no longer."""
    if _code(writing, act.code).retired:
        raise InputError(_("The code {code} is retired already.").format(code=act.code))
    text = editing.with_field(_text(writing), CODEBOOK, act.code, "retired", editing.YES)
    return rewrite(writing, text, {"code": act.code, "reason": act.reason})


@perform.register
def restore_code(act: RestoreCode, writing: Writing) -> Performed:
    """A retired code offered again."""
    if not _code(writing, act.code).retired:
        raise InputError(_("The code {code} is not retired.").format(code=act.code))
    text = editing.with_field(_text(writing), CODEBOOK, act.code, "retired", None)
    return rewrite(writing, text, {"code": act.code, "reason": act.reason})


@perform.register
def edit_definition(act: EditDefinition, writing: Writing) -> Performed:
    """One field of a definition, written anew."""
    if act.field not in editing.FIELDS:
        hint = near_hint(act.field, editing.FIELDS, _("Known: {names}.").format(names=", ".join(editing.FIELDS)))
        raise InputError(_("A definition has no field {name}.").format(name=act.field), hint)
    code = _code(writing, act.code)
    said = {"code": act.code, "field": act.field, "language": act.language, "reason": act.reason}
    performed = rewrite(writing, _with_field(writing, code, act), said)
    return replace(performed, idle=_code(writing, act.code) == code)


def _with_field(writing: Writing, code: Code, act: EditDefinition) -> str:
    text = _text(writing)
    if act.field in editing.WORDS:
        words: Words = getattr(code, act.field)
        language = _language_meant(code.id, act.field, words, act.language)
        named: dict[str, Any] = {act.field: _named(words, _plain_language(writing, language))}
        return editing.with_words(text, CODEBOOK, replace(code, **named), act.field, language, act.text)
    if act.field in editing.LISTS:
        items: tuple[Words, ...] = getattr(code, act.field)
        language = _language_meant(code.id, act.field, ChainMap(*map(dict, items)), act.language)
        plain = _plain_language(writing, language)
        listed: dict[str, Any] = {act.field: tuple(_named(item, plain) for item in items)}
        return editing.with_items(text, CODEBOOK, replace(code, **listed), act.field, language, act.text)
    if act.field == "also_under":
        book = _book(writing)
        names = [name.strip() for name in act.text.replace(",", "\n").split("\n") if name.strip()]
        ids = list(dict.fromkeys(code_called(book, name).id for name in names))
        return editing.with_field(text, CODEBOOK, act.code, act.field, ids)
    return editing.with_field(text, CODEBOOK, act.code, act.field, Bare(act.text.strip()) or None)


def _language_meant(code: str, field: str, words: Words, language: str) -> str:
    """The language that a text without one is in: the only one that a field has; refused where it has several."""
    if language or not words or "" in words:
        return language
    if len(words) == 1:
        return next(iter(words))
    raise InputError(
        _("{field} of {code} is written in {languages}.").format(field=field, code=code, languages=", ".join(words)),
        _("Say in which language the new text is: --language {language}.").format(language=next(iter(words))),
    )


def _plain_language(writing: Writing, language: str) -> str:
    """The language that a plain text must be in where one in `language` is put beside it: the other of the study's two.

    Empty where that is not sure; the text stays plain then.
    """
    languages: list[str] = json.loads(get_meta(writing.connection, "settings") or "{}").get("languages", [])
    others = [each for each in languages if each != language]
    return others[0] if language in languages and len(others) == 1 else ""


def _named(words: Words, plain: str) -> Words:
    """Words in which a plain text has the name of its language."""
    return {plain if language == "" else language: text for language, text in words.items()}


def _text(writing: Writing) -> str:
    return get_meta(writing.connection, CODEBOOK)


def _book(writing: Writing) -> Codebook:
    return Codebook({}, codes(writing.connection))


def _code(writing: Writing, code: str) -> Code:
    return code_of(writing.connection, code)


def _refuse_used(writing: Writing, code: str) -> None:
    refuse_built_on(writing, "code", (code,))
    _code(writing, code)
    refuse_parent(writing.connection, "code", code)


def _refuse_asked(writing: Writing, code: str) -> None:
    """Refuse to take out what a guide asks for: it would ask for nothing."""
    guides = json.loads(get_meta(writing.connection, "settings") or "{}").get("guides", {})
    if guide := next((name for name, asks in guides.items() if code in asks), None):
        raise InputError(
            _("{code} cannot be taken out: the guide {guide} asks for it.").format(code=code, guide=guide),
            _("Take it out of study.yaml first, or merge it into another code."),
        )


def _refuse_former(writing: Writing, code: str) -> None:
    """Refuse as an id what was ever another code's name: what was written of that one would lead here."""
    owner = former_names(writing.connection).get(fold(code))
    if owner is not None and owner != code:
        raise InputError(
            _("{id} was a name of the code {code}.").format(id=code, code=owner), _("Give the new code another id.")
        )
