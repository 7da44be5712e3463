"""Every command as the handbook types it: help with an example, study named or stood in, statuses, modules loaded."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from qualcode.cli.main import cli

HEAVY = frozenset(("textual", "spacy", "sqlite_utils", "yaml", "pypandoc", "pypdfium2", "numpy", "jinja2", "typst"))
AS_TYPED = (
    "documents my-study --json",
    "codes my-study --json",
    "codings my-study --json",
    "participants my-study",
    "sites my-study",
    "speakers my-study L01",
    "themes my-study --by site",
    "themes my-study --by region --measure segments",
    "themes my-study --by role --measure documents",
    "themes my-study --by wave --measure words",
    "themes my-study --by kind --measure participants",
    "themes my-study --by diagnosis",
    "themes my-study --by region,wave --json",
    "quotes my-study --code bilingualism --site lille",
    "find my-study distance --context 60",
    "show my-study L01",
    "show my-study L01 --json",
    "tag my-study L01 120 310 mutual-identification --coder c1",
    "untag my-study 1 --coder c1",
    "undo my-study --coder c1",
    "done my-study L01 --coder c1",
    "memo my-study document:L01 text",
    "memo my-study",
    "log my-study --limit 3",
    "check my-study",
    "backup my-study",
    "codebook add my-study Humour --under bilingualism",
    "codebook rename my-study nearness Proximité --language fr",
)


def every_command(
    command: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from every_command(found, (*path, name))


COMMANDS = dict(every_command(cli))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_command_helps_with_an_example_of_itself(path: tuple[str, ...], run: Any) -> None:
    helped = run(*path, "--help")
    assert helped.status == 0
    example = " ".join(helped.out.partition("Example:")[2].split())
    assert " ".join(("qualcode", *path)) in example
    assert all(param.help for param in COMMANDS[path].params if isinstance(param, click.Option))


def test_the_help_of_all_lists_each_command_and_the_statuses(run: Any) -> None:
    helped = run("--help")
    assert helped.status == 0
    assert all(f"  {path[0]} " in helped.out for path in COMMANDS)
    assert "130 stopped" in " ".join(helped.out.split())


@pytest.mark.parametrize("noun", sorted({path[0] for path in COMMANDS if path[1:] == ("show",)}))
def test_the_verbs_of_a_noun_are_told_in_whole_sentences(noun: str, run: Any) -> None:
    verbs = run(noun, "--help").out.partition("Commands:")[2].partition("Example")[0]
    assert "  show " in verbs and "..." not in verbs


@pytest.mark.parametrize("line", AS_TYPED)
def test_each_command_works_as_typed(line: str, demo: Path, run: Any) -> None:
    ran = run(*line.split())
    assert ran.status == 0, ran.err
    assert "Error" not in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "--coder c1 my-study L01 5 30 nearness",
        "my-study --coder c1 L01 5 30 nearness",
        "my-study L01 5 30 nearness --coder=c1",
    ],
)
def test_the_study_comes_first_among_arguments_wherever_the_options_stand(line: str, demo: Path, run: Any) -> None:
    assert run("tag", *line.split()).status == 0
    assert [coding["coder"] for coding in run("codings", demo, "--coder", "c1", "--json").data].count("c1") > 0


def test_an_option_whose_value_is_called_like_the_study_is_left_alone(demo: Path, run: Any) -> None:
    ran = run("tag", "--coder", "my-study", "--round", "2", "my-study", "L01", "5", "30", "nearness")
    assert ran.status == 0, ran.err
    assert run("codings", demo, "--coder", "my-study", "--json").data[0]["round"] == 2


def test_a_command_that_names_no_study_uses_the_one_it_stands_in(
    demo: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = run("documents", "my-study", "--json")
    monkeypatch.chdir(demo / "backups")
    assert run("documents", "--json") == named
    assert run("show", "L01").status == 0
    assert run("check").status == 0


def test_without_a_study_the_error_names_what_was_looked_at(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in ("documents", "show L01", "import my-studdy a.txt"):
        ran = run(*line.split())
        assert (ran.status, ran.out) == (3, "")
        assert str(tmp_path) in ran.err
    assert "my-studdy" in run("import", "my-studdy", "a.txt").err
    assert "qualcode init nowhere" in run("show", "nowhere", "L01").err


def test_the_screen_needs_a_terminal_and_says_so(demo: Path, run: Any) -> None:
    for line in ("my-study", "open my-study", "my-study --document L01", "demo my-study"):
        ran = run(*line.split())
        assert ran.status == 1
        assert "needs a terminal" in ran.err


def test_a_misspelt_command_names_the_nearest_and_a_folder_says_what_it_lacks(demo: Path, run: Any) -> None:
    Path("elsewhere").mkdir()
    assert (run("documnets").status, "documents?" in run("documnets").err) == (2, True)
    assert "study.yaml is missing" in run("elsewhere").err
    assert run("--nosuch").status == 2


def test_what_cannot_be_taken_back_or_found_is_an_error_of_one(demo: Path, run: Any) -> None:
    for line in ("undo my-study --coder zoe", "redo my-study --coder c1", "show my-study L99", "untag my-study 9999"):
        ran = run(*line.split())
        assert (ran.status, ran.out) == (1, ""), line
        assert ran.err.startswith("Error: ")
    assert "new coder" not in run("undo", demo, "--coder", "zoe").err


def test_undo_and_redo_go_back_and_forth_and_say_what(demo: Path, run: Any) -> None:
    before = run("codings", demo, "--json").data
    made = run("tag", demo, "L01", "5", "30", "nearness").out.strip()
    after = run("codings", demo, "--json").data
    assert f"coding {made}" in run("undo", demo).err
    assert run("codings", demo, "--json").data == before
    assert run("redo", demo).status == 0
    assert run("codings", demo, "--json").data == after


def test_a_new_coder_is_said_once_and_a_near_one_refused(demo: Path, run: Any) -> None:
    assert "zoe is a new coder" in run("tag", demo, "L01", 5, 30, "nearness", "--coder", "zoe").err
    assert "new coder" not in run("tag", demo, "L01", 5, 31, "nearness", "--coder", "zoe").err
    near = run("tag", demo, "L01", 5, 32, "nearness", "--coder", "consensu")
    assert near.status == 1
    assert "consensus" in near.err
    assert run("tag", demo, "L01", 5, 32, "nearness", "--coder", "consensu", "--new-coder").status == 0


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("quotes my-study --site lile", "Write Lille"),
        ("quotes my-study --code bilinguism", "Write"),
        ("quotes my-study --role wroker", "Write worker"),
        ("quotes my-study --wave T9", "T0, T12"),
        ("quotes my-study --kind intervieww", "Write interview"),
        ("themes my-study --by regoin", "Write region"),
        ("memo my-study hello", "document:L03"),
        ("find my-study ?!", "letters or digits"),
        ("appendix my-study -o a.doc", ".docx"),
        ("init other --codebook experiental-knowledge", "experiential-knowledge"),
    ],
)
def test_a_name_the_study_does_not_know_is_refused_with_the_way_out(line: str, hint: str, demo: Path, run: Any) -> None:
    ran = run(*line.split())
    assert (ran.status, ran.out) == (1, "")
    assert hint.casefold() in ran.err.casefold()


@pytest.mark.parametrize("languages", ["", "fr,", "français", "f"])
def test_a_study_s_languages_are_codes(
    languages: str, tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("init", "new", "--language", languages)
    assert ran.status == 2
    assert "fr,en" in ran.err
    assert not Path("new").exists()
    assert run("init", "new", "--language", "FR, en").status == 0


def test_the_demonstration_is_made_and_a_study_that_is_there_is_left_alone(
    tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("demo", "try", "--no-open").status == 0
    assert len(run("documents", "try", "--json").data) == 13
    assert "left as it is" in run("demo", "try", "--no-open").err
    Path("full").mkdir()
    Path("full", "mine.txt").write_text("mine")
    refused = run("demo", "full", "--no-open")
    assert refused.status == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == ["full", "try"]


def test_the_appendix_comes_in_several_formats_each_with_its_manifest(demo: Path, run: Any) -> None:
    ran = run(
        "appendix", demo, "-o", "a.md", "-o", "a.html", "-o", "tables", "--language", "fr", "--site", "lille", "--json"
    )
    assert ran.status == 0, ran.err
    for written in ran.data:
        assert Path(written["file"]).exists()
        assert Path(written["manifest"]).is_file()
        assert written["manifest"] in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "--help",
        "themes my-study",
        "quotes my-study",
        "find my-study distance",
        "documents my-study",
        "codes my-study --json",
        "show my-study L01",
        "tag my-study L01 5 30 nearness",
        "undo my-study --coder c1",
    ],
)
def test_a_command_loads_nothing_heavy(line: str, demo: Path) -> None:
    script = (
        "import sys\nfrom qualcode.cli import main\n"
        f"try: main({line.split()!r})\nexcept SystemExit as left: status = left.code\n"
        "print(*sys.modules, file=sys.stderr); sys.exit(status)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[:500]
    assert HEAVY & set(ran.stderr.split()) == set()


def test_too_many_quotations_for_a_laid_out_file_are_told_before_it_is_written(
    demo: Path, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.report.output.MANY", 10)
    ran = run("appendix", demo, "-o", "a.docx", "-o", "a.html", "--only", "quotations")
    warning, *written = ran.err.strip().split("\n")
    assert ran.status == 0
    assert re.match(r"a\.docx will hold \d+ quotations", warning)
    assert re.search(r"about \d+ min and [\d.]+ GB", warning)
    assert all(way in warning for way in ("--where", "--site", "CSV", ".html"))
    assert [line.split()[0] for line in written if line.startswith("a.")] == ["a.docx", "a.html"]
    assert (
        "will hold"
        not in run("appendix", demo, "-o", "b.docx", "--only", "quotations", "--code", "denial-as-knowledge").err
    )


def test_a_study_is_made_with_several_codebooks(tmp_path: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_text("codes:\n  - {id: humour, label: Humour, pin: 1}\n", encoding="utf-8")
    books = ("--codebook", "experiential-knowledge", "--codebook", "mine.yaml")
    again = run("init", "other", *books, "--codebook", "mine.yaml")
    assert (again.status, Path("other").exists()) == (1, False)
    assert "mine.yaml: the code humour is in mine.yaml too" in again.err
    Path("mine.yaml").write_text("codes:\n- id: humour\n  label: Humour\n  pin: 1\n", encoding="utf-8")
    assert run("init", "my-study", *books).status == 0
    codes = {code["id"]: code["pin"] for code in run("codes", "my-study", "--json").data}
    assert (codes["therapeutic-distance"], codes["humour"]) == (1, None)


def test_the_help_of_init_names_every_codebook_that_travels(run: Any) -> None:
    told = " ".join(run("init", "--help").out.split())
    assert "(evaluation, experiential-knowledge, peer-work)" in told
