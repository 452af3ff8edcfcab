"""The line of keys at the foot: only what is possible now, and no word cut in half."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cell_len

from station.kiosk.widgets.drawing import Drawn, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.binding import ActiveBinding, Binding
    from textual.events import Click
    from textual.screen import Screen

_GAPS: Final = (3, 2, 1)
_HELP: Final = "?"


@dataclass(frozen=True, slots=True)
class KeyShown:
    """One key: what it is called on the keyboard, what it does, whether it does it now."""

    key: str
    called: str
    words: str
    enabled: bool = True


class Keys(Drawn):
    """The keys of the screen in front, in their order."""

    PREFIX = "keys"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key", "keys--word", "keys--off"}
    shown: tuple[KeyShown, ...] = ()
    _places: tuple[tuple[range, str], ...] = ()

    def on_mount(self) -> None:
        """Follow what is possible."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)
        self._changed(self.screen)

    def on_resize(self) -> None:
        """Follow the width: a narrow screen names fewer keys."""
        self._changed(self.screen)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.show(keys_of(screen.active_bindings.values(), self.app.get_key_display))

    def show(self, shown: Sequence[KeyShown]) -> None:
        """Show these keys."""
        if tuple(shown) != self.shown:
            self.shown = tuple(shown)
            self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the one row; where there is no room for all, the last keys go, each with its word."""
        del height
        gap, kept = self._fitting(width)
        parts: list[tuple[str, str]] = []
        places: list[tuple[range, str]] = []
        at = 0
        for number, one in enumerate(kept):
            piece = _piece(one, gap if number else 0)
            length = sum(cell_len(text) for text, _ in piece)
            places.append((range(at, at + length), one.key))
            parts += piece
            at += length
        self._places = tuple(places)
        return [tuple(parts)]

    def _fitting(self, width: int) -> tuple[int, tuple[KeyShown, ...]]:
        """Return the room between keys, and the keys that fit; a question mark says what it does without a word."""
        told = tuple(one for one in self.shown if one.called != _HELP)
        asked = tuple(one for one in self.shown if one.called == _HELP)
        bare = tuple(replace(one, words="") for one in asked)
        tries = [(gap, (*told, *asked)) for gap in _GAPS]
        tries += [(1, (*told[:kept], *bare)) for kept in range(len(told), 0, -1)]
        tries += [(1, told[:1]), (1, bare)]
        return next((each for each in tries if _length(*each) <= width), (0, ()))

    def on_click(self, event: Click) -> None:
        """Do what the key under the pointer does."""
        for cells, key in self._places:
            if event.x in cells:
                self.app.simulate_key(key)


def _length(gap: int, kept: Sequence[KeyShown]) -> int:
    pieces = (_piece(one, gap if number else 0) for number, one in enumerate(kept))
    return sum(cell_len(text) for piece in pieces for text, _ in piece)


def _piece(one: KeyShown, gap: int) -> list[tuple[str, str]]:
    style = ("key", "word") if one.enabled else ("off", "off")
    piece = [(" " * gap, "word"), (f" {one.called} ", style[0])]
    return [*piece, (f" {one.words}", style[1])] if one.words else piece


def keys_of(active: Iterable[ActiveBinding], called: Callable[[Binding], str]) -> tuple[KeyShown, ...]:
    """Return the keys to be shown, each action once, help last; ``called`` names a key as the keyboard does."""
    shown: dict[str, KeyShown] = {}
    for one in active:
        binding = one.binding
        if binding.show and binding.description:
            shown.setdefault(
                binding.action, KeyShown(binding.key, called(binding), binding.description, one.enabled)
            )
    return tuple(sorted(shown.values(), key=lambda one: one.called == _HELP))
