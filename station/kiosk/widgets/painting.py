"""Writing a few changed rows to the terminal at once, past the ways of a library made for pages that stand."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.geometry import Region

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import App
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.widget import Widget

    from station.kiosk.widgets.drawing import Drawn


class Painter:
    """Paints the rows that changed during one frame of one screen.

    Textual passes a change on by messages (widget, screen, timer) and then asks every visible widget for its
    lines, to cut them where others overlap: at 20 frames a second that is most of what a kiosk costs. Rows of
    widgets that nothing lies over need none of it. What cannot be painted so (a layout is due, something lies
    over it, another screen is in front) is left to Textual, which draws from the same rows.
    """

    now: ClassVar[Painter | None] = None
    """The one of the frame that is being drawn; all drawing is done by one thread."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen
        self._visible: object = None
        """The layout for which the regions were looked up."""
        self._regions: dict[Widget, Region] = {}
        self._changed: list[tuple[Drawn, list[int]]] = []

    @contextmanager
    def frame(self) -> Iterator[None]:
        """Collect what changes until the end, then paint it."""
        Painter.now, self._changed = self, []
        try:
            yield
        finally:
            Painter.now = None
        self._paint()

    def changed(self, widget: Drawn, rows: list[int]) -> None:
        """Have these rows of a widget painted at the end of the frame."""
        self._changed.append((widget, rows))

    def _paint(self) -> None:
        screen, app = self._screen, self._screen.app
        free = app.screen is screen and not app._batch_count and not screen._layout_required  # noqa: SLF001  nothing public says so
        regions = self._free_regions() if free else {}
        places: list[tuple[int, int, Strip]] = []
        for widget, rows in self._changed:
            region = regions.get(widget)
            if region is None or region.size != widget.outer_size:
                widget.refresh(*(Region(0, y, widget.outer_size.width, 1) for y in rows))
            else:
                places += ((region.x, region.y + y, widget.strip(y)) for y in rows if y < region.height)
        if places:
            self._send(app, places)

    @staticmethod
    def _send(app: App[object], places: Sequence[tuple[int, int, Strip]]) -> None:
        """Write strips, each at its column and line, as one piece that the terminal shows at once."""
        driver = app._driver  # noqa: SLF001  the application's own way to its terminal
        if driver is None or app.is_headless:
            return
        console, cursor = app.console, app.cursor_position
        drawn = [f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in places]
        drawn.append(f"\x1b[{cursor.y + 1};{cursor.x + 1}H")
        if app._sync_available:  # noqa: SLF001  asked of the terminal once, by Textual
            drawn = [SYNC_START, *drawn, SYNC_END]
        driver.write("".join(drawn))
        driver.flush()

    def _free_regions(self) -> dict[Widget, Region]:
        """Return where widgets are that nothing covers; looked up once a layout."""
        visible = self._screen._compositor.visible_widgets  # noqa: SLF001  nothing public tells what lies over what
        if visible is not self._visible:
            self._visible, self._regions = visible, {}
            over: list[Region] = []
            for widget, (region, clip) in visible.items():  # the foremost first
                if (
                    not widget.is_container
                    and clip.contains_region(region)
                    and not any(map(region.overlaps, over))
                ):
                    self._regions[widget] = region
                over.append(region.intersection(clip))
        return self._regions
