"""The outline of the appendix: what study.yaml says of it, what a chapter is limited to, how each part stands."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding, EditDefinition, RetireCode
from qualcode.errors import InputError, YamlError
from qualcode.report.appendix import build, choose
from qualcode.report.document import Entry, Figure, Heading, Paragraph, Quote, Report, Section, Table
from qualcode.report.outline import PARTS, Item, outline_of, outlined, titles
from qualcode.report.outlining import Chapter, Listed, Outline, listed, narrowed, outline_data, whole
from qualcode.report.output import WRITERS, write_chosen
from qualcode.report.releasing import Release, let_go, released
from qualcode.store.acts.book import EditText
from qualcode.study import Study

NAMES = tuple(PARTS)
READERS = dict.fromkeys(NAMES)


def with_outline(study: Study, *lines: str) -> Study:
    """The study with an outline, an item a line."""
    items = "".join(f"    - {one}\n" for one in lines)
    study.do(EditText("study.yaml", f"{study.text_of('study.yaml')}report:\n  outline:\n{items}"))
    return study


def built(study: Study, language: str = "en", **choices: object) -> Report:
    return build(study, choose(study, language, **choices))  # type: ignore[arg-type]


def named(report: Report, name: str) -> Section:
    return next(section for section in report.sections if section.name == name)


def captions(report: Report) -> list[str]:
    """The captions of numbered tables on pages, in their order."""
    blocks = (block for section in report.sections for block in section.blocks)
    return [block.caption for block in blocks if isinstance(block, Table) and block.caption.startswith("Table ")]


# ---------------------------------------------------------------------- what an outline says


def test_parts_come_in_the_order_of_the_outline_and_tables_are_numbered_in_it(study: Study) -> None:
    report = built(with_outline(study, "themes", "codes", "participants"))
    assert [section.name for section in report.sections] == ["themes", "codes", "participants"]
    numbers = [int(caption.split(".")[0].removeprefix("Table ")) for caption in captions(report)]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 6))
    assert captions(report)[-1] == "Table 5. Participants"


def test_every_part_has_a_title_and_can_be_asked_for_alone(study: Study) -> None:
    assert set(titles(str)) == set(NAMES)
    for name in NAMES:
        report = built(study, outline=outline_of(study, only=[name]))
        assert report.sections, name
        assert named(report, report.sections[0].name).title


def test_what_the_outline_names_and_is_missing_says_so_and_otherwise_is_left_out(study: Study) -> None:
    assert "framework" not in [section.name for section in built(study).sections]
    [section] = built(with_outline(study, "framework")).sections
    [said] = section.blocks
    assert isinstance(said, Paragraph)
    assert "no summary is written yet" in said.text
    [french] = built(study, "fr").sections
    assert french.title != ""


def test_a_code_that_belongs_under_another_too_is_named_there_without_numbers(study: Study) -> None:
    study.do(EditDefinition("nearness", "also_under", "money"))
    report = built(study, outline=outline_of(study, only=["codes", "codebook"]))
    [tree] = (block for block in named(report, "codes").blocks if isinstance(block, Table))
    *_others, money, reference = tree.rows
    assert (money[0], reference) == ("Money", ("\N{EM SPACE}see Distance > Nearness", "", "", ""))
    assert [row[3] for row in named(report, "codes").sheets[0].rows] == ["", "money", ""]
    entries = [dict(block.parts) for block in named(report, "codebook").blocks if isinstance(block, Entry)]
    assert [(entry.get("Also under"), entry.get("See also")) for entry in entries[1:]] == [
        ("Money", None),
        (None, "Distance > Nearness"),
    ]


def test_the_codebook_stands_in_the_languages_of_the_outline_unless_others_are_asked_for(study: Study) -> None:
    with_outline(study, "codebook: {languages: [fr, en]}")
    for languages, heading in (((), "Distance thérapeutique / Distance"), (("en",), "Distance")):
        report = built(study, codebook_languages=languages)
        assert next(block.text for block in report.sections[0].blocks if isinstance(block, Heading)) == heading


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ("quotation", "study.yaml:13:7: the appendix has no part 'quotation'", "quotations"),
        ("themes: {languages: [fr]}", "study.yaml:13:15: the part themes has no settings", ""),
        ("codebook: {language: [fr]}", "study.yaml:13:18: the key language", "languages"),
        ("codebook: {languages: [de]}", "study.yaml:13:30: the codebook is not written in 'de'", "en"),
        ("{codes: x, themes: y}", "themes", "Known"),
        (
            "{chapter: A, codes: [distanc], parts: [themes]}",
            "study.yaml:13:28: the outline names 'distanc'",
            "distance",
        ),
        ("{chapter: A, codes: [distance], parts: [theme]}", "study.yaml:13:47: the appendix has no part", "themes"),
        ("{chapter: A, codes: [], parts: [themes]}", "study.yaml:13:27: codes is empty", "one"),
        ("{chapter: A, codes: [distance]}", "study.yaml:13:7: a chapter of the outline lacks parts", "chapter"),
        ("{chapter: '', codes: [distance], parts: [themes]}", "chapter is empty", ""),
    ],
)
def test_what_cannot_be_meant_is_named_with_its_place_and_the_nearest_name(
    study: Study, line: str, said: str, hint: str
) -> None:
    with_outline(study, line)
    with pytest.raises(YamlError) as error:
        outline_of(study)
    assert said in error.value.message
    assert hint in error.value.hint


@pytest.mark.parametrize("outline", ["outlin: [themes]", "outline: themes", "outline: []", "Outline: [themes]"])
def test_an_outline_is_never_passed_over_in_silence(study: Study, outline: str) -> None:
    study.do(EditText("study.yaml", f"{study.text_of('study.yaml')}report:\n  {outline}\n"))
    with pytest.raises(YamlError, match=r"study.yaml:12:\d+: .*outlin"):
        outline_of(study)


def test_a_study_opens_with_an_outline_that_cannot_be_meant(study: Study) -> None:
    folder = with_outline(study, "quotation").folder
    with Study.open(folder) as again:
        assert again.documents()


def test_a_code_is_named_in_any_way_and_old_names_are_found(study: Study) -> None:
    with_outline(study, "{chapter: A, codes: [Distance > Proximité, Argent], parts: [codes]}")
    [chapter] = outline_of(study)
    assert isinstance(chapter, Chapter)
    assert chapter.codes == ("nearness", "money")


# ---------------------------------------------------------------------- chapters


def test_a_chapter_limits_every_part_to_its_codes_with_their_sub_codes(study: Study) -> None:
    study.do(AddCoding("L01", 15, 22, "money"))
    parts = "[codebook, codes, quotations, themes, coverage, history, not-asked]"
    report = built(with_outline(study, f"{{chapter: {{en: Near, fr: Près}}, codes: [nearness], parts: {parts}}}"))
    text = "\n".join(map(str, _texts(report)))
    assert "Nearness" in text
    assert "Money" not in text
    assert [block for block in named(report, "codes").blocks if isinstance(block, Table)][0].rows == [  # noqa: RUF015
        ("Nearness", 1, 1, 1)
    ]
    assert {row[0] for table in named(report, "themes").sheets for row in table.rows} == {"nearness"}
    quotes = [block for block in named(report, "quotations").blocks if isinstance(block, Quote)]
    assert len(quotes) == 1


def test_a_chapter_counts_what_the_whole_counts(study: Study) -> None:
    whole_rows = list(named(built(study), "codes").sheets[0].rows)
    report = built(with_outline(study, "{chapter: A, codes: [distance], parts: [codes]}"))
    assert list(named(report, "codes").sheets[0].rows) == [row for row in whole_rows if row[0] != "money"]


def test_chapters_open_with_their_title_and_their_parts_stand_a_level_below(study: Study) -> None:
    with_outline(
        study,
        "{chapter: {en: Near, fr: Près}, codes: [nearness], parts: [quotations, themes]}",
        "{chapter: Far, codes: [distance], parts: [quotations]}",
        "quotations",
    )
    report = built(study, "fr")
    assert [(section.name, section.level) for section in report.sections] == [
        ("chapter-1", 2), ("quotations", 3), ("themes", 3), ("chapter-2", 2), ("quotations-2", 3), ("quotations-3", 2),
    ]  # fmt: skip
    assert report.sections[0].title == "Près"
    for section in report.sections:
        levels = [section.level, *(block.level for block in section.blocks if isinstance(block, Heading))]
        assert all(below <= above + 1 for above, below in pairwise(levels))
        assert min(levels[1:], default=9) > section.level


def test_a_site_in_the_title_of_a_chapter_has_its_letter(study: Study) -> None:
    with_outline(study, "{chapter: Distance in Lille, codes: [distance], parts: [codes]}")
    report = build(study, released(choose(study, "en"), Release(letters=True)))
    assert report.sections[0].title == "Distance in A1"
    assert "Lille" not in "\n".join(map(str, _texts(report)))


def test_sub_codes_of_a_chapter_are_indented_from_its_own_top(study: Study) -> None:
    for code, first in (("distance", "Distance"), ("nearness", "Nearness")):
        outline: Outline = (Chapter({"": "A"}, (code,), (Listed("codes"),)),)
        [table] = [block for block in built(study, outline=outline).sections[1].blocks if isinstance(block, Table)]
        assert next(iter(table.rows))[0] == first


@pytest.mark.parametrize("ending", [*sorted(WRITERS), ""])
def test_the_same_part_in_two_chapters_is_written_in_every_format(study: Study, tmp_path: Path, ending: str) -> None:
    chapters = ("{chapter: A, codes: [distance], parts: [codes, quotations]}",
                "{chapter: B, codes: [nearness], parts: [codes, quotations]}")  # fmt: skip
    written = write_chosen(with_outline(study, *chapters), tmp_path / f"out{ending}", choose(study, "en"))
    if not ending:
        with (written.path / "codes-2.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row["Code id"] for row in csv.DictReader(file)] == ["nearness"]
    if ending == ".xlsx":
        from openpyxl import load_workbook

        titles_there = load_workbook(written.path).sheetnames
        assert len(titles_there) == 4
        assert {title[-3:] for title in titles_there[2:]} == {"(2)"}


# ---------------------------------------------------------------------- what a command leaves


outlines = st.lists(
    st.one_of(
        st.sampled_from(NAMES).map(Listed),
        st.builds(
            Chapter,
            st.just({"": "A"}),
            st.just(("distance",)),
            st.lists(st.sampled_from(NAMES).map(Listed), min_size=1, max_size=3).map(tuple),
        ),
    ),
    min_size=1,
    max_size=6,
).map(tuple)


@given(outlines, st.sets(st.sampled_from(NAMES), max_size=3))
def test_without_takes_those_parts_and_no_others_and_keeps_the_order(outline: Outline, gone: set[str]) -> None:
    left = [part.part for part in listed(outline) if part.part not in gone]
    if not left:
        with pytest.raises(InputError, match="No part"):
            narrowed(outline, READERS, without=sorted(gone))
    else:
        assert [part.part for part in listed(narrowed(outline, READERS, without=sorted(gone)))] == left


@given(outlines, st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
def test_only_keeps_those_parts_where_they_stand_and_adds_those_that_stand_nowhere(
    outline: Outline, wanted: list[str]
) -> None:
    there = [part.part for part in listed(outline) if part.part in wanted]
    found = [part.part for part in listed(narrowed(outline, READERS, only=wanted))]
    assert found == there + [name for name in wanted if name not in there]


def test_a_name_that_no_part_has_is_refused_with_the_nearest(study: Study) -> None:
    with pytest.raises(InputError, match="quotation") as error:
        outline_of(study, only=["quotation"])
    assert "quotations" in error.value.hint


@given(outlines)
def test_an_outline_as_data_is_plain_and_says_each_part(outline: Outline) -> None:
    data = outline_data(outline)
    said = Counter(name for one in data for name in (one["parts"] if isinstance(one, dict) else [one]))
    assert said == Counter(part.part for part in listed(outline))


# ---------------------------------------------------------------------- how parts stand


def states(study: Study, **choices: object) -> dict[str, Item]:
    return {item.name: item for item in outlined(study, choose(study, "en", **choices))}  # type: ignore[arg-type]


def test_what_is_missing_is_what_makes_no_section(study: Study, tmp_path: Path) -> None:
    with Study.create(tmp_path / "bare", study_text="title: T\n", codebook_text="title: T\ncodes: []\n") as bare:
        for each in (study, bare):
            outline = whole(READERS)
            made = {section.name for section in built(each, outline=outline).sections}
            for item in outlined(each, choose(each, "en", outline=outline)):
                name = {"history": "codebook-history"}.get(item.name, item.name)
                assert (item.state == "missing") == (name not in made), (item, made)
                assert bool(item.why) == (item.state != "ready")


def test_what_is_thin_is_named(study: Study) -> None:
    found = states(study)
    assert found["quotations"].state == "thin"
    assert "Distance, Nearness" in found["quotations"].why
    assert found["themes"].why == "not wholly coded: Lens"
    assert (found["codebook"].state, found["codebook"].why) == ("thin", "without a definition: Nearness, Money")
    assert found["sites"].state == "ready"


def test_a_definition_that_changed_after_coding_makes_stale_what_rests_on_it(study: Study) -> None:
    text = study.text_of("codebook.yaml")
    study.do(EditText("codebook.yaml", text.replace("    brief:", "    full: Keeps away, always.\n    brief:", 1)))
    found = states(study)
    assert {name for name, item in found.items() if item.state == "stale"} >= {"codes", "quotations", "themes"}
    assert "Distance" in found["themes"].why
    chapters = (f"{{chapter: A, codes: [{code}], parts: [codes]}}" for code in ("money", "distance"))
    with_outline(study, *chapters)
    items = outlined(study, choose(study, "en"))
    assert [(item.name, item.state, item.chapter) for item in items] == [
        ("chapter", "ready", 1), ("codes", "ready", 1), ("chapter", "ready", 2), ("codes", "stale", 2),
    ]  # fmt: skip


# ---------------------------------------------------------------------- the codebook, and the check


def test_codes_without_a_definition_are_gathered_and_retired_codes_marked(study: Study) -> None:
    study.do(RetireCode("distance"))
    blocks = list(named(built(study), "codebook").blocks)
    assert isinstance(blocks[0], Paragraph)
    assert "MacQueen" in blocks[0].text
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "Distance (retired)", "Codes without a definition",
    ]  # fmt: skip
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text == "Distance > Nearness [nearness]\nMoney [money]"
    [entry] = [block for block in blocks if isinstance(block, Entry)]
    assert dict(entry.parts).keys() >= {"Code", "Retired", "Brief definition", "Examples"}
    tree = next(iter(named(built(study), "codes").sheets[0].rows))
    assert "(retired)" in str(tree[1])


def test_what_the_check_found_stands_in_the_appendix(study: Study) -> None:
    choices = released(choose(study, "en"), Release())
    made = let_go(study, choices, Release())
    section = named(made.report, "disclosure")
    [table] = section.sheets
    assert {row[0]: row[1] for row in table.rows}["groups of few people"] == made.told["findings"]["cell"]
    assert "fewer than 3" in table.note
    assert "under their names" in table.note
    assert section.sheets[0].caption.startswith("Table ")


def test_who_let_it_leave_and_why_stands_in_the_appendix(study: Study) -> None:
    release = Release(letters=True, despite="all agreed", coder="ada")
    made = let_go(study, released(choose(study, "en"), release), release)
    text = "\n".join(map(str, _texts(made.report)))
    assert "by ada: all agreed" in text
    assert "letters for names" in text


def test_without_its_part_nothing_is_said_of_the_check(study: Study) -> None:
    choices = released(choose(study, "en", outline=outline_of(study, without=["disclosure"])), Release())
    assert "disclosure" not in [section.name for section in let_go(study, choices, Release()).report.sections]


def _texts(report: Report) -> Iterator[object]:
    for section in report.sections:
        yield section.title
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (block.caption, block.note, *(list(block.rows)))
            else:
                yield block
        for table in section.sheets:
            yield from table.rows


def test_figures_of_several_chapters_are_numbered_on(study: Study) -> None:
    chapters = (f"{{chapter: A, codes: [{code}], parts: [figures]}}" for code in ("nearness", "distance"))
    report = built(with_outline(study, *chapters))
    figures = [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]
    assert [figure.caption.split(".")[0] for figure in figures] == [f"Figure {number}" for number in range(1, 5)]
