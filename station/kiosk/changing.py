"""A person's change of what the plan suggests, line by line. Pure: arrows and letters in, an override out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from station.kiosk.words import say
from station.programme.model import Override
from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.model import Advice, Profile, Variant

VARIANTS: Final[tuple[Variant, ...]] = ("straight_step", "bent_step", "straight_floor", "bent_floor")
DAYS: Final = (1, 3, 7, 14, 28)
DECIDERS: Final = ("me", "coach")
REASONS: Final = ("too_hard", "too_easy", "sore", "tired", "no_time", "coach")
MOST_REPS: Final = 30
MOST_SETS: Final = 10
LOAD_STEPS: Final = 40
"""So many of the smallest steps the athlete owns can be chosen from."""
LONGEST_REASON: Final = 60
LONGEST_PLAN_WEEKS: Final = 26
_WHAT: Final = ("load", "reps", "sets", "variant", "plan_week")


@dataclass(frozen=True, slots=True)
class Options:
    """One line: its name and the words of what may be chosen; the first is what it begins with."""

    name: str
    words: tuple[str, ...]


@dataclass(slots=True)
class Change:
    """What was chosen so far."""

    lines: tuple[Options, ...]
    loads_kg: tuple[float, ...]
    chosen: dict[str, int] = field(default_factory=dict)
    own_reason: str = ""

    @classmethod
    def of(cls, advice: Advice, profile: Profile) -> Change:
        """Return a change of nothing yet."""
        loads_kg = tuple(round(at * profile.smallest_step_kg, 2) for at in range(LOAD_STEPS + 1))
        planned = say("change.as_plan")
        weeks = range(1, (advice.weeks or LONGEST_PLAN_WEEKS) + 1)
        lines = [
            Options("load", (planned, *(say("today.load", load=say.mass(load_kg)) for load_kg in loads_kg))),
            Options(
                "reps", (planned, *(say("today.reps", count=count) for count in range(1, MOST_REPS + 1)))
            ),
            Options(
                "sets", (planned, *(say("today.sets", count=count) for count in range(1, MOST_SETS + 1)))
            ),
            Options("variant", (planned, *(say(f"knee.{variant}") for variant in VARIANTS))),
            Options("plan_week", (planned, *(say("change.week", week=week) for week in weeks))),
            Options("until", (*map(_days, DAYS), say("change.open"))),
            Options("by", tuple(say(f"change.by_{who}") for who in DECIDERS)),
            Options("reason", (say("table.unknown"), *(say(f"reason.{reason}") for reason in REASONS))),
        ]
        return cls(tuple(lines), loads_kg)

    def index(self, name: str) -> int:
        """Return which option of a line is chosen."""
        return self.chosen.get(name, 0)

    def words(self, name: str) -> str:
        """Return the words of what is chosen on a line."""
        if name == "reason" and self.own_reason:
            return self.own_reason
        return self.option(name, self.index(name))

    def option(self, name: str, at: int) -> str:
        """Return the words of one option of a line."""
        return next(line.words[at] for line in self.lines if line.name == name)

    def step(self, name: str, by: int, planned: int = 0) -> None:
        """Go to the next option of a line or the one before; "as planned" stands where option ``planned`` would."""
        last = len(next(line for line in self.lines if line.name == name).words) - 1
        lowest = 1 if planned else 0
        at = min(last, max(lowest, (self.index(name) or planned) + by))
        self.chosen[name] = 0 if at == planned else at
        if name == "reason":
            self.own_reason = ""

    def first(self, name: str) -> None:
        """Go back to what a line begins with: as planned."""
        self.chosen[name] = 0

    def typed(self, character: str) -> None:
        """Take a letter of a reason in a person's own words; an empty one takes the last back."""
        own = self.own_reason[:-1] if not character else self.own_reason + character
        self.own_reason = own[:LONGEST_REASON]

    @property
    def changes(self) -> bool:
        """Whether anything differs from the plan."""
        return any(self.index(name) for name in _WHAT)

    @property
    def reason(self) -> str:
        """Why; empty when nothing was said."""
        own = harmless(self.own_reason, LONGEST_REASON)
        return own or (self.words("reason") if self.index("reason") else "")

    def override(self, today: date) -> Override:
        """Return what was chosen, to be kept; its id and time are given by the keeper."""
        until = self.index("until")
        load, reps, sets, variant, week = (self.index(name) for name in _WHAT)
        return Override(
            id="",
            from_day=today,
            until_day=today + timedelta(days=DAYS[until] - 1) if until < len(DAYS) else None,
            reason=self.reason,
            by="coach" if self.index("by") else "athlete",
            made_us=0,
            load_kg=self.loads_kg[load - 1] if load else None,
            reps=reps or None,
            sets=sets or None,
            variant=VARIANTS[variant - 1] if variant else None,
            plan_week=week or None,
        )


def _days(count: int) -> str:
    return say("change.today") if count == 1 else say("change.days", count=count)


def resting(today: date, reason: str, *, rest: bool) -> Override:
    """Return the decision to rest today, or to train although the plan would rest."""
    return Override(id="", from_day=today, until_day=today, reason=reason, by="athlete", made_us=0, rest=rest)


def override_words(override: Override) -> str:
    """Return what a person decided, by whom and why, in one line."""
    what: list[str] = []
    if override.rest is not None:
        what.append(say("change.rest_until" if override.rest else "change.train"))
    if override.load_kg is not None:
        what.append(say("today.load", load=say.mass(override.load_kg)))
    if override.sets is not None:
        what.append(say("today.sets", count=override.sets))
    if override.reps is not None:
        what.append(say("today.reps", count=override.reps))
    if override.variant is not None:
        what.append(say.get(f"knee.{override.variant}", override.variant))
    if override.plan_week is not None:
        what.append(say("change.week", week=override.plan_week))
    by = {"athlete": "change.by_me", "coach": "change.by_coach"}.get(override.by)
    who = say(by) if by else harmless(override.by, 30)
    return say("change.in_force", what=" · ".join(what), by=who, reason=harmless(override.reason, 60))


def starts(advice: Advice, loads_kg: Sequence[float]) -> dict[str, int]:
    """Return for each line the option that the plan has now: the arrows begin there."""
    if not advice.sets:
        return {}
    first = advice.sets[0]
    load_kg = max(one.added_load_kg for one in advice.sets)
    nearest = min(range(len(loads_kg)), key=lambda at: abs(loads_kg[at] - load_kg))
    legs = {one.leg for one in advice.sets}
    most_sets = max(sum(one.leg == leg for one in advice.sets) for leg in legs)
    return {
        "load": nearest + 1,
        "reps": min(first.reps, MOST_REPS),
        "sets": min(most_sets, MOST_SETS),
        "variant": VARIANTS.index(first.variant) + 1,
        "plan_week": advice.week or 1,
    }
