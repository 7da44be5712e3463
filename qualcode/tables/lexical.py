"""What people say, in words: how often, by whom, in which groups; what stands near a word. Interviewers never count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from qualcode.analysis.lexis import Collocate, Windows, collocates, keyness, look_around
from qualcode.errors import InputError, NotFoundError
from qualcode.i18n import _, language
from qualcode.language.lexical import is_stop, stop_words, tokens
from qualcode.model import Span, in_language
from qualcode.model.asking import Condition
from qualcode.names import fold, near_hint
from qualcode.store.database.sqlite import translated
from qualcode.store.reading.search import refuse_of_codings
from qualcode.store.reading.spoken import Said, Spoken, spans_of, spoken
from qualcode.tables.grouping import grouping_of, said_of
from qualcode.tables.themes import group_title, in_order

if TYPE_CHECKING:
    from qualcode.study import Study

Tell = Callable[[str], None]
CODE = "code"
"""Grouping by it: each theme's passages, with those of its sub-codes."""
WHOLE = ""
_LITTLE = ""
"""Stands for a word that says little by itself where it is said: it has a place and counts in the sizes, no row."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which words are counted, and how: by what, where, in the passages of which code, of whose codings.

    `lemmas`: each word under the form a dictionary has; `stops`: those that say little by themselves are left out.
    """

    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    code: str | None = None
    coder: str | None = None
    lemmas: bool = False
    stops: bool = True


class WordCount(NamedTuple):
    """How often a word is said, by how many people, in how many documents; in each group, and how keenly there."""

    word: str
    times: int
    people: int
    documents: int
    groups: Mapping[str, int]
    keyness: Mapping[str, float]


class WordTable(NamedTuple):
    """The words that are said, most often first. `sizes` are all words of each group, stop words too."""

    rule: str
    asked: Asked
    titles: Mapping[str, str]
    sizes: Mapping[str, int]
    size: int
    people: int
    rows: tuple[WordCount, ...]


class Near(NamedTuple):
    """What stands near a word in one group."""

    hits: int
    size: int
    rows: tuple[Collocate, ...]


class CollocateTable(NamedTuple):
    """What stands within a window of a word, for each group (`""`: everywhere); `words` are the ways it is written."""

    rule: str
    asked: Asked
    word: str
    window: int
    words: tuple[str, ...]
    titles: Mapping[str, str]
    groups: Mapping[str, Near]


class _Bag(NamedTuple):
    """What one person says in one group of one document, stretch by stretch."""

    document: str
    language: str
    person: int
    group: str
    texts: list[str]

    def words(self, lemmas: bool) -> list[str]:
        """All the words."""
        return _words("\n".join(self.texts), self.language, lemmas)


def word_table(study: Study, asked: Asked, least: int = 1, tell: Tell | None = None) -> WordTable:
    """Count words; those said fewer than `least` times are left out of the rows, not out of the sizes.

    Unknown dimensions, conditions that nothing could meet and unknown coders are errors, as in `Study.themes`.
    """
    asked = _settled(study, asked)
    stops = stops_of(study) if asked.stops else {}
    counting = _Counting(stops, lemmas=asked.lemmas, apart=CODE in asked.by)
    with translated(study.database):
        for bag in _bags(study, asked, tell):
            counting.add(bag)
    titles = _titles(study, asked, counting.sizes)
    sizes = {group: counting.sizes[group] for group in titles}
    size = counting.size
    return WordTable(
        _rule(study, asked),
        asked,
        titles,
        sizes,
        size,
        len(counting.numbers),
        tuple(row._replace(keyness=keyness(row.groups, sizes, row.times, size)) for row in counting.rows(least)),
    )


def collocate_table(
    study: Study, asked: Asked, word: str, window: int = 5, least: int = 2, tell: Tell | None = None
) -> CollocateTable:
    """Count what stands near a word, accents and case ignored; a word nobody says is an error."""
    asked = _settled(study, asked)
    stops = stops_of(study) if asked.stops else {}
    heard: set[str] = set()
    is_node = _Nodes(word, asked.lemmas)
    windows: dict[str, Windows] = {}
    with translated(study.database):
        for bag in _bags(study, asked, tell):
            turns = [_words(text, bag.language, asked.lemmas) for text in bag.texts]
            said = set().union(*turns)
            heard |= said
            nodes = is_node.among(said, bag.language)
            little = _little(said, stops.get(bag.language, frozenset())) - nodes
            telling = [[_LITTLE if word in little else word for word in words] for words in turns]
            _merge(windows, bag.group, look_around(telling, nodes, window))
    if not is_node.found:
        raise NotFoundError(
            _("Nobody says “{word}”.").format(word=word),
            near_hint(word, heard, _("`qualcode words` lists what is said.")),
        )
    kept = {group: _near(found, least) for group, found in windows.items() if found.hits}
    titles = _titles(study, asked, kept) if asked.by else {WHOLE: ""}
    groups = {group: kept[group] for group in titles if group in kept}
    rule = _near_rule(study, asked, window)
    return CollocateTable(rule, asked, word, window, tuple(sorted(is_node.found)), titles, groups)


