"""Lists of quotations: whatever is asked for, a filter picks from the list of all, and a page is a slice of it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from qualcode.acts import AddCoding, AddCodings
from qualcode.model.asking import Filter
from qualcode.model.codings import Quotation
from qualcode.model.people import Participant
from qualcode.study import Study

SUBTREE = {"distance": ("distance", "nearness", "access"), "access": ("access",)}


@pytest.fixture
def coded(study: Study, document: Callable[..., Any]) -> Study:
    """Codings by two coders, not in the order of the texts; several on one span, one where nobody is interviewed."""
    turns = [("A", "Chez nous, à Lens."), ("B", "Ici, à Lille."), ("", "Silence.")]
    people = {"A": Participant("guest", site="lens"), "B": Participant("L01-P1")}
    study.do(document("G01", turns, people, site="lille", kind="focus group"))
    for coder, shift in (("ana", 0), ("ben", 3)):
        places = [(name, start + shift, start + 14) for start in (21, 3, 12) for name in ("T01", "G01", "L02", "L01")]
        codes = ("access", "language", "nearness", "distance", "access")
        acts = [AddCoding(*place, codes[number % 5]) for number, place in enumerate(places)]
        study.do(
            AddCodings((*acts, AddCoding("G01", 40, 46, "access"), AddCoding("L01", 3, 17, "access"))), coder=coder
        )
    return study


def is_meant(where: Filter, quotation: Quotation) -> bool:
    coding = quotation.coding
    return (
        (where.code is None or coding.code in SUBTREE[where.code])
        and (where.coder is None or coding.coder == where.coder)
        and (where.document is None or coding.document == where.document)
        and (where.participant is None or where.participant in quotation.participants)
    )


def test_a_filter_picks_from_all_and_a_page_is_a_slice(coded: Study) -> None:
    everything = coded.quotations()
    assert everything == sorted(everything, key=lambda one: (one.coding.document, one.coding.span, one.coding.id))
    for code, coder, name, person in product(
        (None, "distance", "access"), (None, "ana", "ben"), (None, "G01", "L01"), (None, "guest", "L01-P1")
    ):
        where = Filter(code=code, coder=coder, document=name, participant=person)
        whole = coded.quotations(where)
        assert whole == [quotation for quotation in everything if is_meant(where, quotation)]
        assert coded.quotation_ids(where) == tuple(quotation.coding.id for quotation in whole)
        assert [one for start in range(0, 40, 3) for one in coded.quotations(where, 3, start)] == whole
        assert coded.quotations(where, offset=2) == whole[2:]
    assert coded.codings("G01", "ben") == [
        one.coding for one in everything if one.coding.document == "G01" and one.coding.coder == "ben"
    ]


def test_who_speaks_stands_in_the_order_of_the_words(coded: Study) -> None:
    coded.do(AddCoding("G01", 0, 40, "language"))
    (found,) = [one for one in coded.quotations(Filter(document="G01")) if one.coding.end == 40]
    assert (found.participants, found.site) == (("guest", "L01-P1"), "lille")
    assert found.citation == "G01 guest, G01 L01-P1 §1–3"
    (silent,) = [one for one in coded.quotations(Filter(coder="ana", document="G01")) if one.coding.start == 40]
    assert (silent.participants, silent.site, silent.citation) == ((), "lille", "G01 §3")
