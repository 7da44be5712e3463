"""Parts refer to each other by links, as far as the appendix has them, and to nothing that it has not."""

from __future__ import annotations

from qualcode.report.document import Block, Column, Paragraph, Reference, Section, Table, linking
from qualcode.report.referring import referred


def table(name: str, caption: str, *see: tuple[str, ...]) -> Table:
    return Table(name, caption, (Column("A"),), [(1,) for _one in see], see=see)


def resolved(*sections: Section) -> list[list[Block]]:
    return [list(one.blocks) for one in referred(sections, sections, "en", str)]


THEMES = Section("themes", "Themes by site", (Paragraph("Said."), table("t", "Table 1. Themes")))
NOT_ASKED = Section("not-asked", "Not asked", (table("n", "Table 2. Not asked"),))


def test_a_part_refers_to_the_parts_that_are_there_after_its_first_words() -> None:
    themes, not_asked = resolved(THEMES, NOT_ASKED)
    refers = (Reference("Not asked", "not-asked"), Reference("Table 2", "table-2"))
    assert themes[:2] == [Paragraph("Said."), Paragraph("See “Not asked” (Table 2).", refers=refers)]
    assert isinstance(not_asked[0], Paragraph)


def test_a_reference_to_a_part_that_was_left_out_vanishes() -> None:
    asking = Section("methods", "Methods", (Paragraph("Told."), Paragraph("", see=("audit",))))
    checked = Section("coreq", "COREQ", (table("c", "Table 3. Items", ("audit",)),))
    [themes], [methods], [coreq] = (resolved(one) for one in (THEMES, asking, checked))
    assert themes == list(THEMES.blocks)
    assert methods == [Paragraph("Told.")]
    assert coreq == list(checked.blocks)


def test_a_row_refers_to_the_first_table_of_a_part_else_to_the_part_itself() -> None:
    audit = Section("audit", "Audit trail", (Paragraph("None."),))
    items = Section("srqr", "SRQR", (table("c", "Table 3. Items", ("not-asked", "audit"), ()),))
    [_sentence, made] = resolved(items, NOT_ASKED, audit)[0]
    assert isinstance(made, Table)
    assert list(made.rows) == [(1, "Table 2\nAudit trail"), (1, "")]
    assert list(made.linked(made.columns[1], "Table 2\nAudit trail")) == [
        ("Table 2", "table-2"),
        ("\nAudit trail", "audit"),
    ]


def test_references_are_found_in_their_order_and_nothing_is_lost() -> None:
    text = "See Codes and counts, Codes."
    pieces = list(linking(text, (Reference("Codes and counts", "a"), Reference("Codes", "b"), Reference("None", "c"))))
    assert "".join(words for words, _place in pieces) == text
    assert [each for each in pieces if each[1]] == [("Codes and counts", "a"), ("Codes", "b")]
