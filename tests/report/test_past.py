"""An appendix of then: whatever was done since, the same bytes and the same manifest as on the day it was handed in."""

from __future__ import annotations

import json
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.acts import (
    AddCode,
    AddCoding,
    AddMemo,
    AddSite,
    ConfirmCodings,
    EditDefinition,
    MergeCodes,
    MoveCoding,
    OverrideDisclosure,
    RecodeCodings,
    RemoveCodings,
    RenameCode,
    RetireCode,
    SetConsent,
    SetCounters,
    SetDone,
    SetKeys,
    SetParticipant,
    SetParts,
    SetSites,
    SetSummary,
    SplitCode,
)
from qualcode.errors import DiskError, InputError, NotFoundError, QualcodeError
from qualcode.model.people import Participant, SiteChange
from qualcode.model.texts import Part
from qualcode.past import at, event_named
from qualcode.report import output
from qualcode.report.output import write_appendix
from qualcode.report.releasing import Release, as_then
from qualcode.study import Study

TURNS = (("I", "Et vous ?"), ("P", "Nous étions proches. Très proches, oui."), ("Q", "Moi aussi, à Lens."))
CODES = ("distance", "nearness", "access", "language", "new-1")
KINDS = ("coding", "coding", "coding", "off", "move", "recode", "keys", "counters", "confirm", "consent", "done",
         "memo", "summary", "code", "rename", "edit", "merge", "split", "retire", "site", "attribute", "person",
         "parts", "import", "override", "hand", "undo", "undo", "redo")  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(("ana", "ben")), st.sampled_from(KINDS), *(st.integers(0, 40),) * 3),
    min_size=3, max_size=20,
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(new_study: Callable[..., Study], document: Callable[..., Any]) -> Callable[..., Any]:
    """Opens a study with an interview coded by `ana`."""

    @contextmanager
    def open_() -> Iterator[tuple[Study, Path]]:
        with tempfile.TemporaryDirectory() as folder, new_study(Path(folder) / "study") as study:
            people = {"P": Participant("p1", role="worker"), "Q": Participant("p2", site="lens")}
            study.do(document("D0", TURNS, people, site="lille"), coder="ana")
            study.do(AddCoding("D0", 15, 40, "nearness"), AddCoding("D0", 20, 30, "language"), coder="ana")
            yield study, Path(folder)

    return open_


def step(study: Study, document: Callable[..., Any], coder: str, kind: str, a: int, b: int, c: int) -> None:
    """Do what the numbers mean; the study may refuse it."""
    ids = [coding.id for coding in study.codings()] or [0]
    some, code, other = (ids[a % len(ids)], ids[b % len(ids)]), CODES[b % 5], CODES[c % 5]
    new = AddCode(f"new-{a % 3}", {"": f"Nouveau {b}"}, other)
    acts = {
        "coding": AddCoding("D0", a, a + 1 + b % 20, code),
        "off": RemoveCodings(some),
        "move": MoveCoding(some[0], b, b + 1 + c % 9),
        "recode": RecodeCodings(some, code),
        "keys": SetKeys(some, bool(c % 2)),
        "counters": SetCounters(some, bool(c % 2)),
        "confirm": ConfirmCodings(some),
        "consent": SetConsent(some, (True, False, None)[c % 3]),
        "done": SetDone("D0", bool(c % 2)),
        "memo": AddMemo(("study", f"coding:{some[0]}", f"code:{code}")[c % 3], f"hm {b}"),
        "summary": SetSummary(code, ("site:lille", "participant:p1")[c % 2], f"Ainsi {c}", 0, "ana"),
        "code": new,
        "rename": RenameCode(code, ("", "en", "fr")[c % 3], f"Étiquette {a}", "clearer"),
        "edit": EditDefinition(code, ("full", "use_when", "brief")[c % 3], f"Que {a}", "fr"),
        "merge": MergeCodes((code,), other, ("join", "keep")[a % 2], "the same"),
        "split": SplitCode(code, (new,), {new.id: some[:1]}, retire=bool(c % 2)),
        "retire": RetireCode(code),
        "site": AddSite(f"s{a % 4}", {"": f"Île {b}"}, "north"),
        "attribute": SetSites((SiteChange("lille", {"type": f"tÿpe {b}", "label@fr": f"Ville {c}"}),)),
        "person": SetParticipant("p1", ("lille", "toulon")[b % 2], ("nurse", None)[c % 2], {"group": "1"}),
        "parts": SetParts("D0", (Part(2, 3, "lens", f"T{b % 2}"),) if c % 3 else ()),
        "import": document(f"N{a}", TURNS, {"P": Participant(f"p{b % 4}"), "Q": Participant("q")}, site="toulon"),
        "override": OverrideDisclosure(f"agreed {c}", {"name": 1}),
    }  # fmt: skip
    if kind == "hand":
        file = study.folder / ("study.yaml", "codebook.yaml")[c % 2]
        file.write_text(file.read_text("utf-8").replace("Language", "Tongue").replace("A study", f"T {a}"), "utf-8")
        study.take_in_edits()
    elif kind in ("undo", "redo"):
        getattr(study, kind)(coder)
    else:
        study.do(acts[kind], coder=coder)


