"""The keyboard grammar as data: which keys do what, in words. Bindings, help and the README are made from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from qualcode.i18n import _

_AZERTY_KEYS = ("ampersand", "é", "quotation_mark", "apostrophe", "left_parenthesis", "minus", "è", "underscore", "ç")
"""The unshifted digit row of a French keyboard, from 1 to 9, in Textual's names: letters are their own."""


_NAMES = {
    "coding(1)": "next_coding", "coding(-1)": "previous_coding", "hit(1)": "next_hit", "hit(-1)": "previous_hit",
    "page(1)": "page_on", "page(-1)": "page_back", "edge(-1)": "first_line", "edge(1)": "last_line",
    "step(1)": "next_line", "step(-1)": "previous_line", "step(1, 0)": "next_line", "step(-1, 0)": "previous_line",
    "step(0, 1)": "next_column", "step(0, -1)": "previous_column", "turn(1)": "next_column",
    "turn(-1)": "previous_column", "next(1)": "next_stale", "next(-1)": "previous_stale",
}  # fmt: skip
"""Names of actions that do not say it themselves; the same where the same thing is done in several panes."""


@dataclass(frozen=True, slots=True)
class Key:
    """Some keys that do one thing: Textual's names of them, as a person reads them, the action, and what it does.

    `id` names it in the settings; it is the same wherever the same is done, and so are the keys.
    """

    keys: tuple[str, ...]
    shown: str
    action: str
    about: str
    id: str


def _key(keys: str, shown: str, action: str, about: str, id: str = "") -> Key:  # noqa: A002
    return Key(tuple(keys.split()), shown, action, about, id or name_of(action))


def name_of(action: str) -> str:
    """What an action is called in the settings: `move('next_unit')` is `next_unit`, `pin(3)` is `pin_3`."""
    bare = action.removeprefix("screen.").removeprefix("app.")
    name, _bracket, said = bare.removesuffix(")").partition("(")
    if bare in _NAMES or not said:
        return _NAMES.get(bare, bare)
    return said.strip("'") if name in ("move", "ask", "place") else f"{name}_{said.strip(chr(39))}"


def moving() -> tuple[Key, ...]:
    """Moving the cursor, which is a span of the text."""
    return (
        _key("down j", "↓ j", "move('next_unit')", _("next sentence or turn")),
        _key("up k", "↑ k", "move('previous_unit')", _("previous sentence or turn")),
        _key("s", "s", "move('by_sentence')", _("go by sentences")),
        _key("t", "t", "move('by_turn')", _("go by turns")),
        _key("shift+down J", "shift+↓ J", "move('extend_down')", _("extend by one more")),
        _key("shift+up K", "shift+↑ K", "move('extend_up')", _("extend upwards, or give back the last")),
        _key("right l", "→ l", "move('word_right')", _("the active edge a word to the right")),
        _key("left h", "← h", "move('word_left')", _("the active edge a word to the left")),
        _key("shift+right L", "shift+→ L", "move('character_right')", _("… a character to the right")),
        _key("shift+left H", "shift+← H", "move('character_left')", _("… a character to the left")),
        _key("o", "o", "move('other_edge')", _("the other edge becomes the active one")),
        _key("g", "g", "coding(1)", _("next coding")),
        _key("G", "G", "coding(-1)", _("previous coding")),
        _key("space pagedown", _("space"), "page(1)", _("a page on")),
        _key("b pageup", "b", "page(-1)", _("a page back")),
        _key("home", _("home"), "move('first_unit')", _("start of the document")),
        _key("end", _("end"), "move('last_unit')", _("end of the document")),
    )


def coding() -> tuple[Key, ...]:
    """Putting codes on, changing and taking them off."""
    return (
        *(
            _key(f"{digit} {_AZERTY_KEYS[digit - 1]}", str(digit), f"pin({digit})", _("pinned code, on or off"))
            for digit in range(1, 10)
        ),
        _key("c", "c", "ask('pick')", _("choose any code, or make a new one")),
        _key("r", "r", "repeat", _("the last codes again")),
        _key("v", "v", "ask('in_vivo')", _("a new code in the speaker's own words")),
        _key("e", "e", "ask('edit')", _("recode, or fit the coding to the selection")),
        _key("x", "x", "ask('remove')", _("take the coding off")),
        _key("i", "i", "ask('key_quotation')", _("key quotation, or no longer")),
        _key("a", "a", "ask('counter_example')", _("counter-example, against the code, or no longer")),
        _key("m", "m", "ask('memo')", _("memo on the coding, else on the document")),
        _key("Y", "Y", "ask('rendering')", _("an excerpt or a translation of the coding")),
        _key("u ctrl+z", "u", "undo", _("undo")),
        _key("U ctrl+y", "U", "redo", _("redo")),
        _key("A", "A", "app.auto_advance", _("move on after each code, or stay (until you leave)")),
        _key("d", "d", "done", _("this document is coded, or not yet")),
    )


