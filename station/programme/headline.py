"""One sentence that answers what to do today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.programme.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.advice import Action, PlannedSet, Sentence, Value
    from station.programme.plan import Plan


def headline(action: Action, sets: Sequence[PlannedSet], plan: Plan, visit: int = 0) -> Sentence:
    """Return the sentence for an action and its sets; ``visit`` is the number of the visit within the day, from 0."""
    if action == "train":
        return _training(sets, plan, visit)
    return say(f"headline.{action}")


def _training(sets: Sequence[PlannedSet], plan: Plan, visit: int) -> Sentence:
    left = [one for one in sets if not one.done]
    legs = {one.leg: sum(other.leg == one.leg for other in left) for one in left}
    alike = set(legs) == {"left", "right"} and legs["left"] == legs["right"]
    only = next(iter(legs)) if len(legs) == 1 else None
    where = only or ("each" if alike else "some")
    reps = max(one.reps for one in left)
    fewest = min(one.reps for one in left)
    load_kg = max(one.added_load_kg for one in left)
    values: dict[str, Value] = {
        "sets": legs["left"] if where == "each" else len(left),
        "reps": f"{fewest} to {reps}" if fewest < reps else str(reps),
        "lower": left[0].lower_s,
        "upper": left[0].upper_s,
        "load": load_kg,
    }
    more = "rest" if any(one.done for one in sets) else "again" if visit else "start"
    up_to = "_up_to" if plan.as_tolerated else ""
    carried = "load" if load_kg > 0 else "body"
    rise_s = left[0].rise_s
    message = "headline.train" if rise_s is None else "headline.train_rise"
    if where == "some" and set(legs) == {"left", "right"}:
        message += "_legs"
        values |= {"left": legs["left"], "right": legs["right"]}
    return say(
        message,
        more=f"today.{more}",
        where=f"on.{where}{up_to}",
        carried=f"with.{carried}",
        of="of.up_to" if plan.as_tolerated else "of.exact",
        rise=rise_s,
        **values,
    )
