"""Tables of people, documents and sites out to a spreadsheet and back: nothing is lost, nothing is half-taken."""

from __future__ import annotations

import csv
import datetime
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts import SetDocument, SetParticipant
from qualcode.errors import InputError, QualcodeError
from qualcode.exchange.variables_back import MOST_REFUSALS, Plan, carry_out, plan, values_set
from qualcode.exchange.variables_out import export
from qualcode.model.people import Participant
from qualcode.study import Study
from qualcode.variables.tables import matching, table

STUDY = """\
title: T
languages: [fr]
sites:   # in the order of the visits
  north:
    label: North
    sites:
      lille: {label: Lille, type: sector, posts: 3}   # the first
      lens: {label: {fr: Lens, en: Lens-on-Sea}, type: hospital}
  south: {label: South}
variables:
  participant:
    group: {choices: [one, two]}
    age: number
    aware: boolean
    born: date
    note: text
    score: {type: number, by: wave}
  document:
    wave: {choices: [T0, T6]}
    room: text
  site:
    type: {choices: [sector, hospital]}
    posts: number
    opened: date
guides:
  short: {asks: []}
"""
Opened = Callable[[], AbstractContextManager[Study]]


@pytest.fixture(scope="module")
def opened(created: Callable[..., Study], document: Callable[..., Any], memory: str | None) -> Opened:
    """Opens a study of two documents and three people, with typed variables."""

    @contextmanager
    def open_() -> Iterator[Study]:
        book = "title: B\ncodes:\n  - {id: a, label: A}\n"
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            made = created(Path(folder) / "study", study_text=STUDY, codebook_text=book, coder="ana")
            with made as study:
                for name, people in (
                    ("D1", {"P": Participant("p1"), "Q": Participant("p2")}),
                    ("D2", {"P": Participant("p3")}),
                ):
                    turns = [(label, f"{name} {label}") for label in people]
                    study.do(document(name, turns, people, site="lille", wave="T0"))
                yield study

    return open_


@pytest.fixture(scope="module")
def memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def state(study: Study) -> tuple[Any, ...]:
    return study.participants(), study.described(), study.sites, study.text_of("study.yaml")


def people_of(study: Study) -> dict[str, Participant]:
    return {person.id: person for person in study.participants()}


def take(study: Study, folder: Path, text: str, name: str = "t.csv", **options: Any) -> Plan:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    made = plan(study, path, **options)
    carry_out(study, made)
    return made


# ------------------------------------------------------------------ what goes out comes back

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip).filter(bool)
awkward = st.sampled_from(
    ["-", "'-", "''-", "=1+1", "'=1+1", "@x", "+33", "-5", "a;b,c\td", 'a "b"', "l\nm", "007", "TRUE", "1,5"]
)
numbers = st.one_of(st.integers(-(10**20), 10**20), st.decimals(-(10**6), 10**6, places=3).map(float)).map(
    lambda number: str(int(number)) if number == int(number) else str(number)
)
variables = st.fixed_dictionaries(
    {},
    optional={
        "group": st.sampled_from(["one", "two"]),
        "age": numbers,
        "aware": st.sampled_from(["true", "false"]),
        "born": st.sampled_from(["1960", "1960-02", "1960-02-29"]),
        "note": st.one_of(texts, awkward),
        "undeclared": awkward,
    },
)
waves = st.dictionaries(st.sampled_from(["T0", "T6"]), st.fixed_dictionaries({"score": numbers}), max_size=2)
persons = st.fixed_dictionaries({name: st.tuples(variables, waves) for name in ("p1", "p2", "p3")})


@given(said=persons, ending=st.sampled_from([".xlsx", ".csv"]), room=st.one_of(texts, awkward))
def test_a_table_taken_back_in_changes_nothing(opened: Opened, said: Mapping[str, Any], ending: str, room: str) -> None:
    with opened() as study, tempfile.TemporaryDirectory() as folder:
        study.do(*(SetParticipant(name, "lens", "user", *values) for name, values in said.items()))
        study.do(SetDocument("D1", "lille", "minutes", "fr", "2013-06", "T6", "short", {"room": room}))
        for of in [None] if ending == ".xlsx" else ["participants", "documents", "sites"]:
            path = Path(folder) / f"t{ending}"
            export(study, path, of)
            assert plan(study, path) == Plan((), {}, (), ())


