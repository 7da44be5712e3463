"""Codes put on by scripts: one, a stream of JSON Lines, a table; each answer only once it is on disk."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

GOOD = {"document": "L01", "start": 120, "end": 146, "code": "nearness"}


def lines(*rows: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_one_passage_answers_with_its_id(demo: Path, run: Any) -> None:
    ran = run("tag", demo, "L01", 120, 146, "Nearness and accessibility", "--coder", "c1", "--json")
    plain = run("tag", demo, "L01", 120, 147, "nearness", "--coder", "c1")
    assert [ran.data["id"], int(plain.out)] == [
        row["id"] for row in run("codings", demo, "--json").data if row["start"] == 120
    ]


@pytest.mark.parametrize("place", ["6000 99999999", "30 30", "30 5", "30 99999999999999999999999"])
def test_a_span_outside_the_text_is_refused(place: str, demo: Path, run: Any) -> None:
    before = run("codings", demo, "--json").out
    ran = run("tag", demo, "L01", *place.split(), "nearness")
    assert (ran.status, ran.out) == (1, "")
    assert "L01" in ran.err
    assert "9810 characters" in ran.err
    assert run("codings", demo, "--json").out == before


@pytest.mark.parametrize("words", ["", "L01 5 30", "L01 a b nearness", "- L01", "L01 5 30 nearness --from x.csv"])
def test_an_unfinished_line_is_typed_wrongly(words: str, demo: Path, run: Any) -> None:
    assert run("tag", demo, *words.split()).status == 2


def test_the_same_coding_twice_is_refused_in_words(demo: Path, run: Any) -> None:
    assert run("tag", demo, "L01", 120, 146, "nearness").status == 0
    again = run("tag", demo, "L01", 120, 146, "nearness")
    assert again.status == 1
    assert "already" in again.err


def test_a_stream_answers_each_line_and_an_error_stops_nothing(demo: Path, run: Any) -> None:
    stream = lines(
        GOOD,
        {**GOOD, "code": "nearnes"},
        {**GOOD, "document": "L99"},
        {**GOOD, "end": 147, "coder": "zoe"},
        {**GOOD, "end": "x"},
        {**GOOD, "round": 0},
        {**GOOD, "round": 10**30},
        {**GOOD, "start": 10**30},
        {**GOOD, "coder": "consensu"},
        {**GOOD, "who": 1},
        {**GOOD, "document": "\ud800"},
        {**GOOD, "end": 148, "coder": "\udfff"},
        {"document": "L01"},
    )
    noise = b"\n  \nnot json\n[1]\n\xff\xfe\n" + b"[" * 200_000 + b"\n"
    ran = run("tag", demo, "-", stdin=stream + noise + lines({**GOOD, "end": 149}))
    assert ran.status == 1
    kinds = ["id" if "id" in answer else "error" for answer in ran.answers]
    assert kinds == ["id", *["error"] * 2, "id", *["error"] * 7, "id", *["error"] * 5, "id"]
    there = {row["id"] for row in run("codings", demo, "--json").data}
    assert {answer["id"] for answer in ran.answers if "id" in answer} <= there


def test_a_stream_without_errors_leaves_with_nothing_wrong(demo: Path, run: Any) -> None:
    assert run("tag", demo, "-", stdin=lines(GOOD)).status == 0
    assert run("tag", demo, "-").status == 0


def test_a_pipe_kept_open_gets_its_answer_once_it_is_on_disk(demo: Path, run: Any) -> None:
    command = [sys.executable, "-m", "qualcode", "tag", str(demo), "-", "--coder", "c1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin and process.stdout
        for end in (146, 147):
            process.stdin.write(lines({**GOOD, "end": end}))
            process.stdin.flush()
            made = json.loads(process.stdout.readline())["id"]
            assert made in {row["id"] for row in run("codings", demo, "--json").data}
        process.kill()
    assert made in {row["id"] for row in run("codings", demo, "--json").data}


def test_a_table_is_put_on_once_and_says_what_was_there(demo: Path, run: Any) -> None:
    Path("coded.csv").write_text(
        "Document;code_path;start;end;quote\n"
        "L01;Humour > Ironie;160;193;\n"
        "L01;nearness;;;Le premier jour, comment\u2028ça s’est passé ?\n"
        "L01;Humour > Ironie;160;193;\n"
        "L01;nearness;1;99999999;\n"
        "L99;nearness;1;9;\n",
        encoding="utf-8",
    )
    ran = run("tag", demo, "--from", "coded.csv", "--new-codes", "--coder", "c1", "--json")
    assert ran.status == 1
    assert len(ran.data["ids"]) == 2
    assert ran.data["codes"] == ["humour", "ironie"]
    assert ran.data["there"] == 1
    assert [refusal["line"] for refusal in ran.data["refused"]] == [5, 6]
    assert "coded.csv:5: " in ran.err
    assert "1 row was there already" in ran.err
    again = run("tag", demo, "--from", "coded.csv", "--coder", "c1", "--json")
    assert (again.data["ids"], again.data["there"]) == ([], 3)


def test_a_retired_code_is_put_on_and_told_to_be_retired(demo: Path, run: Any, tmp_path: Path) -> None:
    assert run("codebook", "retire", demo, "nearness").status == 0
    said = "nearness is retired; it was put on all the same."
    one = run("tag", demo, "L01", 120, 146, "nearness")
    assert (one.status, said in one.err) == (0, True)
    stream = run("tag", demo, "-", stdin=lines({**GOOD, "end": 149}))
    assert said in stream.err and stream.status == 0
    table = tmp_path / "codings.csv"
    table.write_text("document,start,end,code,coder\nL01,150,170,nearness,ana\n", "utf-8")
    read = run("tag", demo, "--from", table)
    assert said in read.err and read.status == 0
    assert "retired" not in run("tag", demo, "L01", 120, 146, "bilingualism").err
