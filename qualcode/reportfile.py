"""What `study.yaml` says under `report: quotations:` of the quotations that a report shows; read with places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from qualcode.i18n import _
from qualcode.yamls.fields import as_map, as_text, unknown
from qualcode.yamls.text import Map, Node, Text

REPORT, QUOTATIONS = "report", "quotations"
MOST_CONTEXT = 20
Said = Mapping[str, int | bool]


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which quotations of a theme are shown, and how: all of them and alone, if nothing is said.

    `per_participant` and `per_theme` are the most of one person and of one theme, `longest` how many words one may
    have; 0 sets no bound. With `each_site` none is missing where the theme was said, with `key_first` key quotations go
    before others. `context` is how many turns before and after are shown beside them.
    """

    per_participant: int = 0
    per_theme: int = 0
    longest: int = 0
    each_site: bool = False
    key_first: bool = False
    context: int = 0

    @property
    def all(self) -> bool:
        """Whether nothing is left out."""
        return not (self.per_participant or self.per_theme or self.longest)

    @property
    def few(self) -> bool:
        """Whether a theme shows but few of its quotations, however many there are."""
        return bool(self.per_participant or self.per_theme)

    def with_said(self, said: Mapping[str, object]) -> Choosing:
        """The same with what else is said, which goes before it; None says nothing."""
        return replace(self, **{name: value for name, value in said.items() if value is not None})  # type: ignore[arg-type]


_NAMES = tuple(field.name for field in fields(Choosing))
_TRUTHS = ("each_site", "key_first")


def read_choosing(node: Node) -> Said:
    """What a map says of the quotations, checked; YamlError at the first thing that cannot be meant."""
    if isinstance(node, Text) and node.missing:
        return {}
    entries = as_map(node, QUOTATIONS, _NAMES).entries
    return {key.value: (_truth if key.value in _TRUTHS else _number)(value, key.value) for key, value in entries}


def check_report(root: Map) -> None:
    """Read what the file says of quotations, for its errors."""
    report = root.get(REPORT)
    if isinstance(report, Map) and (node := report.get(QUOTATIONS)) is not None:
        read_choosing(node)


def choosing_said(report: Mapping[str, object]) -> Choosing:
    """What was said under `report:`, as it is kept of a file that was checked."""
    said = report.get(QUOTATIONS)
    if not isinstance(said, Mapping):
        return Choosing()
    return Choosing().with_said({name: _plain(name, str(value)) for name, value in said.items() if name in _NAMES})


def _plain(name: str, text: str) -> int | bool:
    return text.strip().casefold() in _YES if name in _TRUTHS else int(text)


_YES, _NO = ("yes", "true"), ("no", "false")


def _truth(node: Node, key: str) -> bool:
    said = as_text(node, key).casefold()
    if said not in (*_YES, *_NO):
        raise unknown(node.place, _("{key} should be yes or no.").format(key=key), said, ("yes", "no"))
    return said in _YES


def _number(node: Node, key: str) -> int:
    said = as_text(node, key)
    most = MOST_CONTEXT if key == "context" else 10**6
    if not (said.isascii() and said.isdigit() and int(said[:9]) <= most):
        message = _("{key} should be a number from {first} to {last}.").format(key=key, first=0, last=most)
        raise node.place.error(message, _("Write for example {example}.").format(example=f"{key}: 2"))
    return int(said)
