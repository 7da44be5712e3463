"""By which criterion an appendix looks for saturation: what the outline says of that part, else the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qualcode.analysis.saturation import Criterion
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.report.outlining import Settings, listed
from qualcode.tables.saturating import Plan, share_in
from qualcode.yamls.fields import as_map, as_text
from qualcode.yamls.text import Map, Node

if TYPE_CHECKING:
    from qualcode.report.choices import Choices

PART = "saturation"
_NAMES = ("base", "run", "threshold")


def read_criterion(node: Map, _known: Sequence[str]) -> Settings:
    """The settings of the part: `{base: 4, run: 2, threshold: 5%}`, any of them; YamlError for what cannot be meant."""
    entries = as_map(node, PART, _NAMES).entries
    return {key.value: (_share if key.value == "threshold" else _count)(value, key.value) for key, value in entries}


def _share(node: Node, key: str) -> float:
    try:
        return share_in(as_text(node, key))
    except InputError as error:
        raise node.place.error(error.message, error.hint) from None


def _count(node: Node, key: str) -> int:
    said = as_text(node, key)
    if not said.isdecimal() or int(said) < 1:
        raise node.place.error(
            _("{key}: {value} is not a number of interviews.").format(key=key, value=repr(said)), _("Write 4, say.")
        )
    return int(said)


def plan_of(choices: Choices, orders: int = Plan().orders) -> Plan:
    """How saturation is looked for in an appendix, the same wherever it is told: as its outline says it first."""
    said = next((part.settings for part in listed(choices.outline) if part.part == PART and part.settings), {})
    return Plan(Criterion(**said), orders=orders)  # type: ignore[arg-type]  # `read_criterion` has checked them
