"""Memos in one place: all of them with what they are on in words, a site's logbook and timeline, answered questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from qualcode.acts import EditMemo
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _, language, translations
from qualcode.linking import for_reading
from qualcode.model import Span, in_language
from qualcode.model.codings import MEMO_KINDS, PASSAGE, SETTLED, Memo
from qualcode.names import fold, near_hint
from qualcode.naming import find_code, site_called
from qualcode.store.database.sqlite import translated
from qualcode.store.reading import framework as cited
from qualcode.store.reading import noted as store
from qualcode.store.reading.noted import MemoFilter, Noted
from qualcode.variables.values import date

if TYPE_CHECKING:
    from qualcode.study import Study

__all__ = ["MemoFilter", "Noted"]

NOUNS = ("study", "site", "document", "participant", "code", "coding", PASSAGE)
"""What a memo can be on."""
EVERY = MemoFilter()


class Happening(NamedTuple):
    """One line of a site's timeline: a document, or a memo on the site; `day` is empty where nobody knows it."""

    day: str
    site: str
    document: str | None = None
    kind: str = ""
    memo: Memo | None = None


def listed(study: Study, where: MemoFilter = EVERY) -> list[Noted]:
    """The memos a filter means, the newest last."""
    with translated(study.database):
        return store.noted(study.connection, where)


def memo_of(study: Study, number: int) -> Memo:
    """One memo by its number."""
    found = next((memo for memo in study.memos() if memo.id == number), None)
    if found is None:
        raise NotFoundError(
            _("There is no memo {number} in this study.").format(number=number), _("`qualcode memos` lists them.")
        )
    return found


def authors(study: Study) -> list[str]:
    """Everyone who has written a memo."""
    with translated(study.database):
        return store.coders_of_memos(study.connection)


def day_of(memo: Memo) -> str:
    """The day a memo is about, else the one on which it was written."""
    return memo.date or memo.at[:10]


def answered(memo: Memo, answer: str, coder: str, day: str) -> EditMemo:
    """The act that settles an open question: the answer stands below it, with who gave it and when."""
    return EditMemo(memo.id, f"{memo.text}\n\n→ {coder}, {day}: {answer}", SETTLED)


# ---------------------------------------------------------------------- what a memo is on, in words


def targets_in_words(
    study: Study, found: Iterable[Noted], lang: str | None = None, *, names: bool = True
) -> dict[str, str]:
    """Each target for a reader: a document's id (and its name, with `names`), a code's label, a citation, …

    Where it leaves the study, `names` is false: files are called after people.
    """
    found = list(found)
    lang = lang or language()
    with translated(study.database):
        coded = [int(each.memo.target[7:]) for each in found if each.memo.target.startswith("coding:")]
        citations = cited.citations(study.connection, coded)
        spans = [place for each in found if (place := _passage(each))]
        turns = store.numbers_of_turns(study.connection, spans)
        files = {each.id: each.name for each in study.catalogue()} if names else {}
    labels = {code.id: in_language(code.label, lang) or code.id for code in study.codebook.codes}
    sites = {site.id: in_language(site.label, lang) or site.id for site in study.sites}
    whole = _whole_study(lang)
    return {each.memo.target: _in_words(each, citations, turns, (files, labels, sites)) or whole for each in found}


def _whole_study(lang: str) -> str:
    _ = translations(lang).gettext
    return _("the study")


def _passage(noted: Noted) -> tuple[str, int, int] | None:
    if not noted.memo.target.startswith(f"{PASSAGE}:") or noted.document is None:
        return None
    return noted.document, noted.start or 0, noted.end or 0


def _in_words(
    noted: Noted,
    citations: Mapping[int, str],
    turns: Mapping[tuple[str, int, int], str],
    names: tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]],
) -> str:
    files, labels, sites = names
    noun, _colon, name = noted.memo.target.partition(":")
    if noun == "document":
        return f"{name} · {files[name]}" if name in files else name
    if noun == "coding":
        citation = citations.get(int(name), noted.memo.target)
        return f"{citation} · {labels.get(noted.code or '', noted.code or '')}" if noted.code else citation
    if noun == PASSAGE:
        place = _passage(noted)
        return turns.get(place, noted.memo.target) if place else noted.memo.target
    return {"code": labels, "site": sites}.get(noun, {}).get(name, name)


def for_readers(study: Study, memos: Sequence[Memo]) -> list[str]:
    """The texts of memos with their links as citations."""
    citations = study.citations_in(*(memo.text for memo in memos))
    return [for_reading(memo.text, citations) for memo in memos]


def span_of(noted: Noted) -> Span | None:
    """The stretch of text that a memo is on."""
    return None if noted.start is None or noted.end is None else Span(noted.start, noted.end)


# ---------------------------------------------------------------------- what a person means


def target_named(study: Study, name: str) -> str:
    """The target that is meant: `study`, or a noun and an id, a label or a file's name, as in `site:Lille`."""
    noun, _colon, rest = name.partition(":")
    if noun not in NOUNS or (noun != "study") != bool(rest):
        raise InputError(
            _("{target} is not something a memo can be on.").format(target=name),
            _("Write study, or one of {nouns} and its id, as in document:L03.").format(nouns=", ".join(NOUNS[1:])),
        )
    if noun == "document":
        return f"document:{study.document(rest).id}"
    if noun == "site":
        return f"site:{site_called(study.sites, rest).id}"
    if noun == "code" and (code := find_code(study.codebook, rest)):
        return f"code:{code.id}"
    people = [person.id for person in study.participants() if fold(person.id) == fold(rest)]
    return f"participant:{people[0]}" if noun == "participant" and people else name


def filter_named(study: Study, where: MemoFilter) -> MemoFilter:
    """A filter as a person wrote it, with the names that the study has; one it does not know is an error."""
    target = where.target
    if target and target not in NOUNS:
        target = target_named(study, target)
    return where._replace(
        kind=_among(MEMO_KINDS, where.kind, _("There are no memos of the kind {name}.")),
        target=target or None,
        coder=_among(study.coders(), where.coder, _("Nobody called {name} has acted in this study.")),
        site=site_called(study.sites, where.site).id if where.site else None,
        since=date(where.since) if where.since else None,
        until=date(where.until) if where.until else None,
        words=where.words or None,
    )


def _among(known: Sequence[str], name: str | None, refused: str) -> str | None:
    if not name or name in known:
        return name or None
    every = _("Choose among: {names}.").format(names=", ".join(known))
    raise InputError(refused.format(name=name), near_hint(name, known, every))


# ---------------------------------------------------------------------- a site's logbook and timeline


def timeline(study: Study, site: str) -> list[Happening]:
    """What happened at a site and those in it: documents, entries of the logbook, memos; what has no date last."""
    with translated(study.database):
        documents = store.documents_at(study.connection, site)
        memos = store.noted(study.connection, MemoFilter(target="site", site=site))
    found = [Happening(each.date or "", each.site, each.document, each.kind) for each in documents]
    found += [Happening(day_of(each.memo), each.site or site, None, each.memo.kind, each.memo) for each in memos]
    return sorted(found, key=lambda each: (not each.day, each.day, each.memo.id if each.memo else 0))
