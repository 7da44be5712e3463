"""What a query answers is what a plain reading of its meaning finds, on random studies, in every order and page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, AddCodings, SetCounter, SetKey, SetMemo
from qualcode.language.words import word_spans
from qualcode.model.asking import Condition, Filter
from qualcode.model.codings import Coding, Quotation
from qualcode.model.people import Participant
from qualcode.model.texts import Transcript
from qualcode.query import tree as trees
from qualcode.query.tree import All, Coded, Not, Reach, Related, Said, Tree, joined, own_codes, unparse
from qualcode.retrieving import query_of
from qualcode.store.reading.answers import SORTS
from qualcode.study import Study

SUBTREE = {"distance": {"distance", "nearness", "access"}}
WORDS = ("distance", "équipe", "hérisson", "pair", "L'hôpital", "oui", "non", "badge")
Predicate = Callable[[Coding], bool]


class Voice(NamedTuple):
    """Who speaks, if anybody, and what is said of them or of the document."""

    participant: str | None
    role: str | None
    site: str | None
    group: str | None
    kind: str
    document: str


class Naive:
    """The meaning of a query, read plainly from a study's own words."""

    def __init__(self, study: Study) -> None:
        self.quotations = study.quotations()
        self.codings = [one.coding for one in self.quotations]
        self.documents = {one.id: one for one in study.documents()}
        self.people = {one.id: one for one in study.participants()}
        self.texts = {name: study.transcript(name) for name in self.documents}
        self.parents = {site.id: site.parent for site in study.sites}
        self.words = {name: list(spoken(text)) for name, text in self.texts.items()}
        self.answers = cache(self._answers)

    def _answers(self, tree: Tree) -> list[Coding]:
        own = own_codes(tree)
        return [one for one in self.codings if (not own or one.code in own) and self.holds(tree, one)]

    def holds(self, tree: Tree, one: Coding) -> bool:
        match tree:
            case Coded(codes=codes):
                return any(other.code in codes and overlap(one, other) for other in self.codings)
            case Said(condition):
                return self.said([condition], one)
            case Not(inner):
                return not self.holds(inner, one)
            case All():
                parts = list(flat(tree))
                said = [part.condition for part in parts if isinstance(part, Said)]
                return self.said(said, one) and all(
                    self.holds(part, one) for part in parts if not isinstance(part, Said)
                )
            case trees.Any(parts):
                return any(self.holds(part, one) for part in parts)
            case Related(left, relation, right, reach):
                return self.holds(left, one) and any(
                    self.stands(relation, one, other, reach)
                    for other in self.answers(right)
                    if (other.document, other.coder) == (one.document, one.coder) and other.id != one.id
                )

    def stands(self, relation: str, one: Coding, other: Coding, reach: Reach | None) -> bool:
        if relation == trees.CONTAINS:
            return one.start <= other.start and other.end <= one.end
        if relation == trees.WITHIN:
            return other.start <= one.start and one.end <= other.end
        assert reach
        far = reach.most + (reach.unit != trees.WORDS)
        if relation == trees.FOLLOWS:
            return other.end <= one.start and self.between(other, one, reach.unit) <= far
        return overlap(one, other) or (
            self.between(other, one, reach.unit) <= far
            if other.end <= one.start
            else self.between(one, other, reach.unit) <= far
        )

    def between(self, first: Coding, then: Coding, unit: str) -> int:
        """How many units lie between, or one more of those that hold a passage each."""
        text = self.texts[first.document]
        if unit == trees.WORDS:
            return sum(first.end <= start < then.start for start in self.words[first.document])
        if unit == trees.TURNS:
            starts = [turn.start for turn in text.turns]
            return bisect_right(starts, then.start) - bisect_right(starts, first.end - 1)
        ended = sum(sentence.start < first.end for sentence in text.sentences)
        begun = 1 + sum(sentence.end <= then.start for sentence in text.sentences)
        return begun - ended

    def said(self, conditions: list[Condition], one: Coding) -> bool:
        of_voices = [each for each in conditions if each.name in Voice._fields]
        return all(self.of_coding(each, one) for each in conditions if each not in of_voices) and (
            not of_voices or any(all(self.of_voice(each, voice) for each in of_voices) for voice in self.voices(one))
        )

    def of_coding(self, condition: Condition, one: Coding) -> bool:
        name, sign, values = condition
        text = {"text": self.texts[one.document].text[one.start : one.end], "memo": one.memo}.get(name)
        if text is not None:
            return any(value in text for value in values) if values else (text != "") == (sign == "!=")
        return (str(getattr(one, name)) in values) == (sign == "=")

    def of_voice(self, condition: Condition, voice: Voice) -> bool:
        name, sign, values = condition
        value = getattr(voice, name)
        if not values:
            return (value is None) == (sign == "=")
        known = {value, self.parents.get(value)} if name == "site" else {value}
        return bool(known & set(values)) == (sign == "=")

    def voices(self, one: Coding) -> list[Voice]:
        document, text = self.documents[one.document], self.texts[one.document]
        home = document.site
        who = {speaker.label: speaker.participant for speaker in text.speakers}
        found = [
            self.people[person]
            for turn in text.turns
            for person in [who.get(turn.speaker or "")]
            if person and text.text[max(turn.body, one.start) : min(turn.end, one.end)].strip()
        ]
        return [
            Voice(each.id, each.role, each.site or home, each.variables.get("group"), document.kind, document.id)
            for each in found
        ] or [Voice(None, None, home, None, document.kind, document.id)]


