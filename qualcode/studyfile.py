"""`study.yaml`: what a study is called, its sites, variables and guides; read with places, edited in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.errors import InputError, NotFoundError, YamlError
from qualcode.i18n import _
from qualcode.model import Words
from qualcode.model.codes import Codebook
from qualcode.model.people import Guide, Question, Site, SiteChange
from qualcode.naming import present_ids
from qualcode.reportfile import check_report
from qualcode.savedqueries import read_queries
from qualcode.variables.values import AT, DIMENSIONS, HOLDERS, OF_PASSAGES, TYPES, Variable, checked, split
from qualcode.yamls.edit import Way, at, insert_key, is_flow, remove, set_fields
from qualcode.yamls.fields import (
    as_items,
    as_map,
    as_text,
    read_id,
    read_label,
    read_root,
    read_words,
    unknown,
    words_to_plain,
)
from qualcode.yamls.text import Map, Node, Place, Plain, Text, plain
from qualcode.yamls.writing import block

_TOP_KEYS = ("title", "languages", "sites", "variables", "guides", "report", "stop_words", "queries")
_SITE_KEYS = ("label", "sites")
Edits = dict[Way, dict[str, Any]]
"""For maps of the file, by the way to each, the keys that get another value; None takes a key away."""


@dataclass(frozen=True, slots=True)
class StudyFile:
    """What `study.yaml` says. Sites come parents first; `variables` go by holder (see `HOLDERS`), then name.

    `stop_words` are left out where words are counted, by language (`""`: in all).
    `queries` are saved by name.
    `asked_at` keeps where a guide asks for a code, by guide and code, for the errors of a later check.
    """

    title: Words = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    guides: Mapping[str, Guide] = field(default_factory=dict)
    variables: Mapping[str, Mapping[str, Variable]] = field(default_factory=dict)
    report: Mapping[str, object] = field(default_factory=dict)
    stop_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)
    asked_at: Mapping[tuple[str, str], Place] = field(default_factory=dict, compare=False, repr=False)


def read_study(text: str, file: str) -> StudyFile:
    """The study that a YAML text describes; YamlError at the first thing that cannot be meant."""
    root = read_root(text, file, _TOP_KEYS)
    title, languages = root.get("title"), root.get("languages")
    variables = {holder: _read_variables(root, holder) for holder in HOLDERS}
    fields = variables["site"]
    sites = tuple(_read_site(key, node, parent, fields) for key, node, parent, _path in _site_nodes(root, None, ()))
    _check_sites(root)
    check_report(root)
    return StudyFile(
        title=read_words(title, "title") if title else {},
        languages=tuple(as_text(item, "languages") for item in as_items(languages, "languages")) if languages else (),
        sites=sites,
        guides={key.value: _read_guide(key, node) for key, node in _entries(root, "guides")},
        variables=variables,
        report={key.value: plain(node) for key, node in _entries(root, "report")},
        stop_words=_read_stop_words(root),
        queries=read_queries(root),
        asked_at={
            (key.value, as_text(item, "asks")): item.place
            for key, node in _entries(root, "guides")
            for item in _asks(node)
        },
    )


def _read_stop_words(root: Map) -> dict[str, tuple[str, ...]]:
    """Words of one's own: a list for every language, or a list for each."""
    node = root.get("stop_words")
    if node is None or isinstance(node, Text):
        return {} if node is None or node.missing else {"": (as_text(node, "stop_words"),)}
    lists = [(key.value, value) for key, value in node.entries] if isinstance(node, Map) else [("", node)]
    return {name: tuple(as_text(word, "stop_words") for word in as_items(words, name)) for name, words in lists}


def _entries(parent: Map, key: str, known: Sequence[str] = ()) -> tuple[tuple[Text, Node], ...]:
    """The entries of the map under a key; none where the key is absent or left empty."""
    node = parent.get(key)
    if node is None or (isinstance(node, Text) and node.missing):
        return ()
    return as_map(node, key, known).entries


