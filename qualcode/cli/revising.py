"""A document's text corrected: from a file, or by a small edit; what became of its codings, and settling the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.completing import names_of
from qualcode.cli.options import acting, acting_options
from qualcode.cli.output import json_option, print_json, print_text, say, shortened
from qualcode.cli.studied import StudyCommand, as_typed, with_study
from qualcode.errors import InputError
from qualcode.i18n import _, known_word, language, ngettext
from qualcode.model import Span, in_language

if TYPE_CHECKING:
    from qualcode.revising import Revision
    from qualcode.store.correcting.carrying import Fate
    from qualcode.store.correcting.remarking import BookmarkFate
    from qualcode.store.correcting.unsettled import Unsettled
    from qualcode.study import Study

_FILE = click.Path(path_type=Path)
_KINDS = ("kept", "changed", "ambiguous", "lost")
_SHOWN = 200
_AROUND = 30


@click.command(
    "revise",
    cls=StudyCommand,
    help=_(
        "Exchange a document's text for a corrected one; its codings go along. Each is kept (the same words, wherever "
        "they stand now), changed (its words were corrected: it stands on them until you confirm), ambiguous (several "
        "places are as good) or lost; the last two are kept aside until you settle them. `qualcode undo` brings the "
        "former text back whole; `qualcode show --version 1` shows it. Exit status: 0 done, 1 the file, the document "
        "or what is settled was refused and nothing was changed, 2 typed wrongly."
    ),
    epilog=_(
        "Example: qualcode revise my-study L03 corrected.docx --dry-run; qualcode revise my-study L03 --list; "
        "qualcode revise my-study L03 --settle 12=keep --settle 15=2 --settle 16=120-298 --settle 17=drop; "
        "qualcode revise my-study L03 --replace hopital hôpital --turn 12"
    ),
)
@click.argument("document", required=False, shell_complete=names_of("document"))
@click.argument("files", nargs=-1, type=_FILE, metavar="[" + _("FILE") + "]...")
@click.option("--even-so", is_flag=True, help=_("Take the file though less than a third of the text is in it."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would become of each coding."))
@click.option("--list", "listing", is_flag=True, help=_("List the codings that are to be looked at."))
@click.option(
    "--settle",
    "settled",
    multiple=True,
    metavar=_("ID=WHAT"),
    help=_("Settle one: keep, drop, the number of its place, or START-END; changed=keep confirms all changed ones."),
)
@click.option(
    "--replace", nargs=2, metavar=_("OLD NEW"), help=_("Write words otherwise that stand once, or once in --turn.")
)
@click.option("--turn", type=click.IntRange(min=1), metavar=_("NUMBER"), help=_("The turn in which --replace looks."))
@click.option("--rename", nargs=2, metavar=_("OLD NEW"), help=_("Give a speaker another label."))
@click.option(
    "--same", multiple=True, metavar=_("NEW=OLD"), help=_("A new label that is a speaker of the text as it was.")
)
@click.option(
    "--interviewer", "interviewers", multiple=True, metavar=_("SPEAKER"), help=_("Who asks; can be repeated.")
)
@click.option(
    "--speaker-pattern", metavar=_("REGEX"), help=_("What a speaker's label looks like at the start of a line.")
)
@click.option("--encoding", metavar=_("NAME"), help=_("The files' encoding, if it is not found."))
@acting_options
@json_option
@with_study
def revise_command(study: Study, document: str | None, files: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Correct a text, list what is to be looked at, or settle it."""
    asked = [name for name in ("listing", "settled", "replace", "rename") if options[name]]
    if len(asked) + bool(files) != 1:
        raise click.UsageError(_("Name a corrected file, or say one of --list, --settle, --replace and --rename."))
    name = study.document(document).id if document else None
    if options["listing"]:
        _list(study, name, as_json)
    elif options["settled"]:
        _settle(study, name, options, as_json)
    elif name is None:
        raise click.UsageError(_("Name the document."))
    else:
        _revise(study, _revision(study, name, files, options), options, as_json)


