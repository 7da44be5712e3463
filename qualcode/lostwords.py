"""What a project of another program can lose or have kept aside when it comes into a study: each kind in words."""

from __future__ import annotations

from collections.abc import Callable


def lost_words(_: Callable[[str], str]) -> dict[str, str]:
    """The kinds that readers and a study count, by their plain English, as `_` has them."""
    return {
        "attributes of what is no case": _("attributes of what is no case"), "audio": _("audio"),
        "block of YAML that cannot be read": _("block of YAML that cannot be read"),
        "block of YAML that says nothing known": _("block of YAML that says nothing known"),
        "case that is nobody who speaks": _("case that is nobody who speaks"), "code of a case": _("code of a case"),
        "code of an id that another has": _("code of an id that another has"), "coding": _("coding"),
        "coding in a second set": _("coding in a second set"), "coding of audio": _("coding of audio"),
        "coding of a note": _("coding of a note"), "coding of a pdf": _("coding of a pdf"),
        "coding of a picture": _("coding of a picture"),
        "coding of a text that is not here": _("coding of a text that is not here"),
        "coding of a text without its file": _("coding of a text without its file"),
        "coding of a video": _("coding of a video"), "coding of an empty line": _("coding of an empty line"),
        "coding of audio or video": _("coding of audio or video"), "coding of no length": _("coding of no length"),
        "coding outside its text": _("coding outside its text"), "coding without a code": _("coding without a code"),
        "coding without a known code": _("coding without a known code"), "comment": _("comment"),
        "column that was not named": _("column that was not named"),
        "comment on no words": _("comment on no words"),
        "end of a coding past its text": _("end of a coding past its text"),
        "file that does not lie in the project": _("file that does not lie in the project"),
        "formatted copy of a text": _("formatted copy of a text"), "graph": _("graph"), "link": _("link"),
        "link between codes": _("link between codes"), "link to what is not here": _("link to what is not here"),
        "mark that is no code": _("mark that is no code"), "member of a set": _("member of a set"),
        "name of a passage": _("name of a passage"),
        "name that two respondents have": _("name that two respondents have"), "note": _("note"),
        "note on a note": _("note on a note"), "formatted copy of a note": _("formatted copy of a note"),
        "words of a note without their file": _("words of a note without their file"),
        "value of a text that is not here": _("value of a text that is not here"),
        "note on a link": _("note on a link"), "note on what is no text": _("note on what is no text"),
        "note outside its text": _("note outside its text"), "note without words": _("note without words"),
        "passage of a case": _("passage of a case"),
        "passage of a case in what is no text": _("passage of a case in what is no text"),
        "passage without a code": _("passage without a code"), "pdf": _("pdf"), "picture": _("picture"),
        "reference to a note that is not there": _("reference to a note that is not there"),
        "respondent without an open answer": _("respondent without an open answer"),
        "row that cannot be used": _("row that cannot be used"),
        "second place of a code": _("second place of a code"), "section break": _("section break"),
        "set of codes or notes": _("set of codes or notes"), "source of a case": _("source of a case"),
        "stored query": _("stored query"),
        "text that stands in the project twice": _("text that stands in the project twice"),
        "text without its file": _("text without its file"), "text without words": _("text without words"),
        "that a comment was resolved": _("that a comment was resolved"),
        "time in a transcript": _("time in a transcript"),
        "user who is no coder here": _("user who is no coder here"),
        "value of an unknown variable": _("value of an unknown variable"),
        "value that its variable cannot have": _("value that its variable cannot have"), "video": _("video"),
        "coding of a text without its plain words": _("coding of a text without its plain words"),
    }  # fmt: skip
