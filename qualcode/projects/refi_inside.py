"""Texts inside other sources of a REFI-QDA project: what a PDF says, transcripts whose selections have positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from qualcode.projects.elements import local
from qualcode.projects.refi_elements import Stretch, Text, child, children, number, stretch_of, text_of
from qualcode.projects.refi_ids import key

_SAID_OF_WHOLE = ("Description", "Coding", "NoteRef", "VariableValue")


def inner_texts(sources: Iterable[Element], there: Callable[[Text], bool]) -> Iterator[Text]:
    """The texts whose words are `there`; they are taken out of their sources, the rest stays in these."""
    for source in sources:
        kind = local(source.tag)
        if kind == "PDFSource" and (text := _representation(source, there)):
            yield text
        elif kind in ("AudioSource", "VideoSource"):
            yield from _transcripts(source, there)


def _representation(source: Element, there: Callable[[Text], bool]) -> Text | None:
    """What a PDF says, with what is said of the PDF as a whole."""
    words = child(source, "Representation")
    if words is None:
        return None
    text = text_of(words, map(stretch_of, children(words, "PlainTextSelection")))
    if not there(text):
        return None
    whole = text_of(source)
    source.remove(words)
    for one in [one for one in source if local(one.tag) in _SAID_OF_WHOLE]:
        source.remove(one)
    return replace(
        text,
        name=whole.name or text.name,
        description=text.description or whole.description,
        user=text.user or whole.user,
        at=text.at or whole.at,
        codings=text.codings + whole.codings,
        notes=text.notes + whole.notes,
        values=text.values + whole.values,
        also=whole.id,
    )


def _transcripts(source: Element, there: Callable[[Text], bool]) -> Iterator[Text]:
    """Transcripts that have selections, all between points that have a position in the text."""
    for place, one in enumerate(children(source, "Transcript")):
        points = {key(point.get("guid", "")): number(point.get("position")) for point in children(one, "SyncPoint")}
        stretches = [_stretch(selection, points) for selection in children(one, "TranscriptSelection")]
        text = text_of(one, stretches)
        if not stretches or any(min(each.start, each.end) < 0 for each in stretches) or not there(text):
            continue
        source.remove(one)
        also = "" if place else source.get("guid", "")
        yield replace(text, name=text.name or source.get("name", ""), also=also, times=tuple(_times(one)))


def _times(transcript: Element) -> Iterator[tuple[int, int]]:
    """The position and the milliseconds of each point that has a time."""
    for point in children(transcript, "SyncPoint"):
        if point.get("timeStamp", "").strip():
            yield number(point.get("position")), number(point.get("timeStamp"))


def _stretch(selection: Element, points: dict[str, int]) -> Stretch:
    start, end = (points.get(key(selection.get(name, "")), -1) for name in ("fromSyncPoint", "toSyncPoint"))
    return stretch_of(selection)._replace(start=start, end=end)
