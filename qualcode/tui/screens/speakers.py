"""Who speaks in documents: interviewers and participants, put right by a few keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.model import in_language
from qualcode.model.people import Participant
from qualcode.names import fold
from qualcode.safetext import safe_block, safe_line
from qualcode.tui import keys
from qualcode.tui.bindings import bindings
from qualcode.tui.desk import Desk
from qualcode.tui.paths import completions, files_named
from qualcode.tui.screens.form import Answers, Field, Form, is_yes, yes_or_no
from qualcode.tui.screens.over import StudyScreen
from qualcode.tui.voices import INTERVIEWER, Voice, other_side, said_anew, said_in_table, site_said, voices
from qualcode.tui.widgets.line import Hint, Line, LineList, TextBox, fitted
from qualcode.tui.widgets.typing import among

if TYPE_CHECKING:
    from qualcode.acts import AddSite


class SpeakersList(LineList):
    """Speakers, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(keys.speakers())


class SpeakersScreen(StudyScreen):
    """The speakers of some documents: who each is, how often and what they say first."""

    def __init__(self, desk: Desk, documents: Sequence[str]) -> None:
        super().__init__()
        self._desk, self._documents = desk, documents
        self._voices: list[Voice] = voices(desk.study, documents)

    def compose(self) -> ComposeResult:
        """Title, list, the words of the one in hand, hint."""
        yield Line(id="title")
        yield SpeakersList(id="lines")
        yield TextBox(id="detail")
        yield Hint()

    def on_mount(self) -> None:
        """The first speaker is in hand."""
        self._show()
        self._say_hint()

    def show_anew(self) -> None:
        """Who speaks, as the study has it now."""
        known = {listed.id for listed in self._desk.study.catalogue()}
        self._documents = [name for name in self._documents if name in known]
        self._voices = voices(self._desk.study, self._documents)
        self._show()

    def _show(self) -> None:
        lines = self.query_one(SpeakersList)
        count = ngettext("{count} speaker", "{count} speakers", len(self._voices)).format(count=len(self._voices))
        where = self._documents[0] if len(self._documents) == 1 else _("{count} documents").format(
            count=len(self._documents))  # fmt: skip
        self.query_one("#title", Line).say(Text(safe_line(" " + _("Who speaks") + f" · {where} · {count}")))
        lines.set_lines(self._line, len(self._voices), lines.index)
        self._show_detail()

    def _line(self, index: int, width: int) -> Text:
        voice = self._voices[index]
        text = Text()
        if len(self._documents) > 1:
            text.append(fitted(safe_line(voice.document), 7) + " ", style="dim")
        text.append(fitted(safe_line(voice.label), 18) + " ", style="bold")
        who, role, site = self._who(voice)
        text.append(fitted(who, 14) + " ", style="dim" if voice.person is None else "")
        text.append(fitted(role, 12) + " ").append(fitted(site, 12) + " ")
        text.append(f"{voice.turns:>4}  ")
        return text.append(safe_line(" ".join(voice.words.split())), style="dim")

    def _who(self, voice: Voice) -> tuple[str, str, str]:
        """The person's id, role and site as they are shown; a site not the person's own in brackets."""
        if voice.person is None:
            return _("interviewer"), "", ""
        site = voice.person.site or self._desk.study.document(voice.document).site
        labels = {known.id: in_language(known.label, self._desk.language) for known in self._desk.study.sites}
        named = labels.get(site or "", site or "")
        shown = named if voice.person.site or not named else f"({named})"
        return safe_line(voice.person.id), safe_line(voice.person.role or ""), safe_line(shown)

    def _show_detail(self) -> None:
        if not self._voices:
            self.query_one("#detail", TextBox).say(Text(_("Nobody is named in this text."), style="dim"))
            return
        voice = self._voices[self.query_one(SpeakersList).index]
        head = " · ".join(filter(None, (voice.label, *self._who(voice))))
        turns = ngettext("{count} turn", "{count} turns", voice.turns).format(count=voice.turns)
        text = Text().append(safe_line(f"{head} · {turns}") + "\n", style="dim")
        self.query_one("#detail", TextBox).say(text.append(safe_block(voice.words)))

    @on(LineList.Highlighted)
    def _highlighted(self) -> None:
        self._show_detail()

    # ------------------------------------------------------------------ putting right

    def action_interviewer(self) -> None:
        """An interviewer becomes a participant, and the other way round."""
        if self._voices:
            voice = self._voices[self.query_one(SpeakersList).index]
            self.app.coding.act(lambda: self._desk.map_speaker(other_side(self._desk.study, voice)))

    @on(LineList.Chosen)
    def _chosen(self, event: LineList.Chosen) -> None:
        voice = self._voices[event.index]
        fields = self._fields(voice)

        def answered(answers: Answers | None) -> None:
            if answers is not None and any(answers[field.name] != field.value for field in fields):
                self._say_who(voice, answers)

        title = _("Who is {label} in {document}?").format(
            label=safe_line(voice.label), document=safe_line(voice.document))  # fmt: skip
        self.app.push_screen(Form(title, fields, self._wrong), answered)

    def _fields(self, voice: Voice) -> list[Field]:
        study, person = self._desk.study, voice.person or Participant("", role=INTERVIEWER)
        people = study.participants()
        roles = dict.fromkeys(known.role for known in people if known.role)
        sites = [in_language(site.label, self._desk.language) or site.id for site in study.sites]
        labels = {site.id: name for site, name in zip(study.sites, sites, strict=True)}
        return [
            Field("participant", _("participant"), person.id, among(known.id for known in people)),
            Field("role", _("role"), _role(person.role or ""), among(map(_role, (*roles, INTERVIEWER)))),
            Field("site", _("own site"), labels.get(person.site or "", ""), among(sites)),
            Field("new_site", _("insist on site"), "", yes_or_no()),
        ]

    def _wrong(self, answers: Answers) -> str:
        try:
            self._site(answers)
        except QualcodeError as error:
            return str(error)
        return ""

    def _say_who(self, voice: Voice, answers: Answers) -> None:
        from qualcode.intake import Person

        site, added = self._site(answers)
        role = INTERVIEWER if fold(answers["role"]) == fold(_role(INTERVIEWER)) else answers["role"]
        said = Person(voice.label, answers["participant"], role, site)
        self.app.coding.act(lambda: self._desk.map_speaker(*added, *said_anew(self._desk.study, voice, said)))

    def _site(self, answers: Answers) -> tuple[str, list[AddSite]]:
        return site_said(self._desk.study, answers["site"], insist=is_yes(answers["new_site"]))

    def action_table(self) -> None:
        """Read who speaks, in any documents of the study, from a table."""

        def answered(answers: Answers | None) -> None:
            if answers is not None:
                (table,) = files_named(answers["files"])
                self.app.coding.act(lambda: self._desk.map_speaker(*said_in_table(self._desk.study, table)))

        fields = [Field("files", _("a .csv"), "", completions)]
        title = _("Who speaks, from a table with document, speaker, participant, role, site")
        self.app.push_screen(Form(title, fields, self._wrong_table), answered)

    def _wrong_table(self, answers: Answers) -> str:
        try:
            tables = files_named(answers["files"])
            if len(tables) != 1:
                return _("Name one table, as in speakers.csv.")
            said_in_table(self._desk.study, tables[0])
        except (QualcodeError, OSError, ValueError) as error:
            return str(error)
        return ""

    def action_same(self) -> None:
        """Two labels are one person."""
        from qualcode.tui.screens.turns import ask_who_else

        if self._voices:
            ask_who_else(self.app, self._desk, self._voices[self.query_one(SpeakersList).index], self._voices)

    def action_split(self) -> None:
        """One label is two people, from some turn on."""
        from qualcode.tui.screens.turns import ask_where_split

        if self._voices:
            ask_where_split(self.app, self._desk, self._voices[self.query_one(SpeakersList).index])

    def action_turns(self) -> None:
        """Some turns are somebody else's."""
        from qualcode.tui.screens.turns import ask_turns

        if self._voices:
            ask_turns(self.app, self._desk, self._voices[self.query_one(SpeakersList).index])

    def _say_hint(self) -> None:
        hint = _("enter who it is · i interviewer · m same person · s split · r turns · T table · u undo · ? keys")
        self.query_one(Hint).suggest(hint)


def _role(role: str) -> str:
    """A role as it is shown and typed: ours in the words of the interface."""
    return _("interviewer") if role == INTERVIEWER else role
