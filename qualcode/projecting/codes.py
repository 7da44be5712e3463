"""The codebook as the codes of a project: what every program shows, and all its fields beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcode.i18n import translations
from qualcode.looks import DARK, looks
from qualcode.model import in_language
from qualcode.model.codes import Code
from qualcode.projecting.ids import Ids
from qualcode.projects.project import ProjectCode
from qualcode.receiving.codes import hue, one_line
from qualcode.store.database.kept import code_to_data
from qualcode.store.receiving.foreign import Foreign
from qualcode.study import Study

_NO_COLOUR = "none"


def codes_of(study: Study, ids: Ids) -> Iterator[ProjectCode]:
    """The codes, each after the one that holds it."""
    language = next(iter(study.languages), "")
    shown = looks(study.codebook, language)
    for code, _depth in study.codebook.walk():
        foreign = ids.foreign("code", code.id)
        fields = {name: value for name, value in code_to_data(code).items() if name != "parent"}
        own = foreign is None or "own" in foreign.more
        colour = DARK[shown[code.id].hue] if own and not code.colour else _colour(code, foreign)
        yield ProjectCode(
            ids.of("code", code.id),
            _name(code, foreign, language),
            ids.of("code", code.parent) if code.parent else None,
            colour,
            _described(code, foreign, language),
            bool(foreign.more.get("codable", True)) if foreign else True,
            fields if code.colour or colour is None else {**fields, "colour": _NO_COLOUR},
        )


def _name(code: Code, foreign: Foreign | None, language: str) -> str:
    """The label; as it was in the project it came with, if it was only put on one line or told apart since."""
    label = in_language(code.label, language)
    if foreign is None or not foreign.name:
        return label
    plain = one_line(foreign.name)
    told_apart = label.startswith(f"{plain} (") and label.removeprefix(f"{plain} (").removesuffix(")").isdecimal()
    return foreign.name if label == plain or told_apart else label


def _colour(code: Code, foreign: Foreign | None) -> str | None:
    """The colour it came with, if it has the hue that stands for that still."""
    came = str(foreign.more.get("colour", "")) if foreign else ""
    if came and hue(came) == code.colour:
        return came
    return DARK[code.colour] if code.colour else None


def _described(code: Code, foreign: Foreign | None, language: str) -> str:
    """What is said of a code; with the blanks around it that it came with."""
    words = described(code, language)
    came = str(foreign.more.get("description", "")) if foreign else ""
    return came if came.strip() == words else words


def described(code: Code, language: str) -> str:
    """What the codebook says of a code, in words; a definition alone as it stands."""
    _ = translations(language).gettext
    parts: Mapping[str, str] = {
        "": "\n\n".join(filter(None, (in_language(code.brief, language), in_language(code.full, language)))),
        _("Use when"): in_language(code.use_when, language),
        _("Not when"): in_language(code.not_when, language),
        _("Examples"): "\n".join(in_language(one, language) for one in code.examples),
        _("Near misses"): "\n".join(in_language(one, language) for one in code.near_misses),
    }
    return "\n\n".join(f"{title}: {words}" if title else words for title, words in parts.items() if words)
