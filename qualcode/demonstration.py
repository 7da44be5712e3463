"""The demonstration study: the invented samples that travel with the program, coded by two coders and agreed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from qualcode.acts import SetDone
from qualcode.coded_table import read_coded_table, tag_table
from qualcode.importing import Reading, bring_in, jobs_from_manifest, read_people, with_people
from qualcode.intake import Description
from qualcode.model import CONSENSUS
from qualcode.shipped import codebook_path, shipped
from qualcode.study import Study

CODERS = ("c1", "c2", CONSENSUS)


def make_demonstration(folder: Path, coder: str = "") -> Iterator[str]:
    """Make the study in a folder, telling each step by name as it is reached."""
    samples = shipped("corpus_samples")
    with Study.create(
        folder,
        study_text=(samples / "study.yaml").read_text(encoding="utf-8"),
        codebook_text=codebook_path("experiential-knowledge").read_text(encoding="utf-8"),
        coder=coder,
    ) as study:
        yield from _documents(study, samples)
        yield from _codings(study, samples / "coding")


def steps() -> int:
    """How many steps `make_demonstration` tells."""
    samples = shipped("corpus_samples")
    return len(jobs_from_manifest(samples / "documents.csv", Description(), ())) + len(CODERS)


def _documents(study: Study, samples: Path) -> Iterator[str]:
    people = read_people(samples / "speakers.csv")
    for job in jobs_from_manifest(samples / "documents.csv", Description(), ()):
        yield job.name
        bring_in(study, with_people(job, people), Reading())


def _codings(study: Study, folder: Path) -> Iterator[str]:
    for coder in CODERS:
        yield coder
        tag_table(study, read_coded_table(folder / f"{coder}.csv"), coder)
    with (folder / "done.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            study.do(SetDone(row["document"], True), coder=row["coder"])
