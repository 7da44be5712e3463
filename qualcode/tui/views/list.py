"""The views there are, in the order of their digits."""

from __future__ import annotations

from qualcode.analysis.cooccurrence import Relation
from qualcode.i18n import _
from qualcode.tables.lexical import CODE
from qualcode.tui.views import Asked, View, counting, lexical

RELATIONS = (
    Relation("overlap"), Relation("contains"), Relation("turn"),
    Relation("follows", "turn"), Relation("follows", "sentence"), Relation("follows", 10), Relation("follows", 30),
)  # fmt: skip


def views() -> tuple[View, ...]:
    """Each with what it is called in the interface's language."""
    counts = {
        "participants": _("participants n/N"),
        "segments": _("segments"),
        "per_1000": _("words per 1,000"),
    }
    of_words = frozenset(("by", "where", "theme", "coder", "more"))
    by_site = Asked(by=("site",), measure="participants")
    themes = frozenset(("by", "where", "measure", "theme", "coder"))
    return (
        View("heatmap", _("Heat map"), themes, counting.heat_map, counts, by_site),
        View("bars", _("Bars"), themes, counting.bars, counts, by_site),
        View("timeline", _("Timeline"), frozenset(), counting.timeline),
        View("portrait", _("Portrait"), frozenset(("document", "theme", "coder")), counting.portrait),
        View("saturation", _("Saturation"), frozenset(("by", "where", "coder", "more")), counting.saturation),
        View(
            "cooccurrence",
            _("Co-occurrence"),
            frozenset(("by", "where", "measure", "theme", "coder", "relation", "level")),
            counting.cooccurrence,
            _of_pairs(),
            Asked(measure="together"),
        ),
        View("joint", _("Joint display"), frozenset(("by", "where", "theme", "coder", "more")), counting.joint),
        View("inclusion", _("Inclusion"), frozenset(("by", "where")), counting.inclusion),
        View("coverage", _("Thin evidence"), frozenset(("where", "coder", "more")), counting.coverage),
        View("words", _("Words"), of_words, lexical.words, groups=(CODE,), of_coder=lexical.of_coder),
        View("collocates", _("Collocates"), of_words, lexical.collocates, groups=(CODE,), of_coder=lexical.of_coder),
    )


def _of_pairs() -> dict[str, str]:
    return {
        "together": _("times together, n12"),
        "c": _("c coefficient"),
        "jaccard": _("Jaccard, of characters"),
        "lift": _("lift"),
        "participants": _("participants"),
        "documents": _("documents"),
    }


def relation_in_words(relation: Relation) -> str:
    """A relation as one chooses it."""
    if relation.name != "follows":
        known = {"overlap": _("overlap"), "contains": _("one contains the other"), "turn": _("in one turn")}
        return known[relation.name]
    if relation.within in ("turn", "sentence"):
        sentence = _("follows in the same sentence or the next")
        return sentence if relation.within == "sentence" else _("follows in the turn")
    return _("follows within {count} words").format(count=relation.within)
