from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import (
    read_codebook,
    suggest_id,
    with_code_added,
    with_code_removed,
    with_label,
)
from qualcode.errors import InputError, NotFoundError, YamlError
from qualcode.model.codes import Code, Codebook
from qualcode.names import fold
from qualcode.naming import find_code
from qualcode.store.database.kept import code_from_data, code_to_data
from qualcode.yamls.writing import flow, scalar

CODEBOOKS = Path(__file__).parents[1] / "codebooks"
SHIPPED = CODEBOOKS / "experiential-knowledge.yaml"
EVALUATION = CODEBOOKS / "evaluation.yaml"
PEER_WORK = CODEBOOKS / "peer-work.yaml"
PINNED = {
    "therapeutic-distance": 1,
    "bilingualism": 2,
    "mutual-identification": 3,
    "body-of-knowledge": 4,
    "nearness": 5,
    "translating": 6,
    "disclosing": 7,
    "testifying": 8,
    "self-recognition": 9,
}

labels = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1).map(str.strip).filter(bool)
)
awkward = st.sampled_from(
    ["no", "yes", "1.10", "12:30", "a: b", "# x", "- x", "« é » 😀", '"q"', "l'un", "a, b", "[x]", "null"]
)


def shape(codebook: Codebook) -> list[tuple[str, str | None]]:
    return [(code.id, code.parent) for code in codebook.codes]


def error(text: str) -> str:
    with pytest.raises(YamlError) as caught:
        read_codebook(text, "codebook.yaml")
    return str(caught.value)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_codebook_is_read_parents_first_in_the_researchers_order() -> None:
    text = """
title: {en: Knowledge, fr: Savoirs}
codes:
  - id: z
    label: Zed
    codes:
      - {id: y, label: {en: Why, fr: Pourquoi}, codes: [{id: x, label: no}]}
      - id: été
        label: 1.10
        pin: 1
        colour: orange
        brief: short
        full: |
          One.

          Two.
        use_when: {en: now}
        not_when: {fr: jamais, en: }
        examples: ["a: b", {en: e, fr: f}]
        near_misses:
          - near
        also_under: [x, z]
        aliases: [summer, 010]
  - {id: a, label: A}
"""
    codebook = read_codebook(text, "codebook.yaml")
    assert codebook.title == {"en": "Knowledge", "fr": "Savoirs"}
    assert shape(codebook) == [("z", None), ("y", "z"), ("x", "y"), ("été", "z"), ("a", None)]
    assert codebook["x"].label == {"": "no"}
    assert codebook["été"] == Code(
        id="été",
        label={"": "1.10"},
        parent="z",
        pin=1,
        colour="orange",
        brief={"": "short"},
        full={"": "One.\n\nTwo."},
        use_when={"en": "now"},
        not_when={"fr": "jamais"},
        examples=({"": "a: b"}, {"en": "e", "fr": "f"}),
        near_misses=({"": "near"},),
        also_under=("x", "z"),
        aliases=("summer", "010"),
    )


@given(labels | awkward)
def test_any_label_is_read_back_as_it_was_written(label: str) -> None:
    text = (
        f"codes: [{{id: a, label: {scalar(label, flow=True)}}}, {{id: b, label: {{fr: {scalar(label, flow=True)}}}}}]"
    )
    codebook = read_codebook(text, "codebook.yaml")
    assert codebook["a"].label == {"": label}
    assert codebook["b"].label == {"fr": label}


