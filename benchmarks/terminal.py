"""A small terminal for measuring: a program in a pseudo-terminal, keys sent to it, the time until its answer stands."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROWS, COLUMNS = 40, 120
QUIET = 0.06
"""Seconds without a byte after which the screen is taken to stand."""
PATIENCE = 60.0
_SEQUENCE = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[PX^_\]].*?(?:\x1b\\|\x07)|.)", re.DOTALL)


class Terminal:
    """A program running in a pseudo-terminal of 120 × 40; leave the `with` to end it."""

    def __init__(self, words: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        self._begun = time.perf_counter()
        self._process, self._file = pty.fork()
        if not self._process:
            os.execve(str(words[0]), [str(word) for word in words], dict(environment))
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_error: object) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._file)

    def wait_for(self, text: str) -> float:
        """Milliseconds from the start of the process until the text is on the screen."""
        seen = b""
        while text.encode() not in _SEQUENCE.sub(b"", seen):
            seen += self._read(PATIENCE)
        return (time.perf_counter() - self._begun) * 1000

    def settle(self, quiet: float = 1.0) -> None:
        """Wait until nothing has been written for a while."""
        while self._ready(quiet):
            self._read(quiet)

    def press(self, key: str) -> float:
        """Milliseconds from a key to the last byte of the repaint that answers it."""
        begun = last = time.perf_counter()
        os.write(self._file, key.encode())
        wait = PATIENCE
        while self._ready(wait):
            self._read(wait)
            last, wait = time.perf_counter(), QUIET
        return (last - begun) * 1000

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._file], [], [], seconds)[0])

    def _read(self, seconds: float) -> bytes:
        if not self._ready(seconds):
            raise TimeoutError(f"nothing was written for {seconds:g} seconds")
        try:
            data = os.read(self._file, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            raise RuntimeError("the program ended")
        return data
