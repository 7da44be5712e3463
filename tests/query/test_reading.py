"""The language in which codings are asked for: a query printed reads back as itself; what is wrong says where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.asking import Condition
from qualcode.query.reading import DEEPEST, LONGEST, parse
from qualcode.query.tree import (
    CONTAINS,
    FOLLOWS,
    NEAR,
    SAME,
    SENTENCES,
    TURNS,
    UNITS,
    WITHIN,
    All,
    Any,
    Coded,
    Not,
    Reach,
    Related,
    Said,
    Tree,
    own_codes,
    unparse,
)
from qualcode.query.words import QueryError

NAMES = st.one_of(
    st.sampled_from(["nearness", "and", "Ou", "près", "l’écoute", "a b", "x(1)", 'so-called "x"', "a\\", "=b", "50%"]),
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), min_size=1),
)
CONDITIONS = st.one_of(
    st.builds(Condition, NAMES, st.sampled_from(("=", "!=", "~")), st.lists(NAMES, min_size=1, max_size=3).map(tuple)),
    st.builds(Condition, NAMES, st.sampled_from((">", "<=")), st.tuples(NAMES)),
    st.builds(Condition, NAMES, st.sampled_from(("=", "!=")), st.just(())),
)
REACHES = st.one_of(
    st.builds(Reach, st.integers(0, 1000), st.sampled_from(UNITS)),
    st.builds(Reach, st.just(SAME), st.sampled_from((TURNS, SENTENCES))),
)


def joining(trees: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    several = st.lists(trees, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Not, trees),
        st.builds(All, several),
        st.builds(Any, several),
        st.builds(Related, trees, st.sampled_from((NEAR, FOLLOWS)), trees, REACHES),
        st.builds(Related, trees, st.sampled_from((CONTAINS, WITHIN)), trees),
    )


TREES = st.recursive(st.one_of(st.builds(Coded, NAMES, st.booleans()), st.builds(Said, CONDITIONS)), joining)


@given(TREES)
def test_a_query_printed_reads_back_as_itself(tree: Tree) -> None:
    assert parse(unparse(tree)) == tree


@given(st.text("ab ()=<>~!,\"“”«»'\\and or not near10words", max_size=40))
def test_any_text_is_a_query_or_is_refused_with_its_place_and_a_way_out(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError as error:
        assert 0 <= error.place <= len(text)
        assert error.hint
        assert error.message.startswith(f"Column {error.place + 1}: ")
    else:
        assert parse(unparse(tree)) == tree


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("nearness AND site = lille", "nearness and site=lille"),
        ("proximité et non rôle=infirmier ou codeur!=ana", "proximité and not rôle=infirmier or codeur!=ana"),
        ("a près(10 mots) b", "a near(10 words) b"),
        ("a near(same turn) (b or c)", "a near(same turn) (b or c)"),
        ("a near(même tour de parole) b", "a near(same turn) b"),
        ("a near(1 phrases) b", "a near(1 sentence) b"),
        ("a suit b contient c dans d", "a follows b contains c within d"),
        ("a follows(same turn) b", "a follows b"),
        ("a near(0 turns) b", "a near(0 turns) b"),
        ("a near(même phrase) b", "a near(same sentence) b"),
        ("a suit(3 tours) b", "a follows(3 turns) b"),
        ("not a near(2 turns) b and c", "not a near(2 turns) b and c"),
        ("The slow alliance or kind=focus group, visit note", '"The slow alliance" or kind="focus group","visit note"'),
        ("site=Paris (13e) and x", 'site="Paris (13e)" and x'),
        ("(site=lille)", "site=lille"),
        ("« Ni paillasson » and =“a b”", '"Ni paillasson" and ="a b"'),
        ("group= and age!=", "group= and age!="),
        ("text~near the station", 'text~"near the station"'),
        ("key=non", 'key="non"'),
    ],
)
def test_all_spellings_of_a_query_have_one_form(typed: str, printed: str) -> None:
    assert unparse(parse(typed)) == printed


@pytest.mark.parametrize(
    ("typed", "column", "hint"),
    [
        ("", 1, "Write for example"),
        ("nearness and", 13, "Write for example"),
        ("(a or b", 1, "Write ) where the group ends."),
        ("a)", 2, "Take it out"),
        ('"abc', 1, 'Write " where the name ends.'),
        ("a near b", 3, "near(same turn)"),
        ("a near(10 wrods) b", 11, "Write 10 words."),
        ("a near(same word) b", 13, "near(10 words)"),
        ("a nera(10 words) b", 3, "Write near(10 words)."),
        ("a follows(3 trns) b", 13, "Write 3 turns."),
        ("a not b", 3, "Write and not."),
        ("role=nurse site=lille", 12, "Write and site=…."),
        ("x=1,,2", 5, "role=nurse"),
        ("x~", 3, "role=nurse"),
        ("date>1,2", 5, "Several values"),
        ("a=b=c", 4, "quotation marks"),
        ("(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), DEEPEST + 1, "less at once"),
        (" or ".join(["a"] * (LONGEST + 1)), 5 * LONGEST + 1, "less at once"),
    ],
)
def test_what_cannot_be_meant_says_where_and_how_it_is_written(typed: str, column: int, hint: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(typed)
    assert error.value.place + 1 == column
    assert hint in error.value.hint


def test_an_answer_has_a_code_of_the_query_but_none_under_not_or_to_the_right() -> None:
    def code(name: str) -> Coded:
        return Coded(name, codes=frozenset(name))

    tree = All((code("a"), Not(code("b")), Any((code("c"), Related(code("d"), NEAR, code("e"), Reach())))))
    assert own_codes(tree) == set("acd")
    assert own_codes(Not(code("a"))) == set()
