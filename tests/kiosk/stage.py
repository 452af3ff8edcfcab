"""A kiosk on a stage: scripted session and people, a clock that stands until it is moved."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING, TypeVar

from station.config.sections import KioskSection
from station.events import Prescription
from station.kiosk.app import KioskApp
from station.kiosk.screens.base import KioskScreen
from station.kiosk.widgets.status import Banner, StatusLine
from tests.kiosk.scripted import START_US, ScriptedLive, ScriptedPeople, Somebody

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from textual.pilot import Pilot
    from textual.screen import Screen
    from textual.widget import Widget

    from station.events import Event
    from station.kiosk.look import Look
    from station.kiosk.operating import Job
    from station.kiosk.ports import Coach
    from station.kiosk.widgets.drawing import Drawn

DAY_US = 86_400_000_000
UNHURRIED = KioskSection(attract_s=0.0, idle_home_s=0.0, goodbye_s=0.0, dim_s=0.0)
"""A kiosk that waits for ever: scripted time makes leaps."""
LAID_OUT_ROWS = 5
"""A terminal lower than this may have no room for the line that tells that the layout is done."""
DEADLINE_S = 60.0
FRAME_EVERY_S = 4.0
W = TypeVar("W", bound="Widget")


def people() -> ScriptedPeople:
    """Return a list of three, one of them new."""
    known = [Somebody("ana", "Ana Müller", 78.0), Somebody("bob", "Bob Okafor"), Somebody("chen", "Chen Wei")]
    return ScriptedPeople(known, {"ana": START_US - 1, "bob": START_US - 5 * DAY_US})


class Stage:
    """Holds a kiosk and plays to it."""

    def __init__(
        self,
        known: ScriptedPeople | None = None,
        prescription: Prescription | None = None,
        coach: Coach | None = None,
        settings: KioskSection | None = None,
        *,
        attract: bool = False,
        look: Look | None = None,
    ) -> None:
        self.now_s = 0.0
        self.live = ScriptedLive()
        self.people = known or people()
        self.app = KioskApp(
            self.live,
            self.people,
            coach=coach,
            settings=settings or UNHURRIED,
            attract=attract,
            look=look,
            prescription=prescription or Prescription(target_reps=15, planned_added_load_kg=5.0),
            clock_s=lambda: self.now_s,
            wall_us=lambda: START_US,
        )

    def act(self, steps: Callable[[Pilot[None]], Awaitable[None]], size: tuple[int, int] = (120, 40)) -> None:
        """Run the kiosk at a size and take it through ``steps``."""

        async def main() -> None:
            async with self.app.run_test(size=size) as pilot:
                await settle(pilot)
                await steps(pilot)

        asyncio.run(main())

    async def play(
        self, pilot: Pilot[None], timed: Iterable[tuple[float, Event]], until_s: float = 1e9
    ) -> None:
        """Send timed events up to an instant, moving the clock with them, and draw a frame every few seconds."""
        drawn_s = self.now_s
        for t_s, event in timed:
            if t_s >= until_s:
                break
            self.now_s = t_s
            self.live.send([event])
            if t_s - drawn_s > FRAME_EVERY_S:
                drawn_s = t_s
                await self.draw(pilot)
        await self.draw(pilot)

    async def draw(self, pilot: Pilot[None]) -> None:
        """Wait until the screen in front is laid out, then draw one frame."""
        await self.front(pilot)
        self.app.frame()
        await pilot.pause()

    async def front(self, pilot: Pilot[None]) -> KioskScreen:
        """Return the screen in front once its widgets have their places; fail when it is none of the kiosk's."""
        await until(pilot, lambda: self._laid_out(self.app.screen), every_s=0.01)
        screen = self.app.screen
        assert isinstance(screen, KioskScreen)
        return screen

    def _laid_out(self, screen: Screen[object]) -> bool:
        if not (isinstance(screen, KioskScreen) and screen.drawable and screen.query_one(Banner).is_mounted):
            return False
        return self.app.size.height < LAID_OUT_ROWS or screen.query_one(StatusLine).size.height > 0

    def find(self, selector: str, kind: type[W]) -> W:
        """Return a widget of the screen in front."""
        return self.app.screen.query_one(selector, kind)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the work off the drawing thread has ended and was taken in."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def text_of(widget: Drawn) -> str:
    """Return what a drawn widget shows, without its colours."""
    return "\n".join("".join(text for text, _ in row).rstrip() for row in widget.drawn)


async def until(pilot: Pilot[None], happened: Callable[[], bool], *, every_s: float = 0.02) -> None:
    """Wait until it has happened; fail after the deadline, and say what is on the screen instead."""
    deadline_s = time.monotonic() + DEADLINE_S
    while not happened():
        assert time.monotonic() < deadline_s, f"it did not happen in time: {_state(pilot)}"
        await pilot.pause(every_s)


def _state(pilot: Pilot[None]) -> str:
    """Return which screen is in front, what its job has come to, what its threads do, and what the banner says."""
    screen = pilot.app.screen
    job: Job | None = getattr(screen, "job", None)
    notice = screen.snapshot.notice if isinstance(screen, KioskScreen) and screen.snapshot else None
    frames = sys._current_frames()
    threads = {
        each.name: traceback.format_stack(frames[each.ident])[-2:]
        for each in threading.enumerate()
        if each.ident in frames
    }
    return f"{screen!r}, job {None if job is None else vars(job)}, notice {notice}, threads {threads}"
