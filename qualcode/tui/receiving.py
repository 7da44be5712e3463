"""A project of another program on its way into the study: read and looked at in a thread, told a line a thing. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.text import Text

from qualcode.i18n import _, known_word, ngettext
from qualcode.projects.project import Convention, Project, ProjectText
from qualcode.receiving import Choices, Plan, Question
from qualcode.safetext import safe_line
from qualcode.tui.widgets.line import fitted

if TYPE_CHECKING:
    from qualcode.receiving.doubts import Doubt
    from qualcode.study import Study

Tell = Callable[[str, int, int], object]
"""Hears what is being done, how much of it is done and of how much; may raise to stop."""
UNITS = ("code points", "utf-16")
_NAMES = 40
"""So many names are shown of things that come."""
_AROUND = 24
_EDGE = 40
"""Characters around a passage, and at each of its ends where it is long."""
_ROWS_OF_TURN, _ROWS_OF_CODING, _ROWS_OF_MEMO, _ROWS_OF_DOCUMENT = 3, 4, 2, 20


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever takes the project in has said: how positions in a source are counted, and the rest."""

    given: Mapping[str, Convention] = field(default_factory=dict)
    choices: Choices = field(default_factory=Choices)


class Looked(NamedTuple):
    """A project as it is read, what would come of it, the ways of counting that are close, how each says a passage.

    `asked` are all questions there were, by what they are about and its id; those answered are in no plan any more.
    """

    project: Project
    plan: Plan
    doubts: Mapping[str, Doubt]
    asked: Mapping[tuple[str, str], Question]


class Row(NamedTuple):
    """A line: what it is about (`` for a heading) and its id, its name and what is said of it; `open`: to be settled.

    `detail` makes what stands below while the line is in hand.
    """

    about: str
    key: str
    name: str
    said: str = ""
    open: bool = False
    detail: Callable[[], Text] = Text


