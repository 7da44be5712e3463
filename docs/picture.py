"""Make the README's picture from the real program: `python docs/picture.py` writes `docs/coding-screen.svg`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from qualcode.demonstration import make_demonstration
from qualcode.study import Study
from qualcode.tui.app import QualcodeApp

HERE = Path(__file__).parent
KEYS = ("escape", "g", "g", "g", "g", "g", "g", "g", "g", "g")


async def picture(study: Study) -> str:
    """The coding screen on the interview L01, a few sentences in."""
    app = QualcodeApp(study, "consensus", "L01")
    async with app.run_test(size=(132, 38)) as pilot:
        await pilot.press(*KEYS)
        await app.workers.wait_for_complete()
        await pilot.pause()
        return app.export_screenshot(title="qualcode")


def without_addresses(svg: str) -> str:
    """The picture with its blanks kept, and no font fetched from anywhere: any monospaced one serves."""
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "DejaVu Sans Mono").replace("<text ", '<text xml:space="preserve" ')


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        for _step in make_demonstration(Path(folder) / "study"):
            pass
        with Study.open(Path(folder) / "study") as study:
            svg = without_addresses(asyncio.run(picture(study)))
    (HERE / "coding-screen.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
