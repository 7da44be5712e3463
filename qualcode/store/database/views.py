"""The views of a study's database, for whoever reads it with plain SQLite: names and columns that stay.

They use no function of ours, nothing that SQLite 3.37 lacks, and no speaker's label or file name. A person's site and
wave are the speaker's own, else those of the part or the document. Interviewers are no participants; their words do
not count. They read the tables as these are, so that they follow each change of the codebook.
"""

from __future__ import annotations

_LABEL = """(SELECT value FROM json_each({words}) WHERE value <> '' ORDER BY key = (
        SELECT json_extract(value, '$.languages[0]') FROM meta WHERE key = 'settings') DESC, key = '' DESC LIMIT 1)"""
_REGION = "(SELECT region FROM v_sites WHERE v_sites.site = {site})"
_OF_SPEAKER = "coalesce(participant.site, part.site, document.site)"

SITES = f"""
CREATE VIEW v_sites(site, parent, region, path, label, position) AS
WITH RECURSIVE tree(site, parent, region, path, label, position) AS (
    SELECT id, parent, id, id, label, position FROM site WHERE parent IS NULL
    UNION ALL
    SELECT site.id, site.parent, tree.region, tree.path || ' > ' || site.id, site.label, site.position
    FROM tree JOIN site ON site.parent = tree.site)
SELECT site, parent, region, path, {_LABEL.format(words="tree.label")}, position FROM tree
"""
CODES = f"""
CREATE VIEW v_codes(code, parent, path, depth, label, brief, pin, colour, retired, in_vivo, position) AS
WITH RECURSIVE tree(code, parent, path, depth, definition, position) AS (
    SELECT id, parent, id, 0, definition, position FROM code WHERE parent IS NULL
    UNION ALL
    SELECT code.id, code.parent, tree.path || ' > ' || code.id, depth + 1, code.definition, code.position
    FROM tree JOIN code ON code.parent = tree.code)
SELECT code, parent, path, depth, {_LABEL.format(words="json_extract(definition, '$.label')")},
    {_LABEL.format(words="coalesce(json_extract(definition, '$.brief'), '{}')")},
    json_extract(definition, '$.pin'), json_extract(definition, '$.colour'),
    coalesce(json_extract(definition, '$.retired'), 0), coalesce(json_extract(definition, '$.in_vivo'), 0), position
FROM tree
"""
THEMES = """
CREATE VIEW v_themes(theme, code) AS
WITH RECURSIVE tree(theme, code) AS (
    SELECT id, id FROM code
    UNION ALL SELECT tree.theme, code.id FROM tree JOIN code ON code.parent = tree.code)
SELECT theme, code FROM tree
"""
DOCUMENTS = f"""
CREATE VIEW v_documents(document, site, region, kind, language, date, wave, guide, participants, turns, words, length,
    codings, variables) AS
SELECT id, site, {_REGION.format(site="document.site")}, kind, language, date, wave, guide,
    (SELECT count(DISTINCT participant) FROM speaker WHERE speaker.document = document.id), turns,
    (SELECT coalesce(sum(turn.words), 0) FROM turn LEFT JOIN speaker ON speaker.id = turn.speaker
        WHERE turn.document = document.id AND coalesce(speaker.interviewer, 0) = 0),
    length, (SELECT count(*) FROM coding WHERE coding.document = document.id), variables
FROM document
"""
TURNS = f"""
CREATE VIEW v_turns(document, turn, participant, interviewer, site, wave, start, "end", time, words, text) AS
SELECT turn.document, turn.number, speaker.participant, coalesce(speaker.interviewer, 0), {_OF_SPEAKER},
    coalesce(part.wave, document.wave), turn.body, turn."end", turn.time, turn.words,
    substr(document_text.text, turn.body + 1, turn."end" - turn.body)
FROM turn JOIN document ON document.id = turn.document JOIN document_text ON document_text.document = turn.document
LEFT JOIN speaker ON speaker.id = turn.speaker LEFT JOIN part ON part.id = speaker.part
LEFT JOIN participant ON participant.id = speaker.participant
"""
PARTICIPANTS = f"""
CREATE VIEW v_participants(participant, site, region, role, documents, turns, words, variables, waves) AS
SELECT id, own, {_REGION.format(site="own")}, role,
    (SELECT count(DISTINCT document) FROM speaker WHERE participant = person.id),
    (SELECT count(*) FROM speaker JOIN turn ON turn.speaker = speaker.id WHERE participant = person.id),
    (SELECT coalesce(sum(turn.words), 0) FROM speaker JOIN turn ON turn.speaker = speaker.id
        WHERE participant = person.id), variables, waves
FROM (SELECT *, coalesce(site, (
        SELECT CASE WHEN count(DISTINCT coalesce(part.site, document.site)) = 1
            THEN max(coalesce(part.site, document.site)) END
        FROM speaker JOIN document ON document.id = speaker.document LEFT JOIN part ON part.id = speaker.part
        WHERE speaker.participant = participant.id)) AS own FROM participant) AS person
WHERE EXISTS (SELECT 1 FROM speaker WHERE speaker.participant = person.id)
"""
_CODING = """coding.id, coding.document, coding.start, coding."end", segment.first_turn, segment.last_turn,
    coding.code, v_codes.path, coding.coder, coding.round, coding.key, coding.counter, coding.definition, coding.at,
    (SELECT coalesce(sum(last_word - first_word), 0) FROM passage JOIN speaker ON speaker.id = passage.speaker
        WHERE passage.segment = coding.segment AND speaker.participant IS NOT NULL),
    (SELECT group_concat(participant, '; ') FROM (
        SELECT speaker.participant FROM passage JOIN speaker ON speaker.id = passage.speaker
        WHERE passage.segment = coding.segment AND speaker.participant IS NOT NULL
        GROUP BY speaker.participant ORDER BY min(passage.rowid)))"""
