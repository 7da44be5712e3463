"""From the bytes of a file, whatever it is, to a transcript ready to be stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import InputError
from qualcode.i18n import _, reason
from qualcode.importers import textgrid
from qualcode.importers.chat import SIGNS, read_chat
from qualcode.importers.decode import decode, decode_html
from qualcode.importers.elan import read_elan
from qualcode.importers.exmaralda import read_exmaralda
from qualcode.importers.formats import format_of
from qualcode.importers.normalise import normalise
from qualcode.importers.otter import read_otter
from qualcode.importers.roles import speakers_of
from qualcode.importers.speakers import find_turns
from qualcode.importers.subtitles import read_subtitles
from qualcode.importers.utterances import Utterance, text_and_turns
from qualcode.importers.whisper import read_whisper
from qualcode.importers.xmltree import read_xml
from qualcode.language.detect import detect
from qualcode.language.sentences import sentence_spans
from qualcode.language.words import word_ranks
from qualcode.model import Span
from qualcode.model.texts import Transcript, Turn

Cut = Callable[[str, Sequence[Turn], str], tuple[Span, ...]]
"""What finds the sentences of a text with these turns in a language."""
Heard = tuple[tuple[Utterance, ...], tuple[str, ...]]
"""What was said, and what to say of it to the user."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A file read: its transcript with sentences, its bytes as they were with their SHA-256, and what it is.

    `notes` are sentences to say to the user; `encoding` is None for formats that carry their own.
    """

    transcript: Transcript
    original: bytes
    sha256: str
    format: str
    language: str
    encoding: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """What a format's reader yields: a text that carries its labels, or utterances that came apart from them.

    `asking` are the speakers who interview, where the file says so.
    """

    text: str = ""
    utterances: tuple[Utterance, ...] | None = None
    asking: tuple[str, ...] = ()
    encoding: str | None = None
    notes: tuple[str, ...] = ()


def read(
    path: Path,
    *,
    encoding: str | None = None,
    speaker_pattern: str | None = None,
    interviewers: Collection[str] = (),
    language: str | None = None,
    cut: Cut = sentence_spans,
) -> Imported:
    """One file as a transcript; its kind is told by its content, its encoding and language too unless they are given.

    `speaker_pattern` and `interviewers` are as in `speakers.find_turns`; `cut` finds the sentences. Raises InputError
    that names the file.
    """
    with _naming(path):
        data = path.read_bytes()
        kind = format_of(data, path.suffix)
        found = _READERS[kind](data, encoding)
        return _imported(found, data, kind, speaker_pattern, interviewers, language, cut)


def read_conversation(
    paths: Sequence[Path],
    *,
    encoding: str | None = None,
    speaker_pattern: str | None = None,
    interviewers: Collection[str] = (),
    language: str | None = None,
    cut: Cut = sentence_spans,
) -> Imported:
    """TextGrids of one conversation as one transcript, their utterances merged by time; one file of any kind as `read`.

    The bytes kept are those of all files, one after the other, in the order of their names.
    """
    if len(paths) == 1:
        return read(
            paths[0],
            encoding=encoding,
            speaker_pattern=speaker_pattern,
            interviewers=interviewers,
            language=language,
            cut=cut,
        )
    paths = sorted(paths)
    files = [_tiers_of(path, encoding) for path in paths]
    parts = zip(textgrid.own_parts(paths), (tiers for _, tiers, _ in files), strict=True)
    said, notes = textgrid.conversation(list(parts))
    found = _Text(utterances=said, encoding=files[0][2], notes=notes)
    with _naming(paths[0]):
        data = b"".join(data for data, _, _ in files)
        return _imported(found, data, "textgrid", None, interviewers, language, cut)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors on the way name the file first."""
    try:
        yield
    except InputError as error:
        raise InputError(_("{file}: {error}").format(file=path, error=error.message), error.hint) from error
    except IsADirectoryError as error:
        raise InputError(_("{file}: this is a folder").format(file=path), _("Name the files in it.")) from error
    except OSError as error:
        raise InputError(
            _("{file}: cannot be read: {reason}").format(file=path, reason=reason(error)),
            _("Check the name and who may read it."),
        ) from error


def _tiers_of(path: Path, encoding: str | None) -> tuple[bytes, list[textgrid.Tier], str]:
    with _naming(path):
        data = path.read_bytes()
        if format_of(data, path.suffix) != "textgrid":
            raise InputError(_("only TextGrids make one conversation of several files"), _("Import it by itself."))
        text, used = decode(data, encoding)
        return data, textgrid.read_tiers(normalise(text)), used


