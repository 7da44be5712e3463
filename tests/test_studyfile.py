from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import read_codebook
from qualcode.errors import InputError, NotFoundError, YamlError
from qualcode.model.people import Guide, Question, Site, SiteChange
from qualcode.naming import find_site
from qualcode.studyfile import (
    new_study_text,
    read_study,
    unknown_codes,
    with_site_added,
    with_site_changes,
    with_site_removed,
)
from qualcode.variables.values import Variable

STUDY = """\
title: Médiateurs de santé pairs, 2012–2014
languages: [fr, en]
sites:
  nord-pas-de-calais:          # the region we began in
    label: Nord–Pas-de-Calais
    sites:
      lille: {label: Lille, type: sector, posts: 3}
      armentières: {label: {fr: Armentières, en: Armentieres}, opened: 2012-01-01}

  île-de-france:
    sites:
      bobigny:
  toulon: {label: Toulon}
variables:
  participant:
    group: {choices: [1, 2, 3]}
    age: number
    aware: {type: boolean}
    answer: {type: choice, choices: [yes, no]}
  document:
    wave: {choices: [T0, T6, T12]}
guides:
  worker-2013: {asks: [therapeutic-distance, bilingualism]}
  user-2013:
    asks: []
report: {chapters: [{title: Practices, codes: [bilingualism]}]}
# the end
"""
labels = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), min_size=1).map(str.strip).filter(bool)
)
words = st.one_of(st.fixed_dictionaries({"": labels}), st.fixed_dictionaries({"en": labels, "fr": labels}))
layouts = st.sampled_from(
    [
        STUDY,
        STUDY.replace("\n", "\r\n"),
        STUDY.removesuffix("\n"),
        "\ufeff" + STUDY,
        STUDY[: STUDY.index("variables:")],
        STUDY[: STUDY.index("  toulon:")].rstrip(),
        "sites: {a: {label: A, sites: {b: {label: B}}}, c: {}}",
        "sites:\n    a:\n        label: A\n\n    # about b\n    b:\n        label: B\n",
    ]
)


