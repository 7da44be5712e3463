"""What goes to IRaMuTeQ and TXM comes back as they read it: every text, every variable, nothing else."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.acts import AddCoding
from qualcode.errors import InputError
from qualcode.exchange.corpus import Chosen, Piece, iramuteq_text, pieces, write_iramuteq, write_txm
from qualcode.model.people import Participant
from qualcode.study import Study

NAMES = st.dictionaries(st.sampled_from(["site", "role", "wave", "région"]), st.text(max_size=12), max_size=4)
PIECES = st.lists(st.builds(Piece, st.text(max_size=8), NAMES, st.text(max_size=60)), max_size=6)


def read_iramuteq(path: Path) -> list[tuple[dict[str, str], str]]:
    """As IRaMuTeQ reads it: a line with four stars begins a text, `*name_value` are its variables."""
    found: list[tuple[dict[str, str], list[str]]] = []
    for line in path.read_bytes().decode("utf-8").split("\n"):
        if line.startswith("****"):
            stars = [star[1:].split("_") for star in line.split()[1:]]
            assert all(len(star) == 2 and re.fullmatch("[A-Za-z0-9]+", "".join(star)) for star in stars)
            found.append((dict(stars), []))
        elif line.strip():
            assert not line.startswith("-*")
            found[-1][1].append(line)
    return [(about, "\n".join(lines)) for about, lines in found]


@given(PIECES)
def test_iramuteq_reads_back_each_text_with_as_many_different_values(
    tmp_path_factory: pytest.TempPathFactory, given_: list[Piece]
) -> None:
    path = tmp_path_factory.mktemp("corpus") / "corpus.txt"
    count = write_iramuteq(given_, path)
    sent = [piece for piece in given_ if iramuteq_text(piece.text)]
    read = read_iramuteq(path)
    assert [text for _about, text in read] == [iramuteq_text(piece.text) for piece in sent]
    assert count == len(read)
    for name in {name for piece in sent for name in piece.variables}:
        pairs = {
            (piece.variables[name], about[key])
            for piece, (about, _text) in zip(sent, read, strict=True)
            if name in piece.variables
            for key in [list(about)[list(piece.variables).index(name)]]
        }
        assert len({said for said, _written in pairs}) == len({written for _said, written in pairs})


@given(st.text())
def test_nothing_in_a_text_means_anything_to_iramuteq(text: str) -> None:
    assert not set(iramuteq_text(text)) & set("*$£_’\u2011\x00\x0b")


@given(PIECES)
def test_txm_reads_back_each_file_under_its_id(tmp_path_factory: pytest.TempPathFactory, given_: list[Piece]) -> None:
    folder = tmp_path_factory.mktemp("corpus") / "txm"
    count = write_txm(given_, folder)
    with (folder / "metadata.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert heading[0] == "id"
    assert all(re.fullmatch("[a-z0-9]+", name) for name in heading)
    files = {path.stem for path in folder.glob("*.txt")}
    assert (len(rows), files) == (count, {row[0] for row in rows})
    assert len({name.lower() for name in files}) == count


@pytest.fixture
def coded(study: Study, document: Callable[..., Any]) -> Iterator[Study]:
    people = {"P": Participant("L09-P1", role="nurse"), "Zoé Martin": Participant("L09-P2", "toulon", "user")}
    turns = [("P", "Un *mot* à 3 $."), ("Interviewer", "Ah ?"), ("Zoé Martin", "Oui_non"), ("P", "Deux mots.")]
    study.do(replace(document("L09", turns, people, site="lille", wave="T0"), name="Martin Zoé.docx"))
    start = study.transcript("L09").text.index("Deux")
    study.do(AddCoding("L09", start, start + 4, "nearness"))
    return study


def test_a_person_in_a_document_is_a_text_with_ids_alone(coded: Study, tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    assert write_iramuteq(pieces(coded, Chosen()), path) == 5
    read = [(about, text) for about, text in read_iramuteq(path) if about["document"] == "L09"]
    one, other = read
    assert one == (
        {"document": "L09", "participant": "L09P1", "site": "lille", "region": "north", "role": "nurse", "wave": "T0",
         "kind": "interview"},
        "Un mot à 3 .\nDeux mots.",
    )  # fmt: skip
    assert (other[0]["site"], other[1]) == ("toulon", "Oui non")
    whole = path.read_text(encoding="utf-8")
    assert "Zo" not in whole and "Martin" not in whole and "Ah" not in whole


@pytest.mark.parametrize(
    ("chosen", "texts"),
    [
        (Chosen("turn"), ["Un *mot* à 3 $.", "Oui_non", "Deux mots."]),
        (Chosen("passage"), ["Deux"]),
        (Chosen("participant", code="distance"), ["Deux"]),
        (Chosen("turn", code="language"), []),
    ],
)
def test_a_text_is_what_was_chosen(coded: Study, chosen: Chosen, texts: list[str]) -> None:
    assert [piece.text for piece in pieces(coded, chosen) if piece.variables["document"] == "L09"] == texts


def test_a_passage_says_its_code_and_another_variable_can_go_along(coded: Study) -> None:
    (piece,) = pieces(coded, Chosen("passage", variables=("group",)))
    assert (piece.variables["code"], piece.variables["group"], piece.variables["turn"]) == ("nearness", "", "4")
    with pytest.raises(InputError, match="grouped by"):
        list(pieces(coded, Chosen(variables=("grouup",))))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="there already"):
        write_txm([], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_corpus_that_cannot_be_had_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def broken() -> Iterator[Piece]:
        yield Piece("a", {}, "words")
        raise InputError("stopped")

    path = tmp_path / "corpus.txt"
    path.write_text("before")
    with pytest.raises(InputError):
        write_iramuteq(broken(), path)
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("corpus.txt", "before")]
