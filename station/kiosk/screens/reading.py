"""A page that is longer than the screen: what scrolls it, and what leaves it."""

from __future__ import annotations

from station.kiosk.screens.base import KioskScreen


class ReadingScreen(KioskScreen):
    """A screen with a ``#page`` to scroll through, pushed above the one that is gone back to."""

    def action_scroll(self, lines: int) -> None:
        """Go a few lines up or down."""
        self.query_one("#page").scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Go a page up or down, with a line of the one before."""
        page = self.query_one("#page")
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Back to the screen below."""
        if self.is_current:
            self.app.pop_screen()