def _revision(study: Study, name: str, files: Sequence[Path], options: dict[str, Any]) -> Revision:
    from qualcode.importing import Reading
    from qualcode.revising import read_revision, renamed, replaced

    if options["replace"]:
        words, by = options["replace"]
        return replaced(study, name, words, by, options["turn"])
    if options["rename"]:
        label, by = options["rename"]
        return renamed(study, name, label, by)
    same = dict(_pair(text) for text in options["same"])
    reading = Reading(options["encoding"], options["speaker_pattern"], options["interviewers"])
    return read_revision(study, name, files, reading, same)


def _pair(text: str) -> tuple[str, str]:
    new, sign, old = text.partition("=")
    if not (sign and new.strip() and old.strip()):
        raise InputError(_("{text} names no two labels.").format(text=repr(text)), _("Write --same NEW=OLD."))
    return new.strip(), old.strip()


def _revise(study: Study, revision: Revision, options: dict[str, Any], as_json: bool) -> None:
    """Exchange the text, unless one only looks; say what became of each coding."""
    if revision.act and not options["dry_run"]:
        _refuse_another(revision, options["even_so"])
        with acting(study, options["coder"], options["new_coder"]) as coder:
            study.do(revision.act, coder=coder)
    for note in revision.notes:
        say(_("{name}: {value}").format(name=revision.document.id, value=note))
    if as_json:
        codings = {kind: [_fate_data(fate) for fate in revision.of_kind(kind)] for kind in _KINDS}
        print_json({**codings, "bookmarks": [_bookmark_data(mark) for mark in revision.bookmarks]})
        return
    print_text("\n".join(_report(study, revision)))
    if revision.act:
        _say_next(revision, options["dry_run"])


def _refuse_another(revision: Revision, even_so: bool) -> None:
    """Ask before a text is exchanged for one that is rather another document's."""
    if revision.another and not even_so:
        raise InputError(
            _("Only {share} % of the text of {document} is in the corrected one; nothing was changed.").format(
                share=revision.share, document=revision.document.id
            ),
            _("Name the right file; if it is the right one, say --even-so. --dry-run shows what would become of it."),
        )


def _fate_data(fate: Fate) -> dict[str, Any]:
    data = {
        "id": fate.coding,
        "before": _ends(fate.before),
        "after": _ends(fate.after) if fate.after else None,
        "quote": fate.quote,
        "text": fate.text,
    }
    return data if fate.after else {**data, "candidates": [_ends(each) for each in fate.candidates]}


def _bookmark_data(mark: BookmarkFate) -> dict[str, Any]:
    return {
        "id": mark.bookmark,
        "state": mark.kind,
        "before": _ends(mark.before),
        "after": _ends(mark.after) if mark.after else None,
        "quote": mark.quote,
        "text": mark.text,
        "joined": mark.joined,
    }


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]


def _report(study: Study, revision: Revision) -> Iterator[str]:
    """How many of each kind, then each that is to be looked at with both wordings."""
    counts = ", ".join(f"{len(revision.of_kind(kind))} {known_word(kind)}" for kind in _KINDS)
    yield _("{document}: {counts}").format(document=revision.document.id, counts=counts)
    for fate in (fate for kind in _KINDS[1:] for fate in revision.of_kind(kind)):
        yield _head(study, fate.coding, fate.kind, fate.code, fate.coder)
        yield from _words(fate.quote, fate.text or None, fate.candidates, revision.new.text)
    for mark in revision.astray:
        yield f"\n{_('bookmark')} {mark.bookmark} {known_word(mark.kind)}: {shortened(mark.quote, _SHOWN)}"
        yield f"  {_where(mark)}"


