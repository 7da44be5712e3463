"""Code saturation in a study: which documents count as interviews, in which order, for the whole and group by group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.saturation import Criterion, Saturation, saturation
from qualcode.analysis.shares import exactly
from qualcode.errors import InputError
from qualcode.files import read_file
from qualcode.i18n import _, known_word, language
from qualcode.i18n import _ as interface
from qualcode.importers.decode import decode
from qualcode.model import in_language
from qualcode.model.asking import Condition
from qualcode.names import fold, near_hint
from qualcode.store.counting.incidence import Interview, codes_by_group, codes_of_documents, interviews
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.dimensions import Grouping
from qualcode.tables.grouping import grouping_of, said_of
from qualcode.tables.themes import group_title, in_order

if TYPE_CHECKING:
    from qualcode.study import Study

NO_INTERVIEWS = ("visit note", "minutes")
"""Kinds that are not counted unless they are asked for: nobody is interviewed in them."""
GUEST = Criterion()
BY_DATE, BY_ID, GIVEN = "date", "id", "given"


@dataclass(frozen=True, slots=True)
class Plan:
    """How saturation is looked for: by which criterion, in which kinds of documents (none named: all but visit notes
    and minutes), in which order (`date`, then id, the undated last; `id`; or the ids themselves), and in how many
    random orders from which seed."""

    criterion: Criterion = GUEST
    kinds: tuple[str, ...] = ()
    order: str | tuple[str, ...] = BY_DATE
    orders: int = 1000
    seed: int = 1

    def is_of_kind(self, kind: str) -> bool:
        """Whether documents of this kind are counted."""
        return kind in self.kinds if self.kinds else kind not in NO_INTERVIEWS

    @property
    def order_name(self) -> str:
        """`date`, `id` or `given`."""
        return self.order if isinstance(self.order, str) else GIVEN


STANDARD = Plan()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many documents are not counted: of another kind, not coded by the coder, not in the order that was given."""

    other_kinds: int
    not_coded: int
    not_listed: int


@dataclass(frozen=True, slots=True)
class SaturationTable:
    """The curve of the whole study and, where `by` asks for them, of each group, in order.

    `kinds` are those that were found and counted; `undated` documents stand last in an order by date. `labels` are the
    codes' names for a reader, `titles` the groups'. `rule` and `warnings` are to stand under a table.
    """

    rule: str
    warnings: tuple[str, ...]
    by: tuple[str, ...]
    coder: str | None
    plan: Plan
    kinds: tuple[str, ...]
    left_out: LeftOut
    undated: int
    labels: Mapping[str, str]
    titles: Mapping[str, str]
    whole: Saturation
    groups: Mapping[str, Saturation]


def code_saturation(
    study: Study,
    plan: Plan = STANDARD,
    *,
    by: Sequence[str] = (),
    where: Sequence[Condition] = (),
    coder: str | None = None,
    tell: Callable[[int], None] | None = None,
) -> SaturationTable:
    """How many new codes each further interview brought one coder, for the whole and for each group of people.

    An interview is a document of the plan's kinds that the coder has put a code on or marked as done. `tell` hears of
    each hundred of the random orders, and may raise to stop.
    """
    grouping, counted = grouping_of(study, by, where), study.counted_coder(coder)
    with translated(study.database):
        known = interviews(study.connection, counted)
        said = _codes(study, grouping, counted)
        grouped = codes_by_group(study.connection, grouping, counted) if grouping.by else {}
    present = [one for one in known if not where or one.id in said]
    of_kind = [one for one in present if plan.is_of_kind(one.kind)]
    coded = [one for one in of_kind if one.coded]
    listed = _in_order(coded, plan.order)
    places = {code.id: place for place, code in enumerate(study.codebook.codes)}

    def curve(names: Iterable[str], codes: Mapping[str, Collection[str]]) -> Saturation:
        found = [(name, sorted(codes.get(name, ()), key=places.__getitem__)) for name in names]
        return saturation(found, plan.criterion, orders=plan.orders, seed=plan.seed, tell=tell)

    ordered = in_order(study, grouping.by, grouped)
    members = {group: [name for name in listed if name in grouped[group]] for group in ordered}
    groups = {group: curve(names, grouped[group]) for group, names in members.items() if names}
    kinds = tuple(sorted({one.kind for one in of_kind}))
    return SaturationTable(
        rule=rule(plan, counted, map(known_word, kinds), said_of(grouping)),
        warnings=warnings(),
        by=grouping.by,
        coder=counted,
        plan=plan,
        kinds=kinds,
        left_out=LeftOut(len(present) - len(of_kind), len(of_kind) - len(coded), len(coded) - len(listed)),
        undated=sum(not one.date for one in coded) if plan.order == BY_DATE else 0,
        labels={code.id: in_language(code.label, language()) or code.id for code in study.codebook.codes},
        titles={group: group_title(study, grouping.by, group) for group in groups},
        whole=curve(listed, said),
        groups=groups,
    )