CODE = "codes:\n  - id: a\n    label: A\n"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("", "1:1", ["empty"]),
        ("- a\n", "1:1", ["keys and values"]),
        ("titel: x\n", "1:1", ["titel", "title"]),
        (CODE + "    pni: 1\n", "4:5", ["pni", "pin"]),
        (CODE + "    color: pink\n", "4:5", ["color", "Write colour"]),
        (CODE + "    zzz: pink\n", "4:5", ["zzz", "Known: id, label"]),
        (CODE + "    label: B\n", "4:5", ["label", "line 3"]),
        (CODE + "\tpin: 1\n", "4:1", ["tab"]),
        (CODE + "  - id: a\n    label: B\n", "4:9", ["id a", "line 2"]),
        (CODE + "    codes: [{id: a, label: B}]\n", "4:18", ["id a", "line 2"]),
        (CODE + "  - id: b\n    label: B\n    aliases: [x, A]\n", "6:18", ["aliases", "A", "code a"]),
        (CODE + "    aliases: [x]\n  - {id: b, label: B, aliases: [X]}\n", "5:33", ["aliases", "code a"]),
        (CODE + "    also_under: [bb]\n  - {id: bbb, label: B}\n", "4:18", ["also_under", "bb", "Write bbb"]),
        (CODE + "    also_under: [a]\n", "4:18", ["also_under", "itself"]),
        (CODE + "    pin: 10\n", "4:10", ["pin", "'10'", "1 to 9"]),
        (CODE + "    pin: yes\n", "4:10", ["pin", "'yes'"]),
        (CODE + "    pin: 1\n  - {id: b, label: B, pin: 1}\n", "5:28", ["pin", "of a"]),
        (CODE + "    colour: organge\n", "4:13", ["colour", "Write orange"]),
        (CODE + "    brief: [x]\n", "4:12", ["brief"]),
        (CODE + "    brief: {french: x}\n", "4:13", ["brief", "french", "language"]),
        (CODE + "    brief: {fr: [x]}\n", "4:17", ["brief: fr", "text"]),
        (CODE + "    examples: x\n", "4:15", ["examples", "list"]),
        (CODE + "    aliases: [[x]]\n", "4:15", ["aliases", "text"]),
        (CODE + "    codes: {b: {label: B}}\n", "4:12", ["codes", "list"]),
        ("codes: [a]", "1:9", ["a code"]),
        ("codes:\n  - label: A\n", "2:5", ["no id"]),
        ("codes:\n  - id: [a]\n    label: A\n", "2:9", ["id should be text"]),
        ("codes:\n  - id: a b\n    label: A\n", "2:9", ["id", "'a b'", "letters, digits"]),
        ("codes:\n  - id:\n    label: A\n", "2:8", ["id"]),
        ("codes:\n  - id: a\n", "2:5", ["code a", "label"]),
        ("codes:\n  - id: a\n    label:\n", "3:11", ["label", "empty"]),
        ("codes:\n  - id: a\n    label: {fr: }\n", "3:12", ["label", "empty"]),
        ('codes:\n  - id: a\n    label: "a\\nb"\n', "3:12", ["label", "one line"]),
    ],
)
def test_a_mistake_is_named_with_its_place_and_its_key(text: str, place: str, words: list[str]) -> None:
    message = error(text)
    assert message.startswith(f"codebook.yaml:{place}: ")
    assert [word for word in words if word not in message] == []


def test_codes_may_stand_under_each_other_besides_nesting() -> None:
    text = "codes: [{id: a, label: A, also_under: [b]}, {id: b, label: B, also_under: [a]}]"
    book = read_codebook(text, "codebook.yaml")
    assert book["a"].also_under == ("b",)
    assert [(line.code.id, line.depth, line.under) for line in book.lines()] == [
        ("a", 0, None), ("b", 1, "a"), ("b", 0, None), ("a", 1, "b"),
    ]  # fmt: skip
    assert [code.id for code, _depth in book.walk()] == ["a", "b"]


def test_a_code_is_no_guest_where_it_is_at_home() -> None:
    text = "codes: [{id: a, label: A, codes: [{id: b, label: B, also_under: [a, c]}]}, {id: c, label: C}]"
    book = read_codebook(text, "codebook.yaml")
    assert (book.guests("a"), [code.id for code in book.guests("c")]) == ((), ["b"])


@pytest.mark.parametrize("text", ["title: x\n", "title: x\ncodes:\n", "codes: []"])
def test_a_codebook_may_have_no_codes_yet(text: str) -> None:
    assert read_codebook(text, "codebook.yaml").codes == ()