@settings(max_examples=12)
@given(steps=STEPS)
def test_an_appendix_of_an_event_has_the_bytes_it_had_then(
    opened: Callable[..., Any], document: Callable[..., Any], steps: list[tuple[str, str, int, int, int]]
) -> None:
    with opened() as (study, folder):
        for number, one in enumerate(steps):
            if number == len(steps) // 2:
                event, then = study.last_event(), written(study, folder / "then")
            with suppress(QualcodeError):
                step(study, document, *one)
        with at(study, event) as past:
            assert written(past, folder / "again") == then


def written(study: Study, folder: Path) -> dict[str, bytes]:
    """Every file of an appendix in two formats with its manifest, by name."""
    folder.mkdir()
    for name, language in (("a.md", "fr"), ("tables", "en")):
        write_appendix(study, folder / name, language=language, coder="ana")
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


@pytest.mark.parametrize("ending", [*sorted(output.WRITERS), ""])
def test_every_format_is_the_same_again(study: Study, tmp_path: Path, ending: str) -> None:
    for name in ("then", "again"):
        (tmp_path / name).mkdir()
    event = study.last_event()
    first = write_appendix(study, tmp_path / "then" / f"a{ending}")
    study.do(AddCoding("L01", 20, 26, "money"), RenameCode("distance", "en", "Far"), SetDone("E01", True))
    study.do(OverrideDisclosure("agreed", {"name": 2}), coder="ben")
    with at(study, event) as past:
        second = write_appendix(past, tmp_path / "again" / f"a{ending}")
    assert first.manifest.read_bytes() == second.manifest.read_bytes()
    assert ending == "" or first.path.read_bytes() == second.path.read_bytes()


def test_what_was_let_out_despite_findings_comes_with_the_reason_on_record_alone(study: Study, tmp_path: Path) -> None:
    for name in ("then", "again"):
        (tmp_path / name).mkdir()
    release = Release(despite="agreed", coder="ada")
    first = write_appendix(study, tmp_path / "then" / "a.md", release=release)
    event = study.last_event()
    study.do(SetDone("E01", True))
    with at(study, event) as past:
        as_it_was = as_then(past, Release(despite="agreed", coder="ben"))
        second = write_appendix(past, tmp_path / "again" / "a.md", release=as_it_was)
        assert (first.path.read_bytes(), first.manifest.read_bytes()) == (
            second.path.read_bytes(), second.manifest.read_bytes()
        )  # fmt: skip
        with pytest.raises(InputError, match=f"Event {event} is no record"):
            as_then(past, Release(despite="another reason"))
    assert study.last_event() == event + 1


def test_the_study_of_then_is_nobody_elses_to_read_and_gone_afterwards(study: Study) -> None:
    with at(study, 2) as past:
        copy = past.database
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
        assert [one.id for one in past.documents()] == ["L01"]
        with past.again() as another:
            assert another.last_event() == 2
        for refused in (lambda: past.do(SetDone("L01", True)), past.undo, past.redo):
            with pytest.raises(InputError, match="cannot be changed"):
                refused()
    assert not copy.parent.exists()
    assert len(study.documents()) == 2


def test_without_a_folder_for_the_copy_it_is_said(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_said: object, **_named: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(DiskError, match="temporary") as raised, at(study, 2):
        pass
    assert "TMPDIR" in raised.value.hint


def test_an_event_that_is_not_there_is_refused_with_those_that_are(study: Study) -> None:
    last = study.last_event()
    for number in (0, last + 1):
        with pytest.raises(NotFoundError, match=f"no event {number}") as raised, at(study, number):
            pass
        assert f"1 to {last}" in raised.value.hint
    assert event_named(study, "3") == 3
    assert event_named(study, "2999-12-31") == event_named(study, "2999-12-31 23:59") == last
    with pytest.raises(NotFoundError, match="no event yet"):
        event_named(study, "1999-01-01")
    for name in ("yesterday", "-1", "12x", "2026-1-1"):
        with pytest.raises(InputError, match="neither the number"):
            event_named(study, name)


def test_the_manifest_names_all_it_rests_on_and_no_path_nor_person(study: Study, tmp_path: Path) -> None:
    table = study.folder / "inclusion.csv"
    table.write_text("site,included,expected\nlille,1,2\n", "utf-8")
    manifest = json.loads(write_appendix(study, tmp_path / "a.md").manifest.read_text("utf-8"))
    assert {"qualcode", "study", "event", "codebook_sha256", "study_sha256", "guides", "tables", "coder", "filters",
            "language", "disclosure", "files"} <= manifest.keys()  # fmt: skip
    assert manifest["guides"] == ["worker"]
    assert list(manifest["tables"]) == ["inclusion.csv"]
    assert str(tmp_path) not in json.dumps(manifest)
