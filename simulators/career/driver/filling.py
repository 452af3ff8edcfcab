"""A career into a station's database, by the ways a station itself takes: its writer, its entries, its plans."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.career.driver.visits import Place, micros, session_events
from simulators.career.errors import CannotStoreError
from station import events as ev
from station.coach.asking import asked_of
from station.config.sections import StationSection
from station.errors import StationError
from station.store import Store, StoreWriter, plans

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from simulators.career.driver.career import Career
    from simulators.career.plain import Day, Felt, Lived

_RUN_MINUTE = 18 * 60


def fill(career: Career, days: Sequence[Day], folder: str, name: str | None = None) -> str:
    """Store a career that was lived to its end as one more athlete; return who, where and how much.

    ``CannotStoreError`` says what any station would say of that folder.
    """
    try:
        return _fill(career, days, Path(folder).expanduser() / "station.db", name)
    except StationError as wrong:
        raise CannotStoreError(str(wrong)) from wrong


def _fill(career: Career, days: Sequence[Day], path: Path, name: str | None) -> str:
    begun_us = micros(career.start, 0)
    with Store.open(path, clock_us=lambda: begun_us) as store:
        called = name or _free_name(store, f"{career.traits.name.capitalize()} (simulated)")
        athlete = store.add_athlete(called, career.traits.body_mass_kg)
        with store.transaction() as connection:
            plans.put_profile(connection, athlete.id, career.profile, begun_us)
            for one in career.assignments:
                plans.assign(connection, athlete.id, one.plan, one.start_day, one.assigned_us)
            for override in career.log.overrides:
                plans.put_override(connection, athlete.id, override)
        where = StationSection()
        writer = StoreWriter(store, where.site, where.name)
        filler = _Filler(career, writer, athlete.id)
        for day in days:
            filler.day(day.lived)
    return f"{called}: {filler.visits} visits and {filler.entries} entries in {path}, as athlete {athlete.id}"


def _free_name(store: Store, name: str) -> str:
    taken = {athlete.name for athlete in store.athletes()}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)


class _Filler:
    """Hands one day after the other to the writer, what was said before a visit before it."""

    def __init__(self, career: Career, writer: StoreWriter, athlete_id: str) -> None:
        self._career, self._writer, self._athlete_id = career, writer, athlete_id
        self.visits = self.entries = 0

    def day(self, lived: Lived) -> None:
        """Store one day."""
        first = self.visits
        self._say(lived, [felt for felt in lived.felt if felt.visit is None or felt.visit < first], None)
        for done in lived.visits:
            advice = self._career.advices[lived.day]
            place = Place(
                f"{self._athlete_id}-{self.visits + 1:03d}",
                self._athlete_id,
                asked_of(advice, self._career.profile),
            )
            told = session_events(done, place, self._career.traits)
            self._writer.handle(told, micros(done.day, done.minute + done.end_s / 60.0))
            self._say(lived, [felt for felt in lived.felt if felt.visit == self.visits], place.session_id)
            self.visits += 1
        for number, run in enumerate(lived.runs):
            at_us = micros(run.day, _RUN_MINUTE + number)
            values = {"run_min": float(run.minutes)}
            if run.level is not None:
                values["run_level"] = float(run.level)
            noted = ev.SymptomNoted(
                self._athlete_id, at_us, values, day=run.day.isoformat(), run_surface=run.surface
            )
            self._note(noted)

    def _say(self, lived: Lived, felt: Sequence[Felt], session_id: str | None) -> None:
        for (minute, day, leg), group in groupby(felt, key=lambda each: (each.minute, each.day, each.leg)):
            values = {each.kind: each.value for each in group}
            at_us = micros(lived.day, minute) + self.entries % 1000
            self._note(
                ev.SymptomNoted(
                    self._athlete_id, at_us, values, leg, session_id, _stated(day, lived.day, session_id)
                )
            )

    def _note(self, noted: ev.SymptomNoted) -> None:
        self._writer.handle([noted], noted.time_us)
        self.entries += 1


def _stated(day: date, said: date, session_id: str | None) -> str | None:
    """Return the day an entry tells of, unless the time it was said at tells as much."""
    return None if day == said and session_id is not None else day.isoformat()
