"""Run a program and print its seconds and its peak in megabytes: `python benchmarks/peak.py PROGRAM [WORD…]`.

A process of its own and a small one, since Linux gives a new process its parent's peak to begin with.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

begun = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_pid, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([time.perf_counter() - begun, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)]))
sys.exit(process.returncode)
