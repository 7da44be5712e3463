"""All memos in one list: narrowed as a plain reading of them would, named in words; a site's logbook and timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddMemo, SetParts
from qualcode.editor import edited
from qualcode.errors import InputError, NotFoundError
from qualcode.memos import (
    MemoFilter,
    Noted,
    answered,
    day_of,
    filter_named,
    listed,
    memo_of,
    target_named,
    targets_in_words,
    timeline,
)
from qualcode.model.codings import MEMO_KINDS
from qualcode.model.people import Participant
from qualcode.model.texts import Part
from qualcode.names import fold
from qualcode.study import Study

SITES = {"lille": {"lille"}, "north": {"lille", "lens"}, "toulon": {"toulon"}, "south": {"toulon"}}
SPOKEN = [("I", "Et vous ?"), ("P", "Nous étions proches."), ("Q", "Moi aussi.")]
WORDS = ("distance", "Éthique", "proche", "ethique de la distance")


@pytest.fixture(scope="module")
def noted(new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    """Memos of all kinds by two coders on everything there is, at three sites."""
    with TemporaryDirectory() as folder, new_study(Path(folder) / "study") as study:
        study.do(document("L01", SPOKEN, {"P": Participant("p1"), "Q": Participant("p2", "lens")}, site="lille"))
        study.do(document("T01", SPOKEN[:2], {"P": Participant("p3")}, site="toulon", date="2013-04-02"))
        for start in (14, 40):
            study.do(AddCoding("L01", start, start + 5, "nearness"))
        targets = ("study", "site:lens", "site:north", "document:T01", "passage:L01:14-18", "participant:p2",
                   "participant:p3", "code:nearness", "coding:1", "coding:2", "site:toulon")  # fmt: skip
        for number, target in enumerate(targets * 3):
            kind = MEMO_KINDS[number % 6] if target.startswith("site:") else ("analytic", "reflexive")[number % 2]
            day = f"2013-0{1 + number % 5}-10" if kind == "logbook" else None
            study.do(AddMemo(target, WORDS[number % 4], kind, day), coder=("ana", "ben")[number % 3 == 0])
        yield study


def place_of(memo: Any) -> str | None:
    """The site of what a memo is on, as a person knows it from the study above."""
    known = {"site:lens": "lens", "site:north": "north", "document:T01": "toulon", "passage:L01:14-18": "lille",
             "participant:p2": "lens", "participant:p3": "toulon", "coding:1": "lille", "coding:2": "lens",
             "site:toulon": "toulon"}  # fmt: skip
    return known.get(memo.target)


def naive(memo: Any, where: MemoFilter) -> bool:
    day = memo.date or memo.at[:10]
    return all((
        where.kind in (None, memo.kind),
        where.coder in (None, memo.coder),
        where.target in (None, memo.target, memo.target.partition(":")[0]),
        where.site is None or place_of(memo) in SITES[where.site] | {where.site},
        where.since is None or day[: len(where.since)] >= where.since,
        where.until is None or day[: len(where.until)] <= where.until,
        all(fold(word) in fold(memo.text) for word in (where.words or "").split()),
    ))  # fmt: skip


@given(
    where=st.builds(
        MemoFilter,
        kind=st.none() | st.sampled_from(MEMO_KINDS),
        target=st.none() | st.sampled_from(("study", "site", "coding", "code:nearness", "passage", "participant:p2")),
        coder=st.none() | st.sampled_from(("ana", "ben")),
        site=st.none() | st.sampled_from(sorted(SITES)),
        since=st.none() | st.sampled_from(("2013-02", "2013-02-10", "2013-02-11", "2030")),
        until=st.none() | st.sampled_from(("2013-03", "2013-03-09", "2040-01-01")),
        words=st.none() | st.sampled_from(("ethique", "DISTANCE ÉTHIQUE", "rien", "")),
    )
)
def test_a_filter_means_what_a_plain_reading_of_every_memo_means(noted: Study, where: MemoFilter) -> None:
    assert [each.memo for each in listed(noted, where)] == [memo for memo in noted.memos() if naive(memo, where)]


def test_what_a_memo_is_on_is_said_in_words(noted: Study) -> None:
    assert targets_in_words(noted, listed(noted)) == {
        "study": "the study", "site:lens": "Lens", "site:north": "North", "document:T01": "T01 · T01.txt",
        "passage:L01:14-18": "L01 §2", "participant:p2": "p2", "participant:p3": "p3", "code:nearness": "Nearness",
        "coding:1": "L01 p1 §2 · Nearness", "coding:2": "L01 p2 §3 · Nearness", "site:toulon": "Toulon",
    }  # fmt: skip
    assert targets_in_words(noted, listed(noted), "fr", names=False)["document:T01"] == "T01"


def test_names_are_taken_as_people_write_them(noted: Study) -> None:
    for written, meant in (("site:Lille", "site:lille"), ("document:T01.txt", "document:T01"), ("study", "study"),
                           ("code:Nearness", "code:nearness"), ("participant:P1", "participant:p1")):  # fmt: skip
        assert target_named(noted, written) == meant
    found = filter_named(noted, MemoFilter(site="Lille", target="code:NEARNESS", coder="ana", since="2013-04"))
    assert found == MemoFilter(site="lille", target="code:nearness", coder="ana", since="2013-04")
    for wrong, said in ((MemoFilter(site="Lile"), "lille"), (MemoFilter(coder="anna"), "ana"),
                        (MemoFilter(since="soon"), "2013-04-02"), (MemoFilter(target="planet:mars"), "planet:mars"),
                        (MemoFilter(kind="reflexif"), "reflexive")):  # fmt: skip
        with pytest.raises((InputError, NotFoundError), match=said):
            filter_named(noted, wrong)


def test_a_timeline_holds_documents_entries_and_memos_of_a_site_and_those_in_it_by_date(study: Study) -> None:
    study.do(SetParts("T01", (Part(1, 1, "lens", None, "2013-01-05"),)))
    study.do(AddMemo("site:lille", "visite", "logbook", "2013-01-04"))
    study.do(AddMemo("site:lens", "réunion", "logbook", "2013-02"))
    study.do(AddMemo("site:lens", "à revoir"))
    today = study.memos()[-1].at[:10]
    assert [(each.day, each.site, each.document or each.memo.text) for each in timeline(study, "north")] == [
        ("2013-01-04", "lille", "visite"), ("2013-01-05", "lens", "T01"), ("2013-02", "lens", "réunion"),
        (today, "lens", "à revoir"), ("", "lille", "L01"), ("", "lille", "L02"),
    ]  # fmt: skip
    assert [each.document for each in timeline(study, "toulon") if each.document] == ["T01"]


def test_an_answer_stands_below_its_question_and_closes_it(study: Study) -> None:
    study.do(AddMemo("code:distance", "Une limite ?", "question"))
    study.do(answered(memo_of(study, 1), "Oui, voir L01.", "ben", "2013-05-01"), coder="ben")
    (found,) = listed(study, MemoFilter(kind="answered"))
    assert found.memo.text == "Une limite ?\n\n→ ben, 2013-05-01: Oui, voir L01."
    assert isinstance(found, Noted)
    assert day_of(found.memo) == found.memo.at[:10]
    study.undo("ben")
    assert [memo.kind for memo in study.memos()] == ["question"]
    with pytest.raises(NotFoundError, match="7"):
        memo_of(study, 7)


# ---------------------------------------------------------------------- the person's own editor


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Has an editor run these lines of shell on the file, which it finds as its last argument."""

    def set_(script: str) -> None:
        program = tmp_path / "my editor"
        program.write_text(f"#!/bin/sh\nfor file; do :; done\n{script}\n")
        program.chmod(0o700)
        monkeypatch.setenv("VISUAL", f"'{program}' --wait")

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    return set_


