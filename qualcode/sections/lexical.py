"""Words and collocates as sections, as data for scripts, and as the rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.i18n import _
from qualcode.sections import Lead, Section, texts

if TYPE_CHECKING:
    from qualcode.tables.lexical import CollocateTable, Near, WordCount, WordTable

KEEN = 3.84
"""The log-likelihood that chance exceeds once in twenty; below it no word is called a key word."""
KEY_WORDS = 12
MOST_COLUMNS = 12
"""Groups that stand side by side; of more, only the key words are shown."""


def word_sections(table: WordTable, top: int = 0) -> Iterator[Section]:
    """The words, then each group's key words; `top` is how many words are shown (0: all)."""
    if not table.rows:
        yield Section(before=(_("No word is said so often."),), after=(table.rule,))
        return
    yield _words(table, table.rows[: top or None])
    for group in table.titles:
        keen = sorted((row for row in table.rows if row.keyness[group] >= KEEN), key=lambda row: -row.keyness[group])
        yield _key_words(table, group, keen[:KEY_WORDS])
    yield Section(after=(table.rule,))


def _words(table: WordTable, rows: Sequence[WordCount]) -> Section:
    groups = list(table.titles) if len(table.titles) <= MOST_COLUMNS else []
    header = (_("word"), "n", _("per 1,000"), _("people"), _("documents"), *(table.titles[group] for group in groups))
    said = _("{words} words by {people} people").format(words=table.size, people=table.people)
    return Section(
        before=(said,),
        header=header,
        rows=tuple(
            texts((row.word, row.times, _per_1000(row.times, table.size), row.people, row.documents,
                   *(row.groups.get(group, "") for group in groups)))
            for row in rows
        ),
        numbers=frozenset(range(1, len(header))),
        leads=tuple((Lead(words=row.word),) for row in rows),
        widest=40,
    )  # fmt: skip


def _key_words(table: WordTable, group: str, keen: Sequence[WordCount]) -> Section:
    title = _("{group}: key words").format(group=table.titles[group])
    size = table.sizes[group]
    if not keen:
        return Section(title, before=(_("No word stands out here."),))
    return Section(
        title,
        header=(_("word"), "n", _("per 1,000"), _("elsewhere"), "G²"),
        rows=tuple(
            texts((row.word, row.groups[group], _per_1000(row.groups[group], size),
                   _per_1000(row.times - row.groups[group], table.size - size), f"{row.keyness[group]:.1f}"))
            for row in keen
        ),
        numbers=frozenset(range(1, 5)),
        leads=tuple((Lead(words=row.word),) for row in keen),
        widest=40,
    )  # fmt: skip


def collocate_sections(table: CollocateTable, top: int = 0) -> Iterator[Section]:
    """What stands near the word, group by group."""
    for group, near in table.groups.items():
        yield _near(table, table.titles[group], near, top)
    yield Section(after=(table.rule,))


def _near(table: CollocateTable, title: str, near: Near, top: int) -> Section:
    said = _("“{word}” {count} times among {words} words").format(word=table.word, count=near.hits, words=near.size)
    if not near.rows:
        return Section(title, before=(said, _("No word stands near it more often than chance has it.")))
    rows = near.rows[: top or None]
    return Section(
        title,
        before=(said,),
        header=(_("word"), _("near"), _("in all"), "G²", "PMI"),
        rows=tuple(
            texts((row.word, row.together, row.times, f"{row.log_likelihood:.1f}", f"{row.pmi:.1f}")) for row in rows
        ),
        numbers=frozenset(range(1, 5)),
        leads=tuple((Lead(words=row.word),) for row in rows),
        widest=40,
    )


def _per_1000(count: int, size: int) -> str:
    return f"{1000 * count / size:.2f}" if size else ""


# ---------------------------------------------------------------------- for scripts and spreadsheets


def word_data(table: WordTable) -> dict[str, Any]:
    """What `words --json` prints."""
    return {
        "rule": table.rule,
        "by": list(table.asked.by),
        "coder": table.asked.coder,
        "size": table.size,
        "people": table.people,
        "groups": [
            {"group": group, "title": title, "size": table.sizes[group]} for group, title in table.titles.items()
        ],
        "words": [_word_data(table, row) for row in table.rows],
    }


def _word_data(table: WordTable, row: WordCount) -> dict[str, Any]:
    return {
        "word": row.word,
        "count": row.times,
        "per_1000": round(1000 * row.times / table.size, 4),
        "participants": row.people,
        "documents": row.documents,
        "groups": {
            group: {"count": row.groups.get(group, 0), "keyness": round(row.keyness[group], 4)}
            for group in table.titles
        },
    }


def word_rows(table: WordTable) -> Iterator[Sequence[str | int | float]]:
    """The words as rows of a spreadsheet, under a heading."""
    groups = list(table.titles)
    keen = [f"{group} G²" for group in groups]
    yield ("word", "count", "participants", "documents", *groups, *keen)
    for row in table.rows:
        counts = (row.groups.get(group, 0) for group in groups)
        yield (row.word, row.times, row.people, row.documents, *counts,
               *(round(row.keyness[group], 4) for group in groups))  # fmt: skip


def collocate_data(table: CollocateTable) -> dict[str, Any]:
    """What `collocates --json` prints."""
    return {
        "rule": table.rule,
        "by": list(table.asked.by),
        "word": table.word,
        "forms": list(table.words),
        "window": table.window,
        "groups": [
            {"group": group, "hits": near.hits, "size": near.size, "collocates": [_near_data(row) for row in near.rows]}
            for group, near in table.groups.items()
        ],
    }


def _near_data(row: Any) -> dict[str, Any]:
    return {
        "word": row.word,
        "together": row.together,
        "count": row.times,
        "log_likelihood": round(row.log_likelihood, 4),
        "pmi": round(row.pmi, 4),
    }


def collocate_rows(table: CollocateTable) -> Iterator[Sequence[str | int | float]]:
    """What stands near as rows of a spreadsheet, under a heading."""
    yield ("group", "word", "together", "count", "log_likelihood", "pmi")
    for group, near in table.groups.items():
        for row in near.rows:
            yield (group, row.word, row.together, row.times, round(row.log_likelihood, 4), round(row.pmi, 4))
