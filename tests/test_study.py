"""What a researcher relies on from the study as a whole; and the defects of the peers, each held off by a law."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import (
    AddCode,
    AddCoding,
    AddCodings,
    MapSpeaker,
    RecodeCoding,
    RenameCode,
    SetCounter,
    SetKey,
    SetMemo,
    SetParticipant,
)
from qualcode.errors import InputError, NotFoundError
from qualcode.language.words import count_words, word_ranks
from qualcode.model import Span
from qualcode.model.asking import Condition, Filter
from qualcode.model.people import Participant
from qualcode.model.texts import Transcript, Turn
from qualcode.store.reading.texts import StoredText, pack_sentences, unpack_sentences
from qualcode.study import Study


def place(study: Study, document: str, words: str) -> tuple[str, int, int]:
    """Where words stand in a document."""
    start = study.transcript(document).text.index(words)
    return document, start, start + len(words)


# --------------------------------------------------------------------- reading


def test_a_document_is_read_as_it_was_given(study: Study, document: Callable[..., Any]) -> None:
    turns = [("I", "Ça va ?"), ("Zoé", "Oui 👩‍🚀 « l’été » e\u0301\u00a0!"), ("", "(rires)")]
    act = document("E01", turns, {"Zoé": Participant("z")}, wave="T0", kind="focus group", date="2013-04")
    study.do(act)
    assert study.transcript("E01") == act.transcript
    found = study.document("E01")
    assert (found.kind, found.wave, found.date, found.participants) == ("focus group", "T0", "2013-04", ("z",))
    assert found.length == len(act.transcript.text)
    assert study.document("e01").id == "E01"
    assert study.document("E01.txt").id == "E01"


def test_documents_come_by_site_in_the_researchers_order(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("A01", [("P", "Oui.")], {"P": Participant("a")}, site="toulon"))
    study.do(document("Z01", [("P", "Oui.")], {"P": Participant("z")}, site="lens"))
    assert [found.id for found in study.documents()] == ["L01", "L02", "Z01", "A01", "T01"]
    assert [found.id for found in study.catalogue()] == ["A01", "L01", "L02", "T01", "Z01"]


def test_quotations_say_who_where_and_what(study: Study, document: Callable[..., Any]) -> None:
    people = {"A": Participant("nadia", site="lens"), "B": Participant("G01-P2")}
    study.do(document("G01", [("A", "Oui."), ("I", "Et ?"), ("B", "Non.")], people, site="lille"))
    study.do(AddCoding("G01", 3, 7, "access"), AddCoding("G01", 0, 22, "access"))
    study.do(AddCoding(*place(study, "G01", "Et ?"), "access"))
    found = study.quotations(Filter(document="G01"))
    assert [(one.citation, one.site, one.text) for one in found] == [
        ("G01 nadia, G01-P2 §1–3", "lille", "A: Oui.\nI: Et ?\nB: Non"),
        ("G01 nadia §1", "lens", "Oui."),
        ("G01 §2", "lille", "Et ?"),
    ]


def test_a_filter_means_sub_codes_and_sites_below(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("G01", [("A", "Oui.")], {"A": Participant("guest", "toulon", "nurse")}, site="lille", wave="T6"))
    study.do(AddCoding("G01", 3, 7, "access"))
    study.do(AddCoding(*place(study, "L01", "distance"), "distance"), coder="ben")
    key = study.do(AddCoding(*place(study, "L02", "traduire"), "language")).codings[0]
    study.do(SetKey(key, True), SetCounter(key, True))
    everything = study.quotations()
    for where, documents in (
        (Filter(code="distance"), ["G01", "L01"]),
        (Filter(site="north"), ["L01", "L02"]),
        (Filter(site="south"), ["G01"]),
        (Filter(role="nurse"), ["G01"]),
        (Filter(participant="L02-P1"), ["L02"]),
        (Filter(coder="ben"), ["L01"]),
        (Filter(wave="T6"), ["G01"]),
        (Filter(kind="interview", key=True), ["L02"]),
        (Filter(counter=True), ["L02"]),
        (Filter(counter=False), ["G01", "L01"]),
        (Filter(ids=(key,)), ["L02"]),
        (Filter(ids=()), []),
    ):
        found = study.quotations(where)
        assert [one.coding.document for one in found] == documents
        assert len(study.quotation_ids(where)) == len(documents)
        assert set(found) <= set(everything)
    assert study.quotations(limit=1, offset=1) == everything[1:2]


def test_find_ignores_accents_and_case_and_gives_the_exact_place(study: Study) -> None:
    (hit,) = study.find("HERISSON je")
    assert study.transcript("T01").text[hit.start : hit.end] == hit.text == "hérisson. Je"
    assert hit.citation == "T01-P1 §2"
    assert [found.document for found in study.find("distanc*")] == ["L01"]
    assert study.find("distanc") == []
    assert study.find("...") == []
    assert study.find("\"' OR 1") == []


def test_memos_are_each_coders_own(study: Study) -> None:
    study.do(SetMemo("code:access", "Ouverture ?"))
    study.do(SetMemo("code:access", "Porte."), coder="ben")
    study.do(SetMemo("code:access", "Ouverture !"))
    found = {memo.coder: memo.text for memo in study.memos("code:access")}
    assert found == {"ana": "Ouverture !", "ben": "Porte."}
    study.do(SetMemo("code:access", "  "))
    assert [memo.coder for memo in study.memos()] == ["ben"]
    with pytest.raises(InputError, match="document:L03"):
        study.do(SetMemo("planet:mars", "m"))


def test_a_nearly_known_coder_is_asked_about(study: Study) -> None:
    study.do(SetMemo("study", "m"), coder="nathalie")
    with pytest.raises(InputError, match="nathalie"):
        study.known_coder("natalie")
    assert study.known_coder("natalie", new=True) == "natalie"
    assert study.known_coder("zoé") == "zoé"


def test_groups_come_in_the_researchers_order_with_their_labels(study: Study, document: Callable[..., Any]) -> None:
    for name, group in (("a", "2"), ("b", "1"), ("c", "1")):
        person = Participant(name, None, None, {"group": group})
        study.do(document(f"X{name}", [("P", "Oui.")], {"P": person}, site="lens"))
    table = study.themes(("site", "group"))
    assert list(table.groups) == ["lille / —", "lens / 1", "lens / 2", "toulon / —"]
    assert table.titles["lens / 1"] == "Lens / 1"
    assert list(study.themes(("region",)).groups) == ["north", "south"]


# --------------------------------------------------------------------- speakers


def test_saying_who_a_speaker_is_moves_what_was_coded_to_that_person(study: Study) -> None:
    study.do(AddCoding(*place(study, "L01", "distance"), "access"))
    study.do(MapSpeaker("L01", "P", False, "T01-P1"))
    (quotation,) = study.quotations()
    assert quotation.participants == ("T01-P1",)
    assert study.themes(()).groups[""] == 2
    study.do(MapSpeaker("L01", "P", True))
    assert study.quotations()[0].participants == ()
    assert study.document("L01").words == 0
    cell = study.themes(()).rows[0].cells[""]
    assert (cell.participants, cell.words, cell.segments) == (0, 0, 1)


def test_a_person_described_anew_is_in_another_group(study: Study) -> None:
    study.do(AddCoding(*place(study, "L01", "distance"), "access"))
    study.do(SetParticipant("L01-P1", "toulon", "nurse", {"group": "1"}))
    cells = study.themes(("site",)).rows[0].cells
    assert (cells["lille"].participants, cells["toulon"].participants) == (0, 1)
    assert study.themes(("group",)).groups == {"1": 1, "—": 2}


# --------------------------------------------------------------------- what the peers do wrong


def test_accents_spaces_and_any_letters_stand_in_code_names(study: Study) -> None:
    labels = ("Ni paillasson, ni hérisson", "«\u00a0À qui ?\u00a0»", "知识", "no", "a: b # c", "'")
    for number, label in enumerate(labels):
        study.do(AddCode(f"code-{number}", {"": label}))
        assert study.codebook[f"code-{number}"].label == {"": label}
        study.do(RenameCode(f"code-{number}", "fr", f"{label} É"))
    study.close()
    with Study.open(study.folder) as again:
        assert again.codebook["code-2"].label == {"en": "知识", "fr": "知识 É"}


def test_renaming_a_code_touches_no_coding(study: Study) -> None:
    study.do(AddCoding(*place(study, "L01", "distance"), "access"))
    before = study.codings()
    study.do(RenameCode("access", "", "Tout autre chose"))
    assert study.codings() == before


def test_a_code_never_brings_those_whose_name_begins_alike(study: Study) -> None:
    study.do(AddCode("lien", {"": "lien"}), AddCode("liens_equipe", {"": "liens_equipe"}))
    study.do(AddCoding(*place(study, "L01", "distance"), "lien"))
    study.do(AddCoding(*place(study, "L01", "perdu"), "liens_equipe"))
    assert [one.text for one in study.quotations(Filter(code="lien"))] == ["distance"]
    assert study.code_counts()["lien"].segments == 1


def test_every_coding_has_its_author_and_every_act_its_moment(study: Study) -> None:
    study.do(AddCoding(*place(study, "L01", "distance"), "access"), coder="ben")
    assert [coding.coder for coding in study.codings()] == ["ben"]
    (event,) = study.events(1)
    assert (event.coder, event.act, event.summary["document"]) == ("ben", "AddCoding", "L01")
    assert event.at.endswith("+00:00")
    assert study.codings(coder="ana") == []


def test_a_segment_keeps_its_words_and_what_stood_around_them(study: Study) -> None:
    study.do(AddCoding(*place(study, "L01", "distance"), "access"))
    row = study.connection.execute("SELECT before, quote, after FROM segment").fetchone()
    text = study.transcript("L01").text
    assert "".join(row) in text
    assert row[1] == "distance"
    assert (len(row[0]), len(row[2])) == (30, 32) or len(row[0]) == 32


def test_the_same_passage_may_carry_several_codes_and_coders_but_none_twice(study: Study) -> None:
    where = place(study, "L01", "distance")
    study.do(AddCoding(*where, "access"), AddCoding(*where, "nearness"), AddCoding(*where, "access", round=2))
    study.do(AddCoding(*where, "access"), coder="ben")
    assert study.connection.execute("SELECT count(*) FROM segment").fetchone() == (1,)
    assert study.code_counts("ana")["distance"].segments == 1
    with pytest.raises(InputError, match="already"):
        study.do(RecodeCoding(2, "access"))


def test_many_codings_at_once_are_as_many_one_by_one(study: Study, document: Callable[..., Any]) -> None:
    study.do(document("M01", [("P", "un deux trois. quatre cinq."), ("I", "six ?")], {"P": Participant("m")}))
    length = study.document("M01").length
    acts = [AddCoding("M01", a, b, "access") for a in range(0, length - 1, 3) for b in range(a + 1, length, 4)]
    study.do(AddCodings(tuple(acts)), coder="ana")
    for act in acts:
        study.do(act, coder="ben")
    assert study.themes((), coder="ana").rows == study.themes((), coder="ben").rows
    places = [[(c.start, c.end) for c in study.codings("M01", coder)] for coder in ("ana", "ben")]
    assert places[0] == places[1]


def test_an_unknown_document_is_named(study: Study) -> None:
    for ask in (study.document, study.transcript):
        with pytest.raises(NotFoundError, match="X99"):
            ask("X99")
    with pytest.raises(NotFoundError, match="77"):
        study.coding(77)


# --------------------------------------------------------------------- words before a place

BODY = st.text(alphabet="ab1'-’ .…\n\u0301_", max_size=40)


@given(bodies=st.lists(BODY, min_size=1, max_size=4), cuts=st.lists(st.integers(0, 30), max_size=6), data=st.data())
def test_words_before_a_place_are_those_that_start_before_it(
    bodies: list[str], cuts: list[int], data: st.DataObject
) -> None:
    """Whatever the sentences, as long as they cover all but white space and labels, and cut no word."""
    text, turns, sentences = "", [], []
    for number, body in enumerate(bodies, start=1):
        start = len(text)
        text += f"L{number}: {body}\n"
        turns.append(Turn(number, "L", start, start + 4, len(text)))
        sentences += pieces(text, start + 4, len(text), cuts)
    transcript = Transcript(text, tuple(turns), (), tuple(sentences))
    stored = StoredText(
        text,
        [(turn.start, turn.body, turn.end, 1, 1) for turn in turns],
        [turn.start for turn in turns],
        *unpack_sentences(pack_sentences(transcript.sentences, word_ranks(text, transcript.sentences))),
    )
    position = data.draw(st.integers(0, len(text)))
    expected = sum(count_words(text[turn.body : min(turn.end, max(turn.body, position))]) for turn in turns)
    for long in (1, 2_000):  # each sentence counted once and kept, or each place by itself
        with patch("qualcode.store.reading.texts._LONG", long):
            assert stored.word_rank(position) == expected


def pieces(text: str, start: int, end: int, cuts: list[int]) -> list[Span]:
    """Sentences of a body: cut at some blanks, trimmed."""
    blanks = [place for place in range(start, end) if text[place].isspace()]
    edges = sorted({start, end, *(blanks[cut % len(blanks)] for cut in cuts if blanks)})
    found = []
    for first, last in pairwise(edges):
        words = text[first:last]
        if words.strip():
            begin = first + len(words) - len(words.lstrip())
            found.append(Span(begin, begin + len(words.strip())))
    return found


def test_a_condition_on_coders_says_how_one_is_chosen(study: Study) -> None:
    with pytest.raises(InputError, match="one coder at a time") as error:
        study.themes(where=(Condition("coder", "=", ("ana",)),))
    assert "--coder" in error.value.hint