@settings(max_examples=30)
@given(said=persons, ending=st.sampled_from([".xlsx", ".csv"]))
def test_a_table_taken_into_another_study_makes_the_same_people(
    opened: Opened, said: Mapping[str, Any], ending: str
) -> None:
    with opened() as one, opened() as other, tempfile.TemporaryDirectory() as folder:
        one.do(*(SetParticipant(name, "lens", "user", *values) for name, values in said.items()))
        other.do(SetParticipant("p1", variables={"undeclared": "x"}))
        export(one, Path(folder) / f"t{ending}", "participants")
        made = plan(other, Path(folder) / f"t{ending}")
        before = state(other)
        carry_out(other, made)
        meant = people_of(one)
        if "undeclared" not in meant["p1"].variables:
            meant["p1"] = meant["p1"]._replace(variables={**meant["p1"].variables, "undeclared": "x"})
        assert people_of(other) == meant
        other.undo()
        assert state(other) == before


# ------------------------------------------------------------------ what people write


def test_an_empty_cell_leaves_and_a_dash_clears(opened: Opened, tmp_path: Path) -> None:
    with opened() as study:
        take(study, tmp_path, "participant,site,role,age,note\np1,Lens,user,41,x\np2,south,nurse,,\n")
        assert people_of(study)["p1"] == Participant("p1", "lens", "user", {"age": "41", "note": "x"})
        made = take(study, tmp_path, "participant,site,role,age,note\np1,,-,-,\np2,-,,,\n")
        assert (made.values, {of: len(things) for of, things in made.changed.items()}) == (3, {"participants": 2})
        assert people_of(study)["p1"] == Participant("p1", "lens", None, {"note": "x"})
        assert people_of(study)["p2"] == Participant("p2", None, "nurse")
        study.undo()
        assert people_of(study)["p1"].variables == {"age": "41", "note": "x"}


@pytest.mark.parametrize(
    "text",
    [
        "participant,score@T0,score@t6\nP1,12,13.5\np2,,\n",
        "participant;wave;score\np1;T0;12\np1;t6;13,5\n",
        "Participant\tWave\tScore\np1\tT6\t13.50\np1\tT0\t12\n",
    ],
)
def test_waves_stand_in_titles_or_in_a_column(opened: Opened, tmp_path: Path, text: str) -> None:
    with opened() as study:
        take(study, tmp_path, text)
        assert people_of(study)["p1"].waves == {"T0": {"score": "12"}, "T6": {"score": "13.5"}}
        assert "score@T6" in table(study, "participants").columns
        take(study, tmp_path, "participant,wave,score\np1,T0,-\n")
        assert people_of(study)["p1"].waves == {"T6": {"score": "13.5"}}