def test_a_study_is_read_with_its_sites_parents_first_and_its_fields_as_text() -> None:
    study = read_study(STUDY, "study.yaml")
    assert study.title == {"": "Médiateurs de santé pairs, 2012–2014"}
    assert study.languages == ("fr", "en")
    assert study.sites == (
        Site("nord-pas-de-calais", {"": "Nord–Pas-de-Calais"}),
        Site("lille", {"": "Lille"}, "nord-pas-de-calais", {"type": "sector", "posts": "3"}),
        Site("armentières", {"fr": "Armentières", "en": "Armentieres"}, "nord-pas-de-calais", {"opened": "2012-01-01"}),
        Site("île-de-france", {"": "île-de-france"}),
        Site("bobigny", {"": "bobigny"}, "île-de-france"),
        Site("toulon", {"": "Toulon"}),
    )
    assert study.variables == {
        "participant": {
            "group": Variable("choice", ("1", "2", "3")),
            "age": Variable("number"),
            "aware": Variable("boolean"),
            "answer": Variable("choice", ("yes", "no")),
        },
        "document": {"wave": Variable("choice", ("T0", "T6", "T12"))},
        "site": {},
    }
    assert study.guides == {
        "worker-2013": Guide("worker-2013", ("therapeutic-distance", "bilingualism")),
        "user-2013": Guide("user-2013", ()),
    }
    assert study.report == {"chapters": [{"title": "Practices", "codes": ["bilingualism"]}]}


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("", "1:1", ["empty"]),
        ("site: {}\n", "1:1", ["site", "Write sites"]),
        ("languages: fr\n", "1:12", ["languages", "list"]),
        ("sites: [a]\n", "1:8", ["sites", "keys and values"]),
        ("sites: {a: A}\n", "1:12", ["a", "keys and values"]),
        ("sites: {a b: {}}\n", "1:9", ["sites", "'a b'"]),
        ("sites: {a: {label: [x]}}\n", "1:20", ["label"]),
        ("sites: {a: {label: }}\n", "1:20", ["label", "empty"]),
        ("sites: {a: {}, b: {sites: {a: {}}}}\n", "1:28", ["site a", "line 1"]),
        ("sites: {a: {}, a: {}}\n", "1:16", ["key a"]),
        ("variables: {participants: {}}\n", "1:13", ["participants", "Write participant"]),
        ("variables: {document: {d: dat}}\n", "1:27", ["d", "'dat'", "Write date"]),
        ("variables: {document: {d: {type: choice}}}\n", "1:27", ["d", "choices"]),
        ("variables: {document: {d: {type: date, choices: [x]}}}\n", "1:27", ["d", "choices"]),
        ("variables: {document: {d: {choice: [x]}}}\n", "1:28", ["choice", "Write choices"]),
        ("variables: {site: {a@b: text}}\n", "1:20", ["'a@b'", "name of a variable"]),
        ("variables: {participant: {role: text}}\n", "1:27", ["'role'", "something else", "as in own-role"]),
        ("variables: {document: {site: text}}\n", "1:24", ["'site'", "another name"]),
        ("variables: {participant: {wave: text}}\n", "1:27", ["'wave'", "Declare the waves under document"]),
        ("variables: {document: {coder: text}}\n", "1:24", ["'coder'", "another name"]),
        ("variables: {site: {label: text}}\n", "1:20", ["'label'", "another name"]),
        ("variables: {site: {a: {type: text, by: year}}}\n", "1:40", ["by", "'year'", "wave"]),
        ("variables: {site: {n: number}}\nsites: {a: {n: two}}\n", "2:16", ["n: two", "number"]),
        ("variables: {site: {n: number}}\nsites: {a: {n: [2]}}\n", "2:16", ["n should be text"]),
        ("sites: {a: {o: 2012-13}}\nvariables: {site: {o: date}}\n", "1:16", ["o: 2012-13", "date"]),
        (
            "sites: {a: {t: sektor}}\nvariables: {site: {t: {choices: [sector]}}}\n",
            "1:16",
            ["t: sektor", "Write sector"],
        ),
        ("guides: {g: {questions: [{asks: x}]}}\n", "1:33", ["asks", "list"]),
        ("guides: {g: {questions: [{ask: [x]}]}}\n", "1:27", ["ask", "Write asks"]),
        ("guides: {g: {ask: [x]}}\n", "1:14", ["ask", "Write asks"]),
        ("guides: {g: {asks: x}}\n", "1:20", ["asks", "list"]),
        ("guides: {g: {asks: [[x]]}}\n", "1:21", ["asks", "text"]),
        ("report: [x]\n", "1:9", ["report"]),
    ],
)
def test_a_mistake_is_named_with_its_place_and_its_key(text: str, place: str, said: list[str]) -> None:
    with pytest.raises(YamlError) as caught:
        read_study(text, "study.yaml")
    assert str(caught.value).startswith(f"study.yaml:{place}: ")
    assert [word for word in said if word not in str(caught.value)] == []


def test_a_guide_that_asks_for_no_code_is_said_with_its_place_and_the_nearest() -> None:
    codebook = read_codebook("codes: [{id: bilingualism, label: B}]", "codebook.yaml")
    text = "guides:\n  g:\n    asks:\n      - bilingualism\n      - bilinguism\n"
    (error,) = unknown_codes(read_study(text, "study.yaml"), codebook)
    assert str(error).startswith("study.yaml:5:9: guide g asks for bilinguism")
    assert "Write bilingualism." in str(error)
    assert len(unknown_codes(read_study(STUDY, "study.yaml"), codebook)) == 1


@given(words, st.sampled_from([(), ("fr",), ("en", "fr")]))
def test_a_new_study_reads_back_as_it_was_begun_and_takes_sites(
    title: dict[str, str], languages: tuple[str, ...]
) -> None:
    text = new_study_text(title, languages)
    study = read_study(text, "study.yaml")
    assert (study.title, study.languages, study.sites) == (title, languages, ())
    edited = with_site_added(text, "study.yaml", "lille", {"": "Lille"}, None)
    assert edited == text + "  lille:\n    label: Lille\n"