def flat(tree: Tree) -> Iterator[Tree]:
    for part in tree.trees if isinstance(tree, All) else (tree,):
        yield from flat(part) if isinstance(part, All) else (part,)


def spoken(text: Transcript) -> Iterator[int]:
    """Where the words of sentences begin."""
    for sentence in text.sentences:
        for word in word_spans(text.text[sentence.start : sentence.end]):
            yield sentence.start + word.start


def overlap(one: Coding, other: Coding) -> bool:
    return (
        (one.document, one.coder) == (other.document, other.coder) and one.start < other.end and other.start < one.end
    )


def turns(random: Random, labels: list[str]) -> list[tuple[str, str]]:
    def sentence() -> str:
        return " ".join(random.choices(WORDS, k=random.randint(1, 5))) + random.choice(".?!")

    return [
        (random.choice(labels), " ".join(sentence() for _ in range(random.randint(1, 3)))) for _ in range(12)
    ]  # fmt: skip


def fill(study: Study, document: Callable[..., Any], seed: int) -> None:
    """Three documents with several voices, an interviewer and nobody; codings of two coders anywhere."""
    random = Random(seed)
    for number in range(3):
        people = {
            label: Participant(
                f"D{number}-{label}",
                random.choice(("lille", "toulon", None)),
                ("nurse", "user", None)[(number + (label == "B")) % 3],
                random.choice(({"group": "1"}, {"group": "2"}, {})),
            )
            for label in "AB"
        }
        site, kind = random.choice(("lens", "toulon", None)), ("interview", "minutes")[number % 2]
        study.do(document(f"D{number}", turns(random, ["A", "B", "I", ""]), people, site=site, kind=kind))
        length = len(study.transcript(f"D{number}").text)
        for coder in ("ana", "ben"):
            starts = [random.randrange(length - 1) for _ in range(14)]
            places = {(at, min(length, at + random.randint(1, 60)), random.choice(CODES)) for at in starts}
            study.do(AddCodings(tuple(AddCoding(f"D{number}", *place) for place in sorted(places))), coder=coder)
    for coding in study.codings():
        if random.random() < 0.3:
            study.do(SetKey(coding.id, True), SetMemo(f"coding:{coding.id}", random.choice(WORDS)))
        if random.random() < 0.2:
            study.do(SetCounter(coding.id, True))


CODES = ("distance", "nearness", "access", "language")
SEEDS = (1, 2)


@pytest.fixture(scope="module")
def asked(
    tmp_path_factory: pytest.TempPathFactory, new_study: Callable[..., Study], document: Callable[..., Any]
) -> Iterator[Mapping[int, tuple[Study, Naive]]]:
    found = {}
    for seed in SEEDS:
        study = new_study(tmp_path_factory.mktemp("asked") / "study")
        fill(study, document, seed)
        found[seed] = study, Naive(study)
    yield found
    for study, _naive in found.values():
        study.close()


def condition(name: str, sign: str, *values: str) -> Said:
    return Said(Condition(name, sign, values))


SIGNS = st.sampled_from(("=", "!="))
TERMS = st.one_of(
    st.builds(Coded, st.sampled_from(CODES), st.booleans()),
    st.builds(condition, st.just("site"), SIGNS, st.sampled_from(("lille", "south", "north", "toulon"))),
    st.builds(condition, st.just("role"), SIGNS, st.sampled_from(("nurse", "user"))),
    st.builds(condition, st.just("kind"), SIGNS, st.just("minutes")),
    st.builds(condition, st.just("group"), SIGNS, st.sampled_from(("1", "2"))),
    st.builds(condition, st.sampled_from(("group", "role", "memo")), SIGNS),
    st.builds(condition, st.sampled_from(("key", "counter")), SIGNS, st.sampled_from("01")),
    st.builds(condition, st.just("coder"), SIGNS, st.sampled_from(("ana", "ben"))),
    st.builds(condition, st.sampled_from(("text", "memo")), st.just("~"), st.sampled_from(WORDS)),
    st.builds(condition, st.just("document"), st.just("="), st.sampled_from(("D0", "D1"))),
)
REACHES = st.one_of(
    st.builds(Reach, st.integers(0, 12), st.sampled_from(trees.UNITS)),
    st.builds(Reach, st.just(trees.SAME), st.sampled_from((trees.TURNS, trees.SENTENCES))),
)