def test_what_excel_saves_on_a_french_machine_is_read(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("participant;note;aware;age\r\np1;Éléonore, “là”;FAUX;1 234,5\r\n;;;\r\n".encode("cp1252"))
    with opened() as study:
        carry_out(study, plan(study, path))
        assert people_of(study)["p1"].variables == {"note": "Éléonore, “là”", "aware": "false", "age": "1234.5"}


def test_a_workbook_is_read_as_text_in_one_form_and_its_formulas_are_not_run(opened: Opened, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Personnes"
    sheet.append(["People of the study"])
    sheet.append(["participant", "age", "born", "aware", "note", "score@T6"])
    sheet.append(["p1", 41.0, datetime.datetime(1960, 2, 29), True, "=1+1", 12.5])
    book.create_sheet("Scrap").append(["nothing", "of ours"])
    book.save(tmp_path / "t.xlsx")
    with opened() as study:
        carry_out(study, plan(study, tmp_path / "t.xlsx"))
        person = people_of(study)["p1"]
        assert person.variables == {"age": "41", "born": "1960-02-29", "aware": "true", "note": "=1+1"}
        assert person.waves == {"T6": {"score": "12.5"}}


def test_documents_have_fields_and_variables(opened: Opened, tmp_path: Path) -> None:
    with opened() as study:
        take(study, tmp_path, "document,site,kind,date,wave,guide,room\nd1,Lens,Minutes,2013-06,T6,SHORT,12 bis\n")
        (first, second) = study.described()
        assert (first.site, first.kind, first.date, first.wave, first.guide) == (
            "lens",
            "minutes",
            "2013-06",
            "T6",
            "short",
        )
        assert (first.variables, second.variables) == ({"room": "12 bis"}, {})
        assert study.themes(("room",), coder="ana").groups == {"12 bis": 2, "—": 1}


def test_sites_are_written_into_the_file_and_comments_stay(opened: Opened, tmp_path: Path) -> None:
    with opened() as study:
        take(study, tmp_path, "site,label,type,posts,opened,phone\nLille,Lille-Est,-,4,2012-02,03 20\nnorth,,,,2012,\n")
        text = (study.folder / "study.yaml").read_text(encoding="utf-8")
        assert 'lille: {label: Lille-Est, posts: 4, opened: "2012-02", phone: "03 20"}   # the first\n' in text
        assert "sites:   # in the order of the visits\n" in text
        assert '    label: North\n    opened: "2012"\n    sites:\n' in text
        take(study, tmp_path, "site,label@en\nlens,Lens\n")
        assert {site.id: site.label for site in study.sites}["lens"] == {"fr": "Lens", "en": "Lens"}
        study.undo()
        study.undo()
        assert (study.folder / "study.yaml").read_text(encoding="utf-8") == STUDY


def test_new_sites_are_made_only_when_that_is_insisted_on(opened: Opened, tmp_path: Path) -> None:
    text = "site,label,parent,type\nroubaix,Roubaix,North,hospital\nest,Est,,\nnancy,Nancy,est,\n"
    with opened() as study:
        made = take(study, tmp_path, text)
        assert [refusal.place for refusal in made.refused] == [f"{tmp_path / 't.csv'}:{line}" for line in (2, 3, 4)]
        assert "--new-site" in made.refused[0].why
        made = take(study, tmp_path, text, new_sites=True)
        assert made.new_sites == ("roubaix", "est", "nancy")
        found = {site.id: site for site in study.sites}
        assert found["roubaix"].parent == "north"
        assert found["roubaix"].attributes == {"type": "hospital"}
        assert found["nancy"].parent == "est"
        study.undo()
        assert (study.folder / "study.yaml").read_text(encoding="utf-8") == STUDY


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("participant,age\np1,old\n", ["t.csv:2", "age: old", "12.5"]),
        ("participant,group\np1,onne\np2,three\n", ["t.csv:2", "group: onne", "one, two"]),
        ("participant,score@T6\np1,x\n", ["t.csv:2", "score@T6: x"]),
        ("participant,site\np1,lile\n", ["t.csv:2", "lile", "Write lille"]),
        ("participant,age\np33,1\n", ["t.csv:2", "no participant p33"]),
        ("participant,age\n,1\n", ["t.csv:2", "names nobody"]),
        ("participant,age\np1,1\np1,2\n", ["t.csv:3", "p1 stands in line 2 already"]),
        ("participant,wave,score\np1,T0,1\np1,T0,2\n", ["t.csv:3", "p1@T0 stands in line 2"]),
        ("participant,score\np1,1\n", ["t.csv:2", "score: it is asked for at each wave", "score@T6"]),
        ("participant,wave,score\np1,,1\n", ["t.csv:2", "score: it is asked for at each wave", "column wave"]),
        ("participant,wave,score\np1,T9,1\n", ["t.csv:2", "wave: T9", "T0, T6"]),
        ("participant,age\np1,1,2\n", ["t.csv:2", "more cells"]),
        ("document,guide\nD1,long\n", ["t.csv:2", "guide: long", "short"]),
        ("document,kind\nD1,-\n", ["t.csv:2", "kind cannot be left out"]),
        ("document,date\nD1,June\n", ["t.csv:2", "date: June", "2013-04"]),
        ("site,posts\nlille,many\n", ["t.csv:2", "posts: many"]),
        ("site,parent\nlille,south\n", ["t.csv:2", "lille lies in north"]),
        ("site,label\nlens,Lens\n", ["t.csv:2", "label@fr, label@en"]),
        ("site,label\nlille,-\n", ["t.csv:2", "label cannot be left out"]),
    ],
)
def test_a_wrong_cell_is_named_with_its_place_and_nothing_is_taken(
    opened: Opened, tmp_path: Path, text: str, said: list[str]
) -> None:
    with opened() as study:
        before = state(study)
        made = take(study, tmp_path, text)
        assert made.acts == ()
        whole = " ".join(f"{refusal.place}: {refusal.why}" for refusal in made.refused)
        assert [words for words in said if words not in whole] == []
        assert state(study) == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("participant,agee\np1,1\n", ["t.csv:1", "agee", "Declare"]),
        ("participant,undclared\np1,1\n", ["t.csv:1", "undclared"]),
        ("participant,groupe\np1,1\n", ["t.csv:1", "groupe", "Write group"]),
        ("participant,age,Age\np1,1,1\n", ["t.csv:1", "two columns age"]),
        ("participant,site@T0\np1,lille\n", ["t.csv:1", "site does not differ by wave"]),
        ("participant,age@T9\np1,1\n", ["t.csv:1", "wave: T9"]),
        ("participant,score@\np1,1\n", ["t.csv:1", "score@ names nothing after @", "score@T6"]),
        ("participant,wave,age@T0\np1,T0,1\n", ["t.csv:1", "at once"]),
        ("person,age\np1,1\n", ["participant, document or site"]),
        ("", ["participant, document or site"]),
    ],
)
def test_a_table_that_is_none_of_ours_says_why(opened: Opened, tmp_path: Path, text: str, said: list[str]) -> None:
    with opened() as study:
        with pytest.raises(InputError) as caught:
            take(study, tmp_path, text)
        assert [words for words in said if words not in str(caught.value)] == []