def _site_nodes(parent: Map, parent_id: str | None, path: Way) -> Iterator[tuple[Text, Node, str | None, Way]]:
    """Every site's key and fields, the id of the site it is in, and the way to it; parents first."""
    for key, node in _entries(parent, "sites"):
        below = (*path, "sites", key.value)
        yield key, node, parent_id, below
        if isinstance(node, Map):
            yield from _site_nodes(node, read_id(key, "sites"), below)


def _read_site(key: Text, node: Node, parent: str | None, variables: Mapping[str, Variable]) -> Site:
    site_id = read_id(key, "sites")
    if isinstance(node, Text) and node.missing:
        return Site(site_id, {"": site_id}, parent)
    fields = as_map(node, site_id)
    label = fields.get("label")
    attributes = {
        name.value: _read_attribute(name.value, value, variables.get(name.value))
        for name, value in fields.entries
        if name.value not in _SITE_KEYS
    }
    return Site(site_id, read_label(label) if label else {"": site_id}, parent, attributes)


def _read_attribute(name: str, node: Node, variable: Variable | None) -> Plain:
    """What a site says under a key: as it is declared, or as it stands where nothing is declared."""
    if variable is None:
        return plain(node)
    try:
        return checked(name, variable, as_text(node, name))
    except YamlError:
        raise
    except InputError as error:
        raise node.place.error(error.message, error.hint) from None


def _check_sites(root: Map) -> None:
    first: dict[str, Place] = {}
    for key, _node, _parent, _path in _site_nodes(root, None, ()):
        site_id = read_id(key, "sites")
        if site_id in first:
            message = _("the site {id} is already there, at line {line}.")
            raise key.place.error(message.format(id=site_id, line=first[site_id].line), _("Give it another id."))
        first[site_id] = key.place


def _read_variables(root: Map, holder: str) -> dict[str, Variable]:
    variables = root.get("variables")
    if variables is None or not (entries := _entries(root, "variables", HOLDERS)):
        return {}
    return {
        _variable_name(holder, name): _read_variable(name.value, node)
        for key, node in entries
        if key.value == holder
        for name, node in _entries(as_map(variables, "variables"), holder)
    }


def _variable_name(holder: str, node: Text) -> str:
    message = _("{name} cannot be the name of a variable.").format(name=repr(node.value))
    if AT in node.value or not node.value.strip():
        raise node.place.error(message, _("The sign {sign} stands between a name and a wave.").format(sign=AT))
    if (holder, node.value) != ("document", "wave") and node.value in _taken(holder):
        raise node.place.error(message, _way_out(node.value))
    return node.value


def _taken(holder: str) -> tuple[str, ...]:
    """Names that mean something else wherever a variable is named; the waves alone are declared, of documents."""
    return (*DIMENSIONS, *OF_PASSAGES, "coder", *((*_SITE_KEYS, "parent") if holder == "site" else ()))


def _way_out(name: str) -> str:
    if name == "wave":
        return _("Declare the waves under document: wave: {choices: […]}; what differs by wave says so: by: wave.")
    return _("In every study {name} means something else; give the variable another name, as in {example}.").format(
        name=name, example=f"own-{name}"
    )


def _read_variable(name: str, node: Node) -> Variable:
    """A variable: its type alone (`age: number`), or a map with its type or its choices, and whether it is by wave."""
    if isinstance(node, Text):
        return Variable(_read_type(node, name))
    fields = as_map(node, name, ("type", "choices", "by"))
    choices = fields.get("choices")
    values = tuple(as_text(item, "choices") for item in as_items(choices, "choices")) if choices else ()
    kind = fields.get("type")
    type_ = _read_type(kind, "type") if kind else "choice"
    if (type_ == "choice") != bool(values):
        message = _("{name}: a variable has choices if its type is choice, and only then.").format(name=name)
        raise fields.place.error(message, _("Write for example {example}.").format(example="{choices: [yes, no]}"))
    return Variable(type_, values, _read_by(fields))


