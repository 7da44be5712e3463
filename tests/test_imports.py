"""The house's directions: what may import what, where each third-party package lives, what loads when it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import qualcode
from qualcode.study import Study

ROOT = Path(qualcode.__file__).parent

ORDER = (
    ("errors", "i18n", "safetext"),
    ("model",),
    ("acts", "spans", "analysis", "looks"),
    ("names", "files"),
    ("yamls",),
    ("codebook", "studyfile", "language", "office"),
    ("store",),
    ("holdings",),
    ("study",),
    ("importers", "pictures"),
    ("report",),
    ("tui",),
    ("cli",),
)
"""Each imports only what stands above it; a module that is not named has its place where no circle comes of it."""

OF_THE_STORE = ("database", "reading", "counting", "acts", "correcting", "receiving", "")
"""The store's rooms, each importing only itself and those before it; last the modules that lie beside them."""

APART = {
    "importers": ("store", "study"),  # it yields data
    "pictures": ("store", "study"),  # they are drawn from data
    "report": ("store", "study"),  # it is given what it writes
    "tui": ("store",),  # the screen speaks to the study
}

HOMES = {
    "click": {"cli"},
    "openpyxl": {"sheets"},
    "pandas": {"notebook"},
    "polars": {"notebook"},
    "pypandoc": {"office"},
    "pyarrow": {"exchange"},
    "pypdfium2": {"importers"},
    "pysqlite3": {"store"},
    "platformdirs": {"settings"},
    "regex": {"importers", "language"},
    "rich": {"tui"},
    "simplemma": {"language"},
    "spacy": {"language"},
    "sqlite_utils": {"store"},
    "textual": {"tui"},
    "typst": {"report"},
    "xlsxwriter": {"report"},
    "yaml": {"yamls"},
}
"""The one room of each third-party package."""

HEAVY = {
    "numpy", "openpyxl", "pandas", "polars", "pyarrow", "pypandoc", "pypdfium2", "rich", "simplemma", "spacy",
    "sqlite_utils", "textual", "typst", "xlsxwriter", "yaml",
}  # fmt: skip


class Imports(ast.NodeVisitor):
    """What a module imports when it runs, at its top or in a function; not what only its types need."""

    def __init__(self, source: str) -> None:
        self.found: set[str] = set()
        self.visit(ast.parse(source))

    def visit_If(self, node: ast.If) -> None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for other in node.orelse:
                self.visit(other)
        else:
            self.generic_visit(node)

    def visit_Import(self, node: ast.Import) -> None:
        self.found.update(name.name for name in node.names)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        inside = node.module == "qualcode"
        self.found.update(f"qualcode.{name.name}" if inside else str(node.module) for name in node.names)


@cache
def modules() -> Sequence[tuple[str, set[str]]]:
    """Every module's room and what it imports; the package's own file, which loads on demand, is no room."""
    paths = [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]
    return [
        (path.relative_to(ROOT).with_suffix("").parts[0], Imports(path.read_text(encoding="utf-8")).found)
        for path in paths
    ]


def graph() -> dict[str, set[str]]:
    """Which room imports which others."""
    rooms: dict[str, set[str]] = {}
    for room, imported in modules():
        inside = {name.split(".")[1] for name in imported if name.startswith("qualcode.")}
        rooms.setdefault(room, set()).update(inside - {room, "__version__"})
    return rooms


def test_no_room_imports_itself_in_a_circle() -> None:
    assert list(TopologicalSorter(graph()).static_order())


def test_each_room_imports_only_what_stands_before_it() -> None:
    place = {room: number for number, rooms in enumerate(ORDER) for room in rooms}
    wrong = [
        (room, other)
        for room, others in graph().items()
        for other in others
        if room in place and other in place and place[other] >= place[room]
    ]
    assert wrong == []


def test_each_room_of_the_store_imports_only_itself_and_those_before_it() -> None:
    place = {room: number for number, room in enumerate(OF_THE_STORE)}
    wrong = []
    for path in sorted((ROOT / "store").rglob("*.py")):
        own = path.relative_to(ROOT / "store").parent.as_posix().removeprefix(".")
        names = (name.split(".") for name in Imports(path.read_text(encoding="utf-8")).found)
        others = {
            name[2] if name[2:] and name[2] in place else "" for name in names if name[:2] == ["qualcode", "store"]
        }
        wrong += [(path.name, other) for other in others if place[other] > place[own]]
    assert wrong == []