def test_a_cell_of_a_workbook_is_named_as_a_spreadsheet_does(opened: Opened, tmp_path: Path) -> None:
    with opened() as study:
        export(study, tmp_path / "t.xlsx")
        book = openpyxl.load_workbook(tmp_path / "t.xlsx")
        titles = [cell.value for cell in book["participants"][1]]
        book["participants"].cell(3, 1 + titles.index("born"), "soon")
        book.save(tmp_path / "t.xlsx")
        (refusal,) = plan(study, tmp_path / "t.xlsx").refused
        assert refusal.place.endswith(f"t.xlsx, participants!{'ABCDEFGH'[titles.index('born')]}3")


def test_a_table_that_is_wrong_throughout_is_not_read_to_its_end(opened: Opened, tmp_path: Path) -> None:
    with opened() as study:
        made = take(study, tmp_path, "participant,age\n" + "nobody,1\n" * 5_000)
        assert len(made.refused) == MOST_REFUSALS


def test_thousands_of_people_and_hundreds_of_sites_go_out_and_come_back(
    document: Callable[..., Any], opened: Opened, tmp_path: Path
) -> None:
    with opened() as study:
        people = {f"L{n}": Participant(f"q{n:04}") for n in range(5_000)}
        study.do(document("D9", [(label, "Oui.") for label in people], people))
        sites = "site,label,parent,type,posts\n" + "".join(f"s{n},Site {n},south,sector,{n}\n" for n in range(300))
        take(study, tmp_path, sites, new_sites=True)
        rows = "".join(f"q{n:04},Site {n % 300},user,{n % 90},{n}\n" for n in range(5_000))
        take(study, tmp_path, "participant,site,role,age,score@T6\n" + rows)
        assert people_of(study)["q4999"] == Participant(
            "q4999", "s199", "user", {"age": "49"}, {"T6": {"score": "4999"}}
        )
        export(study, tmp_path / "t.xlsx")
        assert plan(study, tmp_path / "t.xlsx").acts == ()
        study.undo()
        assert people_of(study)["q4999"] == Participant("q4999")


# ------------------------------------------------------------------ one value, and rows found


def test_one_value_is_set_as_a_table_would(opened: Opened) -> None:
    with opened() as study:
        carry_out(study, values_set(study, "participants", "P1", {"score@T6": "4,50", "role": "user"}))
        assert people_of(study)["p1"] == Participant("p1", None, "user", {}, {"T6": {"score": "4.5"}})
        carry_out(study, values_set(study, "participants", "p1", {"score@T6": ""}))
        assert people_of(study)["p1"].waves == {}
        carry_out(study, values_set(study, "sites", "Lille", {"posts": "5"}))
        assert "lille: {label: Lille, type: sector, posts: 5}" in study.text_of("study.yaml")
        for wrong in ({"age": "x"}, {"agee": "1"}):
            with pytest.raises(QualcodeError, match="age"):
                values_set(study, "participants", "p1", wrong)


def test_rows_are_found_by_any_words_in_them(opened: Opened) -> None:
    with opened() as study:
        study.do(SetParticipant("p2", "lille", "médiateur", {"note": "à Lens"}))
        people = table(study, "participants")
        assert matching(people, "MEDIAT lens") == [1]
        assert matching(people, "") == [0, 1, 2]


def test_no_file_name_leaves_with_the_tables(opened: Opened, tmp_path: Path) -> None:
    with opened() as study:
        export(study, tmp_path / "t.csv", "documents")
        with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {row["document"] for row in csv.DictReader(file)} == {"D1", "D2"}
        assert "D1.txt" not in (tmp_path / "t.csv").read_text(encoding="utf-8-sig")
        for name in ("t.csv", "t.ods"):
            with pytest.raises(InputError):
                export(study, tmp_path / name)