def test_ids_hold_letters_of_any_language() -> None:
    ids = ["été", "Ελλάδα", "हिन्दी", "日本", "a.b_c-1"]
    text = "codes:\n" + "".join(f"  - {{id: {code_id}, label: x}}\n" for code_id in ids)
    assert [code.id for code in read_codebook(text, "codebook.yaml").codes] == ids


def test_a_code_in_somebody_s_own_words_says_so_and_is_kept_so() -> None:
    book = read_codebook("codes: [{id: a, label: A, in_vivo: true}, {id: b, label: B, in_vivo: false}]", "f")
    assert [code.in_vivo for code in book.codes] == [True, False]
    assert [code_from_data(code_to_data(code)) for code in book.codes] == list(book.codes)
    assert "in_vivo" not in code_to_data(book["b"])
    assert "in_vivo" in error(CODE + "    in_vivo: yes\n")


# --- edits -----------------------------------------------------------------------------------------------------------


@st.composite
def codebooks(draw: st.DrawFn) -> str:
    """A codebook as somebody might have written it: nested, commented, in block and flow style, with any line ends."""
    numbers = iter(range(99))
    dash = draw(st.sampled_from([0, 2, 4]))

    def label(pad: str) -> list[str]:
        words = draw(labels | awkward)
        other = draw(labels | awkward)
        return draw(
            st.sampled_from(
                [
                    [f"{pad}label: {scalar(words)}"],
                    [f"{pad}label: {scalar(words)}   # said so"],
                    [f"{pad}label: {flow({'en': words, 'fr': other})}"],
                    [f"{pad}label:", f"{pad}  en: {scalar(words)}", f"{pad}  fr: {scalar(other)} # fr"],
                    [f"{pad}label: >-", f"{pad}  folded", f"{pad}  words"],
                ]
            )
        )

    def code(indent: int, depth: int) -> list[str]:
        code_id = f"c{next(numbers)}"
        if draw(st.integers(0, 4)) == 0:
            inner = f", codes: [{{id: {code_id}x, label: x}}]" if draw(st.booleans()) else ""
            return [f"{' ' * indent}- {{id: {code_id}, label: {flow({'en': draw(labels)})}{inner}}}"]
        pad = " " * (indent + 2)
        lines = [f"{' ' * indent}- id: {code_id}{draw(st.sampled_from(['', '  # first']))}", *label(pad)]
        lines += draw(
            st.sampled_from([[], [f"{pad}full: |", f"{pad}  Long: text", "", f"{pad}  more"], [f"{pad}# about"]])
        )
        return lines + (listed(indent + 2, depth - 1) if depth and draw(st.booleans()) else [])

    def listed(indent: int, depth: int) -> list[str]:
        gap = draw(st.sampled_from([[], [""], ["# between"]]))
        found = [code(indent + dash, depth) for _number in range(draw(st.integers(1, 3)))]
        return [" " * indent + "codes:", *found[0], *(line for lines in found[1:] for line in (*gap, *lines))]

    head = draw(st.sampled_from([[], ["# mine", "title: T", ""], ["title: {en: T}"]]))
    tail = draw(st.sampled_from([[], [""], ["", "# the end", ""], ["...", ""]]))
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + newline.join([*head, *listed(0, 2), *tail])


places = st.integers(0, 99)
words = st.one_of(
    st.fixed_dictionaries({"": labels | awkward}),
    st.dictionaries(st.sampled_from(["en", "fr", "pt-BR"]), labels | awkward, min_size=1),
)


def ids(text: str) -> list[str]:
    return [code.id for code in read_codebook(text, "f").codes]


def kept(before: str, after: str) -> bool:
    """Whether every line of `before` stands in `after`, in order."""
    lines = iter(after.split("\n"))
    return all(line in lines for line in before.removesuffix("\n").split("\n"))


