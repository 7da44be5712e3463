"""Acts on saved queries: the lines of study.yaml that have them."""

from __future__ import annotations

from qualcode.acts import RemoveQuery, SaveQuery
from qualcode.savedqueries import read_queries, with_query, without_query
from qualcode.store.acts.book import RestoreText, write_study
from qualcode.store.acts.performing import Performed, Writing, inverse, perform, refuse_built_on
from qualcode.store.database.kept import STUDY, get_meta
from qualcode.yamls.fields import read_root

inverse(SaveQuery)
inverse(RemoveQuery)
_FILES = frozenset((STUDY,))


@perform.register
def save_query(act: SaveQuery, writing: Writing) -> Performed:
    """A query under a name; taking it back gives the one that was there before, if there was one."""
    refuse_built_on(writing, "query", (act.name,))
    text = get_meta(writing.connection, STUDY)
    before = read_queries(read_root(text, STUDY)).get(act.name)
    changed = with_query(text, STUDY, act.name, act.query)
    write_study(writing, changed)
    back = RemoveQuery(act.name) if before is None else SaveQuery(act.name, before)
    again = without_query(changed, STUDY, act.name) if before is None else with_query(changed, STUDY, act.name, before)
    return _performed(act.name, back, again, text, changed)


@perform.register
def remove_query(act: RemoveQuery, writing: Writing) -> Performed:
    """A query out of the study."""
    refuse_built_on(writing, "query", (act.name,))
    text = get_meta(writing.connection, STUDY)
    changed = without_query(text, STUDY, act.name)
    back = SaveQuery(act.name, read_queries(read_root(text, STUDY))[act.name])
    write_study(writing, changed)
    return _performed(act.name, back, with_query(changed, STUDY, back.name, back.query), text, changed)


def _performed(
    name: str, back: SaveQuery | RemoveQuery, again: str, text: str, changed: str
) -> Performed:  # fmt: skip
    """What was done; where the act that takes it back would not give the very text, the text itself does."""
    exact = back if again == text else RestoreText(STUDY, text, changed)
    return Performed(exact, {"query": name}, files=_FILES)
