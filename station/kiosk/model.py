"""Folds the event stream into what the screens show. Pure: no Textual, clock or port; time is an argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from station import events as ev
from station.health import views
from station.kiosk.holes import Holes
from station.kiosk.notices import Notices
from station.kiosk.snapshot import HOLE_S, Clock, Cue, Feet, Snapshot
from station.kiosk.trace import TraceRing
from station.kiosk.visit import VisitLog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station.health import CheckView
    from station.kiosk.snapshot import RepLine, Visit
    from station.kiosk.trace import Trace

FEET_MEAN_S: Final = 0.1
"""The balance bar shows a mean this long: shorter trembles with the converter's noise, longer lags."""
PRESENCE_N: Final = 50.0
"""Less than this on both plates is nobody: a bag, a hand."""
SAME_STANCE_GAP_S: Final = 0.3
"""A touch shorter than this does not restart the running clock; the rep's verdict tells it as a touch."""
ON_STATUS_LINE: Final = ("CLOCK", "DISK", "INFLUX")
"""Checks that every screen tells of by itself."""
SCALE_STEP_N: Final = 100.0
SMALLEST_SCALE_N: Final = 400.0


class KioskModel:
    """``feed`` events as they come, ask for a ``snapshot`` whenever a frame is drawn."""

    def __init__(self, prescription: ev.Prescription | None = None) -> None:
        self.prescription = prescription or ev.Prescription()
        self.gravity_m_s2 = ev.STANDARD_GRAVITY_M_S2
        self._ring = TraceRing()
        self._holes = Holes()
        self._visit = VisitLog()
        self._notices = Notices()
        self._health: ev.Health | None = None
        self._influx: ev.InfluxState | None = None
        self._report: ev.HealthReport | None = None
        self._stance: ev.Stance | None = None
        self._rise: ev.Rise | None = None
        self._progress: ev.WeighProgress | None = None
        self._weigh: ev.Weigh | None = None
        self._last: tuple[int, int] | None = None
        self._one_leg: tuple[ev.Side, float] | None = None
        self._one_leg_end_s: float | None = None
        self._set_end_s: float | None = None
        self._device_s: float | None = None
        self._force_at_s: float | None = None

    def alarm_seen(self) -> None:
        """Tell the alarm on show no more."""
        self._notices.alarms.seen()

    def feed(self, events: Iterable[ev.Event], now_s: float) -> None:
        """Take events that reached the screen at ``now_s`` on the drawing clock."""
        for event in events:
            self._notices.feed(event, self._device_s, now_s)
            match event:
                case ev.ForceBlock() if event.t_s.size:
                    self._fold_force(event, now_s)
                case ev.Link():
                    self._fold_link(event)
                case ev.Stance():
                    self._stand(event)
                case ev.Rep() | ev.RepWithdrawn() | ev.SetSummary() | ev.Session() | ev.Saved():
                    self._fold_visit(event)
                case ev.Rise() | ev.WeighProgress() | ev.Weigh():
                    self._fold_body(event)
                case ev.Health():
                    self._health = event
                case ev.InfluxState():
                    self._influx = event
                case ev.HealthReport():
                    self._report = event
                case _:
                    pass  # told by the notices, or of no interest to a screen

    def _fold_link(self, link: ev.Link) -> None:
        """Take a change of the port: what was found on a step says nothing about the one plugged in next."""
        if link.state != "connected":
            self._report = None
        if link.state == "lost":
            self._holes.link_lost()

    def _fold_force(self, block: ev.ForceBlock, now_s: float) -> None:
        self._ring.feed(block)
        self._holes.feed(block)
        self._device_s = float(block.t_s[-1])
        self._force_at_s = now_s

    def _fold_body(self, event: ev.Rise | ev.WeighProgress | ev.Weigh) -> None:
        match event:
            case ev.Rise():
                self._rise = event
            case ev.WeighProgress():
                self._progress = event
            case ev.Weigh():
                self._weigh = event

    def _stand(self, stance: ev.Stance) -> None:
        self._stance = stance
        if stance.state in ("left", "right"):
            gap_s = stance.start_s - self._last_leg_end_s()
            same = self._one_leg is not None and self._one_leg[0] == stance.state
            if not (same and gap_s < SAME_STANCE_GAP_S):
                self._one_leg = (stance.state, stance.start_s)
            self._one_leg_end_s = None
        elif self._one_leg is not None and self._one_leg_end_s is None:
            self._one_leg_end_s = stance.start_s

    def _fold_visit(self, event: ev.Rep | ev.RepWithdrawn | ev.SetSummary | ev.Session | ev.Saved) -> None:
        match event:
            case ev.Rep():
                self._visit.rep(event)
                if not event.final:
                    self._last = (event.set, event.index)
                    self._set_end_s = None
            case ev.RepWithdrawn():
                self._visit.withdrawn(event)
            case ev.SetSummary():
                self._visit.set_closed(event)
                self._set_end_s = event.end_s
                self._last = self._rise = None
            case ev.Saved():
                self._visit.is_saved(event)
            case ev.Session(state="opened"):
                self._visit.opened(event)
                self._ring.clear()
                self._last = self._weigh = self._progress = self._rise = None
                self._one_leg = self._one_leg_end_s = self._set_end_s = None
            case ev.Session():
                self._visit.closed(event)

    def snapshot(self, now_s: float) -> Snapshot:
        """Return everything worth drawing at ``now_s``."""
        trace = self._ring.view()
        visit = self._visit.view()
        clock = self._clock()
        age_s = None if self._force_at_s is None else max(0.0, now_s - self._force_at_s)
        last = next((line for line in visit.reps if (line.rep.set, line.rep.index) == self._last), None)
        link = self._notices.link
        return Snapshot(
            now_s=now_s,
            prescription=self.prescription,
            link=link.state if link else "none",
            age_s=age_s,
            missing_s=self._missing_s(),
            rates_hz=tuple(one.rate_hz for one in self._health.channels) if self._health else (),
            trace=trace,
            full_scale_n=self._full_scale_n(trace),
            feet=_feet(trace),
            gravity_m_s2=self.gravity_m_s2,
            stance=self._stance.state if self._stance else None,
            clock=clock,
            cue=self._cue(clock, last),
            weigh=self._weigh,
            weigh_fraction=self._progress.fraction if self._progress else 0.0,
            weigh_still=self._progress.still if self._progress else True,
            weighed_for_s=self._since(self._weigh.end_s if self._weigh else None),
            added_load_kg=self._added_load_kg(visit),
            last=last,
            moving=self._rise is not None,
            rest_s=self._since(self._set_end_s),
            visit=visit,
            influx=self._influx,
            gate=self._report is not None and self._report.gate,
            checks=_of_the_step(self._report),
            alarm=self._notices.alarms.told(now_s),
            alarm_can_go=self._notices.alarms.can_be_seen(now_s),
            notice=self._notices.worst(self._device_s, age_s, now_s),
        )

    def _since(self, moment_s: float | None) -> float | None:
        if moment_s is None or self._device_s is None:
            return None
        return max(0.0, self._device_s - moment_s)

    def _clock(self) -> Clock | None:
        if self._one_leg is None or self._device_s is None:
            return None
        side, start_s = self._one_leg
        running = self._one_leg_end_s is None
        end_s = self._device_s if self._one_leg_end_s is None else self._one_leg_end_s
        if side == "both":
            return None
        if self._holes.within(start_s, end_s):
            return Clock(side, start_s, None, running)
        if running and self._missing_s() > HOLE_S:
            end_s = self._holes.last_good_s(end_s)
        return Clock(side, start_s, max(0.0, end_s - start_s), running)

    def _missing_s(self) -> float:
        return 0.0 if self._device_s is None else self._device_s - self._holes.last_good_s(self._device_s)

    def _cue(self, clock: Clock | None, last: RepLine | None) -> Cue:
        state = self._stance.state if self._stance else "empty"
        if state == "empty":
            return "step_on"
        if clock is not None and clock.running:
            return "enough" if (clock.seconds or 0.0) >= self.prescription.lowering_target_s else "lower"
        if self._rise is not None and self._rise.end_s > self._last_leg_end_s():
            return "shift"
        return "next" if last is not None else "rise"

    def _last_leg_end_s(self) -> float:
        return self._one_leg_end_s if self._one_leg_end_s is not None else -np.inf

    def _added_load_kg(self, visit: Visit) -> float | None:
        """Return the newest load measured: by a rep, else by the weighing."""
        loads = (line.rep.added_load_kg for line in reversed(visit.reps))
        weighed_kg = self._weigh.added_load_kg if self._weigh else None
        return next((load_kg for load_kg in loads if load_kg is not None), weighed_kg)

    def _full_scale_n(self, trace: Trace) -> float:
        """Return the force at the top of the trace: somewhat above all that is on show, in even steps."""
        peak_n = SMALLEST_SCALE_N / 1.1
        for force_n in (trace.left_n, trace.right_n):
            peak_n = float(np.fmax.reduce(force_n, initial=peak_n))
        return float(np.ceil(1.1 * peak_n / SCALE_STEP_N) * SCALE_STEP_N)


def _of_the_step(report: ev.HealthReport | None) -> tuple[CheckView, ...]:
    """Return what is not well with the step, worst first."""
    checks = () if report is None else report.checks
    return views(each for each in checks if each.code not in ON_STATUS_LINE)


def _feet(trace: Trace) -> Feet | None:
    """Return the load on both feet over the last moment."""
    if trace.end_s is None:
        return None
    recent = slice(int(np.searchsorted(trace.t_s, trace.end_s - FEET_MEAN_S)), None)
    means = [_mean(force_n[recent]) for force_n in (trace.left_n, trace.right_n)]
    total_n = sum(means)
    share = min(1.0, max(0.0, means[0] / total_n)) if total_n > PRESENCE_N else None
    return Feet(means[0], means[1], share)


def _mean(force_n: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    good = force_n[np.isfinite(force_n)]
    return float(good.mean()) if good.size else 0.0
