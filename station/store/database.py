"""The store: one SQLite file that holds everything, safe to use from every thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.store import kept, measured, outbox, parking, people, pins, resending, steps, symptoms, visits
from station.store.open_file import OpenFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.events import Calibration, PlateGains, Rep, SessionSummary, SetSummary
    from station.store.kept import KeptEvent
    from station.store.rows import Athlete, OutboxRow, OutboxTotals, Visit


class Store(OpenFile):
    """Athletes, sessions, sets, reps, events and the outbox; make one with ``Store.open``.

    Reads use a connection of their own, so a screen never waits for a commit's disk sync.
    """

    def athletes(self) -> list[Athlete]:
        """Return everybody, the most recent visit first."""
        with self.reading() as connection:
            return people.everyone(connection)

    def athlete(self, athlete_id: str) -> Athlete:
        """Return one athlete; ``StoreError`` when there is none."""
        with self.reading() as connection:
            return people.get(connection, athlete_id)

    def add_athlete(self, name: str, body_mass_kg: float | None = None) -> Athlete:
        """Store a new athlete; ``UsageError`` for a name or mass that cannot be."""
        with self.transaction() as connection:
            return people.add(connection, name, body_mass_kg, self.now_us())

    def rename_athlete(self, athlete_id: str, name: str) -> Athlete:
        """Change a name."""
        with self.transaction() as connection:
            return people.rename(connection, athlete_id, name)

    def set_body_mass(self, athlete_id: str, body_mass_kg: float | None) -> Athlete:
        """Change a stored body mass."""
        with self.transaction() as connection:
            return people.set_body_mass(connection, athlete_id, body_mass_kg)

    def erase_athlete(self, athlete_id: str, *, sent_away: bool = False) -> None:
        """Delete a person and everything about them, and empty the log that still holds old pages.

        ``sent_away``: InfluxDB may have points of theirs. Then, and when it took any, the id stays among the
        ``erasures`` until it has none.
        """
        with self.transaction() as connection:
            people.erase(connection, athlete_id, self.now_us(), sent_away=sent_away)
        self.empty_log()

    def has_pin(self, athlete_id: str) -> bool:
        """Tell whether a person put a PIN before their name on the kiosk."""
        with self.reading() as connection:
            return pins.has(connection, athlete_id)

    def opens_for(self, athlete_id: str, pin: str) -> bool:
        """Tell whether this is the PIN of a person; without one every PIN is."""
        with self.reading() as connection:
            return pins.opens(connection, athlete_id, pin)

    def set_pin(self, athlete_id: str, pin: str | None) -> None:
        """Keep a person's PIN, four digits; ``None``: none from now on."""
        with self.transaction() as connection:
            pins.put(connection, athlete_id, pin)

    def last_visit_us(self, athlete_id: str) -> int | None:
        """Return when the athlete's last session began."""
        with self.reading() as connection:
            return people.last_visit_us(connection, athlete_id)

    def sessions(self, athlete_id: str | None = None, limit: int = 100) -> list[Visit]:
        """Return sessions, the newest first; of everybody when ``athlete_id`` is ``None``."""
        with self.reading() as connection:
            return visits.visits(connection, athlete_id, limit)

    def session(self, session_id: str) -> Visit | None:
        """Return one session, ``None`` when there is none."""
        with self.reading() as connection:
            return visits.visit(connection, session_id)

    def reps(self, session_id: str) -> list[Rep]:
        """Return a session's reps in the order they were done."""
        with self.reading() as connection:
            return measured.reps(connection, session_id)

    def provisional_reps(self, session_id: str) -> list[Rep]:
        """Return a session's reps as they were told 0.25 s after the foot's return."""
        with self.reading() as connection:
            return measured.provisional_reps(connection, session_id)

    def sets(self, session_id: str) -> list[SetSummary]:
        """Return a session's closed sets in order."""
        with self.reading() as connection:
            return measured.sets(connection, session_id)

    def session_summary(self, session_id: str) -> SessionSummary | None:
        """Return what a closed session came to, ``None`` for one that is open or older than such sums."""
        with self.reading() as connection:
            return measured.session_summary(connection, session_id)

    def events(self, session_id: str | None) -> list[KeptEvent]:
        """Return a session's faults, link changes, stances, weighings; ``None``: outside every session."""
        with self.reading() as connection:
            return kept.kept_events(connection, session_id)

    def recordings(self) -> set[str]:
        """Return the names of the recordings that the sessions were measured in and that should still be there."""
        with self.reading() as connection:
            return kept.recordings(connection)

    def calibrations(self, step_uid: str) -> list[Calibration]:
        """Return a step's latest calibration of each channel."""
        with self.reading() as connection:
            return steps.calibrations(connection, step_uid)

    def plate_gains(self) -> list[PlateGains]:
        """Return what was learned of all steps' plates."""
        with self.reading() as connection:
            return [gains for gains, _ in steps.plate_gains(connection)]

    def plate_gains_of(self, step_uid: str) -> list[tuple[PlateGains, int]]:
        """Return what was learned of one step's plates, the newest last, each with its wall time, µs."""
        with self.reading() as connection:
            known = steps.plate_gains(connection)
        return [(gains, time_us) for gains, time_us in known if gains.step_uid == step_uid]

    def outbox_counts(self) -> tuple[int, int]:
        """Return how many points wait and how many are parked."""
        with self.reading() as connection:
            return outbox.counts(connection)

    def outbox_held(self) -> int:
        """Return how many points wait until the clock is right that timed their session."""
        with self.reading() as connection:
            return outbox.held(connection)

    def outbox_totals(self) -> list[OutboxTotals]:
        """Return what was queued, delivered and discarded, per measurement."""
        with self.reading() as connection:
            return outbox.totals(connection)

    def outbox_waiting(self, limit: int) -> list[OutboxRow]:
        """Return the oldest waiting points."""
        with self.reading() as connection:
            return outbox.waiting(connection, limit)

    def outbox_parked(self, ids: Sequence[int] | None = None) -> list[OutboxRow]:
        """Return the points the server refused, with its words; of these ``ids`` only, when given."""
        with self.reading() as connection:
            return outbox.parked(connection, ids)

    def outbox_delivered(self, ids: Sequence[int], refusals: Sequence[tuple[int, str]] = ()) -> None:
        """Record one exchange: delete what the server has, park what it refused, in one commit."""
        with self.transaction() as connection:
            outbox.delivered(connection, ids)
            for row_id, words in refusals:
                outbox.park(connection, row_id, words)

    def outbox_discard(self, ids: Sequence[int], reason: str) -> int:
        """Give parked points up for good, on record with the reason; return how many there were."""
        with self.transaction() as connection:
            return parking.discard(connection, ids, reason, self.now_us())

    def resend(self, session_id: str) -> int:
        """Queue again what a session stored and what does not wait already; return how many points."""
        with self.transaction() as connection:
            number = resending.resend(connection, session_id)
            number += symptoms.resend(connection, session_id=session_id)
        self.tell_outbox()
        return number

    def resend_entries(self, since_us: int) -> int:
        """Queue what people entered since a time, outside every session, once more; return how many points."""
        with self.transaction() as connection:
            number = symptoms.resend(connection, since_us=since_us)
        self.tell_outbox()
        return number

    def erasures(self) -> list[str]:
        """Return the ids of erased people whose points InfluxDB may still have, the oldest erasure first."""
        with self.reading() as connection:
            return people.erasures(connection)

    def erased(self, athlete_id: str) -> None:
        """Forget an erasure: InfluxDB has nothing of this id any more."""
        with self.transaction() as connection:
            people.forget_erasure(connection, athlete_id)

    def outbox_retry(self, ids: Sequence[int] | None = None) -> int:
        """Queue parked points again (all by default); return how many."""
        with self.transaction() as connection:
            number = outbox.unpark(connection, ids)
        self.tell_outbox()
        return number
