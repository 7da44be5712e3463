"""Write an appendix with so many quotations: `python benchmarks/word_document.py STUDY FILE COUNT`."""

from __future__ import annotations

import sys

from qualcode.model.asking import Filter
from qualcode.report.output import write_appendix
from qualcode.study import Study

_script, study_folder, file, count = sys.argv
with Study.open(study_folder) as study:
    write_appendix(study, file, where=Filter(ids=tuple(range(1, int(count) + 1))))
