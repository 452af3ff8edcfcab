"""The programme of everybody who trains here: what was decided is kept, what is asked is answered from the store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from station.coach.days import check_day, local_day
from station.coach.entering import check_values, entries_of
from station.coach.guide import Guide
from station.coach.logbook import log_of
from station.errors import UsageError
from station.programme.engine import advise, timeline
from station.programme.entry import check_override, check_profile
from station.programme.model import Log, Profile, SessionDone
from station.programme.review import review
from station.store import people, plans, symptoms
from station.store.parking import clean_reason
from station.text import without_joiners

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, tzinfo

    from station.coach.library import Library
    from station.events import Prescription, SymptomNoted
    from station.programme.model import (
        Advice,
        Assignment,
        Override,
        Plan,
        SetAside,
        SoreLegs,
        Symptom,
        Timeline,
    )
    from station.store import Store
    from station.store.plans import Kept
    from station.store.symptoms import Entry

LONGEST_NAME = 120
_Answer = TypeVar("_Answer")


class Coach:
    """Asks the programme about people of one store; every method may wait for the disk."""

    def __init__(
        self, store: Store, library: Library, *, site: str, station: str, zone: tzinfo | None = None
    ) -> None:
        """``site`` and ``station`` are where entries are made; ``zone`` is this machine's when it is ``None``."""
        self._store, self._library = store, library
        self._site, self._station, self._zone = site, station, zone

    def day(self) -> date:
        """Return today's local date."""
        return local_day(self._store.now_us(), self._zone)

    # what is asked

    def today(self, athlete_id: str, day: date) -> Advice:
        """Return what the plan suggests on a day; without a plan an advice that says so."""
        return self._asked(advise, athlete_id, day)

    def timeline(self, athlete_id: str, day: date) -> Timeline:
        """Return the weeks of the plan as of a day; none without one."""
        return self._asked(timeline, athlete_id, day)

    def _asked(
        self,
        question: Callable[[Sequence[Assignment], Profile, Log, date, Mapping[str, Plan]], _Answer],
        athlete_id: str,
        day: date,
    ) -> _Answer:
        assigned, profile, log = self._known(athlete_id)
        return question(assigned, profile, log, day, self._library.plans)

    def set_aside(self, athlete_id: str, day: date) -> tuple[SetAside, ...]:
        """Return entries of the log that are not used, and why; those dated after the day included."""
        return review(self._known(athlete_id)[2], day)

    def guide(self, athlete_id: str, day: date, base: Prescription) -> Guide:
        """Return what a visit follows that begins now; ``base`` is asked of somebody without a plan."""
        assigned, profile, log = self._known(athlete_id)
        visit = SessionDone(id="", day=day, start_us=self._store.now_us(), sets=())
        return Guide(assigned, profile, log, day, self._library.plans, base, visit)

    def _known(self, athlete_id: str) -> tuple[tuple[Assignment, ...], Profile, Log]:
        with self._store.reading() as connection:
            return (
                plans.assignments(connection, athlete_id),
                self._profile(athlete_id),
                log_of(self._store, athlete_id, self._zone),
            )

    def _profile(self, athlete_id: str) -> Profile:
        with self._store.reading() as connection:
            return plans.profile(connection, athlete_id) or Profile(
                body_mass_kg=people.get(connection, athlete_id).body_mass_kg
            )

    def profile(self, athlete_id: str) -> Profile:
        """Return what is known of a person; ``StoreError`` for nobody."""
        return self._profile(athlete_id)

    def plans(self) -> Sequence[Plan]:
        """Return the plans there are to choose from, in the order of their ids."""
        return [self._library.plans[each] for each in sorted(self._library.plans)]

    def assignments(self, athlete_id: str) -> tuple[Assignment, ...]:
        """Return everything a person was assigned, in that order."""
        with self._store.reading() as connection:
            return plans.assignments(connection, athlete_id)

    def overrides(self, athlete_id: str, day: date) -> Sequence[Override]:
        """Return what somebody decided instead of the plan, and holds on a day."""
        held = [each.in_force for each in self.kept_overrides(athlete_id)]
        return [
            each
            for each in held
            if each is not None and each.from_day <= day and (each.until_day is None or day <= each.until_day)
        ]

    def kept_overrides(self, athlete_id: str) -> tuple[Kept, ...]:
        """Return every override there ever was, with what became of it."""
        with self._store.reading() as connection:
            return plans.overrides(connection, athlete_id)

    def entries(self, athlete_id: str) -> list[Entry]:
        """Return everything a person entered, what was withdrawn included."""
        with self._store.reading() as connection:
            return symptoms.entries(connection, athlete_id)

    # what is decided

    def assign(
        self,
        athlete_id: str,
        plan_id: str,
        *,
        day: date,
        sore: SoreLegs | None = None,
        insertional: bool | None = None,
        smallest_step_kg: float | None = None,
        start_load_kg: float | None = None,
        rest_weekdays: tuple[int, ...] | None = None,
    ) -> Assignment:
        """Give a person a copy of a plan that begins on ``day``; what is not said of them stays as it was known."""
        plan = self._library.find(plan_id)
        profile = self.profile(athlete_id)
        changes: dict[str, Any] = {
            "sore": sore,
            "insertional": insertional,
            "smallest_step_kg": smallest_step_kg,
            "rest_weekdays": rest_weekdays,
        }
        changes = {name: value for name, value in changes.items() if value is not None}
        if sore is not None:
            changes["involved_leg"] = sore if sore in ("left", "right") else None
        profile = replace(profile, **changes)
        check_profile(profile)
        with self._store.transaction() as connection:
            people.get(connection, athlete_id)
            plans.put_profile(connection, athlete_id, profile, self._store.now_us())
            return plans.assign(
                connection, athlete_id, plan, day, self._store.now_us(), start_load_kg=start_load_kg
            )

    def take_back(self, athlete_id: str, assignment_id: str, profile: Profile) -> None:
        """Undo an assignment that was just made by mistake, and what it said of the person; it stays on record.

        The plan before holds again. ``profile`` is what was known before.
        """
        check_profile(profile)
        with self._store.transaction() as connection:
            people.get(connection, athlete_id)
            plans.put_profile(connection, athlete_id, profile, self._store.now_us())
            plans.take_back(connection, athlete_id, assignment_id, self._store.now_us())

    def override(self, athlete_id: str, override: Override) -> Override:
        """Keep what a person decided instead of the plan; return it with its id and time."""
        override = replace(
            override,
            reason=clean_reason(override.reason),
            by=clean_by(override.by),
            made_us=self._store.now_us(),
        )
        check_override(override)
        with self._store.transaction() as connection:
            people.get(connection, athlete_id)
            return plans.put_override(connection, athlete_id, override)

    def clear_override(self, athlete_id: str, override_id: str, *, day: date, reason: str, by: str) -> Kept:
        """Let the plan's word count again from ``day`` on; the override stays on record."""
        with self._store.transaction() as connection:
            return plans.clear_override(
                connection,
                athlete_id,
                override_id,
                day=day,
                by=clean_by(by),
                reason=clean_reason(reason),
                now_us=self._store.now_us(),
            )

    # what is said

    def note(self, athlete_id: str, symptoms: Sequence[Symptom]) -> list[Entry]:
        """Keep what a person said; a time of 0 is now. ``UsageError`` for what is off its scale: nothing is kept."""
        return self.keep(list(entries_of(athlete_id, symptoms, self._store.now_us(), self._zone)))

    def keep(self, noted: Sequence[SymptomNoted]) -> list[Entry]:
        """Store checked entries, all or none, and queue their points."""
        with self._store.transaction() as connection:
            now_us = self._store.now_us()
            kept = [symptoms.note(connection, each, self._site, self._station, now_us) for each in noted]
        self._store.tell_outbox()
        return kept

    def correct(self, athlete_id: str, entry_id: int, values: Mapping[str, float]) -> Entry:
        """Overwrite some values of an entry, here and in InfluxDB."""
        check_values(values)
        with self._store.transaction() as connection:
            self._theirs(symptoms.get(connection, entry_id), athlete_id)
            entry = symptoms.correct(connection, entry_id, values)
        self._store.tell_outbox()
        return entry

    def withdraw(self, athlete_id: str, entry_id: int, reason: str) -> Entry:
        """Take an entry back; it stays on record with the reason."""
        with self._store.transaction() as connection:
            self._theirs(symptoms.get(connection, entry_id), athlete_id)
            entry = symptoms.withdraw(connection, entry_id, reason, self._store.now_us())
        self._store.tell_outbox()
        return entry

    @staticmethod
    def _theirs(entry: Entry, athlete_id: str) -> None:
        if entry.athlete_id != athlete_id:
            raise UsageError(f"entry {entry.id} is somebody else's", "See: station symptom list ATHLETE")

    def check_day(self, day: date) -> date:
        """Return a day that an entry may tell of; ``UsageError`` for others."""
        return check_day(day, self.day())


def clean_by(name: str) -> str:
    """Return who decided, without surrounding blanks; ``UsageError`` for nobody, or what is no name."""
    stripped = " ".join(name.split())
    if not stripped or len(stripped) > LONGEST_NAME or not without_joiners(stripped).isprintable():
        raise UsageError(
            f"who decides is {name!r}", f"Give a name of 1 to {LONGEST_NAME} printable characters"
        )
    return stripped