_NAMES = """coding, document, start, "end", turn, last_turn, code, path, coder, round, key, counter, definition,
    coded_at, words, participants"""
_FROM = "FROM coding JOIN segment ON segment.id = coding.segment JOIN v_codes ON v_codes.code = coding.code"
CODINGS = f"""
CREATE VIEW v_codings({_NAMES}) AS
SELECT {_CODING}
{_FROM}
"""
QUOTATIONS = f"""
CREATE VIEW v_quotations({_NAMES}, text, memo) AS
SELECT {_CODING}, segment.quote,
    (SELECT group_concat(text, char(10)) FROM memo WHERE target = 'coding:' || coding.id)
{_FROM}
"""
VOICES = f"""
CREATE VIEW v_voices(coding, code, coder, document, participant, site, region, role, wave, words) AS
SELECT coding.id, coding.code, coding.coder, coding.document, speaker.participant, {_OF_SPEAKER},
    {_REGION.format(site=_OF_SPEAKER)}, participant.role, coalesce(part.wave, document.wave),
    sum(passage.last_word - passage.first_word)
FROM coding JOIN passage ON passage.segment = coding.segment JOIN speaker ON speaker.id = passage.speaker
JOIN participant ON participant.id = speaker.participant JOIN document ON document.id = coding.document
LEFT JOIN part ON part.id = speaker.part
GROUP BY coding.id, speaker.id
"""
MEMOS = """
CREATE VIEW v_memos(memo, "on", of, kind, coder, written_at, date, text) AS
SELECT id, CASE WHEN instr(target, ':') THEN substr(target, 1, instr(target, ':') - 1) ELSE target END,
    CASE WHEN instr(target, ':') THEN substr(target, instr(target, ':') + 1) END, kind, coder, at, date, text
FROM memo
"""

NAMES = ("sites", "codes", "themes", "documents", "turns", "participants", "codings", "quotations", "voices", "memos")
"""What the views are called, each after `v_`."""
VIEWS = ";\n".join(
    (
        *(f"DROP VIEW IF EXISTS v_{name}" for name in NAMES),
        *(SITES, CODES, THEMES, DOCUMENTS, TURNS, PARTICIPANTS, CODINGS, QUOTATIONS, VOICES, MEMOS),
    )
)
"""Made anew: a step that changes a table which they read drops them before, and makes them once more."""
