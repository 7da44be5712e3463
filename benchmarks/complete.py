"""A study that fills every part of an appendix: twelve sites, sixty people, two thousand codings of those counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from benchmarks.study import SEED, Made, Scale, codings, document, imported
from qualcode.acts import (
    AddCode,
    AddCodings,
    AddMemo,
    SetDone,
    SetExcerpt,
    SetKeys,
    SetSummaries,
    SetSummary,
    SetTranslation,
)
from qualcode.codebook import read_codebook
from qualcode.model.asking import Filter
from qualcode.model.codings import CONSENSUS
from qualcode.shipped import codebook_path
from qualcode.store.acts.documents import ImportDocument
from qualcode.study import Study

SCALE = Scale(documents=60, words=4_000, codings=2_000)
_CODEBOOK, _CODERS = "evaluation", ("ana", "ben")
_REGIONS, _SITES_EACH = 4, 3
_TWICE = 12
"""So many documents were coded by both coders before they agreed."""
_SITES = [f"site-{region}-{site}" for region in range(_REGIONS) for site in range(_SITES_EACH)]


def make_complete(folder: Path) -> None:
    """Make it: people with consent and variables, key quotations, renderings, summaries, memos, a code of later."""
    text = codebook_path(_CODEBOOK).read_text(encoding="utf-8")
    codes = [code.id for code in read_codebook(text, _CODEBOOK).codes]
    with Study.create(folder, study_text=_study_text(codes), codebook_text=text, coder=CONSENSUS) as study:
        for number in range(SCALE.documents):
            study.do(*_document(number, codes))
        for number in range(_TWICE):
            made = _made(number)
            for place, coder in enumerate(_CODERS, 1):
                own = AddCodings(tuple(codings(made, 20, SEED + place, codes)))
                study.do(own, SetDone(made.id, True), coder=coder)
        _written(study, [code for code in codes if not study.codebook[code].parent])
    (folder / "names.txt").write_text("Nadia Ferhat; MSP03\nBruno Cazier; MSP07\n", "utf-8")
    (folder / "inclusion.csv").write_text(_inclusion(), "utf-8")


def _made(number: int) -> Made:
    return document(number, SCALE.words, voices=1)


def _document(number: int, codes: list[str]) -> Iterator[ImportDocument | AddCodings | SetDone]:
    """A document with one person, who agreed to be quoted but for one in twenty, and its share of the codings."""
    made, random = _made(number), Random(f"{SEED} person {number}")
    said = {"consent": "no" if number % 20 == 19 else "yes", "age": random.randint(20, 65)}
    people = tuple(person._replace(variables=said) for person in made.people)
    site, guide = _SITES[number % len(_SITES)], f"guide-{number % 2}"
    yield replace(imported(number, made), site=site, kind="interview", guide=guide, people=people)
    share = SCALE.codings * (number + 1) // SCALE.documents - SCALE.codings * number // SCALE.documents
    yield AddCodings(tuple(codings(made, share, SEED, codes)))
    yield SetDone(made.id, True)


def _written(study: Study, themes: list[str]) -> None:
    """What researchers add while they write: each theme's summaries, memos, renderings, and a code."""
    found = study.quotations(Filter(coder=CONSENSUS))
    ids = [one.coding.id for one in found]
    study.do(SetKeys(tuple(ids[::10]), True))
    study.do(AddCode("later", {"en": "Later", "fr": "Plus tard"}, themes[0], {"en": "What came later."}))
    for one in found[::40]:
        study.do(SetTranslation(one.coding.id, "en", "Invented words in another language.", "A. Translator"))
        if "\n" not in one.text:
            study.do(SetExcerpt(one.coding.id, one.text.rpartition(" ")[0]))
    for site in _SITES:
        study.do(AddMemo(f"site:{site}", "A visit, in a few words.", "logbook", "2013-02-01"))
    text = "What people say of it here, in a sentence or two. " * 3
    summaries = (SetSummary(theme, f"site:{site}", text, 0, CONSENSUS) for theme in themes for site in _SITES)
    study.do(SetSummaries(tuple(summaries)))


def _study_text(codes: list[str]) -> str:
    """Four regions with three premises each, consent and age of people, two guides of which one asks for less."""
    lines = ["title: {en: Benchmark, fr: Mesures}", "languages: [en, fr]", "sites:"]
    for region in range(_REGIONS):
        lines += [f"  region-{region}:", f"    label: Region {region}", "    sites:"]
        lines += [f"      site-{region}-{site}: {{label: Place {region}.{site}}}" for site in range(_SITES_EACH)]
    lines += ["variables:", "  participant:", "    consent: {choices: [yes, no, unknown]}", "    age: number"]
    lines += ["  document:", "    wave: {choices: [T0, T12]}", "guides:"]
    for number, asks in enumerate((codes, codes[::2])):
        lines += [f"  guide-{number}:", f"    asks: [{', '.join(asks)}]"]
    return "\n".join(lines) + "\n"


def _inclusion() -> str:
    rows = (f"{wave},{site},25,5,3,17,20" for wave in ("T0", "T12") for site in _SITES)
    return "\n".join(("wave,site,eligible,refused,missed,included,expected", *rows)) + "\n"
