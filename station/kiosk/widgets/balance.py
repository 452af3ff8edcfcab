"""How the load is shared between the feet, as one bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.widget import Widget

from station.kiosk.widgets.drawing import LEFT_EIGHTHS, strip_of
from station.kiosk.words import say

if TYPE_CHECKING:
    from textual.strip import Strip

    from station.kiosk.snapshot import Snapshot

ALL: Final = 0.95
"""Beyond this share "all on the left" is said: the rest is the balance of a resting toe."""
EVEN: Final = 0.03
WORDS_CELLS: Final = 22
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
        self.words = _words(self.left_share) if snapshot.feet is not None else ""
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
        left, right, quiet, cut = (
            self.get_component_rich_style(f"balance--{name}") for name in ("left", "right", "quiet", "cut")
        )
        cells = self._bar_cells
        eighths = self._eighths(cells)
        if eighths is None:
            bar = [("╌" * cells, quiet)]
        else:
            full, part = divmod(eighths, 8)
            edge = LEFT_EIGHTHS[part] if part and full < cells else ""
            bar = [("█" * full, left), (edge, cut), ("█" * (cells - full - len(edge)), right)]
        if y:
            return strip_of([("  ", blank), *bar], self.size.width, blank)
        words = f"  {self.words}" if self.size.width >= _WORDS_FROM_CELLS else ""
        ends = ((f"{say('letter.left')} ", left), (f" {say('letter.right')}", right))
        return strip_of([ends[0], *bar, ends[1], (words, blank)], self.size.width, blank)


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
