"""How the load is shared between the feet, as one bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.widget import Widget

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, runs, strip_of
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.strip import Strip

    from station.kiosk.snapshot import Snapshot

ALL: Final = 0.95
"""Beyond this share "all on the left" is said: the rest is the balance of a resting toe."""
EVEN: Final = 0.03
WORDS_CELLS: Final = 22
_LEFT, _RIGHT, _CUT, _QUIET, _MIDDLE = range(5)
_WORDS_FROM_CELLS: Final = 56


class BalanceBar(Widget):
    """Left share from the left in the left foot's hue, the right's from the right; a mark in the middle."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "balance--left",
        "balance--right",
        "balance--quiet",
        "balance--cut",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name for it
        super().__init__(id=id)
        self.left_share: float | None = None
        self._drawn: tuple[int | None, str] = (None, "")
        self.words = ""

    def show(self, snapshot: Snapshot) -> None:
        """Draw a snapshot; old data is drawn as nobody."""
        self.left_share = None if snapshot.stale or snapshot.feet is None else snapshot.feet.left_share
        self.words = say("feet.unknown") if snapshot.stale else _words(self.left_share)
        drawn = (self._eighths(self._bar_cells), self.words)
        if drawn != self._drawn:
            self._drawn = drawn
            self.refresh()

    @property
    def _bar_cells(self) -> int:
        room = WORDS_CELLS if self.size.width >= _WORDS_FROM_CELLS else 0
        return max(0, self.size.width - room - 4)

    def _eighths(self, cells: int) -> int | None:
        return None if self.left_share is None else round(self.left_share * cells * 8)

    def render_line(self, y: int) -> Strip:
        """Return one row; letters and words stand in the first only."""
        blank = self.rich_style
        names = ("left", "right", "cut", "quiet", "middle")
        styles = [self.get_component_rich_style(f"balance--{name}") for name in names]
        cells = self._bar_cells
        bar = runs(*_bar(self._eighths(cells), cells), styles)
        if y:
            return strip_of([("  ", blank), *bar], self.size.width, blank)
        words = f"  {self.words}" if self.size.width >= _WORDS_FROM_CELLS else ""
        ends = ((f"{say('letter.left')} ", styles[_LEFT]), (f" {say('letter.right')}", styles[_RIGHT]))
        return strip_of([ends[0], *bar, ends[1], (words, blank)], self.size.width, blank)


def _bar(eighths: int | None, cells: int) -> tuple[str, list[int]]:
    """Return the characters of the bar and what each of them is, with a mark in the middle."""
    if eighths is None:
        characters, kinds = ["╌"] * cells, [_QUIET] * cells
    else:
        full, part = divmod(eighths, 8)
        characters = [LEFT_EIGHTHS[part] if at == full and part else "█" for at in range(cells)]
        kinds = [_LEFT if at < full else _CUT if at == full and part else _RIGHT for at in range(cells)]
    if cells:
        characters[cells // 2], kinds[cells // 2] = "│", _MIDDLE
    return "".join(characters), kinds


def _words(left_share: float | None) -> str:
    if left_share is None:
        return say("feet.nobody")
    if left_share >= ALL:
        return say("feet.left")
    if left_share <= 1 - ALL:
        return say("feet.right")
    if abs(left_share - 0.5) <= EVEN:
        return say("feet.even")
    left = round(100 * left_share)
    return say("feet.share", left=left, right=100 - left)
