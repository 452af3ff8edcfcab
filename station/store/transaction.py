"""One transaction's work: each event put into its rows, its point queued, its receipt earned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from station.events import (
    Alarm,
    Calibration,
    Health,
    HealthCheck,
    HealthReport,
    Identity,
    PlateGains,
    Rep,
    RepWithdrawn,
    Saved,
    Session,
    SetCurve,
    SetSummary,
    SymptomNoted,
    WireAccount,
)
from station.store import accounts, kept, measured, outbox, plans, points, shifting, steps, symptoms, visits
from station.store.recovery import finish_visit
from station.store.rows import Visit

if TYPE_CHECKING:
    import sqlite3

    from station.events import Event, SessionSummary
    from station.store.rows import Point

HEALTH_INTERVAL_S = 60.0
"""The step reports every second; one point a minute is enough to see a trend."""
STORED = (
    *kept.AS_THEY_COME,
    Calibration,
    Health,
    HealthReport,
    PlateGains,
    Rep,
    RepWithdrawn,
    SetCurve,
    SetSummary,
    Session,
    SymptomNoted,
    WireAccount,
)


@dataclass(frozen=True, slots=True)
class Now:
    """What the writer knows of the stream so far; taken over only after a commit."""

    visit: Visit | None = None
    identity: Identity | None = None
    health_uptime_s: float | None = None
    checks: tuple[HealthCheck, ...] = ()

    @property
    def step_uid(self) -> str | None:
        """Identity of the step that is connected."""
        return None if self.identity is None else self.identity.uid


class Transaction:
    """One transaction's work: rows written, receipts earned, and the state after it."""

    def __init__(self, time_us: int, site: str, station: str, now: Now) -> None:
        self.time_us = time_us
        self.site = site
        self.station = station
        self.now = now
        self.saved: list[Saved] = []
        self.alarms: list[Alarm] = []
        self.queued = False

    def take(self, connection: sqlite3.Connection, event: Event) -> None:
        """Store one event."""
        if isinstance(event, Session):
            self._session(connection, event)
        elif isinstance(event, Rep):
            self._rep(connection, measured.finite(event, "rep"))
        elif isinstance(event, RepWithdrawn):
            self._withdraw(connection, event)
        elif isinstance(event, (SetSummary, SetCurve)):
            self._of_set(connection, event)
        elif isinstance(event, SymptomNoted):
            self._symptom(connection, event)
        elif isinstance(event, (Health, HealthReport, WireAccount)):
            self._report(connection, event)
        elif isinstance(event, (Calibration, PlateGains)):
            self._of_step(connection, event)
        elif isinstance(event, Identity):
            self._identity(connection, event)
        elif isinstance(event, kept.AS_THEY_COME):
            self._keep(connection, event)

    def _of_step(self, connection: sqlite3.Connection, event: Calibration | PlateGains) -> None:
        """Keep what is known of the plates, and tell when their ratio has moved since they were calibrated."""
        if isinstance(event, Calibration):
            steps.put_calibration(connection, self.now.step_uid or "", event)
            return
        steps.put_plate_gains(connection, event, self.time_us)
        moved = steps.note_gains(connection, event, self.time_us)
        if moved is not None:
            words = f"step {event.step_uid}: {moved.words}. Run 'station step swap-test', then calibrate"
            self.alarms.append(Alarm("plates", words, self.time_us))
            self._keep(connection, self.alarms[-1])

    def _keep(self, connection: sqlite3.Connection, event: kept.KeptEvent) -> None:
        visit = self.now.visit
        kept.put_event(connection, None if visit is None else visit.id, event, self.time_us)

    def _identity(self, connection: sqlite3.Connection, event: Identity) -> None:
        """Store news only: a step repeats its identity every few seconds."""
        if event != self.now.identity:
            self._keep(connection, event)
        self.now = replace(self.now, identity=event)
        if self.now.visit is not None:
            visits.complete_visit(connection, self.now.visit.id, event.uid, None)

    def _session(self, connection: sqlite3.Connection, event: Session) -> None:
        if event.state == "opened":
            self._open(connection, event)
        elif self.now.visit is not None and self.now.visit.id == event.session_id:
            visits.complete_visit(connection, event.session_id, event.step_uid, event.body_mass_kg)
            self._finish(connection, self.now.visit, event.time_us, "closed", event.summary)
        else:
            return
        self.saved.append(Saved("session", event.session_id))

    def _open(self, connection: sqlite3.Connection, event: Session) -> None:
        if self.now.visit is not None:
            self._finish(connection, self.now.visit, event.time_us, "interrupted")
        if event.athlete_id is not None:
            self._must_exist(connection, event.athlete_id)
        visit = Visit(
            event.session_id, event.athlete_id, self.site, self.station, event.port,
            event.step_uid or self.now.step_uid, event.time_us, None, "open", event.body_mass_kg, 0, 0,
        )  # fmt: skip
        visit = replace(visit, opened_us=shifting.free_session_us(connection, visit, visit.opened_us))
        visits.open_visit(connection, visit, event.clock)
        if event.plan is not None:
            plans.put_session_plan(connection, visit.id, event.plan)
        accounts.count(connection, visit.id, "session", "told")
        self.now = replace(self.now, visit=visit, health_uptime_s=None)

    @staticmethod
    def _must_exist(connection: sqlite3.Connection, athlete_id: str) -> None:
        if not connection.execute("SELECT 1 FROM athletes WHERE id = ?", (athlete_id,)).fetchone():
            raise RuntimeError(
                f"a session was opened for athlete {athlete_id!r}, whom the store does not know"
            )

    def _finish(
        self,
        connection: sqlite3.Connection,
        visit: Visit,
        closed_us: int,
        state: str,
        summary: SessionSummary | None = None,
    ) -> None:
        stored = visits.visit(connection, visit.id)
        if stored is not None:
            finish_visit(connection, stored, closed_us, state, summary)
            self.queued = True
        self.now = replace(self.now, visit=None)

    def _visit(self, event: Rep | RepWithdrawn | SetCurve | SetSummary) -> Visit:
        if self.now.visit is None:
            raise RuntimeError(f"{event.type} {event.index} arrived while no session is open")
        return self.now.visit

    def _rep(self, connection: sqlite3.Connection, event: Rep) -> None:
        """Store a rep; once final it stays as it is, and its start time is the first one ever told.

        What was told live is kept beside it.
        """
        visit = self._visit(event)
        stored = measured.rep(connection, visit.id, event.set, event.index)
        if stored is None or not stored.final:
            if stored is not None and stored.start_time_us is not None and stored.start_s == event.start_s:
                event = replace(event, start_time_us=stored.start_time_us)
            at_us = points.wall_us(visit, event.start_time_us, event.start_s)
            free_us = shifting.free_rep_us(connection, visit, event, at_us)
            if free_us != at_us:
                event = replace(event, start_time_us=free_us)
            measured.put_rep(connection, visit.id, event)
            told = not event.final and measured.put_provisional(connection, visit.id, event)
            if stored is None:
                accounts.count(connection, visit.id, "rep", "told" if told else "late")
            if event.final:
                self._queue(connection, visit, points.rep_point(visit, event))
        self.saved.append(Saved("rep_final" if event.final else "rep", visit.id, event.set, event.index))

    def _withdraw(self, connection: sqlite3.Connection, event: RepWithdrawn) -> None:
        visit = self._visit(event)
        if measured.remove_rep(connection, visit.id, event.set, event.index):
            accounts.count(connection, visit.id, "rep", "withdrawn")

    def _of_set(self, connection: sqlite3.Connection, event: SetSummary | SetCurve) -> None:
        """Store a set; its curve is queued only, because the recording keeps what it is made of."""
        if isinstance(event, SetSummary):
            self._set(connection, measured.finite(event, "set"))
            return
        visit = self._visit(event)
        for point in points.force_points(visit, event):
            accounts.count(connection, visit.id, "force", "told")
            self._queue(connection, visit, point)

    def _set(self, connection: sqlite3.Connection, event: SetSummary) -> None:
        visit = self._visit(event)
        at_us = points.wall_us(visit, event.start_time_us, event.start_s)
        free_us = shifting.free_set_us(connection, visit, event, at_us)
        if free_us != at_us:
            event = replace(event, start_time_us=free_us)
        if measured.put_set(connection, visit.id, event):
            accounts.count(connection, visit.id, "set", "told")
            self._queue(connection, visit, points.set_point(visit, event))
        self.saved.append(Saved("set", visit.id, event.index))

    def _symptom(self, connection: sqlite3.Connection, event: SymptomNoted) -> None:
        """Store what a person said; of a guest it is kept with the events of the visit."""
        if event.athlete_id is None:
            self._keep(connection, event)
        else:
            self._must_exist(connection, event.athlete_id)
            symptoms.note(connection, event, self.site, self.station, self.time_us)
            self.queued = True
        self.saved.append(Saved("symptom", event.session_id or ""))

    def _report(self, connection: sqlite3.Connection, event: Health | HealthReport | WireAccount) -> None:
        if isinstance(event, HealthReport):
            self.now = replace(self.now, checks=event.checks)
        elif isinstance(event, Health):
            self._health(connection, event)
        elif self.now.visit is not None:
            accounts.put_wire(connection, self.now.visit.id, event, self.time_us)

    def _health(self, connection: sqlite3.Connection, event: Health) -> None:
        visit, last = self.now.visit, self.now.health_uptime_s
        if visit is None or (last is not None and 0.0 <= event.uptime_s - last < HEALTH_INTERVAL_S):
            return
        accounts.count(connection, visit.id, "step_health", "told")
        counts = outbox.counts(connection)
        uid, checks = self.now.step_uid, self.now.checks
        point = points.health_point(visit, event, uid, self.time_us, checks, outbox=counts)
        self._queue(connection, visit, point)
        self.now = replace(self.now, health_uptime_s=event.uptime_s)

    def _queue(self, connection: sqlite3.Connection, visit: Visit, point: Point) -> None:
        outbox.enqueue(connection, visit.id, point)
        self.queued = True
