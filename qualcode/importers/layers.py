"""What a tier's name tells: whose words it holds, or that it holds none that were spoken."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qualcode.i18n import _
from qualcode.names import fold

_PIECE = re.compile(r"[^\W\d_]+")
_LAYER = re.compile(r"^(?P<who>.*?\S)(?:\s*[-–—_:./|]\s*|\s+)(?P<layer>[^\W\d_]+)$")
_SILENT = frozenset(("sil", "sp", "<sil>", "<sp>", "<eps>", "<p:>", "silence", "silent", "#", "_"))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NOT_SPOKEN = _words(
    """translation translations traduction traductions ubersetzung traduccion gloss glosses glosse glossen glose gloses
    glosa freetranslation phone phones phoneme phonemes phonem ipa phonetic phonetics syllable syllables syllabe
    syllabes silbe silben morph morphs morpheme morphemes morf lemma lemmas lemmata pos postag pitch tones tobi
    prosody prosodie gesture gestures geste gestes gaze comment comments commentaire commentaires kommentar note notes
    anmerkung metadata"""
)
"""A name with such a word in it is of a translation, an analysis or a remark; no person is called so."""
_NOT_SPOKEN_OF = _words("ft gls")
"""The same, in short, beside somebody's name; alone they may be initials."""
_NOT_SPOKEN_ALONE = _words("code codes num coding context contexte on off silences noise noises")
_OF_WORDS = _words("word words mot mots wort worter token tokens")
_SPEECH = _OF_WORDS | _words(
    """utterance utterances utt enonce enonces transcript transcripts transcription transcriptions text texte sentence
    sentences phrase phrases speech ort ortho orth orthography orthographic tx txt default"""
)


def is_spoken(name: str) -> bool:
    """Whether a tier of this name may hold what was said: no translation, gloss, sounds, gestures or remarks."""
    pieces = set(_pieces(name))
    about = _NOT_SPOKEN & pieces or (_NOT_SPOKEN_OF & pieces and len(pieces) > 1)
    return not (about or (pieces and pieces <= _NOT_SPOKEN_ALONE))


def is_of_words(name: str) -> bool:
    """Whether a tier has a word each, as forced alignment writes beside the utterances."""
    return bool(_OF_WORDS & set(_pieces(name)[-1:]))


def speaker_of(name: str) -> str | None:
    """Who speaks on a tier: its name without the layer (`Marie - words`, `orth@Marie`); None if it names only that."""
    name = name.strip()
    layer, at, who = name.rpartition("@")
    if at and layer.strip() and who.strip():
        return who.strip()
    match = _LAYER.match(name)
    if match and fold(match["layer"]) in _SPEECH:
        return match["who"]
    return None if not name or fold(name) in _SPEECH else name


def is_silence(text: str) -> bool:
    """Whether all of an interval's text is a mark for silence, as Praat and forced aligners write them."""
    return fold(text.strip()) in _SILENT


def left_out(names: Iterable[str]) -> tuple[str, ...]:
    """What to say of tiers that are not in the transcript."""
    tiers = ", ".join(f"“{name}”" for name in dict.fromkeys(names))
    return (_("not speech, so left out: {tiers}").format(tiers=tiers),) if tiers else ()


def _pieces(name: str) -> list[str]:
    return _PIECE.findall(fold(name))