class Looking:
    """Reads a project and looks what would come of it, again whenever something else is said."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path, self._folder = path, folder
        self._numbers = count()
        self._read: tuple[Mapping[str, Convention], Project] | None = None
        self._doubts: Mapping[str, Doubt] | None = None
        self._asked: dict[tuple[str, str], Question] = {}

    def look(self, study: Study, coder: str, said: Said, tell: Tell) -> Looked:
        """In a thread: read, if that was not done so before, and look."""
        from qualcode.receiving import look

        project = self._project(said.given, tell)
        task = _("looking at the texts")
        plan = look(study, project, said.choices, coder, lambda done, of: tell(task, done, of))
        self._asked = {**self._asked, **{(one.about, one.id): one for one in plan.questions}}
        return Looked(project, plan, self._doubts or {}, self._asked)

    def _project(self, given: Mapping[str, Convention], tell: Tell) -> Project:
        from qualcode.receiving.doubts import doubts, given_of

        tell(_("reading {file}").format(file=safe_line(self._path.name)), 0, 0)
        if self._read is None or self._read[0] != given:
            project = self._again({source: given_of(one) for source, one in given.items()})
            tell(_("finding how positions are counted"), 0, 0)
            if self._doubts is None:
                self._doubts = {doubt.source: doubt for doubt in doubts(project, self._again)}
            self._read = given, project
        return self._read[1]

    def _again(self, given: Mapping[str, object]) -> Project:
        """The project read anew; what it keeps aside gets a folder of its own."""
        from qualcode.projects.reading import read_project

        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        return read_project(self._path, folder, given)  # type: ignore[arg-type]


def rows_to_write(plan: Plan) -> int:
    """About how many rows of the database a plan makes, by which one sees how far it is written."""
    act = plan.act
    turns = sum(len(one.transcript.turns) for one in act.documents)
    return (
        turns * _ROWS_OF_TURN + len(act.codings) * _ROWS_OF_CODING + len(act.memos) * _ROWS_OF_MEMO
        + len(act.documents) * _ROWS_OF_DOCUMENT + len(act.foreign) + 1
    )  # fmt: skip


def comes(plan: Plan) -> bool:
    """Whether a plan brings anything."""
    act = plan.act
    new = (act.documents, act.made, act.memos, act.sites, act.people, act.kept, *act.variables.values())
    return any(map(len, new)) or len(act.codings) > plan.there


# ---------------------------------------------------------------------- the lines


def rows(looked: Looked, said: Said) -> list[Row]:
    """All lines: what comes, what is lost, what is to be settled, who coded, how positions are counted, remarks."""
    project, plan = looked.project, looked.plan
    lost = Counter(plan.lost) - Counter(plan.kept)
    return [
        *_under(_("What comes"), _coming(looked, said)),
        *(() if lost else (Row("note", "nothing", _("Nothing is lost.")),)),
        *_under(_("What is lost"), (_counted("lost", kind, number) for kind, number in lost.items())),
        *_under(
            _("Kept aside, and given back on export"),
            (_counted("kept", kind, number) for kind, number in plan.kept.items()),
        ),
        *_under(_("Names that are nearly known"), _codes(looked, said)),
        *_under(_("Who coded"), _coders(looked, said)),
        *_under(_("How positions are counted"), (_way(text, looked, said) for text in _by_doubt(project, looked))),
        *_under(_("Remarks"), (Row("note", note, note, detail=_plain(note)) for note in plan.notes)),
    ]


def _under(title: str, found: Iterable[Row]) -> Iterator[Row]:
    """Lines under a heading; nothing where there are none."""
    lines = list(found)
    if lines:
        yield Row("", title, title)
        yield from lines


def _coming(looked: Looked, said: Said) -> Iterator[Row]:
    project, plan = looked.project, looked.plan
    act = plan.act
    called = [f"{one.id}  {one.name}" for one in act.documents]
    yield _count(
        "documents",
        _("documents"),
        len(act.documents),
        len(plan.known),
        called or [text.name for text in project.texts],
    )
    labels = [code.name for code in project.codes]
    yield _count("codes", _("codes"), len(act.made), plan.matched, labels)
    yield _count("codings", _("codings"), len(act.codings) - plan.there, plan.there, [_by_user(project)])
    if plan.doubts:
        kinds = " · ".join(f"{known_word(kind)} {number}" for kind, number in plan.doubts.items())
        why = _("Their text was corrected since: they come in to be settled, as after a correction (R).")
        yield Row("count", "doubts", _("codings to be looked at"), kinds, detail=_plain(why))
    people = dict.fromkeys(person.id for one in act.documents for person in one.people)
    variables = [name for each in act.variables.values() for name in each]
    others = (("memos", _("memos"), [one.text for one in act.memos]), ("people", _("people"), [*people]),
              ("variables", _("new variables"), variables))  # fmt: skip
    yield from (_count(key, name, len(names), 0, names) for key, name, names in others if names)
    if groups := [group for group in project.groups if group.texts]:
        as_sites = said.choices.sets == "sites"
        became = _("as sites") if as_sites else _("as variables of documents, yes or no")
        names_of_sets = _listed([group.name for group in groups])
        yield Row("sets", "", _("sets of documents"), f"{len(groups)} · {became}", detail=names_of_sets)


def _count(key: str, name: str, new: int, there: int, names: Sequence[str]) -> Row:
    known = _("{count} there already").format(count=there) if there else ""
    said = " · ".join(filter(None, (str(new), known)))
    return Row("count", key, name, said, detail=_listed(names if new or there else ()))


def _counted(about: str, kind: str, number: int) -> Row:
    lost, kept = _("Nothing of it comes into the study."), _("The study keeps it aside as it is.")
    return Row(about, kind, known_word(kind), str(number), detail=_plain(kept if about == "kept" else lost))


def _by_user(project: Project) -> str:
    found = Counter(mark.user for text in project.texts for mark in text.marks)
    names = {user.id: user.name for user in project.users}
    return " · ".join(f"{names.get(user or '', '—')} {number}" for user, number in found.most_common())


def _codes(looked: Looked, said: Said) -> Iterator[Row]:
    """Codes that are nearly some of the study's, settled or not."""
    for (about, key), question in looked.asked.items():
        if about != "code":
            continue
        settled = key in said.choices.codes
        meant = said.choices.codes.get(key, question.proposal)
        words = _("is {code}").format(code=meant) if meant else _("a new code")
        yield Row("code", key, question.name, words, not settled, _plain(question.text))


