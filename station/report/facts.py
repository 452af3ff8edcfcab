"""Everything a report is drawn from, read once: visits, what was felt, what the plan says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from station.coach.days import FIRST_DAY, local_day
from station.coach.logbook import day_of, log_of
from station.report.period import Period, period_of
from station.store import calibrations
from station.store import report as rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, tzinfo

    from station.calibration.record import CalibrationRecord, VerificationRecord
    from station.coach import Coach
    from station.programme.model import Advice, Assignment, Log, Profile, SessionDone, Timeline, WeekDone
    from station.store import Store
    from station.store.plans import Kept
    from station.store.report import Counted, LegSums, PlatesUsed, VisitSums
    from station.store.rows import Athlete
    from station.store.symptoms import Entry

SIDES: Final = ("left", "right", "both")


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """One visit with all that is known of it."""

    day: date
    sums: VisitSums
    done: SessionDone
    legs: dict[str, LegSums]
    faults: dict[str, int]
    refused: tuple[Counted, ...]
    happened: tuple[Counted, ...]
    plates: tuple[PlatesUsed, ...]
    unfinished: tuple[Counted, ...]

    @property
    def doubtful(self) -> bool:
        """Whether the clock that timed it was wrong, or is still waited for."""
        return self.done.clock_doubtful


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say about one person and some weeks."""

    athlete: Athlete
    made_us: int
    period: Period
    visits: tuple[VisitFacts, ...]
    """Those of the period in the order of their days."""
    elsewhen: tuple[VisitFacts, ...]
    """Those that a doubtful clock dated to where they cannot belong."""
    before: int
    """Visits before the period."""
    entries: tuple[Entry, ...]
    """What was said of the period's days; what was withdrawn is not among them."""
    withdrawn: int
    log: Log
    profile: Profile
    assignments: tuple[Assignment, ...]
    overrides: tuple[Kept, ...]
    advice: Advice
    timeline: Timeline
    """Weeks of the plan, the period's and others."""
    target_s: float
    """Seconds down that are asked for."""
    upper_s: float
    calibrations: tuple[CalibrationRecord, ...]
    """Of the steps used."""
    verifications: tuple[VerificationRecord, ...]
    zone: tzinfo | None = None

    @property
    def weeks(self) -> tuple[WeekDone, ...]:
        """The plan's weeks within the period."""
        return tuple(week for week in self.timeline.weeks if self.period.holds(week.first_day))

    @property
    def reps(self) -> int:
        """Repetitions of the period."""
        return sum(visit.sums.reps for visit in self.visits)


def gather(
    store: Store,
    coach: Coach,
    athlete: Athlete,
    *,
    weeks: int | None = None,
    lowering_s: tuple[float, float] = (3.0, 5.0),
    zone: tzinfo | None = None,
) -> Facts:
    """Read what a report needs; ``lowering_s`` is asked of somebody without a plan."""
    made_us = store.now_us()
    today = local_day(made_us, zone)
    log = log_of(store, athlete.id, zone)
    every = _visits(rows.told(store, athlete.id), log, zone)
    entries = [entry for entry in coach.entries(athlete.id) if entry.values]
    assignments = coach.assignments(athlete.id)
    timeline = coach.timeline(athlete.id, today)
    advice = coach.today(athlete.id, today)
    possible = [visit for visit in every if FIRST_DAY <= visit.day <= today]
    sure = [visit.day for visit in possible if not visit.doubtful] or [visit.day for visit in possible]
    anchor = timeline.weeks[0].first_day if timeline.weeks else None
    period = period_of([*sure, *_told_days(entries, zone)], anchor, today, weeks)
    within = [visit for visit in possible if period.holds(visit.day)]
    earlier = [visit for visit in possible if visit.day < period.first and not visit.doubtful]
    known = {visit.sums.id for visit in (*within, *earlier)}
    told = [entry for entry in entries if period.holds(day_of(entry, zone))]
    uids = {visit.sums.step_uid for visit in within} - {None}
    tempo = assignments[-1].plan.tempo if assignments and advice.plan_id is not None else None
    return Facts(
        athlete=athlete,
        made_us=made_us,
        period=period,
        visits=tuple(sorted(within, key=lambda visit: (visit.day, visit.sums.opened_us))),
        elsewhen=tuple(visit for visit in every if visit.sums.id not in known),
        before=len(earlier),
        entries=tuple(entry for entry in told if entry.withdrawn_us is None),
        withdrawn=sum(entry.withdrawn_us is not None for entry in told),
        log=log,
        profile=coach.profile(athlete.id),
        assignments=assignments,
        overrides=tuple(k for k in coach.kept_overrides(athlete.id) if _touches(k, period)),
        advice=advice,
        timeline=timeline,
        target_s=lowering_s[0] if tempo is None else tempo.lower_s,
        upper_s=lowering_s[1] if tempo is None else max(tempo.lower_s, tempo.upper_s),
        calibrations=tuple(each for each in calibrations.of_step(store) if each.step_uid in uids),
        verifications=tuple(each for each in calibrations.verifications(store) if each.step_uid in uids),
        zone=zone,
    )


def _told_days(entries: Iterable[Entry], zone: tzinfo | None) -> list[date]:
    return [day_of(entry, zone) for entry in entries if entry.withdrawn_us is None]


def _touches(kept: Kept, period: Period) -> bool:
    until = kept.override.until_day
    return kept.override.from_day <= period.last and (until is None or until >= period.first)


def _visits(told: rows.Told, log: Log, zone: tzinfo | None) -> list[VisitFacts]:
    done = {session.id: session for session in log.sessions}
    legs: dict[str, dict[str, LegSums]] = defaultdict(dict)
    for one in told.legs:
        legs[one.session_id][one.side] = one
    faults: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for each in told.faults:
        faults[each.session_id][each.what] += each.count
    refused = _by_visit(told.refusals)
    happened = _by_visit(told.happened)
    unfinished = _by_visit(told.unfinished)
    plates: dict[str, list[PlatesUsed]] = defaultdict(list)
    for used in told.plates:
        plates[used.session_id].append(used)
    return [
        VisitFacts(
            day=local_day(sums.opened_us, zone),
            sums=sums,
            done=done[sums.id],
            legs=legs[sums.id],
            faults=dict(faults[sums.id]),
            refused=tuple(refused[sums.id]),
            happened=tuple(happened[sums.id]),
            plates=tuple(plates[sums.id]),
            unfinished=tuple(unfinished[sums.id]),
        )
        for sums in told.visits
        if sums.id in done
    ]


def _by_visit(counted: Iterable[Counted]) -> dict[str, list[Counted]]:
    found: dict[str, list[Counted]] = defaultdict(list)
    for each in counted:
        found[each.session_id].append(each)
    return found
