"""Edits of the codebook's text beyond adding a code: fields, aliases, places, merges; comments and order stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qualcode.codebook import CODE_KEYS, code_paths, path_of, read_codebook, with_code_removed
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold
from qualcode.yamls.blocks import move_item, set_entry
from qualcode.yamls.edit import Way
from qualcode.yamls.fields import read_root, words_to_plain
from qualcode.yamls.growing import extend_lists
from qualcode.yamls.prose import Bare
from qualcode.yamls.text import Plain, Text

WORDS = ("label", "brief", "full", "use_when", "not_when")
LISTS = ("examples", "near_misses")
FIELDS = (*WORDS[1:], *LISTS, "also_under", "pin", "colour", "in_vivo")
"""What of a definition can be edited by itself; a label is given by renaming."""
YES = Bare("true")


def with_codes_added(text: str, file: str, new: Mapping[str | None, Sequence[Plain]]) -> str:
    """The codebook's text with many new codes in one edit: by the code they come under (None: the top) what each says.

    What a new code has below it stands in it, under `codes`.
    """
    ways: dict[str | None, Way] = {None: ()}
    ways |= {id_.value: path for node, path in code_paths(text, file) if isinstance(id_ := node.get("id"), Text)}
    root = read_root(text, file)
    edited = extend_lists(text, file, root, "codes", {ways[code]: codes for code, codes in new.items() if codes})
    read_codebook(edited, file)
    return edited


def with_field(text: str, file: str, code_id: str, field: str, value: Plain | None) -> str:
    """The codebook's text with one field of a code set, None to take it away; a new field stands in its usual place."""
    edited = set_entry(text, file, path_of(text, file, code_id), field, value, CODE_KEYS)
    read_codebook(edited, file)
    return edited


def with_words(text: str, file: str, code: Code, field: str, language: str, words: str) -> str:
    """The codebook's text with what a code says under a field in one language (`""`: the plain one)."""
    return with_field(text, file, code.id, field, plain_words(said(getattr(code, field), language, words)))


def said(old: Words, language: str, words: str) -> Words:
    """Texts by language with one of them set; an empty one is taken away."""
    return {key: text for key, text in {**old, language: words.strip()}.items() if text}


def plain_words(words: Words) -> Plain | None:
    """A text as it is to be written, None where there is none."""
    return words_to_plain(words) if words else None


def with_items(text: str, file: str, code: Code, field: str, language: str, lines: str) -> str:
    """The codebook's text with a code's examples or near misses in one language, one a line."""
    old: Sequence[Words] = getattr(code, field)
    if any("\n" in item.get(language, "") for item in old):
        raise InputError(
            _("{file}: {field} of {code} has an item of several lines.").format(file=file, field=field, code=code.id),
            _("Make the change in the file itself."),
        )
    new = [line.strip() for line in lines.split("\n") if line.strip()]
    count = max(len(new), len(old))
    found = [
        said(old[place] if place < len(old) else {}, language, new[place] if place < len(new) else "")
        for place in range(count)
    ]
    return with_field(text, file, code.id, field, [words_to_plain(words) for words in found if words])


def with_aliases(text: str, file: str, code_id: str, names: Iterable[str]) -> str:
    """The codebook's text with old names of a code among its aliases, those left out that some code has already."""
    book = read_codebook(text, file)
    aliases = list(book[code_id].aliases)
    taken = {fold(name) for code in book.codes for name in (code.id, *code.label.values(), *code.aliases)}
    for name in names:
        if name and fold(name) not in taken:
            aliases.append(name)
            taken.add(fold(name))
    return with_field(text, file, code_id, "aliases", aliases) if len(aliases) > len(book[code_id].aliases) else text


def with_code_moved(text: str, file: str, code_id: str, parent: str | None, position: int | None = None) -> str:
    """The codebook's text with a code's lines, comments and sub-codes under another parent (None: the top), in place.

    `position` counts the codes that are there besides it, None is last.
    """
    book = read_codebook(text, file)
    if parent is not None and parent in book.subtree(code_id):
        raise InputError(_("{code} cannot come under {parent}, which is itself or below it.").format(
            code=code_id, parent=parent))  # fmt: skip
    to = path_of(text, file, parent) if parent is not None else ()
    edited = move_item(text, file, path_of(text, file, code_id), to, position)
    read_codebook(edited, file)
    return edited


def with_codes_merged(text: str, file: str, codes: Sequence[str], into: str) -> str:
    """The codebook's text with codes gone whose sub-codes come under `into`, and whose names are its aliases."""
    book = read_codebook(text, file)
    text = _with_into_out(text, file, codes, into)
    for code in deepest_first(book, codes):
        for child in book.children(code):
            if child.id not in (*codes, into):
                text = with_code_moved(text, file, child.id, into)
    names = [name for code in codes for name in names_of(book[code])]
    text = _freed(text, file, codes, into)
    for code in deepest_first(book, codes):
        text = with_code_removed(text, file, code)
    return with_aliases(text, file, into, names)


def _with_into_out(text: str, file: str, codes: Sequence[str], into: str) -> str:
    """The text where `into` stands beside the uppermost of the merged codes that it is in."""
    book = read_codebook(text, file)
    above = next((code for code in book.path(into)[:-1] if code.id in codes), None)
    if above is None:
        return text
    place = [code.id for code in book.children(above.parent)].index(above.id)
    return with_code_moved(text, file, into, above.parent, place + 1)


def deepest_first(book: Codebook, codes: Iterable[str]) -> list[str]:
    """Codes so that each comes before those it is in."""
    return sorted(codes, key=lambda code: -len(book.path(code)))


def names_of(code: Code) -> tuple[str, ...]:
    """Everything a code is called: its id, its labels, its aliases."""
    return (code.id, *code.label.values(), *code.aliases)


def _freed(text: str, file: str, codes: Sequence[str], into: str) -> str:
    """The text where no code that stays is also under one that goes: under `into` instead, unless it is that itself."""
    for code in read_codebook(text, file).codes:
        if code.id in codes or not set(code.also_under) & set(codes):
            continue
        meant = dict.fromkeys(into if target in codes else target for target in code.also_under)
        text = with_field(text, file, code.id, "also_under", [target for target in meant if target != code.id])
    return text
