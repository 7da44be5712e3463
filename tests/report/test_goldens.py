"""Each part of the appendix in both languages, as Markdown, is what it was when somebody last read it.

To write them anew: `QUALCODE_GOLDENS=renew pytest -n0 tests/report/test_goldens.py`; read what differs.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import (
    AddCode,
    AddCoding,
    AddMemo,
    RenameCode,
    SetConsent,
    SetCounter,
    SetDone,
    SetExcerpt,
    SetKey,
    SetSummary,
    SetTranslation,
)
from qualcode.model.codings import CONSENSUS
from qualcode.model.people import Participant
from qualcode.report import markdown
from qualcode.report.appendix import choose
from qualcode.report.document import Report
from qualcode.report.outline import PARTS, outline_of
from qualcode.report.releasing import Release, checked, released
from qualcode.store.acts import performing
from qualcode.study import Study

GOLDENS = Path(__file__).parent / "goldens"
RENEW = os.environ.get("QUALCODE_GOLDENS") == "renew"
LANGUAGES = ("en", "fr")
SETTINGS = """\
title: {en: Peer work at two premises, fr: Le travail de pair en deux lieux}
languages: [en, fr]
sites:
  north:
    label: {en: North, fr: Nord}
    sites:
      lille: {label: Lille, posts: 2}
  south:
    label: {en: South, fr: Sud}
    sites:
      toulon: {label: Toulon, posts: 1}
variables:
  participant:
    group: {choices: [1, 2]}
    consent: {choices: [yes, no, unknown]}
  document:
    wave: {choices: [T0, T12]}
guides:
  worker: {asks: [distance, nearness]}
report:
  smallest_cell: 2
"""
CODEBOOK = """\
title: {en: Codes, fr: Codes}
codes:
  - id: distance
    label: {en: Distance, fr: Distance}
    pin: 1
    brief: {en: How far one keeps., fr: À quelle distance on se tient.}
    full: {en: What is said of being near or far., fr: Ce qui est dit d’être près ou loin.}
    use_when: {en: It is spoken of., fr: On en parle.}
    not_when: {en: It is on the road., fr: C’est sur la route.}
    examples: [{en: “Too close.”, fr: « Trop près. »}]
    near_misses: [{en: “Forty kilometres.”, fr: « Quarante kilomètres. »}]
    codes:
      - id: nearness
        label: {en: Nearness, fr: Proximité}
  - id: place
    label: {en: A place in the team, fr: Une place dans l’équipe}
    codes:
      - id: hedgehog
        label: {en: “Neither a doormat nor a hedgehog”, fr: "« Ni paillasson, ni hérisson »"}
        in_vivo: true
