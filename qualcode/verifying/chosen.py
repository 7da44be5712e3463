"""The choices under which an appendix was written, as its manifest says them; the usual ones where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.disclosure.letters import letters
from qualcode.i18n import LANGUAGES
from qualcode.model.asking import Filter
from qualcode.report.choices import Choices

if TYPE_CHECKING:
    from qualcode.study import Study

_SAID = frozenset(("qualcode", "event", "language", "filters"))
_CONDITION = re.compile(r"\b((?:site|region)\s*!?=\s*)([^\s;|]+)")


def manifest_of(path: Path) -> Mapping[str, Any]:
    """What the manifest beside a file says; nothing where none of ours lies there."""
    from qualcode.report.basis import manifest_at
    from qualcode.report.output import MANIFEST

    found = manifest_at(path.with_name(f"{path.name}.{MANIFEST}"), path.with_name(MANIFEST))
    return found if found.keys() >= _SAID else {}


def as_said(study: Study, about: Mapping[str, Any]) -> Choices:
    """The choices of an appendix whose manifest says this."""
    from qualcode.report.appendix import choose
    from qualcode.report.outline import readers
    from qualcode.report.outlining import read_outline

    disclosure = about.get("disclosure") or {}
    lettered = disclosure.get("sites") == "letters"
    where = _filter(about["filters"], _names(study) if lettered else {})
    text = json.dumps({"report": {"outline": about["outline"]}}) if about.get("outline") else "{}"
    choices = choose(
        study,
        about["language"],
        about.get("coder"),
        where,
        about.get("codebook_languages") or (),
        read_outline(text, "manifest.json", readers(study), study.codebook),
        about.get("quotations"),
    )
    return replace(choices, letters=lettered, unconsented="despite" in disclosure)


def usual(study: Study) -> Iterator[Choices]:
    """What may have been chosen where nothing says it: each language, sites with their names and with letters."""
    from qualcode.report.appendix import choose

    for language in LANGUAGES:
        plain = choose(study, language)
        yield from (plain, replace(plain, letters=True))


def _names(study: Study) -> dict[str, str]:
    """The site that each letter stands for."""
    return {letter: site for site, letter in letters(study.sites).items()}


def _filter(said: Mapping[str, Any], names: Mapping[str, str]) -> Filter:
    """The filter that a manifest tells, sites by their names again."""
    from qualcode.conditions import parse_condition

    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    if "site" in values:
        values["site"] = names.get(values["site"], values["site"])
    typed = [_CONDITION.sub(lambda found: found[1] + _named(found[2], names), each)
             for each in said.get("conditions", ())]  # fmt: skip
    return Filter(**{**values, "conditions": tuple(map(parse_condition, typed))})


def _named(values: str, names: Mapping[str, str]) -> str:
    return ",".join(names.get(value, value) for value in values.split(","))
