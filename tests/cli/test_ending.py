"""What ends the program from outside: a closed terminal, `kill`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LEFT = """
import os, signal, sys, tempfile
from qualcode.__main__ import _end_tidily
number = signal.Signals[sys.argv[2]]
signal.signal(number, signal.SIG_DFL)  # a suite in the background of a closed shell is started deaf to it
_end_tidily()
with tempfile.TemporaryDirectory(dir=sys.argv[1]):
    os.kill(os.getpid(), number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program without asking it")
@pytest.mark.parametrize(("name", "status"), [("SIGTERM", 143), ("SIGHUP", 129)])
def test_temporary_folders_go_with_the_program(tmp_path: Path, name: str, status: int) -> None:
    done = subprocess.run([sys.executable, "-c", LEFT, str(tmp_path), name], check=False)
    assert done.returncode == status and list(tmp_path.iterdir()) == []
