"""Every screen, in three sizes and both themes, as text with its styles: same events, same cells.

``KIOSK_PICTURES=renew pytest tests/kiosk/test_gallery.py`` accepts what is there now; read the difference, then look.
"""

from __future__ import annotations

import os
import time
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from station.kiosk.theme import DARK, LIGHT
from station.store import Store
from tests.kiosk.gallery import GALLERY, Picture, come_to
from tests.kiosk.test_help import screens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual.pilot import Pilot

    from tests.kiosk.stage import Stage

SIZES = ((120, 40), (80, 24), (60, 20))
ACCEPTED = Path(__file__).parent / "pictures"
RENEW = os.environ.get("KIOSK_PICTURES") == "renew"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
Cells = list[list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let clocks on the screen show the same time everywhere."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def told(style: Style | None) -> str:
    """Return a style in words."""
    if style is None:
        return "none"
    names = ("bold", "dim", "reverse", "underline", "italic", "strike")
    marks = [name for name in names if getattr(style, name)]
    colours = [colour.name if colour is not None else "-" for colour in (style.color, style.bgcolor)]
    return " ".join([f"{colours[0]} on {colours[1]}", *marks])


def cells(stage: Stage) -> Cells:
    """Return each cell of the screen: its letter and its style in words."""
    strips = stage.app.screen._compositor.render_strips(stage.app.size)
    return [
        [(letter, style) for text, style in ((s.text, told(s.style)) for s in strip) for letter in text]
        for strip in strips
    ]


def written(dark: Cells, light: Cells) -> list[str]:
    """Return a screen as lines: its text, its styles as letters with their lengths, and what the letters mean."""
    names: dict[tuple[str, str], str] = {}
    lines = ["".join(letter for letter, _ in row).rstrip() for row in dark]
    for row, other in zip(dark, light, strict=True):
        pairs = [(style, twin) for (_, style), (_, twin) in zip(row, other, strict=True)]
        for pair in pairs:
            names.setdefault(pair, LETTERS[len(names)])
        runs = ((names[pair], sum(1 for _ in group)) for pair, group in groupby(pairs))
        lines.append("|" + " ".join(f"{name}{length}" for name, length in runs))
    lines += [f"{name}: {style} | {twin}" for (style, twin), name in names.items()]
    return lines


async def sized(stage: Stage, pilot: Pilot[None], size: tuple[int, int]) -> Cells:
    """Return the screen in front in a terminal of a size."""
    await pilot.resize_terminal(*size)
    await stage.draw(pilot)
    return cells(stage)


def drawn(picture: Picture, store: Store) -> str:
    """Return a screen in every size and theme."""
    stage = picture.stage(store)
    shown: list[list[Cells]] = []

    async def steps(pilot: Pilot[None]) -> None:
        await come_to(picture, stage, pilot)
        # A theme at a time: another theme costs as much as coming to the screen.
        for theme, sizes in ((DARK, SIZES), (LIGHT, SIZES[::-1])):
            stage.app.theme = theme.name
            shown.append([await sized(stage, pilot, size) for size in sizes])

    stage.act(steps, SIZES[0])
    dark, light = shown
    lines: list[str] = []
    for size, one, other in zip(SIZES, dark, light[::-1], strict=True):
        texts = [["".join(letter for letter, _ in row) for row in each] for each in (one, other)]
        assert texts[0] == texts[1]
        lines.append(f"=== {size[0]} x {size[1]}")
        lines.extend(written(one, other))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("picture", GALLERY, ids=lambda picture: str(picture.name))
def test_a_screen_looks_as_it_was_accepted(picture: Picture, tmp_path: Path) -> None:
    """Words, places and colours; what is new is written beside what was accepted."""
    with Store.open(tmp_path / "station.db") as store:
        now = drawn(picture, store)
    file = ACCEPTED / f"{picture.name}.txt"
    if RENEW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(now, "utf-8")
    assert file.exists(), "nobody has looked at this screen yet: see the head of this file"
    assert now.splitlines() == file.read_text("utf-8").splitlines()


def test_every_screen_is_in_the_gallery() -> None:
    """A new screen is drawn here too."""
    assert set(screens()) - {picture.shows for picture in GALLERY} == set()


def test_no_picture_is_left_over() -> None:
    """What was taken out of the gallery is taken out of the folder."""
    assert {path.stem for path in ACCEPTED.glob("*.txt")} <= {picture.name for picture in GALLERY}
