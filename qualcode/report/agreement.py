"""What two coders made of the same documents, as a part of the appendix; a place for it where there is one coder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.shares import rounded
from qualcode.i18n import Say
from qualcode.model.asking import Condition
from qualcode.report.anchors import LABEL
from qualcode.report.document import Block, Cell, Column, Heading, Paragraph, Section, Table
from qualcode.report.ground import whole
from qualcode.report.parts import Caption, Facts
from qualcode.report.typography import clean

if TYPE_CHECKING:
    from qualcode.report.choices import Choices
    from qualcode.study import Study
    from qualcode.tables.agreeing import Pair, Shared


def agreement(study: Study, _choices: Choices, facts: Facts, caption: Caption, _: Say) -> Iterator[Section]:
    """How much of the text two coders mark with the same codes, where two coded the same documents to their end."""
    from qualcode.tables.agreeing import pairs

    found = pairs(study)
    if not found:
        yield Section("agreement", _("Agreement"), (Paragraph(_nothing(_)),))
        return
    said = rule(facts.where, _)
    limited = [_limited(pair, facts) for pair in found]
    tables = [
        Table("agreement-coders", caption(_("Documents that two coders coded")), _pair_columns(_),
              [_pair_row(pair) for pair in found], said, _("Agreement, coders"), tuple(map(_key, found))),
        *(_codes(pair, facts, caption, _) for pair in limited),
    ]  # fmt: skip
    blocks: list[Block] = [Paragraph(_uncomputed(_)), tables[0]]
    for pair, table in zip(found, tables[1:], strict=True):
        blocks += [Heading(3, _named(pair, _)), table]
    yield Section("agreement", _("Agreement"), tuple(blocks), (tables[0], _sheet(limited, facts, _)), wide=True)


def _limited(pair: Pair, facts: Facts) -> Pair:
    """The pair with the codes that the part is limited to."""
    return pair._replace(codes=tuple(code for code in pair.codes if facts.within(code.code)))


def rule(where: Sequence[Condition], _: Say) -> str:
    """What is compared, in words, to stand under the tables."""
    said = _(
        "Of the documents that both coders marked as coded, the codings of one round; a code without its sub-codes. "
        "Shared: characters that both marked with the code, of those that either did; however many neither marked."
    )
    return f"{whole(where, _)} {said}"


def _nothing(_: Say) -> str:
    return _(
        "No two coders have marked the same document as coded in the same round: there is nothing to compare yet. "
        "The tables come here once there is."
    )


def _uncomputed(_: Say) -> str:
    return _(
        "These are counts, not coefficients: neither Krippendorff’s alpha nor Cohen’s kappa is computed here, so that "
        "nothing is said of what chance alone would share."
    )


def _named(pair: Pair, _: Say) -> str:
    first, second = map(clean, pair.coders)
    return _("{first} and {second}, round {round}").format(first=first, second=second, round=pair.round)


def _key(pair: Pair) -> str:
    return "|".join((*pair.coders, str(pair.round)))


def _pair_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("First coder")),
        Column(_("Second coder")),
        Column(_("Round"), number=True),
        Column(_("Documents"), number=True, key="documents"),
        Column(_("Passages of the first"), number=True, key="first"),
        Column(_("Passages of the second"), number=True, key="second"),
        Column(_("Shared (%)"), number=True, key="share"),
    )


def _pair_row(pair: Pair) -> tuple[Cell, ...]:
    first, second = map(clean, pair.coders)
    both, either = (sum(getattr(code, name) for code in pair.codes) for name in ("both", "either"))
    share = _percent(both / either if either else None)
    return (first, second, pair.round, len(pair.documents), *pair.passages, share)


def _codes(pair: Pair, facts: Facts, caption: Caption, _: Say) -> Table:
    first, second = map(clean, pair.coders)
    title = _("What {first} and {second} marked, code by code").format(first=first, second=second)
    rows = [(facts.code_path(facts.codebook[code.code]), *_numbers(code)) for code in pair.codes]
    keys = tuple(f"{_key(pair)}|{code.code}" for code in pair.codes)
    columns = (Column(_("Code"), share=3, key=LABEL), *_number_columns(_))
    return Table("agreement", caption(title), columns, rows, rule(facts.where, _), keys=keys)


def _sheet(found: list[Pair], facts: Facts, _: Say) -> Table:
    """Every code of every pair, one below the other."""
    columns = (
        Column(_("First coder")),
        Column(_("Second coder")),
        Column(_("Round"), number=True),
        Column(_("Code id")),
        Column(_("Code"), share=3, key=LABEL),
        *_number_columns(_),
    )
    pairs = [(pair, code) for pair in found for code in pair.codes]
    rows = [
        (*map(clean, pair.coders), pair.round, code.code, facts.code_path(facts.codebook[code.code]), *_numbers(code))
        for pair, code in pairs
    ]
    keys = tuple(f"{_key(pair)}|{code.code}" for pair, code in pairs)
    return Table("agreement", _("What two coders marked, code by code"), columns, rows, rule(facts.where, _), keys=keys)


def _number_columns(_: Say) -> tuple[Column, ...]:
    return (
        Column(_("Passages of the first"), number=True, key="first"),
        Column(_("Passages of the second"), number=True, key="second"),
        Column(_("Characters of the first"), number=True, key="marked-first"),
        Column(_("Characters of the second"), number=True, key="marked-second"),
        Column(_("Characters of both"), number=True, key="both"),
        Column(_("Shared (%)"), number=True, key="share"),
    )


def _numbers(code: Shared) -> tuple[Cell, ...]:
    return (*code.passages, *code.marked, code.both, _percent(code.share))


def _percent(share: float | None) -> Cell:
    return "" if share is None else float(rounded(100 * share, 1))
