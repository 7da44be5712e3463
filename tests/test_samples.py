"""The demonstration material keeps what its README says: all invented, each quotation to be found, every emptiness."""

from __future__ import annotations

import csv
import html
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from qualcode.codebook import read_codebook
from qualcode.excerpting import excerpt_of
from qualcode.importers import read
from qualcode.language.words import count_words
from qualcode.model.texts import KINDS
from qualcode.studyfile import read_study

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "corpus_samples"
WAVES = ("T0", "T6", "T12")
MARKS = ("Invented document for demonstration", "Document inventé pour la démonstration")


def rows(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DOCUMENTS = {row["id"]: row for row in rows("documents.csv")}
SPEAKERS = {(row["document"], row["speaker"]): row for row in rows("speakers.csv")}
CODINGS = {coder: rows(f"coding/{coder}.csv") for coder in ("c1", "c2", "consensus")}
DONE = {(row["document"], row["coder"]) for row in rows("coding/done.csv")}
STUDY = read_study((SAMPLES / "study.yaml").read_text(encoding="utf-8"), "study.yaml")
CODEBOOKS = {
    path.stem: {code.id for code in read_codebook(path.read_text(encoding="utf-8"), path.name).codes}
    for path in (ROOT / "codebooks").glob("*.yaml")
}
CODES = set().union(*CODEBOOKS.values())
OWN_WORDS = [
    code
    for path in (ROOT / "codebooks").glob("*.yaml")
    for code in read_codebook(path.read_text(encoding="utf-8"), path.name).codes
    if code.in_vivo
]


def utterances(document: str) -> list[tuple[str | None, str]]:
    """The document's lines with who says each, read without the importers; a .docx as pandoc or Word would show it."""
    name = DOCUMENTS[document]["file"]
    if name.endswith(".vtt"):
        voices = re.findall(r"^<v ([^>]+)>(.*)$", (SAMPLES / name).read_text(encoding="utf-8"), re.M)
        return [(voice, html.unescape(speech)) for voice, speech in voices]
    text = docx_text(SAMPLES / name) if name.endswith(".docx") else (SAMPLES / name).read_text(encoding="utf-8")
    return [labelled(document, line) for line in text.split("\n") if line.strip()]


def labelled(document: str, line: str) -> tuple[str | None, str]:
    match = re.match(r"(?:\[[\d:]+\] )?([^:]{1,20}?)\s?:\s(.*)", line)
    return (match[1], match[2]) if match and (document, match[1]) in SPEAKERS else (None, line)


def docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        xml = package.read("word/document.xml").decode("utf-8")
    paragraphs = re.findall(r"<w:p[ >].*?</w:p>", xml, re.S)
    return "\n".join(html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", one))) for one in paragraphs)


def speech(document: str) -> str:
    """What participants say: all but the interviewers' words; the whole text of a note or of minutes."""
    interviewers = {label for (where, label), row in SPEAKERS.items() if where == document and is_interviewer(row)}
    return "\n".join(text for speaker, text in utterances(document) if speaker not in interviewers)


def is_interviewer(row: dict[str, str]) -> bool:
    return row["role"] == "interviewer"


def premises() -> set[str]:
    return {site.id for site in STUDY.sites if site.parent}


def said_at(site: str) -> set[str]:
    """The codes of the consensus in the words of that site's people."""
    return {
        row["code"]
        for row in CODINGS["consensus"]
        for speaker, text in utterances(row["document"])
        if row["quote"] in text and speaker and SPEAKERS[row["document"], speaker]["site"] == site
    }


def test_the_manifest_names_every_document_and_no_other() -> None:
    suffixes = {".txt", ".md", ".vtt", ".docx"}
    present = {path.name for path in SAMPLES.iterdir() if path.suffix in suffixes} - {"README.md", "names.txt"}
    assert {row["file"] for row in DOCUMENTS.values()} == present
    assert len(DOCUMENTS) == 13
    assert {Path(name).suffix for name in present} == suffixes


def test_the_manifest_spans_kinds_waves_languages_and_premises() -> None:
    assert {row["kind"] for row in DOCUMENTS.values()} == set(KINDS)
    assert {row["wave"] for row in DOCUMENTS.values()} == set(WAVES)
    assert {row["language"] for row in DOCUMENTS.values()} == {"fr", "en"}
    assert {row["site"] for row in DOCUMENTS.values()} == premises()
    assert len(premises()) >= 5
    assert len({site.parent for site in STUDY.sites if site.parent}) == 3


def test_one_person_is_interviewed_at_both_waves() -> None:
    waves = Counter(row["participant"] for row in DOCUMENTS.values() if row["kind"] == "interview")
    assert waves["MSP03"] == 2


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_says_first_that_it_is_invented(document: str) -> None:
    _, first = utterances(document)[0]
    assert first.strip("*").startswith(MARKS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_is_as_long_as_an_interview(document: str) -> None:
    words = sum(count_words(text) for _, text in utterances(document))
    assert 1500 <= words <= 4000
    assert count_words(speech(document)) > 0.8 * words


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_label_of_a_document_is_mapped_and_speaks(document: str) -> None:
    speaking = {speaker for speaker, _ in utterances(document) if speaker}
    assert speaking == {label for where, label in SPEAKERS if where == document}


def test_a_person_has_one_role_and_one_site_everywhere() -> None:
    people: dict[str, set[tuple[str, str]]] = {}
    for row in (*SPEAKERS.values(), *DOCUMENTS.values()):
        if row["participant"]:
            people.setdefault(row["participant"], set()).add((row["role"], row["site"]))
    assert len(people) >= 10
    assert all(len(known) == 1 for known in people.values())
    assert {site for known in people.values() for _, site in known} <= premises()


def test_service_users_of_every_group_and_diagnosis_speak_and_some_at_two_waves() -> None:
    people = {row["participant"]: row for row in rows("participants.csv") if row["group"]}
    users = {row["participant"] for row in SPEAKERS.values() if row["role"] == "user"}
    assert set(people) <= users
    for name, variable in STUDY.variables["participant"].items():
        if variable.choices and name != "consent":
            assert {row[name] for row in people.values()} == set(variable.choices)
    assert all(row["age"].isdecimal() for row in people.values())
    waves = {(row["participant"], DOCUMENTS[row["document"]]["wave"]) for row in SPEAKERS.values()}
    assert {who for who in people if {(who, "T0"), (who, "T12")} <= waves} == {"USA03", "USA04"}


def test_consent_is_known_of_everybody_but_one_and_refused_by_one() -> None:
    consents = [row["consent"] for row in rows("participants.csv")]
    spoken = {row["participant"] for row in (*SPEAKERS.values(), *DOCUMENTS.values())} - {""}
    assert {row["participant"] for row in rows("participants.csv")} == spoken
    assert [consents.count(said) for said in ("yes", "no", "unknown")] == [len(spoken) - 2, 1, 1]


def test_a_passage_has_a_consent_of_its_own_and_is_coded() -> None:
    quotes = {(row["document"], row["quote"]) for codings in CODINGS.values() for row in codings}
    consents = rows("consents.csv")
    assert {row["consent"] for row in consents} == {"no"}
    assert all((row["document"], row["quote"]) in quotes for row in consents)
    agreed = {row["participant"] for row in rows("participants.csv") if row["consent"] == "yes"}
    for row in consents:
        (speaker,) = (who for who, text in utterances(row["document"]) if row["quote"] in text)
        assert SPEAKERS[row["document"], speaker or ""]["participant"] in agreed


def test_quotations_are_translated_both_ways_and_one_is_shortened() -> None:
    quotes = {(row["document"], row["quote"]) for row in CODINGS["consensus"]}
    shown = rows("renderings.csv")
    assert all((row["document"], row["quote"]) in quotes for row in shown)
    ways = {(DOCUMENTS[row["document"]]["language"], row["language"]) for row in shown if row["language"]}
    assert ways == {("fr", "en"), ("en", "fr")}
    assert all(row["translator"] for row in shown if row["language"])
    for row in shown:
        if not row["language"]:
            assert excerpt_of(row["text"], row["quote"]) == row["text"]
    assert sum(not row["language"] for row in shown) == 1


def test_codes_in_the_workers_own_words_are_spoken_and_coded() -> None:
    in_vivo = {code.id: code.label["fr"].strip("«» \N{NO-BREAK SPACE}").casefold() for code in OWN_WORDS}
    spoken = [row["quote"].casefold() for row in CODINGS["consensus"] if row["code"] in in_vivo]
    assert len(in_vivo) == 6
    assert set(in_vivo) == {row["code"] for row in CODINGS["consensus"]} & set(in_vivo)
    said = [label for label in in_vivo.values() if any(label.removeprefix("dans ") in quote for quote in spoken)]
    assert sorted(said) == sorted(in_vivo.values())


def test_what_they_raise_changes_between_the_waves() -> None:
    for document, label in (("L03", "Ludovic"), ("M02", "P")):
        then, now = raised(document, label), raised("G01", {"Ludovic": "Ludovic", "P": "Declan"}[label])
        assert then & now and then - now and now - then


def raised(document: str, label: str) -> set[str]:
    """The codes of the consensus in one speaker's words."""
    said = [text for speaker, text in utterances(document) if speaker == label]
    return {
        row["code"]
        for row in CODINGS["consensus"]
        if row["document"] == document and any(row["quote"] in text for text in said)
    }


def test_a_document_can_hold_two_sittings() -> None:
    lines = [text for _, text in utterances("A01")]
    sittings = [line for line in lines if re.match(r"(Armentières|Lille), \d+ \w+ 201\d, ", line)]
    assert [line.split(",")[0] for line in sittings] == ["Armentières", "Lille"]
    (part,) = rows("parts.csv")
    turns = read(SAMPLES / DOCUMENTS["A01"]["file"]).transcript.turns
    assert (part["document"], part["site"], part["wave"]) == ("A01", "lille", "T6")
    text = read(SAMPLES / DOCUMENTS["A01"]["file"]).transcript.text
    (first,) = (turn.number for turn in turns if text.startswith(part["from"], turn.body))
    assert turns[first - 1].speaker == "M. Oudart"
    assert "M. Oudart" not in {turn.speaker for turn in turns[: first - 1]}
    assert part["to"] == ""


def test_french_is_set_as_french_is() -> None:
    text = (SAMPLES / DOCUMENTS["L02"]["file"]).read_text(encoding="utf-8")
    marks = ("\N{CRYING FACE}", "«\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}»", "\N{NO-BREAK SPACE}:", "’", "…")
    assert all(mark in text for mark in marks)
    for document, row in DOCUMENTS.items():
        if row["language"] == "fr":
            lines = "\n".join(line for _, line in utterances(document))
            assert not re.search("'|« |[^\N{NARROW NO-BREAK SPACE}][;!?»]", lines), document


def test_the_word_file_holds_what_breaks_readers_of_words() -> None:
    with zipfile.ZipFile(SAMPLES / DOCUMENTS["M01"]["file"]) as package:
        xml = package.read("word/document.xml").decode("utf-8")
        core = package.read("docProps/core.xml").decode("utf-8")
        dates = {info.date_time for info in package.infolist()}
    assert all(element in xml for element in ("<w:ins ", "<w:del ", "<w:tbl>"))
    assert "sandwiches that did less. I should add that with the gentleman in fourteen" in speech("M01")
    assert "fortnight" not in speech("M01")
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert not re.search(r"<(dc:creator|cp:lastModifiedBy)>[^<]", core)


@pytest.mark.parametrize("coder", CODINGS)
def test_a_quotation_stands_once_in_its_document_and_in_one_turn(coder: str) -> None:
    for row in CODINGS[coder]:
        lines = [text for _, text in utterances(row["document"])]
        assert sum(line.count(row["quote"]) for line in lines) == 1, row["quote"]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_importers_find_the_mapped_speakers_and_every_quotation_once(document: str) -> None:
    imported = read(SAMPLES / DOCUMENTS[document]["file"], language=DOCUMENTS[document]["language"])
    speakers = {speaker.label for speaker in imported.transcript.speakers}
    assert speakers == {label for where, label in SPEAKERS if where == document}
    quotes = {row["quote"] for codings in CODINGS.values() for row in codings if row["document"] == document}
    assert [quote for quote in quotes if imported.transcript.text.count(quote) != 1] == []


@pytest.mark.parametrize("coder", CODINGS)
def test_codings_use_the_codebooks_and_none_twice(coder: str) -> None:
    used = [(row["document"], row["quote"], row["code"]) for row in CODINGS[coder]]
    assert len(set(used)) == len(used)
    assert {code for _, _, code in used} <= CODES
    assert {row["key"] for row in CODINGS[coder]} <= {"", "yes"}


def test_guides_ask_for_codes_of_the_codebooks() -> None:
    assert {row["guide"] for row in DOCUMENTS.values()} - {""} == set(STUDY.guides)
    assert all(set(guide.asks) < CODES for guide in STUDY.guides.values())


def test_two_coders_cover_most_documents_and_disagree() -> None:
    c1, c2 = ({(row["document"], row["quote"], row["code"]) for row in CODINGS[coder]} for coder in ("c1", "c2"))
    assert all(5 <= len({document for document, _, _ in coded}) < len(DOCUMENTS) for coded in (c1, c2))
    assert 0.3 < len(c1 & c2) / len(c1 | c2) < 0.9
    assert len(CODINGS["consensus"]) >= 100


@pytest.mark.parametrize("book", CODEBOOKS)
def test_the_consensus_uses_every_part_of_each_codebook(book: str) -> None:
    used = {row["code"] for row in CODINGS["consensus"]}
    assert len(used & CODEBOOKS[book]) > len(CODEBOOKS[book]) * 2 // 3


def test_of_the_eligible_each_is_refused_missed_or_included_and_fewer_come_back_at_each_wave() -> None:
    included: dict[tuple[str, str], list[int]] = {}
    for row in rows("inclusion.csv"):
        assert int(row["eligible"]) == sum(int(row[part]) for part in ("refused", "missed", "included"))
        included.setdefault((row["group"], row["site"]), []).append(int(row["included"]))
    assert set(included) == {(group, site) for group in "123" for site in premises()}
    assert [row["wave"] for row in rows("inclusion.csv")] == [wave for wave in (*WAVES,) * 3 for _ in premises()]
    assert all(first > second > third > 0 for first, second, third in included.values())


def test_scores_are_of_service_users_at_each_wave_and_some_are_missing() -> None:
    scores = rows("scores.csv")
    people = {row["participant"] for row in scores}
    assert [(row["participant"], row["wave"]) for row in scores] == [(who, w) for who in sorted(people) for w in WAVES]
    assert people == {"USA03", "USA04", "USA05", "USA06"}
    assert people <= {row["participant"] for row in SPEAKERS.values() if row["role"] == "user"}
    given = [row[name] for row in scores for name in ("recovery_score", "hospital_days")]
    assert 0 < given.count("") < len(given) // 3
    assert all(0 <= int(value) <= 183 for value in given if value)


def test_some_segments_carry_two_codes_and_some_lie_within_others() -> None:
    by_quote = Counter((row["document"], row["quote"]) for row in CODINGS["consensus"])
    assert max(by_quote.values()) == 2
    assert any(one != other and one in other for _, one in by_quote for _, other in by_quote)


def test_only_documents_with_codings_are_done() -> None:
    coded = {(row["document"], coder) for coder, codings in CODINGS.items() for row in codings}
    assert coded >= DONE
    assert {document for document, coder in coded if coder == "consensus"} == {
        document for document, coder in DONE if coder == "consensus"
    }


def test_a_table_of_the_consensus_shows_all_three_emptinesses() -> None:
    done = {document for document, coder in DONE if coder == "consensus"}
    assert {row["site"] for document, row in DOCUMENTS.items() if document not in done} == {"toulon"}
    assert {row["document"] for row in SPEAKERS.values() if row["site"] == "toulon"} == {"T01"}
    bobigny = {row["document"] for row in SPEAKERS.values() if row["site"] == "bobigny"}
    asked = {code for document in bobigny for code in STUDY.guides[DOCUMENTS[document]["guide"]].asks}
    assert not {"mutual-identification", "testifying", "self-recognition"} & (said_at("bobigny") | asked)
    assert "denial-as-knowledge" not in said_at("paris-13")
    assert DOCUMENTS["P01"]["guide"] == ""


def test_most_cells_of_that_table_are_filled() -> None:
    cells = {(site, code) for site in premises() for code in said_at(site)}
    assert {site for site, _ in cells} == premises() - {"toulon"}
    assert len(cells) > 5 * len(CODES) // 2
