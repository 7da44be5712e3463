from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import YamlError
from qualcode.yamls.edit import append_item, at, insert_key, remove, set_value
from qualcode.yamls.text import List, Map, Node, Text, decode, load, plain
from qualcode.yamls.writing import block, flow, scalar

letters = st.text(st.characters(exclude_categories=["Cs"]))
trees = st.recursive(
    letters,
    lambda deeper: st.one_of(
        st.lists(deeper, min_size=1, max_size=4),
        st.dictionaries(letters.filter(lambda k: len(k) < 99), deeper, min_size=1),
    ),
    max_leaves=12,
)


def read(text: str) -> object:
    root = load(text, "f.yaml")
    return None if root is None else plain(root)


def error(text: str) -> str:
    with pytest.raises(YamlError) as caught:
        load(text, "f.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    "word", ["no", "yes", "1.10", "010", "12:30:45", "2013-01-01", "null", "~", "0x1F", "on", "1e3"]
)
def test_a_word_stays_text_as_it_was_written(word: str) -> None:
    assert read(f"label: {word}\n") == {"label": word}


def leaves(node: Node) -> list[Text]:
    match node:
        case Text():
            return [node]
        case List():
            return [leaf for item in node.items for leaf in leaves(item)]
        case Map():
            return [leaf for key, value in node.entries for leaf in (key, *leaves(value))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_count_code_points_lines_and_columns(newline: str, mark: str) -> None:
    text = mark + newline.join(["# 😀 é", "clé😀: é😀 x # c", "l: [ü, ' ñ', {ß: œ}]", "last: fin"])
    root = load(text, "f.yaml")
    assert root is not None
    written = [text[leaf.place.start : leaf.place.end] for leaf in leaves(root)]
    assert written == ["clé😀", "é😀 x", "l", "ü", "' ñ'", "ß", "œ", "last", "fin"]
    assert [str(leaf.place) for leaf in leaves(root)][:4] == ["f.yaml:2:1", "f.yaml:2:7", "f.yaml:3:1", "f.yaml:3:5"]


def test_a_block_of_text_ends_with_its_last_words() -> None:
    text = "a: |\n  one\n\n  two\n\n\nb: >+\n  kept\n\nc: z\n"
    root = load(text, "f.yaml")
    assert isinstance(root, Map)
    assert [text[value.place.start : value.place.end] for _key, value in root.entries] == [
        "|\n  one\n\n  two",
        ">+\n  kept\n",
        "z",
    ]


@pytest.mark.parametrize("text", ["", "\ufeff", "# only a comment\n", "---\n", "\n\n"])
def test_nothing_but_comments_is_nothing(text: str) -> None:
    assert load(text, "f.yaml") is None


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a:\n\tb: 1\n", "2:1", "tab"),
        ("a:\n - b: 1\n \tc: 2\n", "3:2", "tab"),
        ("a:\n  -\tb: 1\n", "2:4", "tab"),
        ("a: 1\nb: 2\na: 3\n", "3:1", "key a is already there, at line 1"),
        ("x: {a: 1, a: 2}", "1:11", "key a"),
        ("label: Lien : confiance\n", "1:13", "in quotes"),
        ("label: *important*\n", "1:18", "in quotes"),
        ("label: *important\n", "1:8", "in quotes"),
        ("a: &b c\n", "1:4", "in quotes"),
        ("a: !b c\n", "1:4", "in quotes"),
        ("a: @b\n", "1:4", "in quotes"),
        ("a: 'b\nc: d\n", "1:4", "not closed"),
        ("a: [b\nc: d\n", "1:4", "not closed"),
        ("a: {b: c\n", "1:4", "not closed"),
        ("a:\n  - b\n c: d\n", "3:2", "expected here"),
        ("a: 1\n---\nb: 2\n", "2:1", "second document"),
        ("a: é\x07\n", "1:5", "U+0007"),
        ("a: b\ufeff\n", "1:5", "U+FEFF"),
        ("[a]: b\n", "1:1", "key should be a word"),
        ("- " * 5000 + "a", "1:203", "100 levels"),
        ("[" * 5000, "1:102", "100 levels"),
        ("a: \ud800\n", "1:4", "U+D800"),
    ],
)
def test_what_would_be_read_otherwise_than_meant_is_refused_at_its_place(text: str, place: str, words: str) -> None:
    message = error(text)
    assert message.startswith(f"f.yaml:{place}: ")
    assert words in message


@given(st.text())
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    try:
        load(text, "f.yaml")
    except YamlError as refused:
        assert refused.message.startswith("f.yaml:")


def test_bytes_that_are_not_utf8_are_refused_at_their_line() -> None:
    with pytest.raises(YamlError, match=r"f.yaml:2:9: .*0xE8"):
        decode("é: b\nlabel: M\u00e8re\n".encode().replace("\u00e8".encode(), b"\xe8"), "f.yaml")


def test_a_byte_order_mark_is_read_and_kept() -> None:
    text = decode(b"\xef\xbb\xbfa: b\n", "f.yaml")
    assert read(text) == {"a": "b"}
    assert set_value(text, "f.yaml", ("a",), "c").encode() == b"\xef\xbb\xbfa: c\n"