def _codes(study: Study, grouping: Grouping, coder: str | None) -> Mapping[str, Collection[str]]:
    """The codes of each document that meets the conditions."""
    if grouping.where:
        return codes_by_group(study.connection, Grouping((), grouping.where), coder).get("", {})
    return codes_of_documents(study.connection, coder)


def share_in(typed: str) -> float:
    """A share as it is typed: `5%` or `0.05`, with a point or a comma."""
    number = typed.strip().replace(",", ".")
    try:
        share = float(number.removesuffix("%")) / (100 if number.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise InputError(_("{value} is not a share; write 5% or 0.05.").format(value=typed))
    return float(f"{share:.12g}")


def known_kinds(study: Study, kinds: Iterable[str]) -> tuple[str, ...]:
    """Kinds as the study has them, case and accents aside; one that no document has is an `InputError`."""
    there = sorted({one.kind for one in study.catalogue()})
    alike = {fold(kind): kind for kind in there} | {fold(known_word(kind)): kind for kind in there}
    for kind in kinds:
        if fold(kind) not in alike:
            raise InputError(
                _("There is no document of the kind {kind} in this study.").format(kind=kind),
                _("Known are: {names}.").format(names=", ".join(there) or "—"),
            )
    return tuple(dict.fromkeys(alike[fold(kind)] for kind in kinds))


def known_order(study: Study, order: str) -> str | tuple[str, ...]:
    """`date` or `id` as they are, else the ids that the file of that name lists."""
    if order in (BY_DATE, BY_ID):
        return order
    return tuple(read_order(Path(order), [one.id for one in study.catalogue()]))


def read_order(file: Path, known: Collection[str]) -> list[str]:
    """The ids of documents that a file lists, one a line; an unknown or doubled one is an error with its line."""
    listed: dict[str, int] = {}
    for line, words in enumerate(_text_of(file).split("\n"), start=1):
        name = words.strip()
        if not name:
            continue
        if name not in known:
            raise _unknown(file, line, name, known)
        if name in listed:
            raise InputError(
                _("{file}:{line}: {name} stands in line {other} already.").format(
                    file=file, line=line, name=name, other=listed[name]
                )
            )
        listed[name] = line
    if not listed:
        raise InputError(
            _("{file}: lists no document.").format(file=file), _("Write the id of a document on each line.")
        )
    return list(listed)


def rule(
    plan: Plan, coder: str | None, kinds: Iterable[str], more: Iterable[str], _: Callable[[str], str] = interface
) -> str:
    """How it was counted, in words, to stand under a table; `_` says it in a language.

    `kinds` are called as a reader calls them; `more` are sentences on what it is grouped by and narrowed to.
    """
    orders = {
        BY_DATE: _("in order of date, then of id, the undated last"),
        BY_ID: _("in order of id"),
        GIVEN: _("in the order that was given"),
    }
    sentences = [
        _("Code saturation (Guest, Namey & Chen 2020): codings of {coder}, each code as it was put on.").format(
            coder=coder or _("nobody")
        ),
        _("Documents ({kinds}) with a coding or marked as done, {order}.").format(
            kinds=", ".join(kinds) or "—", order=orders[plan.order_name]
        ),
        _(
            "Base: the first {base}; run: {run} in a row, sliding by one; reached where a run's new codes are at most "
            "{threshold} of the base's codes."
        ).format(base=plan.criterion.base, run=plan.criterion.run, threshold=exactly(plan.criterion.threshold, 2)),
    ]
    return " ".join((*sentences, *filter(None, more)))


def warnings(_: Callable[[str], str] = interface) -> tuple[str, ...]:
    """What whoever reads the figures must know; `_` says it in a language."""
    return (
        _("It rests on the codebook as it is now: codes merged or split since change what was new when."),
        _("A site or another group needs a curve of its own; saturation in all says nothing of each."),
        _("It says that codes recur, not that all is understood; reflexive thematic analysis does without it."),
    )


def _in_order(coded: Iterable[Interview], order: str | tuple[str, ...]) -> list[str]:
    if not isinstance(order, str):
        here = {one.id for one in coded}
        return [name for name in order if name in here]
    if order == BY_ID:
        return [one.id for one in coded]
    return [one.id for one in sorted(coded, key=lambda one: (not one.date, one.date or "", one.id))]


def _text_of(file: Path) -> str:
    data = read_file(file)
    try:
        return decode(data)[0].removeprefix("\ufeff")
    except InputError as error:
        raise InputError(f"{file}: {error.message}", error.hint) from error


def _unknown(file: Path, line: int, name: str, known: Collection[str]) -> InputError:
    return InputError(
        _("{file}:{line}: there is no document {name} in this study.").format(file=file, line=line, name=name),
        near_hint(name, known, _("`{command}` lists them.").format(command="qualcode documents")),
    )
