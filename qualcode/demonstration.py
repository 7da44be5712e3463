"""The demonstration study: the invented samples that travel with the program, coded by two coders and agreed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from qualcode.acts import AddMemo, SetConsent, SetDone, SetExcerpt, SetParts, SetSummaries, SetSummary, SetTranslation
from qualcode.coded_table import read_coded_table, tag_table
from qualcode.csvtable import read_table
from qualcode.errors import DiskError, StudyError
from qualcode.exchange.variables_back import carry_out, plan
from qualcode.framework.matrix import quotations
from qualcode.i18n import _, reason
from qualcode.importing import Reading, bring_in, jobs_from_manifest, read_people, with_people
from qualcode.intake import Description
from qualcode.joining import joined
from qualcode.model.asking import Filter
from qualcode.model.codings import CONSENSUS
from qualcode.parting import read_parts
from qualcode.shipped import codebook_path, shipped
from qualcode.study import Study

CODERS = ("c1", "c2", CONSENSUS)
_CODED_LAST = "L03"
"""The document that the consensus coded after the summaries were written, so that one of them is stale."""
CODEBOOKS = ("experiential-knowledge", "evaluation", "peer-work")
_LAID_BESIDE = ("inclusion.csv", "names.txt")
"""Files of the researcher's that lie in the folder of the study."""


def make_demonstration(folder: Path) -> Iterator[str]:
    """Make the study in a new or empty folder, telling each step by name when it is done; whole or not at all."""
    _check_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
            made = Path(place) / "study"
            yield from _fill(made)
            made.replace(folder)
    except OSError as error:
        raise DiskError(_("{folder}: cannot be made ({why}).").format(folder=folder, why=reason(error))) from error


def steps() -> int:
    """How many steps `make_demonstration` tells."""
    return len(jobs_from_manifest(_samples() / "documents.csv", Description(), ())) + len(CODERS)


def _samples() -> Path:
    return shipped("corpus_samples")


def _check_free(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if folder.exists():
        raise StudyError(_("{folder}: not empty, and no study.").format(folder=folder), _("Name another folder."))


def _fill(folder: Path) -> Iterator[str]:
    with Study.create(
        folder,
        study_text=(_samples() / "study.yaml").read_text(encoding="utf-8"),
        codebook_text=_codebook(),
        coder=CODERS[0],
    ) as study:
        yield from _documents(study)
        _describe_people(study)
        _part_sittings(study)
        for name in _LAID_BESIDE:
            (folder / name).write_bytes((_samples() / name).read_bytes())
        yield from _codings(study)
        _consents(study)
        _renderings(study)
        _memos(study)


def _codebook() -> str:
    """The three codebooks as one; the keys 1 to 9 stay with the codes of the first."""
    paths = [codebook_path(name) for name in CODEBOOKS]
    return joined([(path.read_text(encoding="utf-8"), path.name) for path in paths])


def _documents(study: Study) -> Iterator[str]:
    people = read_people(_samples() / "speakers.csv")
    for job in jobs_from_manifest(_samples() / "documents.csv", Description(), ()):
        bring_in(study, with_people(job, people), Reading())
        yield job.name


def _describe_people(study: Study) -> None:
    """Say who agreed to be quoted; give the service users their group and diagnosis, and their scores at each wave."""
    for name in ("participants.csv", "scores.csv"):
        carry_out(study, plan(study, _samples() / name), CODERS[0])


def _part_sittings(study: Study) -> None:
    """Give the later sitting of the minutes its own site, wave and date."""
    for document, parts in read_parts(study, _samples() / "parts.csv").items():
        study.do(SetParts(document, parts), coder=CODERS[0])


def _codings(study: Study) -> Iterator[str]:
    folder = _samples() / "coding"
    for coder in CODERS:
        rows = read_coded_table(folder / f"{coder}.csv")
        late = [row for row in rows if coder == CONSENSUS and row[1]["document"] == _CODED_LAST]
        tag_table(study, [row for row in rows if row not in late], coder)
        if coder == CONSENSUS:
            _summaries(study)
            tag_table(study, late, coder)
        yield coder
    for _line, row in read_table(folder / "done.csv", ("document", "coder"), ("document", "coder")):
        study.do(SetDone(row["document"], True), coder=row["coder"])


def _consents(study: Study) -> None:
    """Keep what somebody said of single passages: whether they may be quoted."""
    columns = ("document", "quote", "consent")
    for _line, row in read_table(_samples() / "consents.csv", columns, columns):
        codings = study.quotations(Filter(document=row["document"]))
        ids = tuple(one.coding.id for one in codings if one.text == row["quote"])
        study.do(SetConsent(ids, row["consent"] == "yes"), coder=CODERS[0])


def _renderings(study: Study) -> None:
    """Keep translations and excerpts of quotations that the consensus coded."""
    columns = ("document", "quote", "language", "text", "translator")
    for _line, row in read_table(_samples() / "renderings.csv", columns, ("document", "quote", "text")):
        for one in study.quotations(Filter(document=row["document"], coder=CONSENSUS)):
            if one.text == row["quote"]:
                number, language = one.coding.id, row["language"]
                act = SetTranslation(number, language, row["text"], row["translator"])
                study.do(act if language else SetExcerpt(number, row["text"]), coder=CODERS[0])


def _memos(study: Study) -> None:
    """Write the coders' memos: logbooks of sites, open questions, what they think and how they went about it."""
    for _line, row in read_table(
        _samples() / "memos.csv", ("target", "coder", "kind", "date", "text"), ("target", "text")
    ):
        study.do(AddMemo(row["target"], row["text"], row["kind"], row["date"] or None), coder=row["coder"])


def _summaries(study: Study) -> None:
    """Write the framework matrix; a citation in brackets becomes a link to the passage of its cell."""
    columns = ("theme", "holder", "text")
    acts = []
    for _line, row in read_table(_samples() / "summaries.csv", columns, columns):
        text = row["text"]
        for quotation in quotations(study, row["theme"], row["holder"], CONSENSUS):
            text = text.replace(f"[{quotation.citation}]", f"[#{quotation.coding.id}]")
        acts.append(SetSummary(row["theme"], row["holder"], text, 0, CONSENSUS))
    study.do(SetSummaries(tuple(acts)), coder=CODERS[0])
