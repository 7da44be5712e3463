"""Taking a project of another program in as one act: its documents, codes, codings, people and memos, all or nothing.

Codings keep their coder and the moment they were made; those that are there already are left as they are. Taking it
back leaves every table as it was, coders included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.book.editing import with_codes_added
from qualcode.errors import InputError
from qualcode.i18n import _
from qualcode.store.acts.book import write_study
from qualcode.store.acts.lines import rewrite
from qualcode.store.acts.performing import Performed, Writing, from_data, inverse, perform, to_data
from qualcode.store.database.kept import CODEBOOK, STUDY, get_meta
from qualcode.store.receiving.brought import bring
from qualcode.store.receiving.declaring import with_entries_added, with_variables_added
from qualcode.store.receiving.foreign import forget_coders
from qualcode.store.receiving.received import ReceiveProject
from qualcode.studyfile import with_site_changes


@inverse
@dataclass(frozen=True, slots=True)
class TakenBack:
    """Acts that take a project back, or bring it again; `said` is what the history says of it."""

    acts: Sequence[Mapping[str, Any]]
    said: Mapping[str, Any]


@inverse
@dataclass(frozen=True, slots=True)
class MeetCoders:
    """Let the study know coders from now on."""

    names: Sequence[str]


@inverse
@dataclass(frozen=True, slots=True)
class ForgetCoders:
    """Take coders out to whom nothing leads any more."""

    names: Sequence[str]


@inverse
@dataclass(frozen=True, slots=True)
class RestoreStudyText:
    """Put the text of study.yaml back, if it is still as it was left."""

    text: str
    left: str


@perform.register
def receive_project(act: ReceiveProject, writing: Writing) -> Performed:
    """Everything a project brings, in the order in which one thing rests on another."""
    _refuse_corrected(act, writing)
    done = [perform(MeetCoders(act.coders), writing), *_files(act, writing)]
    done += [perform(one, writing) for one in (*act.documents, *act.people)]
    done.append(bring(act, writing))
    summary = {
        "project": act.name, "documents": len(act.documents), "codes": len(act.made),
        "codings": len(done[-1].codings),
        "acts": [*({"document": one.id} for one in act.documents), *({"code": code} for code in act.made)],
    }  # fmt: skip
    return _as_one(done, summary)


def _refuse_corrected(act: ReceiveProject, writing: Writing) -> None:
    """Refuse places in a text that is another one by now."""
    now = dict(writing.connection.execute("SELECT id, sha256 FROM document").fetchall()) if act.upon else {}
    if gone := next((document for document, sha256 in act.upon.items() if now.get(document) != sha256), None):
        raise InputError(
            _("The text of {document} has been corrected by somebody else since.").format(document=gone),
            _("Look at it as it is now, and do it again."),
        )


@perform.register
def taken_back(act: TakenBack, writing: Writing) -> Performed:
    """All acts, or none."""
    return _as_one([perform(from_data(data), writing) for data in act.acts], act.said)


def _as_one(done: Sequence[Performed], said: Mapping[str, Any]) -> Performed:
    return Performed(
        TakenBack([to_data(one.inverse) for one in reversed(done)], said),
        said,
        frozenset().union(*(one.documents for one in done)),
        tuple(coding for one in done for coding in one.codings),
        frozenset().union(*(one.files for one in done)),
        frozenset().union(*(one.reread for one in done)),
        all(one.idle for one in done),
    )


@perform.register
def meet_coders(act: MeetCoders, writing: Writing) -> Performed:
    """Coders whom the study did not know."""
    query = "INSERT OR IGNORE INTO coder VALUES (?)"
    met = [name for name in act.names if writing.connection.execute(query, (name,)).rowcount]
    return Performed(ForgetCoders(met), {}, idle=not met)


@perform.register
def forget_those(act: ForgetCoders, writing: Writing) -> Performed:
    """Coders out; who has done something here since stays."""
    return Performed(MeetCoders(forget_coders(writing.connection, act.names)), {})


def _files(act: ReceiveProject, writing: Writing) -> Iterator[Performed]:
    """The two YAML files, each edited once."""
    if act.codes:
        yield rewrite(writing, with_codes_added(get_meta(writing.connection, CODEBOOK), CODEBOOK, act.codes), {})
    if act.sites or act.settings or any(act.variables.values()):
        before = get_meta(writing.connection, STUDY)
        text = with_variables_added(with_site_changes(before, STUDY, act.sites), STUDY, act.variables)
        yield _study_text(writing, with_entries_added(text, STUDY, act.settings))


def _study_text(writing: Writing, text: str) -> Performed:
    before = get_meta(writing.connection, STUDY)
    write_study(writing, text)
    return Performed(RestoreStudyText(before, text), {}, files=frozenset((STUDY,)))


@perform.register
def restore_study_text(act: RestoreStudyText, writing: Writing) -> Performed:
    """The text of study.yaml as it was before, unless it has been changed since."""
    if get_meta(writing.connection, STUDY) != act.left:
        raise InputError(
            _("{file} has been changed since; this cannot be taken back.").format(file=STUDY),
            _("Edit {file} by hand.").format(file=STUDY),
        )
    return _study_text(writing, act.text)
