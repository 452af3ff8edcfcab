"""How far the numbers can be trusted: what was withheld and why, clocks, plates, calibrations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from station.health.table import BY_CODE
from station.metrics.bodies import Weighed, doubts, in_words
from station.metrics.registry import metrics
from station.pages.markup import tag
from station.pages.sheet import scrolling, table
from station.programme.review import review
from station.report.words import counted, day_words, listed, percent, thousands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from station.report.facts import Facts, VisitFacts

_NOT_ONE_LEG: Final = "not a lowering on one leg"
"""Says that a value does not apply, which is no loss."""
_TOLD: Final = (
    "single_leg_time_s", "eccentric_tut_s", "tempo", "near_bottom_s", "added_load_kg", "rise_left_share",
    "load_time_kg_s", "hand_share", "com_lowering_m", "tremor_rms_n", "smoothness_bw_pct",
)  # fmt: skip
"""Withheld values that are worth a row; the others are withheld together with one of these."""
_FIGURE: Final = re.compile(r"[\d.]+%?|some")
"""What of a reason is of one repetition only; of hands it may say ``some``."""
_USUAL: Final = frozenset({"settling"})
"""What every converter does when it starts."""
_MOST_REASONS: Final = 2
_MOST_DAYS: Final = 6
_HEALTHY_HZ: Final = 60.0
_FAULTS: Final = {
    "gap": "readings missing", "saturated": "a plate at the end of its range", "desync": "a converter out of step",
    "overrun": "readings overwritten before they were read", "late": "readings that came late",
    "spike": "single wild readings, mended",
    "rate": "a converter too slow", "device_restart": "the step restarted",
    "uncalibrated": "no calibration in the step",
    "duplicate": "readings that came twice",
    "crc": "lines spoiled on the way", "form": "lines that meant nothing", "overlong": "lines too long",
    "fields": "lines with values that cannot be",
}  # fmt: skip


def trust(facts: Facts) -> Element:
    """Return the section about the data itself."""
    notes = [*_counts(facts), *_bodies(facts), *_clocks(facts), *_plates(facts), *_said(facts)]
    return tag(
        "section",
        tag("h2", "How far these numbers can be trusted", id="trust"),
        tag("ul", [tag("li", note) for note in notes]),
        _withheld(facts),
    )


def _counts(facts: Facts) -> Iterator[str]:
    if not facts.visits:
        yield "Nothing was measured in these weeks; what was said is told as it was said."
    unfinished: Counter[str] = Counter()
    for visit in facts.visits:
        for each in visit.unfinished:
            unfinished[each.what] += each.count
    cut = sum(visit.sums.state == "interrupted" for visit in facts.visits)
    still = sum(visit.sums.state == "open" for visit in facts.visits)
    if facts.visits and not (unfinished or cut or still):
        yield "Every visit was closed in order, and every repetition is as it was judged at the end of its set."
    if cut:
        yield f"{counted(cut, 'visit')} broke off (power or program); what was saved until then is counted."
    if still:
        yield f"{counted(still, 'visit')} had not ended when this report was made."
    if unfinished["recovered"]:
        yield f"Saved after a crash: {counted(unfinished['recovered'], 'repetition')}."
    if unfinished["provisional"]:
        count = counted(unfinished["provisional"], "repetition")
        yield f"As first told, because the end of the set was not measured: {count}."


def _bodies(facts: Facts) -> Iterator[str]:
    """Tell visits of which one may be somebody else's."""
    weighed = [
        Weighed(visit.sums.opened_us, visit.done.body_mass_kg)
        for visit in facts.visits
        if visit.done.body_mass_kg is not None
    ]
    yield from (in_words(*pair, lambda at_us: _when(at_us, facts)) for pair in doubts(weighed)[:_MOST_DAYS])


def _when(at_us: int, facts: Facts) -> str:
    at = datetime.fromtimestamp(at_us / 1e6, UTC).astimezone(facts.zone)
    return f"{day_words(at.date())} at {at:%H:%M}"


def _clocks(facts: Facts) -> Iterator[str]:
    doubtful = [visit for visit in facts.visits if visit.doubtful]
    if doubtful:
        yield (
            f"Timed by a clock that is in doubt: {counted(len(doubtful), 'visit')} ({_days(doubtful)}). The day may be "
            "wrong; it is drawn broken, and the legs are not compared by it."
        )
    if facts.elsewhen:
        reps = sum(visit.sums.reps for visit in facts.elsewhen)
        yield (
            f"Left out, because a wrong clock dated them {_days(facts.elsewhen)}: "
            f"{counted(len(facts.elsewhen), 'visit')} with {counted(reps, 'repetition')}. To put that right: station "
            "store set-time."
        )
    if facts.visits and not doubtful and not facts.elsewhen:
        yield "No visit's clock is in doubt."


def _days(visits: Iterable[VisitFacts]) -> str:
    days = list(dict.fromkeys(visit.day for visit in visits))
    shown = [day_words(day) for day in days[:_MOST_DAYS]]
    return listed(shown) if len(days) <= _MOST_DAYS else f"{', '.join(shown)} and others"


