"""The demonstration's framework matrix: people, sites and a region, every citation a link, and one summary stale."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from qualcode.framework.matrix import BY, framework
from qualcode.study import Study


def test_summaries_of_people_sites_and_a_region_are_there_and_one_is_stale(demonstration: Path) -> None:
    with Study.open(demonstration) as study:
        matrices = [framework(study, by) for by in BY]
        cells = [cell for matrix in matrices for cell in matrix.cells() if cell.text]
        assert Counter(cell.holder.partition(":")[0] for cell in cells) == {"participant": 3, "site": 3}
        (stale,) = (cell for cell in cells if cell.state == "stale")
        assert (stale.theme, stale.holder) == ("therapeutic-distance", "site:lille")
        assert "L03 USA03" in stale.why[0]
        assert not [cell for cell in cells if "§" in cell.text], "a citation that is no link"
