"""The line of keys at the foot: only what is possible now, and no word cut in half."""

from __future__ import annotations

from dataclasses import dataclass
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

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.show(keys_of(screen.active_bindings.values(), self.app.get_key_display))

    def show(self, shown: Sequence[KeyShown]) -> None:
        """Show these keys."""
        if tuple(shown) != self.shown:
            self.shown = tuple(shown)
            self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the one row; where there is no room for all words, the last ones go first, then the last keys."""
        del height
        gap, kept, spoken = self._fitting(width)
        parts: list[tuple[str, str]] = []
        places: list[tuple[range, str]] = []
        at = 0
        for number, one in enumerate(self.shown[:kept]):
            piece = self._piece(one, gap if number else 0, worded=number < spoken)
            length = sum(cell_len(text) for text, _ in piece)
            places.append((range(at, at + length), one.key))
            parts += piece
            at += length
        self._places = tuple(places)
        return [tuple(parts)]

    def _fitting(self, width: int) -> tuple[int, int, int]:
        count = len(self.shown)
        tries = [(gap, count, count) for gap in _GAPS]
        tries += [(1, count, spoken) for spoken in range(count - 1, -1, -1)]
        tries += [(0, kept, 0) for kept in range(count, -1, -1)]
        return next(each for each in tries if self._length(*each) <= width)

    def _length(self, gap: int, kept: int, spoken: int) -> int:
        return sum(
            cell_len(text)
            for number, one in enumerate(self.shown[:kept])
            for text, _ in self._piece(one, gap if number else 0, worded=number < spoken)
        )

    def _piece(self, one: KeyShown, gap: int, *, worded: bool) -> list[tuple[str, str]]:
        style = ("key", "word") if one.enabled else ("off", "off")
        piece = [(" " * gap, "word"), (f" {one.called} ", style[0])]
        return [*piece, (f" {one.words}", style[1])] if worded and one.words else piece

    def on_click(self, event: Click) -> None:
        """Do what the key under the pointer does."""
        for cells, key in self._places:
            if event.x in cells:
                self.app.simulate_key(key)


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
