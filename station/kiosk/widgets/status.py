"""The line of states at the foot, and the banner for the one thing wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from rich.cells import cell_len

from station.kiosk.widgets.drawing import Drawn, Row, Say, set_tone
from station.kiosk.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.kiosk.snapshot import Snapshot

Light = Literal["on", "off", "bad", "sure"]
_MARKS: Final[dict[Light, str]] = {"on": "●", "off": "○", "bad": "✕", "sure": "✓"}
_TONES: Final[dict[Light, str]] = {"on": "on", "off": "off", "bad": "bad", "sure": "on"}
_NARROW_CELLS: Final = 66


class StatusLine(Drawn):
    """Step, saved reps, InfluxDB: a mark and a word each."""

    PREFIX = "status"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--on", "status--off", "status--bad"}
    lights: tuple[tuple[Light, str], ...] = ()
    _told: tuple[object, ...] = ()
    """What the lights were made of."""

    def show(self, snapshot: Snapshot) -> None:
        """Draw the states of a snapshot."""
        visit = snapshot.visit
        told = (
            snapshot.link, snapshot.stale, snapshot.rates_hz, visit.saved, len(visit.reps), snapshot.influx,
        )  # fmt: skip
        if told != self._told:
            self._told = told
            self.lights = (_step(snapshot), _saved(snapshot), _influx(snapshot))
            self.redraw()

    def rows(self, width: int, height: int) -> Sequence[Row]:
        """Return the one row."""
        del height
        gap = "  " if width < _NARROW_CELLS else "    "
        row = self._row(self.lights, gap)
        if cells(row) > width and self.lights and self.lights[0][0] == "on":
            row = self._row((("on", say("status.step_plain")), *self.lights[1:]), gap)
        return [row]

    def _row(self, lights: tuple[tuple[Light, str], ...], gap: str) -> Row:
        parts = [(" ", "")]
        for number, (light, words) in enumerate(lights):
            parts += [(gap if number else "", ""), (f"{_MARKS[light]} ", _TONES[light]), (words, "")]
        return tuple(parts)


def cells(row: Row) -> int:
    """Return the width of a row."""
    return sum(cell_len(text) for text, _ in row)


def _step(snapshot: Snapshot) -> tuple[Light, str]:
    if snapshot.link in ("lost", "failed"):
        return "bad", say(f"status.step_{snapshot.link}")
    if snapshot.link in ("none", "opening", "ended"):
        return "off", say(f"status.step_{snapshot.link}")
    if snapshot.stale:
        return "bad", say("status.step_stale")
    rates = "/".join(f"{rate_hz:.0f}" for rate_hz in snapshot.rates_hz)
    return "on", say("status.step", rates=rates) if rates else say("status.step_plain")


def _saved(snapshot: Snapshot) -> tuple[Light, str]:
    """Tell the visit's account in short: saved here, and what InfluxDB does not have yet."""
    saved, count, influx = snapshot.visit.saved, len(snapshot.visit.reps), snapshot.influx
    words = (
        say("status.saved", saved=saved) if saved == count else say("status.saving", saved=saved, count=count)
    )
    if influx is not None and influx.state != "off" and influx.pending:
        words += say("status.pending", pending=influx.pending)
    return ("sure" if saved == count else "off"), words


def _influx(snapshot: Snapshot) -> tuple[Light, str]:
    influx = snapshot.influx
    if influx is None or influx.state == "off":
        return "off", say("status.influx_off")
    if influx.parked:
        return "bad", say("status.influx_parked", parked=influx.parked)
    lights: dict[str, Light] = {"ok": "on", "waiting": "off", "refused": "bad"}
    return lights[influx.state], say(f"status.influx_{influx.state}")


class Banner(Say):
    """The one thing wrong, across the screen; not there when all is well."""

    def show_notice(self, snapshot: Snapshot) -> None:
        """Show the notice of a snapshot."""
        notice = snapshot.notice
        self.display = notice is not None
        if notice is not None:
            mark = "✕" if notice.tone == "stop" else "!"
            self.show(f" {mark} {say(notice.key, **dict(notice.values))}", notice.tone)
        else:
            set_tone(self, None)
