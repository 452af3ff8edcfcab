"""Help for the screen in front: what it is for, and every key that does something there now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from station.kiosk.screens.reading import ReadingScreen
from station.kiosk.telling import Line
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from textual.app import ComposeResult
    from textual.binding import ActiveBinding
    from textual.events import Key

    from station.kiosk.snapshot import Snapshot

_KEY_CELLS: Final = 18
_OWN_KEYS: Final = (
    "down",
    "up",
    "pagedown",
    "pageup",
    "escape",
    "enter",
    "question_mark",
    "f1",
    "f2",
    "ctrl+c",
)
_LEAVES: Final = ("quit", "interrupt")
"""Keys that end a program anywhere are known to whoever looks after the station, and no part of training."""


class HelpScreen(ReadingScreen):
    """A page to scroll through; a key of the screen below works here too, and takes the help away."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll(2)", "key.scroll", key_display="↓ ↑"),
        Binding("up", "scroll(-2)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("escape,enter", "back", "key.back", key_display="Esc"),
    ]

    def __init__(self, screen_name: str, active: Mapping[str, ActiveBinding]) -> None:
        """``screen_name`` is the name of the class that help is wanted for; ``active`` its keys."""
        super().__init__()
        self.screen_name, self._active = screen_name, dict(active)
        self._reps_before: int | None = None

    def body(self) -> ComposeResult:
        """Lay out the title and the page."""
        yield Say(say("help.title"), id="title")
        with VerticalScroll(id="page", can_focus=False):
            yield Paragraphs(id="text")

    def on_mount(self) -> None:
        """Show what there is to say."""
        told = [Line(part) for part in say(help_key(self.screen_name)).split("\n")]
        keys = keys_told(self._active.values(), self.app.get_key_display)
        self.query_one(Paragraphs).show([*told, Line(say("help.keys"), "title"), *keys])

    def told_words(self, now_s: float) -> str:
        """Return what the application tells by the way; one that only watches tells nothing."""
        told: Callable[[float], str] | None = getattr(self.app, "told", None)
        return "" if told is None else told(now_s)

    def draw(self, snapshot: Snapshot) -> None:
        """Go away when somebody trains on."""
        reps = len(snapshot.visit.reps)
        if self._reps_before is not None and reps > self._reps_before:
            self.action_back()
        self._reps_before = reps

    def on_key(self, event: Key) -> None:
        """Take the help away for a key that is not its own, and press it below."""
        if event.key in _OWN_KEYS or event.key not in self._active:
            return
        event.stop()
        self.action_back()
        self.app.call_after_refresh(self.app.simulate_key, event.key)


def help_key(screen_name: str) -> str:
    """Return the key of a screen's help: ``help.live`` for ``LiveScreen``, ``help.pin`` for ``PinScreen``."""
    bare = screen_name.removesuffix("Screen")
    return f"help.{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', bare).lower()}"


def keys_told(active: Iterable[ActiveBinding], called: Callable[[Binding], str]) -> list[Line]:
    """Return a line for each thing that keys do, with all its keys; what has no words has no line."""
    keys: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for one in active:
        binding = one.binding
        if not one.enabled or (binding.action in _LEAVES and not binding.show):
            continue
        shown = keys.setdefault(binding.action, [])
        if called(binding) not in shown:
            shown.append(called(binding))
        if binding.description:
            words[binding.action] = binding.description
    told: dict[str, list[str]] = {}
    for action, word in words.items():
        told.setdefault(word, []).extend(keys[action])
    return [Line(f"{', '.join(shown):<{_KEY_CELLS}} {word}", "small") for word, shown in told.items()]