def _read_pdf(data: bytes, _encoding: str | None) -> _Text:
    from qualcode.importers.pdf import read_pdf

    text, notes = read_pdf(data)
    return _Text(text, notes=notes)


def _read_rtf(data: bytes, _encoding: str | None) -> _Text:
    from qualcode.importers.rtf import read_rtf

    return _Text(read_rtf(data))


def _read_docx(data: bytes, _encoding: str | None) -> _Text:
    from qualcode.office import read_office

    return _Text(read_office(data, "docx"))


def _read_odt(data: bytes, _encoding: str | None) -> _Text:
    from qualcode.office import read_office

    return _Text(read_office(data, "odt"))


def _read_html(data: bytes, encoding: str | None) -> _Text:
    from qualcode.office import read_office

    text, used = decode_html(data, encoding)
    return _Text(read_office(text.encode("utf-8", "replace"), "html"), encoding=used)


def _read_subtitles(data: bytes, encoding: str | None) -> _Text:
    return _heard(read_subtitles, data, encoding)


def _read_otter(data: bytes, encoding: str | None) -> _Text:
    return _heard(read_otter, data, encoding)


def _read_whisper(data: bytes, encoding: str | None) -> _Text:
    return _heard(read_whisper, data, encoding)


def _heard(read_them: Callable[[str], Heard], data: bytes, encoding: str | None) -> _Text:
    text, used = decode(data, encoding)
    said, notes = read_them(normalise(text))
    return _Text(utterances=said, encoding=used, notes=notes)


def _read_textgrid(data: bytes, encoding: str | None) -> _Text:
    text, used = decode(data, encoding)
    said, notes = textgrid.conversation([("", textgrid.read_tiers(normalise(text)))])
    return _Text(utterances=said, encoding=used, notes=notes)


def _read_chat(data: bytes, encoding: str | None) -> _Text:
    text, used = decode(data, encoding, signs=SIGNS)
    said, asking, notes = read_chat(normalise(text))
    return _Text(utterances=said, asking=asking, encoding=used, notes=notes)


def _read_elan(data: bytes, encoding: str | None) -> _Text:
    root, used = read_xml(data, encoding)
    said, notes = read_elan(root)
    return _Text(utterances=said, encoding=used, notes=notes)


def _read_exmaralda(data: bytes, encoding: str | None) -> _Text:
    root, used = read_xml(data, encoding)
    said, notes = read_exmaralda(root)
    return _Text(utterances=said, encoding=used, notes=notes)


def _read_text(data: bytes, encoding: str | None) -> _Text:
    text, used = decode(data, encoding)
    return _Text(text, encoding=used)


_READERS: Mapping[str, Callable[[bytes, str | None], _Text]] = {
    "text": _read_text,
    "markdown": _read_text,
    "docx": _read_docx,
    "odt": _read_odt,
    "rtf": _read_rtf,
    "pdf": _read_pdf,
    "vtt": _read_subtitles,
    "srt": _read_subtitles,
    "html": _read_html,
    "textgrid": _read_textgrid,
    "elan": _read_elan,
    "exmaralda": _read_exmaralda,
    "chat": _read_chat,
    "whisper": _read_whisper,
    "otter": _read_otter,
}


def _imported(
    found: _Text,
    data: bytes,
    kind: str,
    pattern: str | None,
    interviewers: Collection[str],
    language: str | None,
    cut: Cut,
) -> Imported:
    bare = _transcript(found, pattern, interviewers)
    if not bare.text.strip():
        raise InputError(_("there are no words in it"), _("Check that the transcript was saved."))
    language = language or detect(bare.text)
    sentences = cut(bare.text, bare.turns, language)
    return Imported(
        transcript=bare._replace(sentences=sentences, ranks=word_ranks(bare.text, sentences)),
        original=data,
        sha256=hashlib.sha256(data).hexdigest(),
        format=kind,
        language=language,
        encoding=found.encoding,
        notes=(*found.notes, *_notes(bare, pattern)),
    )


def _transcript(found: _Text, pattern: str | None, interviewers: Collection[str]) -> Transcript:
    if found.utterances is None:
        text = normalise(found.text)
        return Transcript(text, *find_turns(text, pattern, interviewers))
    text, turns = text_and_turns(found.utterances)
    heard = (turn.speaker for turn in turns if turn.speaker)
    return Transcript(text, turns, speakers_of(heard, interviewers or found.asking))


def _notes(transcript: Transcript, pattern: str | None) -> Iterator[str]:
    """What the researcher should look at: a pattern that met nothing."""
    if pattern and not transcript.speakers:
        yield _("no line begins with the speaker pattern")
