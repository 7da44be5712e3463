"""What taking a project in would do: one look at everything it holds, nothing written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from functools import partial
from pathlib import Path

from qualcode.i18n import ngettext
from qualcode.linking import relinked
from qualcode.projects.project import Group, Link, Project, coding_of
from qualcode.receiving.coders import Coders
from qualcode.receiving.codes import Codes, one_line
from qualcode.receiving.marks import Marks
from qualcode.receiving.own import Own, without_own
from qualcode.receiving.people import Cases, Values, described, kept_cases
from qualcode.receiving.plan import Choices, Plan
from qualcode.receiving.texts import Tell, Texts
from qualcode.store.receiving.foreign import Foreign, Kept, kept_aside
from qualcode.store.receiving.received import Received, ReceiveProject, Written
from qualcode.study import Study
from qualcode.sweeping import unswept

_BESIDE = """SELECT count(DISTINCT guid) FROM foreign_id WHERE noun = 'coding'
    AND guid IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM coding WHERE id = CAST(own AS INTEGER))"""
Place = tuple[str, int, int, str, str, int]
"""What tells a coding from any other: document, start, end, code, coder, round."""


@unswept
def look(study: Study, project: Project, choices: Choices, coder: str, tell: Tell = lambda _done, _count: None) -> Plan:
    """Work out what a project would bring to a study when `coder` takes it in."""
    told, project = project, without_own(project)
    codes, coders = Codes(study, project, choices), Coders(study, project, choices, coder)
    texts = _texts(study, project, tell, sites=_sites(project.groups) if choices.sets == "sites" else {})
    people, values = texts.cases.people(texts), Values(study, project)
    known_people = _of_people(study, project, texts, people, values)
    _of_documents(project, texts, values, {} if choices.sets == "sites" else _sets(project))
    marks = Marks(texts, codes.ids, people, coders)
    marks.take(project)
    asides, files = _asides(study, project)
    standing = _standing(study, marks.codings)
    new = _new(marks.codings, standing)
    act = ReceiveProject(
        name=project.name,
        origin=project.origin,
        coders=tuple(dict.fromkeys(met.coder for met in coders.met.values())),
        documents=tuple(texts.new.values()),
        codes=codes.new,
        made=tuple(codes.made),
        variables=values.new,
        sites=tuple(texts.sites.values()),
        people=tuple(known_people),
        codings=marks.codings,
        memos=_new_memos(study, marks, standing),
        foreign=(
            *codes.foreign,
            *texts.foreign,
            *coders.foreign(),
            *kept_cases(study, project, people, texts),
            *_loose(project),
        ),
        kept=asides,
        upon=_upon(study, texts.known),
    )
    own = Own(study, told, codes.ids, {user: met.coder for user, met in coders.met.items()})
    return Plan(
        own.put_into(act, {text: held.id for text, held in texts.held.items()}, people),
        known=tuple(dict.fromkeys(texts.known)),
        there=len(marks.codings) - len(new),
        doubts=Counter(one.doubt.state for one in new if one.doubt),
        matched=len(codes.matched),
        users=tuple(coders.met.values()),
        questions=(*coders.questions, *codes.questions),
        notes=(*texts.notes, *(_otherwise(study, new) if texts.known else ())),
        conventions=project.conventions,
        lost=_counted(project.lost, codes.lost, texts.lost, values.lost, marks.lost),
        kept=_counted(_kept_aside(project), _nowhere(project, people, coders.met)),
        files=files,
    )


class _Texts(Texts):
    """The texts with the cases that say who speaks in them."""

    def __init__(self, study: Study, project: Project, tell: Tell) -> None:
        super().__init__(study, project, tell)
        self.cases = Cases(study, project, self)


def _upon(study: Study, known: Iterable[str]) -> dict[str, str]:
    """By document the SHA-256 of the text it has."""
    every = dict(study.connection.execute("SELECT id, sha256 FROM document").fetchall())
    return {document: every[document] for document in known}


def _texts(study: Study, project: Project, tell: Tell, sites: Mapping[str, str]) -> _Texts:
    texts = _Texts(study, project, tell)
    for text in project.texts:
        texts.take(text, partial(texts.cases.named, text.id), sites.get(text.id, ""))
        texts.cases.learn(text.id, texts)
    return texts


def _of_people(study: Study, project: Project, texts: Texts, people: Mapping[str, str], values: Values) -> list[object]:
    """What cases say of people."""
    said: dict[str, dict[str, str]] = {}
    for case in project.cases:
        if case.id in people:
            said.setdefault(people[case.id], {}).update(case.values)
    return list(described(study, texts, values.fit("participant", said)))


def _of_documents(project: Project, texts: Texts, values: Values, sets: Mapping[str, Mapping[str, str]]) -> None:
    """What is said of documents that come in."""
    said: dict[str, Mapping[str, str]] = {}
    for text in project.texts:
        if text.id in texts.held and (document := texts.held[text.id].id) in texts.new:
            said[document] = {**text.values, **sets.get(text.id, {}), **said.get(document, {})}
    for document, kept in values.fit("document", said).items():
        if kept:
            texts.described(document, variables={**texts.new[document].variables, **kept})


def _sets(project: Project) -> dict[str, dict[str, str]]:
    """Sets as variables of texts: whether each is in them."""
    groups = [group for group in project.groups if group.texts]
    return {text.id: {group.name: str(text.id in group.texts).lower() for group in groups} for text in project.texts}


def _sites(groups: Iterable[Group]) -> dict[str, str]:
    """Sets as sites: the first a text is in."""
    found: dict[str, str] = {}
    for group in groups:
        for text in group.texts:
            found.setdefault(text, one_line(group.name))
    return found


def _asides(study: Study, project: Project) -> tuple[tuple[Kept, ...], dict[str, str]]:
    """What is kept aside and was not yet; by the file's name in the folder `aside` where each file is now."""
    there = {one[:3] for one in kept_aside(study.connection)}
    kept, files = [], {}
    for aside in project.asides:
        if (aside.what, aside.name, aside.element) in there:
            continue
        names = {name: _file_name(path) for name, path in aside.files.items()}
        files.update({names[name]: str(path) for name, path in aside.files.items()})
        kept.append(Kept(aside.what, aside.name, aside.element, names))
    return tuple(kept), files