def joining(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, parts),
        st.builds(All, several),
        st.builds(trees.Any, several),
        st.builds(Related, parts, st.sampled_from((trees.NEAR, trees.FOLLOWS)), parts, REACHES),
        st.builds(Related, parts, st.sampled_from((trees.CONTAINS, trees.WITHIN)), parts),
    )


@given(st.recursive(TERMS, joining, max_leaves=6), st.sampled_from(SEEDS))
def test_a_query_answers_what_its_meaning_says(asked: Mapping[int, tuple[Study, Naive]], tree: Tree, seed: int) -> None:
    study, naive = asked[seed]
    meant = query_of(study, unparse(tree))
    found = [one.coding for one in study.quotations(Filter(query=meant))]
    assert found == naive.answers(meant)
    ids = [one.id for one in found]
    assert list(study.quotation_ids(Filter(query=meant))) == ids
    assert [one.coding.id for one in study.quotations(Filter(query=meant), 3, 2)] == ids[2:5]


@pytest.mark.parametrize("sort", SORTS)
def test_quotations_are_sorted_and_a_page_is_a_slice(asked: Mapping[int, tuple[Study, Naive]], sort: str) -> None:
    study, naive = asked[1]
    places = {site.id: place for place, site in enumerate(study.sites)}
    codes = {code.id: place for place, code in enumerate(study.codebook.codes)}
    keys: Mapping[str, Callable[[Quotation], object]] = {
        "order": lambda one: 0,
        "site": lambda one: places.get(one.site or "", 99),
        "code": lambda one: codes[one.coding.code],
        "length": lambda one: len(one.text),
    }
    meant = query_of(study, "distance or key=yes")
    whole = sorted((one for one in naive.quotations if one.coding in naive.answers(meant)), key=keys[sort])
    assert study.quotations(Filter(query=meant), sort=sort) == whole
    assert [one for at in range(0, 200, 7) for one in study.quotations(Filter(query=meant), 7, at, sort)] == whole


def test_a_query_goes_with_the_other_parts_of_a_filter(asked: Mapping[int, tuple[Study, Naive]]) -> None:
    study, naive = asked[2]
    meant = query_of(study, "distance and not =access or language")
    for where in (Filter(code="distance"), Filter(code="access"), Filter(coder="ben"), Filter(kind="minutes")):
        others = {one.id for one in study.quotations(where) for one in [one.coding]}
        wanted = [one.id for one in naive.answers(meant) if one.id in others]
        assert list(study.quotation_ids(where._replace(query=meant))) == wanted
        assert [one.coding.id for one in study.quotations(where._replace(query=meant))] == wanted


@pytest.mark.parametrize("unit", trees.UNITS)
def test_near_counts_what_lies_between_whatever_the_unit(unit: str, study: Study, document: Callable[..., Any]) -> None:
    """In turns of a sentence of a word, all three say the same."""
    study.do(document("G", [(None, f"{number}.") for number in range(6)]))
    turns = study.transcript("G").turns
    for number, code in ((0, "nearness"), (3, "language")):
        study.do(AddCoding("G", turns[number].body, turns[number].end, code))

    def met(most: int) -> bool:
        reach = Reach(most, unit)
        return bool(study.quotation_ids(Filter(query=query_of(study, f"nearness near({reach}) language"))))

    assert [met(most) for most in range(5)] == [False, False, True, True, True]


@pytest.mark.parametrize(("reach", "met"), [("same turn", 1), ("0 turns", 2), ("same sentence", 1), ("0 sentences", 2)])
def test_the_same_turn_is_nearer_than_the_next(
    reach: str, met: int, study: Study, document: Callable[..., Any]
) -> None:
    study.do(document("G", [(None, "Un deux."), (None, "Trois.")]))
    one, other = study.transcript("G").turns
    study.do(AddCoding("G", one.body, one.body + 2, "nearness"))
    study.do(AddCoding("G", one.body + 3, one.end, "language"))
    study.do(AddCoding("G", other.body, other.end, "nearness"))
    assert len(study.quotation_ids(Filter(query=query_of(study, f"nearness near({reach}) language")))) == met


def test_conditions_side_by_side_hold_of_one_voice(study: Study, document: Callable[..., Any]) -> None:
    people = {"A": Participant("guest", "lens", "nurse"), "B": Participant("host", "lille", "user")}
    study.do(document("G", [("A", "Un."), ("B", "Deux.")], people))
    study.do(AddCoding("G", 0, 14, "nearness"))
    assert study.quotation_ids(Filter(query=query_of(study, "role=nurse and site=lens")))
    assert not study.quotation_ids(Filter(query=query_of(study, "role=nurse and site=lille")))
    assert study.quotation_ids(Filter(query=query_of(study, "role=nurse and not (site!=lille,lens)")))
    assert joined([]) is None