"""
INCLUSION = "group,wave,site,eligible,refused,missed,included,expected\n1,T0,lille,12,2,1,9,10\n1,T12,lille,9,1,2,6,8\n"
TURNS = {
    "L01": [("I", "Et la distance ?"), ("P", "Je m’assois à côté. Ni paillasson, ni hérisson, on me l’a appris."),
            ("I", "Et après ?"), ("P", "Après, je rentre à pied, et personne ne me demande rien.")],
    "L02": [("I", "Un an plus tard ?"), ("P", "J’ai un bord, maintenant. Le téléphone, je l’éteins.")],
    "T01": [("I", "And the team?"), ("P", "They call when it is late. I don’t sit down any more.")],
}  # fmt: skip
ABOUT = {
    "L01": ("lille", "MSP01", "2012-10-09", "T0", "worker", "fr"),
    "L02": ("lille", "MSP01", "2013-10-15", "T12", None, "fr"),
    "T01": ("toulon", "MSP02", "2012-10-23", "T0", "worker", "en"),
}


class OneMorning(datetime):
    """A clock of one morning: a second goes by whenever it is looked at."""

    seconds = count()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> OneMorning:
        """A second later than before."""
        return cls(2026, 1, 5, 8, tzinfo=tz) + timedelta(seconds=next(cls.seconds))


def filled(study: Study, document: Callable[..., Any]) -> None:
    """A small study that has something for every part."""
    for name, (site, who, date, wave, guide, language) in ABOUT.items():
        person = Participant(who, site, "worker", {"group": 1, "consent": "yes" if who == "MSP01" else "no"})
        study.do(document(name, TURNS[name], {"P": person}, site=site, date=date, wave=wave, guide=guide,
                          language=language))  # fmt: skip
    coded(study)
    study.do(AddMemo("site:lille", "Half a day there.", "logbook", "2013-06-18"), coder="ana")
    study.do(AddMemo("study", "Is leaving a theme?", "question"), coder="ben")
    study.do(SetSummary("distance", "site:lille", "On est près, puis on a un bord.", 0, CONSENSUS), coder="ana")
    (study.folder / "inclusion.csv").write_text(INCLUSION, encoding="utf-8")
    (study.folder / "names.txt").write_text("Karim; MSP02\n", encoding="utf-8")


def coded(study: Study) -> None:
    """Two coders who do not quite agree, what they settled on, and a code that came while coding."""
    near, saying = "Je m’assois à côté.", "Ni paillasson, ni hérisson, on me l’a appris."
    study.do(AddCoding("L01", *place(study, "L01", near), "nearness"), coder="ana")
    study.do(AddCode("edge", {"en": "Edge", "fr": "Bord"}, "distance"), coder="ana")
    study.do(RenameCode("edge", "en", "An edge of one’s own"), coder="ana")
    codings = (("L01", near, "nearness"), ("L01", saying, "hedgehog"), ("L02", "J’ai un bord, maintenant.", "edge"),
               ("T01", "I don’t sit down any more.", "nearness"))  # fmt: skip
    for coder, those in (("ana", codings[1:]), ("ben", codings[:2]), (CONSENSUS, codings)):
        for name, words, code in those:
            study.do(AddCoding(name, *place(study, name, words), code), coder=coder)
        for name in dict.fromkeys(name for name, _words, _code in those):
            study.do(SetDone(name, True), coder=coder)
    ids = {(one.code, one.document): one.id for one in study.codings(coder=CONSENSUS)}
    study.do(SetKey(ids["hedgehog", "L01"], True), SetCounter(ids["nearness", "T01"], True), coder="ana")
    study.do(SetExcerpt(ids["hedgehog", "L01"], "Ni paillasson, ni hérisson […]"), coder="ana")
    study.do(SetTranslation(ids["edge", "L02"], "en", "I have an edge now.", "C. Morel"), coder="ana")
    study.do(SetConsent([ids["nearness", "L01"]], True), coder="ana")


def place(study: Study, document: str, words: str) -> tuple[int, int]:
    start = study.transcript(document).text.index(words)
    return start, start + len(words)


@pytest.fixture(scope="module")
def report(
    tmp_path_factory: pytest.TempPathFactory, document: Callable[..., Any]
) -> Iterator[Callable[[str, str], Report]]:
    """Makes the appendix of the small study with one part alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(performing, "datetime", OneMorning)
        folder = tmp_path_factory.mktemp("golden") / "study"
        with Study.create(folder, study_text=SETTINGS, codebook_text=CODEBOOK, coder="ana") as study:
            filled(study, document)

            def make(part: str, language: str) -> Report:
                choices = choose(study, language, CONSENSUS, outline=outline_of(study, only=[part]))
                return checked(study, released(choices, Release())).report

            yield make


def said(report: Report) -> str:
    """What a reader reads: Markdown without the names of places, and without drawings."""
    text = "".join(markdown.pieces(replace(report, subtitle="")))
    text = re.sub(r"<span id=[^>]*>|</span>", "", text)
    return re.sub(r"\]\(data:[^)]*\)", "](…)", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_what_it_was_when_it_was_last_read(
    part: str, language: str, report: Callable[[str, str], Report]
) -> None:
    found, golden = said(report(part, language)), GOLDENS / f"{part}.{language}.md"
    if RENEW:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


def test_there_is_a_golden_for_each_part_and_no_other() -> None:
    assert {path.name for path in GOLDENS.iterdir()} == {f"{part}.{one}.md" for part in PARTS for one in LANGUAGES}