def _file_name(path: Path) -> str:
    """A name that only this content has: the same file of two projects lies there once."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{digest[:32]}{path.suffix.lower()}"


def _loose(project: Project) -> Iterable[Foreign]:
    """Sets and links: kept whole."""
    for group in project.groups:
        yield Foreign("set", "", group.id, "", group.name, _of_group(group))
    for link in project.links:
        yield Foreign("link", "", link.id, "", link.name, _of_link(link))
    for one in project.variables:
        yield Foreign("variable", one.name, one.id, "", one.name, {"kind": one.kind, "description": one.description})
    for user in project.users:
        yield Foreign("user", "", user.id, "", user.name, {"initials": user.initials} if user.initials else {})


def _of_group(group: Group) -> dict[str, object]:
    return {"description": group.description, "codes": list(group.codes), "texts": list(group.texts),
            "notes": list(group.notes), "asides": list(group.asides)}  # fmt: skip


def _of_link(link: Link) -> dict[str, object]:
    return {"origin": link.origin, "target": link.target, "direction": link.direction, "colour": link.colour}


def _kept_aside(project: Project) -> Counter[str]:
    """What is kept aside, by kind, and the codings in it."""
    found = Counter(one.what for one in project.asides)
    for one in project.asides:
        found[coding_of(one.what)] += one.codings
    return found


def _nowhere(project: Project, people: Mapping[str, str], coders: Container[str]) -> Counter[str]:
    """What is kept to be given back, and is nothing in the study."""
    return Counter(
        {
            "link": len(project.links),
            "set of codes or notes": sum(not group.texts for group in project.groups),
            "case that is nobody who speaks": sum(case.id not in people for case in project.cases),
            "user who is no coder here": sum(user.id not in coders for user in project.users),
        }
    )


def _standing(study: Study, codings: Iterable[Received]) -> dict[Place, int]:
    """The codings of these documents that stand in the study, with their ids."""
    query = 'SELECT document, start, "end", code, coder, round, id FROM coding WHERE document = ?'
    return {
        tuple(row[:-1]): int(row[-1])
        for name in {one.document for one in codings} for row in study.connection.execute(query, (name,))
    }  # fmt: skip


def _new(codings: Iterable[Received], standing: Mapping[Place, int]) -> list[Received]:
    """The codings that are not in the study, without those that say again what one said."""
    each: dict[tuple[bool, Place], Received] = {}
    for one in codings:
        each.setdefault((one.stands, _place(one)), one)
    return [one for (stands, at), one in each.items() if (at not in standing if stands else one.number is None)]


def _otherwise(study: Study, new: Iterable[Received]) -> list[str]:
    """What to say of codings that came before and stand in another place, or with another code, since."""
    guids = json.dumps([one.guid for one in new if one.stands and one.guid])
    count = study.connection.execute(_BESIDE, (guids,)).fetchone()[0]
    said = ngettext(
        "{count} coding stands otherwise in the study (moved, recoded, or counted otherwise when it was taken in) and "
        "comes in beside that",
        "{count} codings stand otherwise in the study (moved, recoded, or counted otherwise when they were taken in) "
        "and come in beside those",
        count,
    )
    return [said.format(count=count)] if count else []


def _place(one: Received) -> Place:
    return one.document, one.start, one.end, one.code, one.coder, one.round


def _new_memos(study: Study, marks: Marks, standing: Mapping[Place, int]) -> tuple[Written, ...]:
    """Memos that do not stand word for word where they belong."""
    known = set(study.connection.execute("SELECT target, coder, text FROM memo"))

    def standing_at(place: int | None) -> int | None:
        one = None if place is None else marks.codings[place]
        return None if one is None else one.number if not one.stands else standing.get(_place(one))

    def is_new(memo: Written) -> bool:
        target = memo.target or f"coding:{standing_at(memo.coding)}"
        text = relinked(memo.text, {number: standing_at(place) or 0 for number, place in memo.links})
        return (target, memo.coder, text) not in known

    return tuple(filter(is_new, marks.memos))


def _counted(*counts: Mapping[str, int]) -> dict[str, int]:
    """Counts put together, without those of nothing."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return {kind: count for kind, count in sorted(total.items()) if count > 0}