@given(codebooks(), places, words, st.booleans())
def test_a_code_added_is_the_code_meant_and_no_other_line_changes(
    text: str, at: int, label: dict[str, str], brief: bool
) -> None:
    before = read_codebook(text, "f")
    parent = [None, *ids(text)][at % (len(before.codes) + 1)]
    edited = with_code_added(text, "f", "new", label, parent, {"en": "no"} if brief else {})
    after = read_codebook(edited, "f")
    assert after["new"] == Code("new", label, parent, brief={"en": "no"} if brief else {})
    assert list(after.children(parent))[-1].id == "new"
    assert [code for code in after.codes if code.id != "new"] == list(before.codes)
    if not is_flow(text, parent):
        assert kept(text.replace("\r\n", "\n"), edited.replace("\r\n", "\n"))
    assert ("\r\n" in edited) == ("\r\n" in text)
    assert edited.count("\r\n") in (0, edited.count("\n"))


def is_flow(text: str, code_id: str | None) -> bool:
    return f"{{id: {code_id}," in text


@given(codebooks(), places, words)
def test_adding_a_code_and_taking_it_back_gives_the_same_bytes(text: str, at: int, label: dict[str, str]) -> None:
    parents = [None, *ids(text)]
    added = with_code_added(text, "f", "new", label, parents[at % len(parents)])
    assert with_code_removed(added, "f", "new") == text


@given(codebooks(), places, st.sampled_from(["", "en", "fr", "de"]), labels | awkward)
def test_a_label_changed_is_the_label_meant_and_no_other_line_changes(
    text: str, at: int, language: str, label: str
) -> None:
    code_id = ids(text)[at % len(ids(text))]
    before = read_codebook(text, "f")
    edited = with_label(text, "f", code_id, language, label)
    meant = replace(before[code_id], label={**before[code_id].label, language: label})
    assert read_codebook(edited, "f").codes == tuple(meant if code.id == code_id else code for code in before.codes)
    lines = edited.split("\n")
    assert sum(line not in lines for line in set(text.split("\n"))) <= 3


@given(codebooks(), places)
def test_a_translation_added_and_taken_away_leaves_the_same_labels(text: str, at: int) -> None:
    code_id = ids(text)[at % len(ids(text))]
    edited = with_label(text, "f", code_id, "de", "Wort")
    assert read_codebook(with_label(edited, "f", code_id, "de", ""), "f") == read_codebook(text, "f")


def test_renaming_keeps_comments_quotes_and_layout() -> None:
    text = 'codes:\n  - id: a   # mine\n    label: "A"  # old\n    brief: {en: x}\n'
    assert with_label(text, "f", "a", "", "Été : 1") == text.replace('"A"', '"Été : 1"')
    assert with_label(text, "f", "a", "fr", "Été") == text.replace('"A"', '{"": A, fr: Été}')


def test_the_only_label_of_a_code_cannot_be_taken_away() -> None:
    with pytest.raises(YamlError, match="label is empty"):
        with_label(CODE, "f", "a", "", " ")


def test_a_code_that_would_not_be_read_back_is_not_written() -> None:
    with pytest.raises(YamlError, match="already used"):
        with_code_added(CODE, "f", "a", {"": "A"}, None)
    with pytest.raises(YamlError, match="an id cannot have"):
        with_code_added(CODE, "f", "a b", {"": "A"}, None)
    with pytest.raises(NotFoundError, match="no code z"):
        with_code_added(CODE, "f", "b", {"": "A"}, "z")


def test_a_code_that_others_stand_under_is_not_removed() -> None:
    text = CODE + "    also_under: [b]\n  - id: b\n    label: B\n"
    with pytest.raises(YamlError, match="also_under: there is no code b"):
        with_code_removed(text, "f", "b")
    assert read_codebook(with_code_removed(text, "f", "a"), "f").codes == (Code("b", {"": "B"}),)


