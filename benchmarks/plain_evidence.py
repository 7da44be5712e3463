"""A joint display by wave, and what themes rest on, by plain SQL on the same database: unions, one coder."""

from __future__ import annotations

from typing import Any

from benchmarks.plain import CODER, IN_ALL, THEMES, Connection

BY_WAVE = THEMES.replace("coalesce(p.site, d.site)", "d.wave").replace("SELECT theme, d.site,", "SELECT theme, d.wave,")
CELLS = """
SELECT theme, site, count(DISTINCT participant), count(DISTINCT segment), count(DISTINCT document), sum(words)
FROM said GROUP BY theme, site
"""
SIZES = """
SELECT d.wave, count(DISTINCT participant) FROM speaker JOIN document AS d ON d.id = speaker.document
WHERE participant IS NOT NULL GROUP BY 1
"""
FOLLOWED = """
WITH RECURSIVE above(code, theme) AS (
    SELECT id, id FROM code UNION ALL SELECT above.code, code.parent FROM above JOIN code ON code.id = above.theme
    WHERE code.parent IS NOT NULL),
heard AS MATERIALIZED (
    SELECT DISTINCT coding.code, passage.speaker FROM coding CROSS JOIN passage ON passage.segment = coding.segment
    WHERE coding.coder = ?1 AND passage.speaker IS NOT NULL)
SELECT theme, d.wave, count(DISTINCT participant) FROM heard CROSS JOIN above ON above.code = heard.code
CROSS JOIN speaker ON speaker.id = heard.speaker CROSS JOIN document AS d ON d.id = speaker.document GROUP BY 1, 2
"""
SITES = "SELECT theme, count(DISTINCT site) FROM said GROUP BY theme"
WORDS = """
SELECT document, sum(words) FROM (
    SELECT document, max(0, last_word - max(first_word, coalesce(max(last_word) OVER (
        PARTITION BY speaker ORDER BY first_word, last_word ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)))
        AS words
    FROM (SELECT DISTINCT coding.document, coding.segment FROM coding WHERE coder = ?1)
    CROSS JOIN passage USING (segment) WHERE speaker IS NOT NULL) GROUP BY 1
"""
BEGUN = "SELECT DISTINCT coder, document FROM coding"


def joint(db: Connection) -> Any:
    """`N` of each wave; of each theme and wave people, segments, documents, words; in all; and who said it when."""
    values = {"coder": CODER}
    return {
        "N": dict(db.execute(SIZES).fetchall()),
        "cells": {f"{theme} {wave}": counts for theme, wave, *counts in db.execute(BY_WAVE + CELLS, values)},
        "total": {theme: counts for theme, *counts in db.execute(THEMES + IN_ALL, values)},
        "said": {f"{theme} {wave}": people for theme, wave, people in db.execute(FOLLOWED, (CODER,))},
    }


def coverage(db: Connection) -> Any:
    """Of each theme segments, people, documents and sites; of each document words coded; who has begun what."""
    values = {"coder": CODER}
    return {
        "themes": {theme: counts for theme, *counts in db.execute(THEMES + IN_ALL, values)},
        "sites": dict(db.execute(THEMES + SITES, values).fetchall()),
        "words": {document: words for document, words in db.execute(WORDS, (CODER,)) if words},
        "begun": sorted(map(tuple, db.execute(BEGUN))),
    }
