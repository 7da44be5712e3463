"""The users of a project as coders of a study: as it was said, as they were before, by their names."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.i18n import _
from qualcode.names import fold, nearest
from qualcode.projects.project import Project, User
from qualcode.receiving.codes import one_line
from qualcode.receiving.plan import Choices, Met, Question
from qualcode.store.receiving.foreign import Foreign, foreign_ids
from qualcode.study import Study


class Coders:
    """Who coded: `of` answers for a user's id; `met` are those asked for, `questions` what is to be confirmed."""

    def __init__(self, study: Study, project: Project, choices: Choices, coder: str) -> None:
        self.met: dict[str, Met] = {}
        self.questions: list[Question] = []
        self._coder = coder
        self._known = study.coders()
        self._choices = {fold(name): said for name, said in choices.coders.items()}
        self._users = {user.id: user for user in project.users}
        self._before = {fold(one.name): one.own for one in foreign_ids(study.connection, "coder")}

    def of(self, user: str | None) -> str:
        """The coder that a user is; whoever takes the project in where nobody is named."""
        known = self._users.get(user) if user else None
        if known is None:
            return self._coder
        if known.id not in self.met:
            coder = self._meant(known)
            self.met[known.id] = Met(known.name, coder, coder not in self._known and coder != self._coder)
        return self.met[known.id].coder

    def foreign(self) -> Iterator[Foreign]:
        """What the project calls each coder, kept so that the same are met next time."""
        for user, met in self.met.items():
            yield Foreign("coder", met.coder, user, "", met.user)

    def _meant(self, user: User) -> str:
        name = one_line(user.name) or _("unnamed coder")
        said = self._choices.get(fold(user.name)) or self._choices.get(fold(user.id))
        if said:
            return said
        if before := self._before.get(fold(user.name)):
            return before
        if name in self._known:
            return name
        here = (*self._known, *(met.coder for met in self.met.values()))
        same = next((coder for coder in here if fold(coder) == fold(name)), None)
        if near := same or nearest(name, self._known):
            text = _("{user} is nearly {coder}, a coder of this study.").format(user=name, coder=near)
            self.questions.append(Question("coder", user.id, name, near, text, by_name=not same))
            return near
        return name
