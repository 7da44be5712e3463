"""The screen: a thin front over `Study`. `run` opens it; nothing of Textual is loaded before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.study import Study

_YOUNG = 20_000
"""New objects before garbage is looked for among them: a page makes hundreds, and not every page should wait."""


def run(study: Study, coder: str, document: str | None = None) -> int:
    """Open the coding screen on a study for a coder, as the settings say, at a document if one is named.

    Answers the exit status.
    """
    import gc
    import os

    os.environ.setdefault("TEXTUAL_FPS", "240")  # a key is painted when it comes, not at the next sixtieth of a second
    from qualcode.settings import stored
    from qualcode.tui.app import QualcodeApp

    app = QualcodeApp(study, coder, document, stored())
    gc.freeze()  # what was loaded stays; collecting it again and again would only make keys wait
    gc.set_threshold(_YOUNG)
    app.run()
    return app.return_code or 0