@pytest.mark.parametrize("text", ["title: T\ncodes:\n", "codes: []", "codes: [ ]\n", "{codes: []}", CODE])
def test_a_first_code_finds_its_place_and_leaves_it(text: str) -> None:
    added = with_code_added(text, "f", "new", {"en": "N", "fr": "É"}, None)
    assert read_codebook(added, "f")["new"].label == {"en": "N", "fr": "É"}
    assert with_code_removed(added, "f", "new") == text


# --- finding ---------------------------------------------------------------------------------------------------------

BOOK = read_codebook(
    """
codes:
  - id: distance
    label: {en: Therapeutic distance, fr: Distance thérapeutique}
    aliases: [far]
    codes: [{id: near, label: {en: Nearness, fr: Proximité}}, {id: d-other, label: Other}]
  - id: knowledge
    label: Savoirs d’expérience
    codes: [{id: k-other, label: Other}, {id: deep, label: Deep, codes: [{id: deeper, label: Deeper}]}]
""",
    "f",
)


@pytest.mark.parametrize(
    ("name", "code_id"),
    [
        ("near", "near"),
        ("NEAR", "near"),
        ("proximite", "near"),
        ("Far", "distance"),
        ("savoirs d'expérience", "knowledge"),
        ("Distance thérapeutique > Other", "d-other"),
        ("knowledge > OTHER", "k-other"),
        ("Deep > Deeper", "deeper"),
        ("knowledge > deep > deeper", "deeper"),
        ("knowledge > deeper", None),
        ("nowhere", None),
        ("", None),
    ],
)
def test_a_code_is_found_by_any_of_its_names(name: str, code_id: str | None) -> None:
    found = find_code(BOOK, name)
    assert (found.id if found else None) == code_id


def test_a_name_of_two_codes_is_never_guessed() -> None:
    with pytest.raises(InputError, match="distance > d-other, knowledge > k-other"):
        find_code(BOOK, "other")


@pytest.mark.parametrize(
    ("label", "taken", "code_id"),
    [
        ("Distance thérapeutique", (), "distance-therapeutique"),
        ("  L’écoute, c’est « tout » !", (), "l-ecoute-c-est-tout"),
        ("Trust", ("trust", "trust-2"), "trust-3"),
        ("😀", (), "code"),
        ("信頼", (), "信頼"),
        ("a_b. (c)", (), "a_b.-c"),
    ],
)
def test_an_id_is_suggested_from_the_label(label: str, taken: tuple[str, ...], code_id: str) -> None:
    assert suggest_id(label, taken) == code_id


@given(st.text(), st.sets(st.text()))
def test_a_suggested_id_is_free_and_can_be_used(label: str, taken: set[str]) -> None:
    code_id = suggest_id(label, taken)
    assert code_id not in taken
    assert code_id in read_codebook(with_code_added("codes:\n", "f", code_id, {"": "x"}, None), "f")


# --- as data, and the shipped codebook ------------------------------------------------------------------------------


def book_of(path: Path) -> Codebook:
    return read_codebook(path.read_text("utf-8"), path.name)


@pytest.fixture(scope="module", params=sorted(CODEBOOKS.glob("*.yaml")), ids=lambda path: path.stem)
def shipped(request: pytest.FixtureRequest) -> Codebook:
    return book_of(request.param)


def test_a_code_goes_through_json_and_back(shipped: Codebook) -> None:
    for code in (*shipped.codes, *BOOK.codes):
        assert code_from_data(json.loads(json.dumps(code_to_data(code)))) == code


def test_a_shipped_codebook_says_everything_of_every_code_in_both_languages(shipped: Codebook) -> None:
    both = {"en", "fr"}
    for code in shipped.codes:
        texts = [code.label, code.brief, code.full, code.use_when, code.not_when, *code.examples, *code.near_misses]
        assert [set(text) for text in texts] == [both] * len(texts), code.id
        assert code.examples, code.id
        assert code.near_misses, code.id
        assert code.aliases, code.id
        assert code.colour == shipped.path(code.id)[0].colour, code.id