@given(layouts, words, st.integers(0, 9))
def test_a_site_added_is_the_site_meant_and_taking_it_back_gives_the_same_bytes(
    text: str, label: dict[str, str], at: int
) -> None:
    before = read_study(text, "f")
    parent = [None, *(site.id for site in before.sites)][at % (len(before.sites) + 1)]
    edited = with_site_added(text, "f", "nouveau", label, parent)
    after = read_study(edited, "f")
    assert [site for site in after.sites if site.id == "nouveau"] == [Site("nouveau", label, parent)]
    assert [site for site in after.sites if site.id != "nouveau"] == list(before.sites)
    if find(before.sites, parent) != "bobigny":
        assert with_site_removed(edited, "f", "nouveau") == text


def find(sites: tuple[Site, ...], parent: str | None) -> str | None:
    return next((site.id for site in sites if site.id == parent), None)


def test_a_site_below_one_that_had_no_fields_leaves_it_without_fields() -> None:
    edited = with_site_added(STUDY, "f", "hôpital", {"": "Hôpital"}, "bobigny")
    assert edited == STUDY.replace(
        "bobigny:\n", "bobigny:\n        sites:\n          hôpital:\n            label: Hôpital\n"
    )
    assert read_study(with_site_removed(edited, "f", "hôpital"), "f") == read_study(STUDY, "f")


def test_a_site_that_would_not_be_read_back_is_not_written() -> None:
    with pytest.raises(YamlError, match="lille"):
        with_site_added(STUDY, "f", "lille", {"": "x"}, "toulon")
    with pytest.raises(YamlError, match="an id cannot have"):
        with_site_added(STUDY, "f", "a b", {"": "x"}, None)
    with pytest.raises(NotFoundError, match="no site nice"):
        with_site_added(STUDY, "f", "x", {"": "x"}, "nice")


@pytest.mark.parametrize(
    ("name", "site_id"),
    [
        ("lille", "lille"),
        ("LILLE", "lille"),
        ("Armentieres", "armentières"),
        ("ile-de-france", "île-de-france"),
        ("nord–pas-de-calais", "nord-pas-de-calais"),
        ("lile", None),
    ],
)
def test_a_site_is_found_by_id_or_label(name: str, site_id: str | None) -> None:
    found = find_site(read_study(STUDY, "f").sites, name)
    assert (found.id if found else None) == site_id


def test_a_label_of_two_sites_is_never_guessed() -> None:
    sites = (Site("a", {"": "Centre"}), Site("b", {"fr": "CENTRE"}))
    with pytest.raises(InputError, match="a, b"):
        find_site(sites, "centre")


def test_what_sites_say_is_kept_as_it_is_declared_and_free_text_elsewhere() -> None:
    text = (
        "sites:\n  a: {opened: 2012-02, open: Oui, posts: '3,0', type: SECTOR, note: '3,0'}\n"
        "variables:\n  site: {opened: date, open: boolean, posts: number, type: {choices: [sector]}}\n"
    )
    (site,) = read_study(text, "study.yaml").sites
    assert site.attributes == {"opened": "2012-02", "open": "true", "posts": "3", "type": "sector", "note": "3,0"}


def test_a_guide_asks_for_what_it_and_its_questions_ask_for_each_code_once() -> None:
    text = """\
guides:
  g:
    title: {fr: Équipes, en: Teams}
    asks: [a, b]
    questions:
      - {text: {fr: Et la distance ?, en: And distance?}, asks: [b, c]}
      - text: And then?
"""
    guide = read_study(text, "study.yaml").guides["g"]
    assert guide.asks == ("a", "b", "c")
    assert guide.title == {"fr": "Équipes", "en": "Teams"}
    assert guide.questions == (
        Question({"fr": "Et la distance ?", "en": "And distance?"}, ("b", "c")),
        Question({"": "And then?"}),
    )
    codebook = read_codebook("codes: [{id: a, label: A}, {id: b, label: B}]", "codebook.yaml")
    (error,) = unknown_codes(read_study(text, "study.yaml"), codebook)
    assert str(error).startswith("study.yaml:6:69: guide g asks for c")


names = st.sampled_from(["type", "posts", "opened", "a b", "no: x"])
sites = st.sampled_from(["nord-pas-de-calais", "lille", "armentières", "île-de-france", "bobigny", "toulon"])
changes = st.dictionaries(sites, st.dictionaries(names, st.one_of(st.none(), labels), min_size=1), max_size=4)