def _plates(facts: Facts) -> Iterator[str]:
    used = [each for visit in facts.visits for each in visit.plates]
    rates = [each.slowest_hz for each in used if each.slowest_hz is not None]
    shares = [each.invalid_share for each in used if each.invalid_share is not None]
    drifts = [each.drift_n for each in used if each.drift_n is not None]
    if rates:
        slow = sum(rate < _HEALTHY_HZ for rate in rates)
        words = f"Plates were read {min(rates):.0f} to {max(rates):.0f} times a second"
        yield words + (
            f"; too slowly in {counted(slow, 'visit')} (below {_HEALTHY_HZ:.0f})." if slow else "."
        )
    if shares:
        yield f"At most {max(0.1, 100 * max(shares)):.1f} % of a set's readings were missing or mended."
    if drifts:
        yield f"An empty plate's zero moved by at most {max(drifts):.1f} N during a set (10 N are about 1 kg)."
    yield from _happened(facts)


def _happened(facts: Facts) -> Iterator[str]:
    visits: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for visit in facts.visits:
        for each in visit.happened:
            if each.what.removeprefix("fault:") in _USUAL:
                continue
            name = f"{each.what}:{each.why}"
            visits[name].add(visit.sums.id)
            counts[name] += each.count
    doubts = [name for name in sorted(visits) if name.startswith("check:")]
    for name in doubts:
        _, code, channel = name.split(":")
        rule = BY_CODE.get(code)
        what = code if rule is None else rule.title
        plate = {"L": " of the left plate", "R": " of the right plate"}.get(channel[:1], "")
        yield f"Doubtful in {counted(len(visits[name]), 'visit')}: the check “{what}”{plate} was not passed."
    for name in sorted(visits):
        kind, code, channel = name.split(":")
        plate = {"L": " (left plate)", "R": " (right plate)"}.get(channel[:1], "")
        if kind == "fault":
            what = _FAULTS.get(code, f"the step said {code}")
            times = f"{thousands(counts[name])} in {counted(len(visits[name]), 'visit')}"
            yield f"{what[0].upper()}{what[1:]}{plate}: {times}."
        elif kind == "link":
            yield f"The step's cable was lost in {counted(len(visits[name]), 'visit')}; the holes are not judged."
    if facts.visits and not visits:
        yield "No check of the plates failed during these visits, and no data was lost on the way."


def _said(facts: Facts) -> Iterator[str]:
    if facts.withdrawn:
        yield f"Withdrawn, and not counted: {counted(facts.withdrawn, 'entry', 'entries')} of how it felt."
    aside = [each for each in review(facts.log, facts.period.last) if facts.period.holds(each.day)]
    shown = list(dict.fromkeys(each.sentence.text for each in aside if "doubtful" not in each.sentence.text))
    yield from (f"Set aside by the plan: {text}" for text in shown[:_MOST_DAYS])


def _withheld(facts: Facts) -> Element | None:
    """Return which values were withheld of how many repetitions, and the most frequent reasons."""
    reps = facts.reps
    why: dict[str, Counter[str]] = defaultdict(Counter)
    for visit in facts.visits:
        for each in visit.refused:
            if each.why != _NOT_ONE_LEG:
                why[each.what][each.why] += each.count
    labels = {metric.name: metric.label for metric in metrics("rep")}
    alike: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name in _TOLD:
        total = why[name].total()
        if total:
            alike[_share(total, reps), _why(why[name]), thousands(total)].append(labels[name])
    if not reps:
        return None
    rows = [(listed(names), total, share, reasons) for (share, reasons, total), names in alike.items()]
    if not rows:
        return tag("p", "No value of any repetition was withheld.")
    header = ("withheld", "repetitions", "of all", "why")
    caption = f"What could not be measured well enough, of {counted(reps, 'repetition')}: it is left out, not guessed"
    return scrolling("What was withheld", table(caption, header, rows, words=(0, 3)))


def _share(count: int, reps: int) -> str:
    return "< 1 %" if 200 * count < reps else percent(count / reps)


def _why(reasons: Counter[str]) -> str:
    told = merged(reasons).most_common()
    words = "; ".join(f"{reason} ({thousands(count)})" for reason, count in told[:_MOST_REASONS])
    more = len(told) - _MOST_REASONS
    return f"{words}; and {counted(more, 'other reason')}" if more > 0 else words


def merged(reasons: Counter[str]) -> Counter[str]:
    """Return reasons with those joined that differ by figures only, under the most frequent of them."""
    alike: dict[str, Counter[str]] = defaultdict(Counter)
    for reason, count in reasons.items():
        alike[_FIGURE.sub("", reason)][reason] = count
    joined: Counter[str] = Counter()
    for group in alike.values():
        usual = max(sorted(group), key=group.__getitem__)
        joined[f"{usual} and alike" if len(group) > 1 else usual] += group.total()
    return joined