def test_the_codebook_of_knowledge_has_the_four_areas_their_sub_codes_and_the_pins() -> None:
    knowledge = book_of(SHIPPED)
    assert {code.id: code.pin for code in knowledge.codes if code.pin} == PINNED
    assert [code.id for code in knowledge.children(None)] == list(PINNED)[:4]
    assert [code.id for code in knowledge.children("body-of-knowledge")] == [
        "patient-knowledge",
        "denial-as-knowledge",
        "step-by-step-alliance",
    ]


def test_the_codebook_of_the_evaluation_has_the_chapters_their_sub_codes_and_the_pins() -> None:
    evaluation = book_of(EVALUATION)
    assert {
        parent.id: [code.id for code in evaluation.children(parent.id)] for parent in evaluation.children(None)
    } == {
        "integration": ["placement", "welcome", "status-and-pay", "supervision"],
        "leaving": ["reasons-to-leave", "after-leaving"],
        "practices": ["individual-support", "group-work", "outside-the-walls", "writing-in-the-record"],
        "effects-on-teams": ["changed-views", "tensions", "role-boundaries"],
        "meetings": ["first-meeting", "shared-activity", "trust"],
        "suggestions": ["training-suggestions", "organisation-suggestions"],
    }
    assert sorted(code.pin for code in evaluation.codes if code.pin) == list(range(1, 10))


def test_the_codebook_of_the_trade_has_the_six_subjects_of_the_account_and_codes_in_the_workers_words() -> None:
    trade = book_of(PEER_WORK)
    assert {parent.id: [code.id for code in trade.children(parent.id)] for parent in trade.children(None)} == {
        "no-typical-day": ["handing-over-in-a-crisis"],
        "delicate-place": ["neither-doormat-nor-hedgehog", "in-between", "only-one"],
        "what-to-say-of-oneself": ["in-a-box", "said-too-much"],
        "experience-into-expertise": ["posture", "what-training-gives", "legitimacy"],
        "change-in-the-system": ["another-view", "old-hands-uneasy"],
        "own-exhaustion": ["comes-back-up", "proving-ourselves", "what-holds-one-up"],
    }
    assert sorted(code.pin for code in trade.codes if code.pin) == list(range(1, 10))
    assert [code.id for code in trade.codes if code.in_vivo] == [
        "neither-doormat-nor-hedgehog", "in-between", "in-a-box", "posture", "comes-back-up", "proving-ourselves",
    ]  # fmt: skip
    assert all(code.label["fr"].startswith("«") for code in trade.codes if code.in_vivo)


def test_no_name_means_two_codes_of_the_shipped_codebooks() -> None:
    codes = [code for path in sorted(CODEBOOKS.glob("*.yaml")) for code in book_of(path).codes]
    names = [name for code in codes for name in {fold(each) for each in (code.id, *code.aliases)}]
    assert len(set(names)) == len(names)


def test_no_id_or_label_stands_in_two_shipped_codebooks() -> None:
    books = [book_of(path).codes for path in sorted(CODEBOOKS.glob("*.yaml"))]
    assert len(books) >= 2
    for names in ([code.id for book in books for code in book], [code.label["fr"] for book in books for code in book]):
        assert len(set(names)) == len(names)


def test_the_shipped_french_is_set_as_french_is_printed(shipped: Codebook) -> None:
    for code in shipped.codes:
        for text in (code.brief, code.full, code.use_when, code.not_when, *code.examples, *code.near_misses):
            french = text["fr"]
            assert not any(sign in french for sign in ("« ", " »", " :", " ;", " ?", " !", "'")), (code.id, french)


@pytest.mark.parametrize("path", [SHIPPED, EVALUATION, PEER_WORK], ids=lambda path: path.stem)
def test_a_shipped_codebook_can_be_edited_and_restored(path: Path) -> None:
    text = path.read_text("utf-8")
    for parent in (None, *ids(text)):
        assert with_code_removed(with_code_added(text, "f", "new", {"": "N"}, parent), "f", "new") == text