def stops_of(study: Study) -> Mapping[str, frozenset[str]]:
    """The words left out, by language: those of the language, and the study's own."""
    own = study.stop_words
    everywhere = _listed(own.get("", ()))
    return {name: stop_words(name) | everywhere | _listed(own.get(name, ())) for name in ("fr", "en", *study.languages)}


def _listed(words: Iterable[str]) -> frozenset[str]:
    return frozenset(token for word in words for token in (word.lower(), *tokens(word, "")))


# ---------------------------------------------------------------------- what is read


def _settled(study: Study, asked: Asked) -> Asked:
    """With the coder whose codings are meant where codings are; grouping by code goes with nothing else."""
    if CODE in asked.by and len(asked.by) > 1:
        raise InputError(_("Words are grouped by code alone, or by something else."), _("Narrow with --where instead."))
    if CODE in asked.by and asked.code is not None:
        raise InputError(_("Words are grouped by code, or those of one code are counted."), _("Leave out one of both."))
    refuse_of_codings(asked.where)
    coded = asked.code is not None or CODE in asked.by
    counted = study.counted_coder(asked.coder) if coded else None
    return Asked(asked.by, asked.where, asked.code, counted, asked.lemmas, asked.stops)


def _bags(study: Study, asked: Asked, tell: Tell | None) -> Iterator[_Bag]:
    """What each person says in each group of each document."""
    grouping = grouping_of(study, () if CODE in asked.by else asked.by, asked.where)
    for document in spoken(study.connection, grouping, tell):
        texts: dict[tuple[int, str], list[str]] = {}
        for said, group, span in _stretches(study, document, asked):
            texts.setdefault((said.person, group), []).append(document.text[span.start : span.end])
        for (person, group), found in texts.items():
            yield _Bag(document.document, document.language, person, group, found)


def _stretches(study: Study, spoken: Spoken, asked: Asked) -> Iterator[tuple[Said, str, Span]]:
    """What is counted of a document: its turns, or what is coded in them, group by group."""
    if asked.code is None and CODE not in asked.by:
        for said in spoken.turns:
            yield said, said.group, Span(said.start, said.end)
        return
    if CODE in asked.by:
        yield from ((said, WHOLE, Span(said.start, said.end)) for said in spoken.turns)
    book = study.codebook
    themes = {code.id: book.subtree(code.id) for code in book.codes} if CODE in asked.by else {}
    whole = {WHOLE: book.subtree(asked.code) if asked.code else frozenset(code.id for code in book.codes)}
    for theme, spans in spans_of(study.connection, spoken.document, asked.coder, themes or whole).items():
        for said, span in within(spoken, spans):
            yield said, theme if themes else said.group, span


def within(spoken: Spoken, spans: Sequence[Span]) -> Iterator[tuple[Said, Span]]:
    """What of the spans lies in turns that count; a word belongs where it starts."""
    at = 0
    for said in spoken.turns:
        while at and spans[at - 1].end > said.start:
            at -= 1
        while at < len(spans) and spans[at].end <= said.start:
            at += 1
        place = at
        while place < len(spans) and spans[place].start < said.end:
            start, end = max(spans[place].start, said.start), min(spans[place].end, said.end)
            yield said, Span(_word_start(spoken.text, start, end), _word_end(spoken.text, end, said.end))
            place += 1


def _word_start(text: str, start: int, end: int) -> int:
    if start and text[start - 1].isalnum():
        while start < end and text[start].isalnum():
            start += 1
    return start


def _word_end(text: str, end: int, limit: int) -> int:
    if end and text[end - 1].isalnum():
        while end < limit and text[end].isalnum():
            end += 1
    return end


def _words(text: str, language: str, lemmas: bool) -> list[str]:
    found = tokens(text, language)
    if not lemmas:
        return found
    from qualcode.language.forms import lemma

    known = {word: lemma(word, language) for word in set(found)}
    return [known[word] for word in found]


# ---------------------------------------------------------------------- counting