@given(layouts, changes)
def test_attributes_are_set_in_the_text_and_nothing_else_of_it_changes(
    text: str, changed: dict[str, dict[str, str | None]]
) -> None:
    before = {site.id: site for site in read_study(text, "study.yaml").sites}
    said = [SiteChange(site, fields) for site, fields in changed.items() if site in before]
    after = with_site_changes(text, "study.yaml", said)
    for site in read_study(after, "study.yaml").sites:
        meant = {**before[site.id].attributes, **changed.get(site.id, {})}
        assert site == before[site.id]._replace(attributes={k: v for k, v in meant.items() if v is not None})
    assert [line for line in text.splitlines() if "#" in line and line not in after] == []
    assert with_site_changes(text, "study.yaml", ()) == text


def test_an_attribute_goes_where_a_person_would_write_it() -> None:
    text = with_site_changes(STUDY, "study.yaml", [SiteChange("nord-pas-de-calais", {"type": "region"})])
    assert "    label: Nord–Pas-de-Calais\n    type: region\n    sites:\n" in text
    text = with_site_changes(text, "study.yaml", [SiteChange("lille", {"posts": "4"})])
    text = with_site_changes(text, "study.yaml", [SiteChange("lille", {"type": None})])
    text = with_site_changes(text, "study.yaml", [SiteChange("bobigny", {"type": "hospital"})])
    assert "lille: {label: Lille, posts: 4}" in text
    assert "bobigny:\n        type: hospital\n" in text
    changed = with_site_changes(text, "study.yaml", [SiteChange("armentières", {"label@en": "A.", "label@de": "Ä"})])
    assert "{fr: Armentières, en: A., de: Ä}" in changed


def test_new_sites_come_under_their_parents_new_or_old() -> None:
    added = (
        SiteChange("north", {"label@en": "North", "type": "region"}, new=True),
        SiteChange("lens", {"label": "Lens"}, new=True, parent="north"),
        SiteChange("roubaix", {}, new=True, parent="nord-pas-de-calais"),
        SiteChange("st-denis", {"label": "St-Denis"}, new=True, parent="bobigny"),
    )
    after = read_study(with_site_changes(STUDY, "study.yaml", added), "study.yaml").sites
    found = {site.id: site for site in after}
    assert found["north"] == Site("north", {"en": "North"}, None, {"type": "region"})
    assert found["lens"].parent == "north"
    assert found["roubaix"] == Site("roubaix", {"": "roubaix"}, "nord-pas-de-calais")
    assert found["st-denis"].parent == "bobigny"
    assert len(after) == 6 + len(added)
    assert read_study(with_site_changes("title: T\n", "s", added[:2]), "s").sites[1].parent == "north"


def test_a_site_that_cannot_be_changed_says_why() -> None:
    with pytest.raises(NotFoundError):
        with_site_changes(STUDY, "study.yaml", [SiteChange("lile", {"type": "x"})])
    with pytest.raises(NotFoundError):
        with_site_changes(STUDY, "study.yaml", [SiteChange("a", {}, new=True, parent="nowhere")])
    declared = STUDY.replace("variables:\n", "variables:\n  site: {posts: number}\n")
    with pytest.raises(YamlError, match="posts: many"):
        with_site_changes(declared, "study.yaml", [SiteChange("lille", {"posts": "many"})])


def test_a_new_study_s_file_says_what_asking_for_a_theme_asks_for() -> None:
    assert "Who asks for a theme asks for its sub-codes too" in new_study_text({"": "T"}, ("en",))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("stop_words: [voilà, no]\n", {"": ("voilà", "no")}),
        ("stop_words: {fr: [voilà], en: [worker]}\n", {"fr": ("voilà",), "en": ("worker",)}),
        ("stop_words: voilà\n", {"": ("voilà",)}),
        ("stop_words:\n", {}),
        ("", {}),
    ],
)
def test_words_to_leave_out_are_a_list_or_a_list_for_each_language(
    written: str, words: dict[str, tuple[str, ...]]
) -> None:
    assert read_study(f"title: A study\n{written}", "study.yaml").stop_words == words


def test_words_to_leave_out_that_are_no_words_are_told_with_their_place() -> None:
    with pytest.raises(YamlError, match=r"study\.yaml:2"):
        read_study("title: A study\nstop_words: {fr: {a: b}}\n", "study.yaml")