def test_the_readme_lists_each_room_below_what_it_imports() -> None:
    """What it does not list is seen through: what such a module imports, whoever imports it does."""
    tree = (ROOT.parent / "README.md").read_text(encoding="utf-8").split("## Where things are")[1].split("```")[1]
    lines = [line.split("  ")[1].split() for line in tree.splitlines() if line.startswith("  ")]
    place = {name.rstrip("/").removesuffix(".py"): number for number, names in enumerate(lines) for name in names}
    rooms = graph()
    for room in TopologicalSorter(rooms).static_order():
        rooms[room] |= set().union(*(rooms[other] for other in rooms[room] - place.keys()))
    assert len(place) > 40
    assert [(a, b) for a in place.keys() & rooms for b in rooms[a] & place.keys() if place[b] > place[a]] == []


def test_rooms_that_must_not_meet_do_not() -> None:
    rooms = graph()
    assert [(room, other) for room, others in APART.items() for other in others if other in rooms[room]] == []
    fronts = {"cli", "tui", "__main__"}
    assert [room for room, others in rooms.items() if room not in fronts and others & fronts] == []


def test_each_package_has_one_home() -> None:
    found: dict[str, set[str]] = {}
    for room, imported in modules():
        for name in {name.split(".")[0] for name in imported} - {"qualcode", "__future__"} - sys.stdlib_module_names:
            found.setdefault(name, set()).add(room)
    assert found == HOMES


def loaded_by(*lines: str) -> set[str]:
    """The top-level packages that a program of these lines has loaded at its end."""
    program = "\n".join((*lines, "import sys", "print(*{name.split('.')[0] for name in sys.modules})"))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


@pytest.fixture
def folder(study: Study) -> Path:
    study.close()
    return study.folder


@pytest.mark.parametrize(
    "use",
    [
        "study.themes()",
        "study.quotations()",
        "study.find('distance')",
        "study.documents(), study.transcript('L01')",
        "study.do(AddCoding('L01', 1, 5, 'nearness')), study.undo()",
    ],
)
def test_reading_and_coding_load_nothing_heavy(folder: Path, use: str) -> None:
    opening = f"study = Study.open({str(folder)!r})"
    loaded = loaded_by("from qualcode.study import Study", "from qualcode.acts import AddCoding", opening, use)
    assert "qualcode" in loaded
    assert loaded & HEAVY - ({"yaml"} if "study.do" in use else set()) == set()


def test_a_study_in_a_notebook_loads_nothing_heavy_before_a_frame_is_asked_for(folder: Path) -> None:
    use = "study.documents(), study.quotations(), study.table('counts'), study.themes()"
    assert loaded_by("import qualcode", f"study = qualcode.open_study({str(folder)!r})", use) & HEAVY == set()


READINGS = (
    ["quotes", "--code", "nearness", "--site", "lille", "--json"],
    ["find", "distance", "--json"],
    ["themes", "--by", "site", "--json"],
    ["codes", "--json"],
    ["documents", "--json"],
)
WRITING = {
    "qualcode.acts", "qualcode.codebook", "qualcode.newstudy", "qualcode.store.acts.book", "qualcode.store.history",
    "qualcode.studyfile", "qualcode.yamls.edit", "qualcode.yamls.fields", "qualcode.yamls.text",
    "qualcode.yamls.writing", "difflib", "hashlib",
}  # fmt: skip
"""What is for those alone who change something, or who write a name wrongly."""


@pytest.mark.parametrize("words", READINGS, ids=lambda words: str(words[0]))
def test_a_command_that_reads_loads_nothing_of_what_writes(folder: Path, words: list[str]) -> None:
    command = [words[0], str(folder), *words[1:]]
    lines = (
        "import sys, qualcode.cli",
        f"try: qualcode.cli.main({command!r})",
        "except SystemExit as end: assert end.code == 0",
        f"assert not {WRITING!r} & set(sys.modules), {WRITING!r} & set(sys.modules)",
    )
    assert loaded_by(*lines) & (HEAVY | {"qualcode"}) == {"qualcode"}


@pytest.mark.parametrize("lines", [("import qualcode",), ("from qualcode.cli import main",)])
def test_what_starts_a_program_loads_nothing_heavy(lines: tuple[str, ...]) -> None:
    assert loaded_by(*lines) & (HEAVY | {"pysqlite3", "sqlite3"}) == set()


def test_settings_that_nobody_made_cost_a_start_nothing_heavy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALCODE_SETTINGS")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    begun = ("from qualcode.settings import begin", "assert begin() == ()", "import qualcode.cli.main")
    assert loaded_by(*begun) & (HEAVY | {"pysqlite3", "sqlite3"}) == set()


def test_the_screen_loads_no_spacy() -> None:
    paths = sorted((ROOT / "tui").rglob("*.py"))
    names = [".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__") for path in paths]
    loaded = loaded_by(*(f"import {name}" for name in names))
    assert "textual" in loaded
    assert loaded & {"spacy", "sqlite_utils", "pypandoc", "numpy"} == set()