@given(letters)
def test_a_scalar_is_read_back_as_itself(value: str) -> None:
    assert read(f"a: {scalar(value)}\n") == {"a": value}
    assert read(f"a: [{scalar(value, flow=True)}, b]\n") == {"a": [value, "b"]}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Lien", "Lien"),
        ("Être « là »", "Être « là »"),
        ("😀 a", "😀 a"),
        ("no", '"no"'),
        ("1.10", '"1.10"'),
        ("a: b", '"a: b"'),
        ("a # b", '"a # b"'),
        ("# x", '"# x"'),
        ("- x", '"- x"'),
        ('dit "non"', 'dit "non"'),
        ('"non"', """'"non"'"""),
        ('l\'une: "x"', "'l''une: \"x\"'"),
        ("a\nb", '"a\\nb"'),
        ("", '""'),
        ("a, b", "a, b"),
    ],
)
def test_a_scalar_has_quotes_only_where_it_needs_them(value: str, written: str) -> None:
    assert scalar(value) == written


@given(trees)
def test_a_tree_is_read_back_from_one_line_and_from_many(tree: object) -> None:
    whole = {"root": tree}
    assert read(flow(whole)) == whole  # type: ignore[arg-type]
    assert read("\n".join(block(whole, 0))) == whole  # type: ignore[arg-type]


BOOK = """\
# mine
codes:   # all of them
  - id: a  # first
    label: {en: A, fr: "É"}
    # about a

  - id: b
    label: B
    full: |
      Long: text

# the end
"""


@pytest.mark.parametrize(
    ("edited", "lines"),
    [
        (set_value(BOOK, "f", ("codes", 0, "label", "fr"), "no"), ['    label: {en: A, fr: "no"}']),
        (set_value(BOOK, "f", ("codes", 1, "label"), "x: y"), ['    label: "x: y"']),
        (insert_key(BOOK, "f", ("codes", 0), "pin", "1"), ['    pin: "1"']),
        (insert_key(BOOK, "f", ("codes", 0, "label"), "de", "Ä"), ['    label: {en: A, fr: "É", de: Ä}']),
        (insert_key(BOOK, "f", ("codes", 1), "brief", {"en": "x"}), ["    brief: {en: x}"]),
        (append_item(BOOK, "f", ("codes",), {"id": "c"}), ["  - id: c", ""]),
        (insert_key(BOOK, "f", (), "title", "T"), ["title: T"]),
    ],
)
def test_an_edit_changes_only_the_lines_it_must(edited: str, lines: list[str]) -> None:
    before, after = BOOK.split("\n"), edited.split("\n")
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    assert [line for _kind, _a, _b, start, end in changed for line in after[start:end]] == lines
    assert sum(end - start for _kind, start, end, _a, _b in changed) == len(before) + len(lines) - len(after)


def test_a_new_item_goes_below_the_comments_of_the_last_and_stands_apart_as_they_do() -> None:
    assert append_item(BOOK, "f", ("codes",), {"id": "c"}) == BOOK.replace("Long: text\n", "Long: text\n\n  - id: c\n")
    assert insert_key(BOOK, "f", ("codes", 0), "codes", [{"id": "x"}]).startswith(
        BOOK[: BOOK.index("    # about a")] + "    codes:\n      - id: x\n    # about a\n"
    )


@pytest.mark.parametrize(
    ("text", "path", "edited"),
    [
        ("a: 1\nb: 2\n", ("a",), "b: 2\n"),
        ("a: 1\nb: 2", ("b",), "a: 1"),
        ("a: 1\r\nb: 2", ("b",), "a: 1"),
        ("l: [1, 2, 3]", ("l", 0), "l: [2, 3]"),
        ("l: [1, 2, 3, ]", ("l", 2), "l: [1, 2, ]"),
        ("l: [ 1 ]", ("l", 0), "l: [  ]"),
        ("l:\n- 1\nm: 2\n", ("l", 0), "l:\nm: 2\n"),
        ("m: {a: 1, b: 2}\n", ("m", "b"), "m: {a: 1}\n"),
        ("l:\n  - a\n\n  - b\n\n  - c\nm: 2\n", ("l", 2), "l:\n  - a\n\n  - b\nm: 2\n"),
    ],
)
def test_removing_takes_the_entry_and_its_lines(text: str, path: tuple[str | int, ...], edited: str) -> None:
    assert remove(text, "f", path) == edited


@pytest.mark.parametrize(
    "change",
    [
        lambda: remove("- a: 1\n  b: 2\n", "f", (0, "a")),
        lambda: set_value("a:\n  b: 1\n", "f", ("a",), "x"),
        lambda: insert_key("a: text\n", "f", ("a",), "b", "c"),
        lambda: append_item("a: {b: c}\n", "f", ("a",), "d"),
        lambda: append_item("{a: 1, b}", "f", ("b",), "c"),
    ],
)
def test_what_cannot_be_changed_safely_is_left_to_the_hand(change: object) -> None:
    with pytest.raises(YamlError, match=r"f:\d:\d: .*in the file itself"):
        change()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("codes:\n", "codes:\n  - x\n"),
        ("codes: # none yet\ntitle: t\n", "codes: # none yet\n  - x\ntitle: t\n"),
        ("codes: []\n", "codes: [x]\n"),
        ("{codes: , a: 1}", "{codes:  [x], a: 1}"),
        ("codes:", "codes:\n  - x"),
        ("codes:\n- a\n", "codes:\n- a\n- x\n"),
        ("codes:\n    - a", "codes:\n    - a\n    - x"),
        ("codes: [\n  a, # one\n  b # two\n]\n", "codes: [\n  a, # one\n  b, x # two\n]\n"),
    ],
)
def test_items_are_added_as_the_file_writes_them(text: str, written: str) -> None:
    edited = append_item(text, "f", ("codes",), "x")
    assert edited == written
    root = load(edited, "f")
    assert root is not None
    assert isinstance(at(root, ("codes",)), List)