def _read_by(fields: Map) -> str:
    """`wave` where a variable is asked for at each wave; nothing else can stand there."""
    node = fields.get("by")
    if node is None:
        return ""
    if (said := as_text(node, "by")) != "wave":
        raise unknown(
            node.place, _("{key}: {name} is not known here.").format(key="by", name=repr(said)), said, ("wave",)
        )
    return said


def _read_type(node: Node, key: str) -> str:
    if (name := as_text(node, key)) not in TYPES:
        raise unknown(node.place, _("{key}: {name} is not a type.").format(key=key, name=repr(name)), name, TYPES)
    return name


def _read_guide(key: Text, node: Node) -> Guide:
    """A guide: what it asks for is what it says itself, then what its questions say, each code once."""
    fields = as_map(node, "guides", ("title", "asks", "questions"))
    title = fields.get("title")
    asks = dict.fromkeys(as_text(item, "asks") for item in _asks(node))
    questions = tuple(map(_read_question, _questions(fields)))
    return Guide(read_id(key, "guides"), tuple(asks), read_words(title, "title") if title else {}, questions)


def _read_question(node: Node) -> Question:
    fields = as_map(node, "questions", ("text", "asks"))
    text = fields.get("text")
    return Question(
        read_words(text, "text") if text else {}, tuple(as_text(item, "asks") for item in _own_asks(fields))
    )


def _questions(guide: Map) -> tuple[Node, ...]:
    questions = guide.get("questions")
    return as_items(questions, "questions") if questions else ()


def _asks(node: Node) -> tuple[Node, ...]:
    """The places of all codes that a guide and its questions ask for."""
    fields = as_map(node, "guides", ("title", "asks", "questions"))
    asked = (item for question in _questions(fields) for item in _own_asks(as_map(question, "questions")))
    return (*_own_asks(fields), *asked)


def _own_asks(fields: Map) -> tuple[Node, ...]:
    asks = fields.get("asks")
    return as_items(asks, "asks") if asks else ()


def unknown_codes(study: StudyFile, codebook: Codebook) -> tuple[YamlError, ...]:
    """An error, with its place and the nearest code, for each code that a guide asks for and the codebook lacks."""
    ids = [code.id for code in codebook.codes]
    return tuple(
        unknown(place, _("guide {guide} asks for {code}, which is no code.").format(guide=guide, code=code), code, ids)
        for (guide, code), place in study.asked_at.items()
        if present_ids(codebook, (code,))[0] not in ids
    )


def new_study_text(title: Words, languages: Sequence[str]) -> str:
    """The first `study.yaml` of a study, with comments that teach its form."""
    head = block({"title": words_to_plain(title)}, 0)
    return "\n".join([*head, f"languages: [{', '.join(languages)}]", *_lesson()]) + "\n"


def _lesson() -> list[str]:
    return [
        "",
        _("# This file is yours: edit it by hand, add comments, keep it under version control."),
        _("# Sites form a tree (region, then premises); beside label, give a site any fields of your own:"),
        "#   nord-pas-de-calais:",
        "#     label: Nord–Pas-de-Calais",
        "#     sites:",
        "#       lille: {label: Lille, type: sector, opened: 2012-01, posts: 3}",
        _("# What describes people, documents and sites: text, number, date, boolean, or one of your choices."),
        _("# What is declared is checked wherever it comes in; `by: wave` is asked for at each wave."),
        "#   variables:",
        "#     participant:",
        "#       age: number",
        "#       diagnosis: {choices: [psychotic, mood, other]}",
        "#       recovery_score: {type: number, by: wave}",
        "#     document:",
        "#       wave: {choices: [T0, T6, T12]}",
        "#     site:",
        "#       type: {choices: [sector, hospital]}",
        "#       opened: date",
        _("# Which codes the questions of a guide cover. Who asks for a theme asks for its sub-codes too."),
        _("# A document names its guide; one that names none counts as asking everything:"),
        "#   guides:",
        "#     worker-2013:",
        "#       asks: [therapeutic-distance, bilingualism]",
        "#       questions:",
        "#         - {text: What is a day like?, asks: [practices]}",
        _("# Words that are left out where words are counted, beside those of each language:"),
        "#   stop_words: {fr: [médiateur], en: [worker]}",
        _("# What the appendix holds, in which order; chapters name their codes. `qualcode outline` lists all parts:"),
        "#   report:",
        "#     outline:",
        "#       - participants",
        "#       - codebook: {languages: [fr, en]}",
        "#       - {chapter: Practices, codes: [practices], parts: [quotations, themes]}",
        "sites:",
    ]


