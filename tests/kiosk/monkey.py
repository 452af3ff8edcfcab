"""Somebody who presses anything at any time: a seed gives the same moves for ever."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from textual.events import Paste

from station import events as ev
from tests.kiosk.scripted import START_US, a_set, link

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.pilot import Pilot

    from station.events import Event

KEYS: Final = (
    "enter", "escape", "up", "down", "left", "right", "pageup", "pagedown", "space", "tab", "shift+tab", "home", "end",
    "backspace", "delete", "insert", "f1", "f2", "f3", "f5", "f9", "f12", "ctrl+a", "ctrl+p", "ctrl+z",
    "ctrl+v", "ctrl+u", "ctrl+k", "alt+x", "question_mark", "plus", "minus", "comma", "full_stop",
    *"0123456789abcdefghijklmnopqrstuvwxyz", "ü", "ß", "é", "陈", "ع", "🦶", "[", "]", "'", '"', "{", "}", "\\",
)  # fmt: skip
"""Every key of the kiosk but those that end it."""
JUNK: Final = (
    "", "\x00", "\x1b[2J\x1b[31m", "\x1b]0;title\x07", "[bold red]x[/]", "{name}", "%s%n", "\u202eabc\u202c", "א" * 40,
    "e\u0301" * 50, "a" + "\u0300" * 200, "\ud7ff\ufffe", "1" * 400, "-1", "1e999", "NaN", "3,5",
    "'; DROP TABLE athletes; --",
    "name\nsecond line\r\nthird", "\t\t\t", "🦶" * 60, "<script>alert(1)</script>", "../../etc/passwd", "x" * 100_000,
)  # fmt: skip
SIZES: Final = ((120, 40), (80, 24), (60, 20), (20, 5), (8, 3), (1, 1), (200, 60), (40, 60), (240, 6))
MOVES: Final = ("keys", "keys", "keys", "keys", "paste", "resize", "click", "body", "body", "trouble", "wait")


class Monkey:
    """Makes moves at an application and notes them."""

    def __init__(
        self,
        seed: int,
        pilot: Pilot[None],
        *,
        hear: Callable[[list[Event]], object],
        wait: Callable[[float], object],
        draw: Callable[[], object],
    ) -> None:
        """``hear`` brings events to the application, ``wait`` moves its clock, ``draw`` draws a frame."""
        self._dice = random.Random(seed)  # noqa: S311  reproducible, not secret
        self._pilot, self._hear, self._wait, self._draw = pilot, hear, wait, draw
        self.moves: list[str] = []
        self._body: list[tuple[float, Event]] = []
        self._body_s = 0.0

    @property
    def app(self) -> App[None]:
        """What is played with."""
        return self._pilot.app

    async def play(self, moves: int) -> None:
        """Make so many moves, or as many as there are until the application was left."""
        deeds: dict[str, Callable[[], Awaitable[str]]] = {
            "keys": self._keys, "paste": self._paste, "resize": self._resize, "click": self._click,
            "body": self._move_body, "trouble": self._trouble, "wait": self._let_pass,
        }  # fmt: skip
        for _ in range(moves):
            if not self.app.is_running:
                return
            move = self._dice.choice(MOVES)
            self.moves.append(f"{move} {await deeds[move]()}")
            self._draw()
            await self._pilot.pause()

    async def _keys(self) -> str:
        keys = self._dice.choices(KEYS, k=self._dice.randint(1, 4))
        await self._pilot.press(*keys)
        return " ".join(keys)

    async def _paste(self) -> str:
        text = self._dice.choice(JUNK)
        self.app.post_message(Paste(text))
        return ascii(text[:40])

    async def _resize(self) -> str:
        size = self._dice.choice(SIZES)
        await self._pilot.resize_terminal(*size)
        return str(size)

    async def _click(self) -> str:
        at = (self._dice.randrange(self.app.size.width), self._dice.randrange(self.app.size.height))
        await self._pilot.click(offset=at)
        return str(at)

    async def _move_body(self) -> str:
        """Let somebody train for a while, from wherever the script of their set is."""
        if not self._body:
            self._body = a_set(self._dice.randint(1, 3), set_index=self._dice.randint(1, 3))
        count = self._dice.randint(1, 80)
        part, self._body = self._body[:count], self._body[count:]
        self._hear([event for _, event in part])
        passed_s = max(0.0, part[-1][0] - part[0][0])
        self._wait(passed_s)
        return f"{len(part)} events, {passed_s:.1f} s"

    async def _trouble(self) -> str:
        event = self._dice.choice(TROUBLES)
        self._hear([event])
        return type(event).__name__

    async def _let_pass(self) -> str:
        seconds = self._dice.choice((0.1, 0.6, 3.0, 20.0, 400.0))
        self._wait(seconds)
        return f"{seconds} s"


TROUBLES: Final[tuple[Event, ...]] = (
    link("lost"), link("connected"), link("failed", "\x1b[31mno such port"), link("ended"),
    ev.Fault("gap", "L", 1.0, 2.0, 40), ev.Fault("uncalibrated", None, None, None), ev.Fault("supply", "R", 1.0, 2.0),
    ev.Fault("\u202eNEW_CODE", "Z", 1.0, 1.0), ev.Alarm("storage", "OperationalError: disk I/O error", START_US),
    ev.Alarm("nobody knows", "\x1b]8;;x\x07" * 20, START_US), ev.StoreState("held", 3, 20, "No space left on device"),
    ev.StoreState("ok", 0, 0), ev.InfluxState("waiting", 9999, 0, "refused"), ev.InfluxState("refused", 1, 7, "401"),
    ev.InfluxState("ok", 0, 0), ev.ClockStep(START_US, START_US, START_US + 5, 3600.0),
    ev.ClockState("wrong", "it is 1970", 3), ev.Upkeep("low_space", START_US, "3 MB left"),
    ev.HealthReport(1.0, gate=True, checks=(ev.HealthCheck("RATE", "SERVICE", "L", None, "Hz", "75", "Check", 1.0),)),
    ev.HealthReport(None, gate=False, checks=()), ev.Weigh(0.0, 3.0, 9999.0, 1.0, 0.5, None),
    ev.RepWithdrawn(1, 1, 0.0),
    ev.SymptomNoted(None, START_US, {"during": 11.0}),
)  # fmt: skip
