"""What the commands of the codebook say: codes and previews as data, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from qualcode.cli.output import print_json, print_text
from qualcode.i18n import _, ngettext
from qualcode.model.asking import Filter
from qualcode.model.codes import Code
from qualcode.store.acts.merged import Group

if TYPE_CHECKING:
    from qualcode.care.merging import MergePreview
    from qualcode.study import Study


def said_of(code: Code) -> dict[str, Any]:
    """A code as the commands that change it answer."""
    from qualcode.store.database.kept import code_to_data

    return {"parent": None, "retired": False, "aliases": [], **code_to_data(code)}


def preview_data(found: MergePreview, overlaps: str, done: bool) -> dict[str, Any]:
    """A merge as `codebook merge --json` answers."""
    return {
        "codes": list(found.codes),
        "into": found.into,
        "done": done,
        "overlaps": overlaps,
        "codings": dict(found.codings),
        "after": found.joined if overlaps == "join" else found.kept,
        "after_keep": found.kept,
        "after_join": found.joined,
        "one": [_group_data(group) for group in found.twins],
        "overlapping": [_group_data(group) for group in found.overlapping],
        "children": list(found.children),
        "aliases": list(found.aliases),
        "memos": found.memos,
        "summaries": [{"theme": theme, "holder": holder} for theme, holder in found.summaries],
        "summaries_joined": list(found.joined_summaries),
        "guides": list(found.guides),
        "also_under": list(found.also_under),
        "queries": list(found.queries),
        "leaving": {code: list(fields) for code, fields in found.leaving.items()},
    }


def _group_data(group: Group) -> dict[str, Any]:
    return {**group._asdict(), "members": [member._asdict() for member in group.members]}


def print_preview(found: MergePreview, overlaps: str, cited: Mapping[int, str], *, done: bool, as_json: bool) -> None:
    """Say what a merge does, or did; `cited` is where its passages lie."""
    if as_json:
        print_json(preview_data(found, overlaps, done))
    else:
        print_text("\n".join(_lines(found, overlaps, cited)))


def cited_in(study: Study, found: MergePreview) -> dict[int, str]:
    """Where the passages lie that become one, or overlap, by coding."""
    ids = tuple(dict.fromkeys(one.id for group in found.overlapping for one in group.members))
    return {one.coding.id: one.citation for one in study.quotations(Filter(ids=ids))} if ids else {}


def _lines(found: MergePreview, overlaps: str, cited: Mapping[int, str]) -> Iterator[str]:
    after = found.joined if overlaps == "join" else found.kept
    merged = ", ".join(f"{code} ({found.codings[code]})" for code in found.codes)
    yield _("{codes} become {into} ({count}): {after} codings then.").format(
        codes=merged, into=found.into, count=found.codings[found.into], after=after
    )
    yield from _said_of_groups(found, overlaps, cited)
    told = (
        (_("Codes that come under it: {names}."), found.children),
        (_("Names that find it from now on: {names}."), found.aliases),
        (_("Guides that ask for it then: {names}."), found.guides),
        (_("Codes also under it then: {names}."), found.also_under),
        (_("Saved queries that mean it then: {names}."), found.queries),
        (_("Summaries that become its own: {names}."), [" · ".join(spot) for spot in found.summaries]),
        (_("Summaries put one after the other: {names}."), found.joined_summaries),
    )
    yield from (words.format(names=", ".join(names)) for words, names in told if names)
    if found.memos:
        yield ngettext("{count} memo on the codes goes with them.", "{count} memos on the codes go with them.",
                       found.memos).format(count=found.memos)  # fmt: skip
    for code, fields in found.leaving.items():
        if fields:
            yield _("Out of the file, kept in the history, go {fields} of {code}.").format(
                fields=", ".join(fields), code=code
            )


def _said_of_groups(found: MergePreview, overlaps: str, cited: Mapping[int, str]) -> Iterator[str]:
    twins = {group.members for group in found.twins}
    for group in found.overlapping:
        places = ", ".join(dict.fromkeys(cited.get(one.id, f"#{one.id}") for one in group.members))
        ids = ", ".join(f"{one.id} ({one.code} {one.start}–{one.end})" for one in group.members)
        said = _("{coder}, {places}: {codings} overlap and are kept.")
        if group.members in twins:
            said = _("{coder}, {places}: {codings} lie on one passage and become one.")
        elif overlaps == "join":
            said = _("{coder}, {places}: {codings} overlap and become one, {start}–{end}.")
        yield said.format(coder=group.coder, places=places, codings=ids, start=group.start, end=group.end)
