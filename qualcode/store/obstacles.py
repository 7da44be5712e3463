"""What stands in the way of taking an act back: what other coders did since on the same things."""

from __future__ import annotations

from qualcode.i18n import _, act_words
from qualcode.store.database.sqlite import Connection

_MOST = 3
_SINCE = """
SELECT other.id, other.coder, other.act, undone.act
FROM event AS mine JOIN event AS other ON other.id > mine.id AND other.coder <> mine.coder
LEFT JOIN event AS undone ON undone.id = other.undoes AND other.act = 'Undo'
WHERE mine.id = ? AND other.undone_by IS NULL AND other.act NOT IN ('EditText', 'OverrideDisclosure')
AND NOT EXISTS (SELECT 1 FROM event AS again WHERE again.act = 'Redo' AND again.undoes = other.id)
AND EXISTS (
    SELECT 1 FROM json_tree(mine.data) AS named JOIN json_tree(other.data) AS said
    ON said.key = named.key AND said.atom = named.atom
    WHERE named.key IN ('document', 'code', 'coding', 'site', 'participant', 'file', 'query', 'target'))
ORDER BY other.id DESC LIMIT ?
"""


def way_out(connection: Connection, event: int) -> str | None:
    """By whom and what has come upon an event, newest first, and how to go on; None where nothing is found."""
    rows = connection.execute(_SINCE, (event, _MOST)).fetchall()
    if not rows:
        return None
    said = _("{name}: {value}")
    acts = "; ".join(
        said.format(name=f"{number} {coder}", value=act_words(act)) + (f" ({act_words(undone)})" if undone else "")
        for number, coder, act, undone in rows
    )
    return _(
        "Since then, on the same: {acts}. Whose act stands in the way takes it back first (`qualcode undo --coder "
        "{coder}`), or does it again where it was taken back (`redo`); then this goes."
    ).format(acts=acts, coder=rows[0][1])