def _coders(looked: Looked, said: Said) -> Iterator[Row]:
    near = {question.name: question for (about, _id), question in looked.asked.items() if about == "coder"}
    for met in looked.plan.users:
        question = near.get(met.user)
        is_open = question is not None and met.user not in said.choices.coders
        new = _("new here") if met.new else _("codes here already")
        words = _("is {coder}").format(coder=met.coder)
        detail = question.text if question else _("e says who it is in this study.")
        yield Row("coder", met.user, met.user, f"{words} · {new}", is_open, _plain(detail))


# ---------------------------------------------------------------------- how positions are counted


def ways(looked: Looked, source: str) -> list[tuple[Convention, str]]:
    """The ways of counting in a source to choose among, each with what a passage says: close ones, else all."""
    if (doubt := looked.doubts.get(source)) is not None:
        return [(reading.convention, reading.passage) for reading in doubt.readings]
    found = looked.project.conventions[source]
    every = (Convention(*each, 0.0) for each in product(UNITS, (1, 2), (False, True)))
    return [(found, ""), *((each, "") for each in every if each[:3] != found[:3])]


def way_words(convention: Convention) -> str:
    """A way of counting in a few words."""
    unit = "UTF-16" if convention.unit == "utf-16" else _("code points")
    line_end = _("line end {count}").format(count=convention.newline)
    return f"{unit} · {line_end} · " + (_("mark counted") if convention.mark else _("no mark"))


def _by_doubt(project: Project, looked: Looked) -> list[ProjectText]:
    """The texts that have a convention, those in doubt first."""
    found = [text for text in project.texts if text.id in project.conventions]
    return sorted(found, key=lambda text: text.id not in looked.doubts)


def _way(text: ProjectText, looked: Looked, said: Said) -> Row:
    convention = looked.project.conventions[text.id]
    is_open = text.id in looked.doubts and text.id not in said.given
    words = f"{way_words(convention)} · {convention.score:.2f}"
    if is_open:
        number = len(looked.doubts[text.id].readings)
        close = ngettext("{count} way is close", "{count} ways are close", number).format(count=number)
        words = f"{close} · {words}"
    elif text.marks:
        words = f"{words}  “{_ends(_sample(text)[-1][1])}”"
    return Row("way", text.id, text.name, words, is_open, lambda: _seen(text, looked))


def _sample(text: ProjectText) -> list[tuple[str, str, str]]:
    """The first, a middle and the last passage, each with what stands before and after."""
    marks = sorted({mark[:2] for mark in text.marks}, key=lambda mark: mark[1])
    chosen = dict.fromkeys((0, len(marks) // 2, len(marks) - 1)) if marks else {}
    places = (marks[number] for number in chosen)
    return [
        (text.text[max(0, start - _AROUND) : start], text.text[start:end], text.text[end : end + _AROUND])
        for start, end in places
    ]


def _seen(text: ProjectText, looked: Looked) -> Text:
    """Passages of a source as they are read, or one passage as each of the close ways reads it."""
    words = Text()
    if (doubt := looked.doubts.get(text.id)) is not None:
        for reading in doubt.readings:
            words.append(f"{way_words(reading.convention)} · {reading.convention.score:.2f}\n", style="dim")
            words.append(f"  “{_ends(reading.passage)}”\n", style="bold")
        return words
    for before, passage, after in _sample(text):
        words.append("…" + _flat(before), style="dim").append(_ends(passage), style="bold underline")
        words.append(_flat(after) + "…\n", style="dim")
    return words


def _flat(words: str) -> str:
    """On one line, line ends shown: an edge one off stands beside them most often."""
    return safe_line(words.replace("\n", "⏎"))


def _ends(words: str) -> str:
    """A passage by its two ends."""
    flat = _flat(words)
    return flat if len(flat) <= 2 * _EDGE + 3 else f"{flat[:_EDGE]} … {flat[-_EDGE:]}"


def _plain(words: str) -> Callable[[], Text]:
    return lambda: Text(safe_line(words))


def _listed(names: Sequence[str]) -> Callable[[], Text]:
    def words() -> Text:
        shown = [fitted(safe_line(" ".join(name.split())), 80).rstrip() for name in names[:_NAMES]]
        left = len(names) - _NAMES
        more = [ngettext("… and {count} more", "… and {count} more", left).format(count=left)] if left > 0 else []
        return Text(" · ".join((*shown, *more)))

    return words
