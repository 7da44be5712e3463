"""Words of a study: of the people interviewed alone, in groups that are those of every table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from qualcode.acts import AddCoding
from qualcode.errors import InputError, NotFoundError
from qualcode.model.asking import Condition
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.tables.lexical import Asked, WordTable, collocate_table, word_table

STOPS = "stop_words: {fr: [loup], '': [zut]}\n"
TURNS = {
    "L01": ("lille", [("I", "loup hibou question"), ("P", "Le hibou blanc, le hibou blanc. Zut."), ("", "note hibou")]),
    "L02": ("lens", [("P", "Des hiboux blancs et un loup."), ("Q", "Un hibou gris.")]),
    "T01": ("toulon", [("P", "Une chouette. L’hibou, zut !")]),
}


@pytest.fixture
def spoken(tmp_path: Path, new_study: Callable[..., Study], document: Callable[..., Any]) -> Iterator[Study]:
    with new_study(tmp_path / "study", fields=STOPS) as study:
        for name, (site, turns) in TURNS.items():
            people = {
                label: Participant(f"{name}-{label}1", role=role) for label, role in (("P", "worker"), ("Q", "nurse"))
            }
            study.do(document(name, turns, people, site=site))
        yield study


def counts(table: WordTable) -> dict[str, tuple[int, int, int]]:
    return {row.word: (row.times, row.people, row.documents) for row in table.rows}


def test_words_are_those_of_the_people_interviewed(spoken: Study) -> None:
    table = word_table(spoken, Asked())
    assert counts(table) == {
        "hibou": (4, 3, 3), "blanc": (2, 1, 1), "blancs": (1, 1, 1), "chouette": (1, 1, 1), "gris": (1, 1, 1),
        "hiboux": (1, 1, 1),
    }  # fmt: skip
    assert table.size == 21
    assert "interviewers" in table.rule


def test_forms_count_together_and_stop_words_can_stay(spoken: Study) -> None:
    assert counts(word_table(spoken, Asked(lemmas=True)))["hibou"] == (5, 4, 3)
    assert {"le", "loup", "zut", "l'"} <= set(counts(word_table(spoken, Asked(stops=False))))
    assert set(counts(word_table(spoken, Asked(), least=2))) == {"hibou", "blanc"}


def test_a_stop_word_of_one_language_counts_where_it_is_a_word_of_another(
    spoken: Study, document: Callable[..., Any]
) -> None:
    spoken.do(document("E01", [("P", "Once an hour, an owl, the loup.")], {"P": Participant("E01-P1")}, language="en"))
    spoken.do(document("F01", [("P", "Chaque an, le loup.")], {"P": Participant("F01-P1")}))
    table = word_table(spoken, Asked())
    assert counts(table)["an"] == (1, 1, 1)
    assert counts(table)["loup"] == (1, 1, 1)
    assert table.size == 32
    near = collocate_table(spoken, Asked(), "an", least=1).groups[""]
    assert {row.word: (row.together, row.times) for row in near.rows} == {"hour": (1, 1), "owl": (1, 1), "loup": (1, 1)}
    assert near.size == 32
    listed = {row.word: row.times for row in word_table(spoken, Asked(lemmas=True)).rows}
    around = collocate_table(spoken, Asked(lemmas=True), "an", least=1).groups[""].rows
    assert around and all(listed[row.word] == row.times for row in around)


def test_groups_are_those_of_tables_and_add_up(spoken: Study) -> None:
    for by in ("site", "region", "role", "participant"):
        table = word_table(spoken, Asked((by,)))
        assert sum(table.sizes.values()) == table.size
        assert all(sum(row.groups.values()) == row.times for row in table.rows)
    found = {row.word: row for row in word_table(spoken, Asked(("site",))).rows}
    assert found["chouette"].keyness["toulon"] > 0
    assert found["chouette"].keyness["lille"] < 0


def test_conditions_narrow_and_those_on_codings_are_refused(spoken: Study) -> None:
    assert set(counts(word_table(spoken, Asked(where=(Condition("role", "=", ("nurse",)),))))) == {"hibou", "gris"}
    with pytest.raises(InputError, match="said of codings"):
        word_table(spoken, Asked(where=(Condition("text", "~", ("x",)),)))


@pytest.fixture
def coded(spoken: Study) -> Study:
    text = spoken.transcript("L01").text
    start, end = text.index("hibou blanc"), text.index("blanc. Zut")
    spoken.do(AddCoding("L01", start, end, "nearness"))
    spoken.do(AddCoding("L01", start, start + 3, "access"))
    return spoken


def test_a_word_belongs_to_a_passage_where_it_starts(coded: Study) -> None:
    assert counts(word_table(coded, Asked(code="nearness"))) == {"hibou": (2, 1, 1), "blanc": (1, 1, 1)}
    assert counts(word_table(coded, Asked(code="access"))) == {"hibou": (1, 1, 1)}
    assert counts(word_table(coded, Asked(code="distance"))) == {"hibou": (2, 1, 1), "blanc": (1, 1, 1)}


def test_by_code_each_theme_counts_with_its_sub_codes_and_the_whole_counts_once(coded: Study) -> None:
    table = word_table(coded, Asked(("code",)))
    assert table.size == word_table(coded, Asked()).size
    hibou = next(row for row in table.rows if row.word == "hibou")
    assert (hibou.times, dict(hibou.groups)) == (4, {"distance": 2, "nearness": 2, "access": 1})
    for wrong in (Asked(("code", "site")), Asked(("code",), code="nearness")):
        with pytest.raises(InputError):
            word_table(coded, wrong)


def test_collocates_are_near_in_one_turn(spoken: Study) -> None:
    near = collocate_table(spoken, Asked(stops=False), "HIBOU", window=1, least=1)
    assert near.words == ("hibou",)
    found = {row.word: row.together for row in near.groups[""].rows}
    assert found["blanc"] == 2
    assert "gris" in found and "chouette" not in found
    assert near.groups[""].hits == 4


def test_collocates_by_group_and_in_all_forms(spoken: Study) -> None:
    near = collocate_table(spoken, Asked(("site",), lemmas=True), "hiboux", least=1)
    assert near.words == ("hibou",)
    assert {group: found.hits for group, found in near.groups.items()} == {"lille": 2, "lens": 2, "toulon": 1}


def test_a_word_that_nobody_says_is_told_with_the_nearest(spoken: Study) -> None:
    with pytest.raises(NotFoundError, match="Nobody says") as told:
        collocate_table(spoken, Asked(), "chouettte")
    assert "chouette" in told.value.hint