def with_site_added(text: str, file: str, site_id: str, label: Words, parent: str | None = None) -> str:
    """The study's text with a new site, last under `parent` (None: at the top)."""
    path = _path_of(text, file, parent) if parent else ()
    site: Plain = {"label": words_to_plain(label)}
    holder = at(read_root(text, file), path)
    if isinstance(holder, Map) and holder.get("sites"):
        edited = insert_key(text, file, (*path, "sites"), site_id, site)
    else:
        edited = insert_key(text, file, path, "sites", {site_id: site})
    read_study(edited, file)
    return edited


def with_site_removed(text: str, file: str, site_id: str) -> str:
    """The study's text without a site and those in it: takes back `with_site_added` to the byte."""
    path = _path_of(text, file, site_id)
    edited = remove(text, file, path)
    holder = at(read_root(edited, file), path[:-2])
    left = at(holder, ("sites",))
    emptied = isinstance(left, Text) or (isinstance(left, Map) and not left.entries and is_flow(holder))
    return remove(edited, file, path[:-1]) if emptied and len(path) > 2 else edited


def _path_of(text: str, file: str, site_id: str) -> Way:
    for key, _node, _parent, path in _site_nodes(read_root(text, file), None, ()):
        if read_id(key, "sites") == site_id:
            return path
    raise NotFoundError(_("{file}: there is no site {id}.").format(file=file, id=site_id))


def with_site_changes(text: str, file: str, changes: Sequence[SiteChange]) -> str:
    """The study's text with attributes and labels of sites set or taken away, and new sites added, all at once.

    YamlError where a value is not what is declared, or where the file is written so that it must be changed by hand.
    """
    root = read_root(text, file)
    paths = {read_id(key, "sites"): path for key, _node, _parent, path in _site_nodes(root, None, ())}
    new: dict[str, Any] = {}
    edits: Edits = {}
    for change in changes:
        if change.new:
            _add_site(root, change, paths, new, edits)
        elif change.site not in paths:
            raise NotFoundError(_("{file}: there is no site {id}.").format(file=file, id=change.site))
        else:
            for name, value in change.fields.items():
                way, key = _field(paths[change.site], name)
                edits.setdefault(way, {})[key] = value
    edited = set_fields(text, file, edits)
    read_study(edited, file)
    return edited


def _field(path: Way, name: str) -> tuple[Way, str]:
    """Where a field of a site stands: `label@fr` within its label, the others in the site itself."""
    field, language = split(name)
    return ((*path, "label"), language) if field == "label" and language else (path, name)


def _add_site(root: Map, change: SiteChange, paths: dict[str, Way], new: dict[str, Any], edits: Edits) -> None:
    """Put a new site last under its parent, which may be as new as itself."""
    if change.parent in new:
        siblings = new[change.parent].setdefault("sites", {})
    elif change.parent is not None and change.parent not in paths:
        raise NotFoundError(_("There is no site {name} in this study.").format(name=change.parent))
    else:
        path = paths[change.parent] if change.parent is not None else ()
        holder = at(root, path)
        there = isinstance(holder, Map) and holder.get("sites") is not None
        siblings = edits.setdefault((*path, "sites") if there else path, {})
        siblings = siblings if there else siblings.setdefault("sites", {})
    siblings[change.site] = new[change.site] = _new_site(change)


def _new_site(change: SiteChange) -> dict[str, Any]:
    label = {split(name)[1]: value for name, value in change.fields.items() if split(name)[0] == "label" and value}
    rest = {name: value for name, value in change.fields.items() if split(name)[0] != "label" and value}
    return {"label": words_to_plain(label or {"": change.site}), **rest}