def _where(mark: BookmarkFate) -> str:
    """Where a bookmark stands whose words are not sure."""
    if mark.after is None:
        return _("it is taken off: there are no words left")
    place = f"{mark.after.start}-{mark.after.end} [{shortened(mark.text, _SHOWN)}]"
    if mark.joined:
        return _("one of the same coder stands at the nearest place already: {place}").format(place=place)
    return _("it stands at the nearest place: {place}").format(place=place)


def _say_next(revision: Revision, dry_run: bool) -> None:
    unsure = sum(fate.kind != "kept" for fate in revision.fates)
    if dry_run:
        say(_("Nothing was changed: this was a dry run."))
    elif unsure:
        said = ngettext("{count} coding is to be looked at", "{count} codings are to be looked at", unsure)
        say(said.format(count=unsure) + f": qualcode revise {as_typed()}{revision.document.id} --list")


def _head(study: Study, number: int, kind: str, code: str, coder: str) -> str:
    known = study.codebook.by_id.get(code)
    label = in_language(known.label, language()) if known else code
    return f"\n[{number}] {known_word(kind)} · {label} · {coder}"


def _words(quote: str, text: str | None, places: Sequence[Span], new: str) -> Iterator[str]:
    """Both wordings as one, `[-gone-]{+come+}`; or the words that were, and each place where they may stand."""
    from qualcode.anchoring.wording import COME, GONE, worded

    if text is not None:
        marks = {GONE: ("[-", "-]"), COME: ("{+", "+}")}
        pieces = ((marks.get(piece.sign, ("", "")), piece.text) for piece in worded(quote, text))
        yield "  " + "".join(f"{opening}{words}{closing}" for (opening, closing), words in pieces)
        return
    yield f"  {shortened(quote, _SHOWN)}"
    for number, place in enumerate(places, start=1):
        before, after = new[max(0, place.start - _AROUND) : place.start], new[place.end : place.end + _AROUND]
        words = f"{before}[{new[place.start : place.end]}]{after}"
        yield f"  {number}. {place.start}-{place.end}  … {shortened(words, _SHOWN)} …"


def _list(study: Study, name: str | None, as_json: bool) -> None:
    """The codings to be looked at, each with what it was and where it may be."""
    listed = study.unsettled(name)
    if as_json:
        print_json([_unsettled_data(study, each) for each in listed])
        return
    for each in listed:
        new = study.transcript(each.document).text
        text = new[each.places[0].start : each.places[0].end] if each.state == "changed" else None
        print_text(_head(study, each.coding, each.state, each.code, each.coder) + f" · {each.document}")
        print_text("\n".join(_words(each.quote, text, each.places, new)))
    if not listed:
        say(_("Nothing is left to be settled."))


def _unsettled_data(study: Study, each: Unsettled) -> dict[str, Any]:
    text = study.transcript(each.document).text
    places = [{"start": place.start, "end": place.end, "text": text[place.start : place.end]} for place in each.places]
    stands = each.state == "changed"
    return {
        "id": each.coding,
        "document": each.document,
        "state": each.state,
        "version": each.version,
        "code": each.code,
        "coder": each.coder,
        "before": _ends(each.before),
        "after": _ends(each.places[0]) if stands else None,
        "quote": each.quote,
        "text": places[0]["text"] if stands else "",
        "candidates": [] if stands else places,
    }


def _settle(study: Study, name: str | None, options: dict[str, Any], as_json: bool) -> None:
    """Settle what is said, all as one act; what is left is told."""
    from qualcode.settling import acts_of

    acts = acts_of(study.unsettled(name), options["settled"])
    if acts and not options["dry_run"]:
        with acting(study, options["coder"], options["new_coder"]) as coder:
            study.do(*acts, coder=coder)
    left = study.unsettled(name)
    if as_json:
        print_json([_unsettled_data(study, each) for each in left])
    if options["dry_run"]:
        say(_("Nothing was changed: this was a dry run."))
        return
    said = ngettext("{count} coding is left to be looked at.", "{count} codings are left to be looked at.", len(left))
    say(said.format(count=len(left)))
