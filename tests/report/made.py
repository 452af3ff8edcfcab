"""People made by hand for reports: visits set by set, entries, plans; every number is stated by the test."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from station import events as ev
from station.coach import Coach, Library
from station.metrics.session import summarize_session
from station.metrics.summary import SetContext, summarize
from station.programme.plans import shipped
from station.report.facts import gather
from station.report.page import report
from station.store import Store, StoreWriter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from station.report.facts import Facts
    from station.store.rows import Athlete

START: Final = date(2026, 1, 5)
"""A Monday."""
CALIBRATION: Final = "L=0.000431@84213/1735689600 R=-0.000428@-79120/1735689600 u=0.002 assumed"
_MICRO: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class SetMade:
    """One set as a test states it."""

    side: ev.Side = "left"
    reps: int = 12
    seconds: float = 4.0
    load_kg: float | None = 0.0
    tempo: ev.Tempo | None = "ok"
    faults: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    mode: ev.Mode = "lowering"


BOTH: Final = (SetMade("left"), SetMade("right"), SetMade("left"), SetMade("right"))


def noon_us(day: date, hour: float = 12.0) -> int:
    """Return an instant of a day, UTC."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return round((midnight.timestamp() + 3600 * hour) * _MICRO)


class Made:
    """A store in the making, and the reports from it."""

    def __init__(self, folder: Path, today: date = START + timedelta(days=84)) -> None:
        self.today = today
        self.store = Store.open(folder / "station.db", clock_us=lambda: noon_us(self.today))
        self._writer = StoreWriter(self.store, "home", "step1")
        self._visits = 0

    def person(self, name: str = "Ada", body_mass_kg: float | None = 70.0) -> Athlete:
        """Add somebody."""
        return self.store.add_athlete(name, body_mass_kg)

    def coach(self, folder: Path) -> Coach:
        """Return the coach of everybody; ``folder`` holds no plans of one's own."""
        return Coach(self.store, Library.open(folder), site="home", station="step1", zone=UTC)

    def plan(self, who: Athlete, day: date = START, **profile: Any) -> None:  # noqa: ANN401  profile's own fields
        """Assign the plan that comes with the station."""
        coach = Coach(self.store, Library(shipped(), {}), site="home", station="step1", zone=UTC)
        coach.assign(who.id, "seed-default", day=day, **profile)

    def visit(
        self,
        who: Athlete | None,
        day: date,
        sets: Sequence[SetMade] = BOTH,
        *,
        hour: float = 12.0,
        clock: ev.ClockStamp | None = None,
        events: Sequence[ev.Event] = (),
        closes: bool = True,
        mass_kg: float = 70.0,
    ) -> str:
        """Store one visit as a station does; return its id."""
        self._visits += 1
        opened_us = noon_us(day, hour)
        name = f"visit{self._visits:05d}-{opened_us}"
        opened = ev.Session(
            "opened",
            name,
            None if who is None else who.id,
            opened_us,
            "sim://made",
            "5eed0001",
            70.0,
            clock=clock,
        )
        told: list[ev.Event] = [opened, ev.Weigh(5.0, 8.0, mass_kg, 0.05, 0.5, None), *events]
        every: list[ev.Rep] = []
        for index, one in enumerate(sets):
            its = [_rep(one, index, number, opened_us) for number in range(one.reps)]
            context = SetContext(
                60.0 * index + 59.0, "rest", its[0].start_time_us, "straight_step", 70.0, 0.3, 92.0, 0.001,
                "1.0.0", CALIBRATION,
            )  # fmt: skip
            told += [*(replace(rep, final=False) for rep in its), *its, summarize(index, its, context)]
            every += its
        if closes:
            told.append(
                replace(
                    opened, state="closed", time_us=opened_us + 3600 * _MICRO, sets_done=len(sets),
                    reps_done=len(every), summary=summarize_session(every),
                )
            )  # fmt: skip
        self._writer.handle(told, opened_us + 3600 * _MICRO)
        return name

    def say(
        self, who: Athlete, day: date, hour: float = 20.0, leg: ev.Side | None = None, **values: float
    ) -> None:
        """Store what somebody told."""
        noted = ev.SymptomNoted(who.id, noon_us(day, hour), values, leg, day=day.isoformat())
        self._writer.handle([noted], noted.time_us)

    def facts(self, who: Athlete, folder: Path, weeks: int | None = None) -> Facts:
        """Return what a report is drawn from."""
        return gather(self.store, self.coach(folder), who, weeks=weeks, zone=UTC)

    def report(self, who: Athlete, folder: Path, weeks: int | None = None) -> str:
        """Return the page."""
        return report(self.facts(who, folder, weeks))


def _rep(one: SetMade, set_index: int, index: int, opened_us: int) -> ev.Rep:
    start_s = 60.0 * set_index + 4.0 * index
    wiggle = 0.05 * ((index % 3) - 1)
    withheld = dict(one.refused)
    single = one.mode == "lowering"
    values: dict[str, Any] = {
        "single_leg_time_s": one.seconds + wiggle if single else None,
        "eccentric_tut_s": 0.6 * one.seconds + wiggle,
        "eccentric_tut_sd_s": 0.1,
        "eccentric_tut_lo_s": 0.6 * one.seconds - 0.2,
        "eccentric_tut_hi_s": 0.6 * one.seconds + 0.2,
        "tempo": one.tempo,
        "added_load_kg": one.load_kg,
        "added_load_sd_kg": None if one.load_kg is None else 0.1,
        "rise_left_share": 0.5 + 0.01 * ((index % 3) - 1),
        "left_share_sd": 0.004,
        "load_time_kg_s": 70.0 * one.seconds,
    }
    values |= dict.fromkeys(withheld, None)
    return ev.Rep(
        final=True, set=set_index, index=index, mode=one.mode, side=one.side, start_s=start_s,
        start_time_us=opened_us + round(start_s * _MICRO), variant="straight_step", faults=one.faults,
        refused=withheld, **values,
    )  # fmt: skip
