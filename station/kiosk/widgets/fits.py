"""Words that say as much as there is room for."""

from __future__ import annotations

from rich.cells import cell_len

from station.kiosk.widgets.drawing import Say


class Fits(Say):
    """The first of several wordings that has room; give the fullest first and the shortest last."""

    wordings: tuple[str, ...] = ("",)

    def offer(self, *wordings: str) -> None:
        """Choose from these."""
        self.wordings = wordings or ("",)
        self._choose()

    def on_resize(self) -> None:
        """Choose anew."""
        self._choose()

    def _choose(self) -> None:
        width = self.content_size.width
        self.show(next((words for words in self.wordings if cell_len(words) <= width), self.wordings[-1]))
