"""The shapes of JSON of joint displays, inclusions and coverage; they are stable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.sections.theme_data import theme_data

if TYPE_CHECKING:
    from qualcode.analysis.thinness import Evidence
    from qualcode.analysis.trajectories import Change, Numbers
    from qualcode.tables.coverage import Absent, Coverage
    from qualcode.tables.inclusion import Counts, Inclusions
    from qualcode.tables.joint import Beside, Followed, Joint


def joint_data(joint: Joint) -> dict[str, Any]:
    """What `joint --json` prints: the table as `themes` has it, then waves, people, changes and numbers."""
    return {
        **theme_data(joint.table),
        "rule": joint.rule,
        "coder": joint.coder,
        "waves": list(joint.waves),
        "followed": [_followed_data(joint, theme) for theme in joint.themes],
        "numbers_by": list(joint.numbers_by),
        "numbers": [_beside_data(joint, beside) for beside in joint.numbers],
        "left_out": joint.left_out,
    }


def _followed_data(joint: Joint, theme: Followed) -> dict[str, Any]:
    return {
        "code": theme.code,
        "label": theme.label,
        "people": [
            {"participant": person, "states": dict(zip(joint.waves, states, strict=True))}
            for person, states in joint.people(theme).items()
        ],
        "changes": [_change_data(change) for change in theme.changes],
    }


def _change_data(change: Change) -> dict[str, Any]:
    parts = {name: list(part) for name, part in change._asdict().items() if name not in ("earlier", "later")}
    return {"from": change.earlier, "to": change.later, "both": change.both, **parts}


def _beside_data(joint: Joint, beside: Beside) -> dict[str, Any]:
    return {
        "name": beside.name,
        "by_wave": beside.by_wave,
        "groups": [{"group": group, **_numbers_data(found)} for group, found in beside.groups.items()],
        "people": [
            {"participant": person, "values": dict(zip(joint.waves, values, strict=True))}
            for person, values in beside.people.items()
        ],
    }


def inclusion_data(table: Inclusions) -> dict[str, Any]:
    """What `inclusion --json` prints: a row for each group, and the total."""
    return {
        "rule": table.rule,
        "file": table.file,
        "by": list(table.by),
        "where": [str(condition) for condition in table.where],
        "rows": [
            {"group": group, "title": table.titles[group], **_counts_data(counts, table.interviewed[group])}
            for group, counts in table.groups.items()
        ],
        "total": _counts_data(table.total, table.total_interviewed),
        "doubts": list(table.doubts),
    }


def _counts_data(counts: Counts, interviewed: int) -> dict[str, Any]:
    return {
        **counts._asdict(),
        "interviewed": interviewed,
        "of_eligible": _share(counts.of_eligible),
        "of_expected": _share(counts.of_expected),
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def coverage_data(found: Coverage) -> dict[str, Any]:
    """What `coverage --json` prints: coders, documents, themes, absences, sites without recent material."""
    absent = {one.theme: one for one in found.absent}
    return {
        "rule": found.rule,
        "coder": found.coder,
        "where": [str(condition) for condition in found.where],
        "since": found.since,
        "coders": [
            {
                "coder": one.coder,
                "documents": one.documents._asdict(),
                "sites": one.sites._asdict(),
                "people": one.people._asdict(),
            }
            for one in found.coders
        ],
        "documents": [
            {
                "document": one.id,
                "site": one.site,
                "words": one.words,
                "coded": one.coded,
                "share": _share(one.share),
                "done": list(one.done),
                "begun": list(one.begun),
            }
            for one in found.documents
        ],
        "themes": [_evidence_data(found, one, absent.get(one.theme)) for one in found.evidence],
        "quiet": [one._asdict() for one in found.quiet],
        "lacking": {name: list(documents) for name, documents in found.lacking.items()},
    }


def _evidence_data(found: Coverage, one: Evidence, absent: Absent | None) -> dict[str, Any]:
    return {
        "code": one.theme,
        "label": found.labels[one.theme],
        "participants": len(one.people),
        "sites": len(one.sites),
        "documents": len(one.documents),
        "segments": one.segments,
        "counter": one.against,
        "rests_on_one": dict(one.rests_on_one),
        "absent_sites": list(absent.sites) if absent else [],
        "absent_people": list(absent.people) if absent else [],
    }


def _numbers_data(found: Numbers) -> dict[str, Any]:
    median = None if found.median is None else _rounded(found.median)
    return {"n": found.n, "mean": _rounded(found.mean), "min": found.least, "max": found.greatest, "median": median}


def _rounded(value: float) -> float:
    return round(value, 6)