def test_a_text_is_edited_in_a_file_that_nobody_else_can_read_and_that_is_gone_afterwards(
    editor: Callable[[str], None], tmp_path: Path
) -> None:
    editor('stat -c %a "$(dirname "$file")" >> "$file"; echo "$1" >> "$file"')
    with edited("Première ligne\n") as text:
        assert text == "Première ligne\n700\n--wait"
    assert list(tmp_path.glob("qualcode-*")) == []


@pytest.mark.parametrize("script", ["true", ': > "$file"', 'rm "$file"'])
def test_unchanged_emptied_and_deleted_mean_unchanged(
    editor: Callable[[str], None], tmp_path: Path, script: str
) -> None:
    editor(script)
    with edited("mot") as text:
        assert text is None
    assert list(tmp_path.glob("qualcode-*")) == []


def test_what_was_written_is_kept_where_it_cannot_be_saved(editor: Callable[[str], None], tmp_path: Path) -> None:
    editor('echo perdu > "$file"')
    with pytest.raises(InputError) as refused, edited("mot"):
        raise InputError("Refused.", "Wait.")
    (kept,) = tmp_path.glob("qualcode-*/memo.md")
    assert kept.read_text(encoding="utf-8") == "perdu\n"
    assert str(refused.value) == f"Refused. Wait. What you wrote is in {kept}."


def test_an_editor_that_is_missing_or_fails_is_named(
    editor: Callable[[str], None], tmp_path: Path, monkeypatch
) -> None:
    editor("exit 3")
    with pytest.raises(InputError, match="status 3"), edited("mot"):
        pass
    monkeypatch.setenv("VISUAL", "no-such-editor -x")
    with pytest.raises(InputError, match="no-such-editor"), edited("mot"):
        pass
    assert list(tmp_path.glob("qualcode-*")) == []