def finding() -> tuple[Key, ...]:
    """Finding and choosing what is shown."""
    return (
        _key("slash", "/", "find", _("find in the document")),
        _key("n", "n", "hit(1)", _("next place found")),
        _key("N", "N", "hit(-1)", _("previous place found")),
        _key("F", "F", "ask('find_all')", _("find in the whole study")),
        _key("f", "f", "ask('filter')", _("show one code or one coder only"), "show_only"),
        _key("D", "D", "pane('documents')", _("documents, shown or hidden")),
        _key("C", "C", "pane('codes')", _("codes, shown or hidden")),
    )


def material() -> tuple[Key, ...]:
    """What comes into the study and who speaks in it."""
    return (
        _key("S", "S", "speakers", _("who speaks in the document")),
        _key("I", "I", "import", _("bring in transcripts, or another program’s project")),
        _key("X", "X", "app.export", _("write tables or a project for other programs …")),
        _key("W", "W", "appendix", _("write the appendix …")),
        _key("O", "O", "app.go('preview')", _("the appendix: its parts, how each stands, each to be read")),
    )


def speakers() -> tuple[Key, ...]:
    """The speakers of documents."""
    return (
        *lists()[:-1],
        _key("enter", _("enter"), "choose", _("say who it is: participant, role, own site")),
        _key("i", "i", "screen.interviewer", _("interviewer, or no longer")),
        _key("m", "m", "screen.same", _("the same person as another label")),
        _key("s", "s", "screen.split", _("somebody else from some turn on")),
        _key("r", "r", "screen.turns", _("give turns to somebody else")),
        _key("T", "T", "screen.table", _("read who speaks from a table (.csv)"), "speakers_table"),
        _key("u ctrl+z", "u", "screen.undo", _("undo")),
        _key("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def importing() -> tuple[Key, ...]:
    """Files on their way into the study."""
    return (
        *lists()[:-1],
        _key("enter", _("enter"), "choose", _("bring them in")),
        _key("e", "e", "screen.change", _("change what is said of them")),
    )


def screens() -> tuple[Key, ...]:
    """The other screens, and what works everywhere."""
    return (
        _key("f2", "F2", "app.go('coding')", _("coding")),
        _key("f3", "F3", "app.go('themes')", _("themes by site")),
        _key("f4", "F4", "app.go('quotations')", _("quotations")),
        _key("f5", "F5", "app.go('memos')", _("memos")),
        _key("f6", "F6", "app.go('history')", _("history")),
        _key("f7", "F7", "app.go('framework')", _("framework matrix")),
        _key("f8", "F8", "app.go('people')", _("people and sites")),
        _key("f9", "F9", "app.go('analysis')", _("analyses and pictures")),
        _key("f10", "F10", "app.go('codebook')", _("codebook: codes, definitions, merging, splitting")),
        _key("f12", "F12", "app.go('settings')", _("settings: keys, look, language, name …")),
        _key("question_mark f1", "? F1", "app.help", _("the keys of this pane")),
        _key("ctrl+p", "ctrl+p", "app.command_palette", _("every command, by name")),
    )


def leaving() -> tuple[Key, ...]:
    """What works in dialogs too."""
    return (_key("ctrl+q", "ctrl+q", "app.quit", _("leave; everything is saved already")),)


def lists() -> tuple[Key, ...]:
    """Moving in any list."""
    return (
        _key("down j", "↓ j", "step(1)", _("next line")),
        _key("up k", "↑ k", "step(-1)", _("previous line")),
        _key("pagedown space", _("space"), "page(1)", _("a page on")),
        _key("pageup b", "b", "page(-1)", _("a page back")),
        _key("home", _("home"), "edge(-1)", _("first line")),
        _key("end", _("end"), "edge(1)", _("last line")),
        _key("enter", _("enter"), "choose", _("open")),
    )


def searching() -> tuple[Key, ...]:
    """Places found in the whole study."""
    return (
        *lists()[:-1],
        _key("enter", _("enter"), "choose", _("the transcript there")),
        *(
            _key(
                f"{digit} {_AZERTY_KEYS[digit - 1]}", str(digit), f"screen.pin({digit})", _("pinned code on the place")
            )
            for digit in range(1, 10)
        ),
        _key("c", "c", "screen.pick", _("choose any code, or make a new one")),
        _key("r", "r", "screen.repeat", _("the last code again")),
        _key("x", "x", "screen.skip", _("pass over it, or no longer")),
        _key("asterisk", "*", "screen.rest", _("the last code on all that are left")),
        _key("s", "s", "screen.by_sentence", _("code the sentence")),
        _key("t", "t", "screen.by_turn", _("code the turn")),
        _key("w", "w", "screen.by_words", _("code the words alone")),
        _key("slash", "/", "screen.words", _("other words")),
        _key("C", "C", "screen.case", _("capital and small letters are different, or not")),
        _key("a", "a", "screen.accents", _("letters with and without accents are different, or not")),
        _key("L", "L", "screen.forms", _("each word in all its forms, or as it is")),
        _key("R", "R", "screen.regex", _("a regular expression, or words")),
        _key("I", "I", "screen.interviewers", _("interviewers too, or not")),
        _key("W", "W", "screen.narrow", _("only where something holds")),
        _key("o", "o", "screen.order", _("as in the texts, by the words to the left, to the right")),
        _key("u ctrl+z", "u", "screen.undo", _("undo")),
        _key("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def documents() -> tuple[Key, ...]:
    """The tree of sites and documents."""
    return (*lists(), _key("left right", "← →", "fold", _("fold or unfold the site")))


def codes() -> tuple[Key, ...]:
    """The tree of codes."""
    return (
        *lists()[:-1],
        _key("enter", _("enter"), "choose", _("put the code on the selection")),
        _key("m", "m", "memo", _("memo on the code")),
    )


def matrix() -> tuple[Key, ...]:
    """The table of themes by site."""
    return (
        _key("down j", "↓ j", "step(1, 0)", _("next theme")),
        _key("up k", "↑ k", "step(-1, 0)", _("previous theme")),
        _key("right l", "→ l", "step(0, 1)", _("next column")),
        _key("left h", "← h", "step(0, -1)", _("previous column")),
        _key("enter", _("enter"), "choose", _("the quotations of the cell")),
        _key("f", "f", "screen.summary", _("the written summary of the cell")),
        _key("m", "m", "screen.measure", _("people, their share, segments, documents, words, words per 1,000")),
        _key("g", "g", "screen.group", _("group by site, region, role, wave …")),
        _key("G", "G", "screen.within", _("… and within each, by something else")),
        _key("r", "r", "screen.rows", _("which rows: all codes, themes alone, one theme")),
        _key("w", "w", "screen.where", _("count only where something holds")),
        _key("s", "s", "screen.shade", _("shade the cells, or no longer")),
        _key("c", "c", "screen.coder", _("whose codings are counted")),
    )


def sheet() -> tuple[Key, ...]:
    """Moving in a drawn analysis."""
    return (
        _key("down j", "↓ j", "step(1)", _("next line")),
        _key("up k", "↑ k", "step(-1)", _("previous line")),
        _key("right l", "→ l", "turn(1)", _("next cell")),
        _key("left h", "← h", "turn(-1)", _("previous cell")),
        _key("pagedown space", _("space"), "page(1)", _("a page on")),
        _key("pageup b", "b", "page(-1)", _("a page back")),
        _key("home", _("home"), "edge(-1)", _("first line")),
        _key("end", _("end"), "edge(1)", _("last line")),
        _key("enter", _("enter"), "choose", _("the quotations, the document or the site")),
    )


def analysis() -> tuple[Key, ...]:
    """What is asked of an analysis."""
    return (
        *(_key(f"{digit} {_AZERTY_KEYS[digit - 1]}", str(digit), f"view({digit - 1})", _("one of the analyses"),
               f"view_{digit}") for digit in range(1, 10)),
        _key("0 à", "0", "view(9)", _("words"), "view_10"),
        _key("K", "K", "view(10)", _("collocates, what stands near a word"), "view_11"),
        _key("g", "g", "group", _("group by site, region, role, wave …")),
        _key("G", "G", "within", _("… and within each, by something else")),
        _key("w", "w", "where", _("count only where something holds")),
        _key("m", "m", "measure", _("what is shown: people, segments, words; of pairs, c, Jaccard, lift …")),
        _key("t", "t", "theme", _("one theme, or all")),
        _key("c", "c", "coder", _("whose codings are counted")),
        _key("D", "D", "document", _("another document for the portrait")),
        _key("R", "R", "relation", _("what it takes for two codes to come together")),
        _key("L", "L", "level", _("codes with their sub-codes, or each as it was put on")),
        _key("s", "s", "more", _("base, run and threshold; numbers set beside; since when is recent; which words")),
        _key("r", "r", "again", _("count again")),
        _key("W", "W", "write", _("write what is seen to a file")),
    )  # fmt: skip


def framework() -> tuple[Key, ...]:
    """The framework matrix."""
    return (
        _key("down j", "↓ j", "step(1, 0)", _("next row")),
        _key("up k", "↑ k", "step(-1, 0)", _("previous row")),
        _key("right l", "→ l", "step(0, 1)", _("next column")),
        _key("left h", "← h", "step(0, -1)", _("previous column")),
        _key("space pagedown", _("space"), "page(1)", _("a page on")),
        _key("b pageup", "b", "page(-1)", _("a page back")),
        _key("enter", _("enter"), "choose", _("write the summary beside its quotations")),
        _key("s", "s", "next(1)", _("next stale summary")),
        _key("S", "S", "next(-1)", _("previous stale summary")),
        _key("y", "y", "screen.confirm", _("a stale summary still holds")),
        _key("v", "v", "screen.versions", _("earlier versions")),
        _key("g", "g", "screen.group", _("people, sites or regions")),
        _key("w", "w", "screen.where", _("count only where something holds")),
        _key("x", "x", "screen.turn", _("turn: themes down, or across")),
        _key("c", "c", "screen.coder", _("whose codings are counted")),
        _key("u ctrl+z", "u", "screen.undo", _("undo")),
        _key("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def evidence() -> tuple[Key, ...]:
    """The quotations beside a summary."""
    return (
        *lists()[:-1],
        _key("enter", _("enter"), "choose", _("cite it in the summary, where its cursor stands")),
        _key("o", "o", "screen.place", _("the transcript there")),
    )


def summary() -> tuple[Key, ...]:
    """A summary that is being written, whatever has the focus."""
    return (
        _key("escape", _("esc"), "leave", _("keep it and go back")),
        _key("ctrl+s", "ctrl+s", "save", _("keep it and go on")),
        _key("ctrl+g", "ctrl+g", "discard", _("go back without what was not kept yet")),
        _key("ctrl+l", "ctrl+l", "link", _("cite the quotation in hand")),
        _key("ctrl+o", "ctrl+o", "place", _("the transcript at the quotation in hand"), "writing_place"),
        _key("ctrl+t", "ctrl+t", "confirm", _("it still holds as it is"), "writing_confirm"),
        _key("ctrl+r", "ctrl+r", "versions", _("earlier versions"), "writing_versions"),
        *(replace(key, action=key.action.removeprefix("app.")) for key in screens()[:6]),
    )


def grid() -> tuple[Key, ...]:
    """The tables of people, documents and sites."""
    return (
        _key("down j", "↓ j", "step(1, 0)", _("next row")),
        _key("up k", "↑ k", "step(-1, 0)", _("previous row")),
        _key("right l", "→ l", "step(0, 1)", _("next column")),
        _key("left h", "← h", "step(0, -1)", _("previous column")),
        _key("pagedown space", _("space"), "page(1)", _("a page on")),
        _key("pageup b", "b", "page(-1)", _("a page back")),
        _key("home", _("home"), "edge(-1)", _("first row")),
        _key("end", _("end"), "edge(1)", _("last row")),
        _key("enter", _("enter"), "choose", _("change the value")),
        _key("x", "x", "screen.clear", _("take the value away")),
        _key("t tab", "t", "screen.table", _("people, documents, sites")),
        _key("w", "w", "screen.wave", _("the values of one wave")),
        _key("slash", "/", "screen.filter", _("only rows with some words in them"), "words"),
        _key("u ctrl+z", "u", "screen.undo", _("undo")),
        _key("U ctrl+y", "U", "screen.redo", _("redo")),
    )


def help_text(keys: Iterable[Key]) -> list[tuple[str, str]]:
    """Pairs of keys and meaning for a help screen; the nine digits as one line."""
    lines = [(key.shown, key.about) for key in keys]
    digits = [line for line in lines if line[0].isdigit() and line[0] != "0"]
    return [("1–9", line[1]) if line[0] == "1" else line for line in lines if line not in digits[1:]]