class _Counting:
    """Words as they are added up: in all, by group, with who says them and in how many documents.

    A word is left out where it is a stop word of the language it is said in; sizes have all words.
    """

    def __init__(self, stops: Mapping[str, frozenset[str]], *, lemmas: bool, apart: bool) -> None:
        """`apart`: groups overlap, and what is said in all comes as a group without a name."""
        self._stops, self._lemmas, self._apart = stops, lemmas, apart
        self.sizes: Counter[str] = Counter()
        self.size = 0
        self.numbers: dict[int, int] = {}
        self._groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._whole: Counter[str] = Counter()
        self._people: defaultdict[str, int] = defaultdict(int)
        self._documents: Counter[str] = Counter()
        self._document, self._here = "", set[str]()

    def add(self, bag: _Bag) -> None:
        """Count one person's words."""
        words = bag.words(self._lemmas)
        counts = Counter(words)
        for word in _little(counts, self._stops.get(bag.language, frozenset())):
            del counts[word]
        if not self._apart or bag.group != WHOLE:
            self.sizes[bag.group] += len(words)
            self._groups[bag.group].update(counts)
        if not self._apart or bag.group == WHOLE:
            self.size += len(words)
            self._add_to_whole(bag, counts)

    def _add_to_whole(self, bag: _Bag, counts: Mapping[str, int]) -> None:
        bit = 1 << self.numbers.setdefault(bag.person, len(self.numbers))
        if bag.document != self._document:
            self._documents.update(self._here)
            self._document, self._here = bag.document, set()
        self._here |= counts.keys()
        self._whole.update(counts)
        people = self._people
        for word in counts:
            people[word] |= bit

    def rows(self, least: int) -> list[WordCount]:
        """The words, most often first."""
        self._documents.update(self._here)
        self._here = set()
        wanted = [(word, count) for word, count in self._whole.items() if count >= least]
        return [
            WordCount(word, count, self._people[word].bit_count(), self._documents[word],
                      {group: counts[word] for group, counts in self._groups.items() if word in counts}, {})
            for word, count in sorted(wanted, key=lambda pair: (-pair[1], fold(pair[0]), pair[0]))
        ]  # fmt: skip


def _little(words: Iterable[str], stops: frozenset[str]) -> set[str]:
    """Those of the words of a language that say little by themselves there; none where no stop words are left out."""
    return {word for word in words if is_stop(word, stops)} if stops else set()


class _Nodes:
    """Which words are the one that is asked for, as they are met."""

    def __init__(self, word: str, lemmas: bool) -> None:
        self._word, self._lemmas = word, lemmas
        self._wanted: dict[str, frozenset[str]] = {}
        self._known: dict[str, dict[str, bool]] = {}
        self.found: set[str] = set()

    def among(self, words: Iterable[str], name: str) -> set[str]:
        """Those of the words of a language that are it."""
        if name not in self._wanted:
            self._wanted[name] = frozenset(map(fold, (self._word, *_words(self._word, name, self._lemmas)[:1])))
        nodes = {word for word in words if self._is_it(word, name)}
        self.found |= nodes
        return nodes

    def _is_it(self, word: str, name: str) -> bool:
        known = self._known.setdefault(name, {})
        if word not in known:
            known[word] = fold(word) in self._wanted[name]
        return known[word]


def _merge(windows: dict[str, Windows], group: str, found: Windows) -> None:
    before = windows.setdefault(group, Windows(0, Counter(), Counter()))
    before.near.update(found.near)
    before.all.update(found.all)
    windows[group] = before._replace(hits=before.hits + found.hits)


def _near(windows: Windows, least: int) -> Near:
    rows = tuple(row for row in collocates(windows, least) if row.word != _LITTLE)
    return Near(windows.hits, windows.all.total() + windows.hits, rows)


# ---------------------------------------------------------------------- in words


def _titles(study: Study, asked: Asked, groups: Iterable[str]) -> dict[str, str]:
    """The groups in their order, with their names for a reader."""
    if not asked.by:
        return {}
    present = set(groups)
    if CODE in asked.by:
        walk = [code for code, _depth in study.codebook.walk() if code.id in present]
        return {code.id: in_language(code.label, language()) or code.id for code in walk}
    return {group: group_title(study, asked.by, group) for group in in_order(study, asked.by, present)}


def _rule(study: Study, asked: Asked) -> str:
    sentences = [_("Words of the people interviewed; interviewers’ are left out.")]
    if asked.coder is not None:
        sentences.append(_("Codings of {coder}.").format(coder=asked.coder))
    if asked.code is not None:
        label = in_language(study.codebook[asked.code].label, language())
        sentences.append(_("Only in passages of {code}, sub-codes too.").format(code=label))
    if CODE in asked.by:
        sentences.append(_("A code counts with its sub-codes; a word in passages of two codes counts in both."))
    sentences += said_of(grouping_of(study, () if CODE in asked.by else asked.by, asked.where))
    if asked.lemmas:
        sentences.append(_("The forms of a word count together."))
    if asked.stops:
        sentences.append(_("Words that say little by themselves are not listed, but counted in the sizes."))
    if asked.by:
        sentences.append(
            _("Keyness is the log-likelihood (Dunning 1993) of a word in a group against all that is said elsewhere.")
        )
    return " ".join(sentences)


def _near_rule(study: Study, asked: Asked, window: int) -> str:
    said = _("Within {count} words on each side, in the same turn; a word near two places counts once.")
    measures = _("G² is the log-likelihood (Dunning 1993), PMI log₂ of observed over expected (Church & Hanks 1990).")
    plain = _rule(study, Asked((), asked.where, asked.code, asked.coder, asked.lemmas, asked.stops))
    return f"{plain} {said.format(count=window)} {measures}"
