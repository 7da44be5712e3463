"""Words whose full stop does not end a sentence, as they are written in French and English transcripts."""

from __future__ import annotations

_BOTH = "dr drs prof st ste no nos vol fig art al cf ed eds p pp approx vs resp tel ref"
_FRENCH = (
    "m mm mr mme mmes mlle mlles mgr me dre pr pre av bd bld env ex chap éd n° nº ap j.-c hab h min sec janv févr avr "
    "juil sept oct nov déc suiv trad coll op cit ibid id n.b p.ex c.-à-d c.à.d art réf tél adj"
)
_ENGLISH = (
    "mr mrs ms mx messrs jr sr rev hon gen col capt lt sgt e.g i.e viz inc ltd co corp dept univ assn est jan feb mar "
    "apr jun jul aug sep sept oct nov dec ave blvd rd nr ph.d"
)
ABBREVIATIONS = {
    "fr": frozenset(f"{_BOTH} {_FRENCH}".split()),
    "en": frozenset(f"{_BOTH} {_ENGLISH}".split()),
}
"""By language, lower case, without the last full stop."""

OFTEN_LAST = ("etc", "p.m", "a.m")
"""Abbreviations that end a sentence when a capital follows."""
