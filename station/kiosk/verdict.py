"""What is said about one rep: a tone, a symbol, one sentence. Pure; the measuring was done elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.kiosk.words import say

if TYPE_CHECKING:
    from station.events import Rep

Tone = Literal["go", "mind", "stop", "quiet"]
Kind = Literal["good", "close", "unjudged", "faulty"]

SYMBOLS: Final[dict[Tone, str]] = {"go": "✓", "mind": "!", "stop": "✕", "quiet": "≈"}

VOIDING: Final = frozenset({"touch", "hop", "interrupted", "incomplete_transfer"})
"""Faults after which the rep is no lowering on one leg any more; the others spoil its form only."""

MOST_USEFUL_FIRST: Final = (
    "interrupted", "rail", "hop", "touch", "incomplete_transfer", "wrong_leg", "fast", "bounce",
    "same_leg_return", "rise_imbalance",
)  # fmt: skip
"""One fault is told at a time: the one that, put right, helps most."""

ABOUT_HALF_WIDTH_S: Final = 0.3
ABOUT_HALF_WIDTH_SHARE: Final = 0.1
"""Half the 90 % interval beyond both of these makes the seconds "about": the tenths mean little then."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rep in words."""

    tone: Tone
    sentence: str
    """What to keep or change."""
    seconds: str
    """How long, as a sentence that names what was timed; or that the time is not known."""
    exact: str
    """The same with its interval, or why there is none."""
    word: str
    """One word for the table."""
    kind: Kind
    """What the rep counts as in a summary."""

    @property
    def symbol(self) -> str:
        """The mark that says the same as the colour."""
        return SYMBOLS[self.tone]


def sentence_beside_target(rep: Rep, verdict: Verdict, target_s: float) -> str:
    """Return what is said of a rep where its time on one leg was watched against the prescribed one.

    That time can be long enough, and the way down within it be fast: "slower" alone would contradict the clock.
    """
    one_leg_s = rep.single_leg_time_s
    if leading_fault(rep.faults) == "fast" and one_leg_s is not None and one_leg_s >= target_s:
        return say("verdict.fast_down")
    return verdict.sentence


def seconds_beside_target(rep: Rep, verdict: Verdict, target_s: float) -> str:
    """Return a rep's seconds as they are said where the prescribed time stands beside them.

    What is prescribed, the person paces by the time on one leg. So a good rep of which fewer seconds than that were
    spent on the way down says both: the one figure alone would contradict the praise.
    """
    down_s, one_leg_s = rep.eccentric_tut_s, rep.single_leg_time_s
    if verdict.kind != "good" or down_s is None or one_leg_s is None or down_s >= target_s:
        return verdict.seconds
    return say("verdict.part_down", one_leg=say.number(one_leg_s), seconds=say.number(down_s))


def leading_fault(faults: tuple[str, ...]) -> str | None:
    """Return the one fault worth telling, or ``None``."""
    known = [name for name in MOST_USEFUL_FIRST if name in faults]
    return known[0] if known else next(iter(faults), None)


def is_about(rep: Rep) -> bool:
    """Whether the interval of the lowering time is too wide to show the figure without "about"."""
    value, lo, hi = rep.eccentric_tut_s, rep.eccentric_tut_lo_s, rep.eccentric_tut_hi_s
    if value is None or lo is None or hi is None:
        return value is not None
    return (hi - lo) / 2 > max(ABOUT_HALF_WIDTH_S, ABOUT_HALF_WIDTH_SHARE * value)


def judge(rep: Rep) -> Verdict:
    """Return what is said about a rep."""
    fault = leading_fault(rep.faults)
    if fault is not None:
        tone: Tone = "stop" if fault in VOIDING else "mind"
        sentence, word = say.get(f"fault.{fault}", fault + "."), say.get(f"word.{fault}", fault)
        kind: Kind = "unjudged" if fault == "interrupted" else "faulty"
    else:
        tone, key, kind = _tempo(rep)
        sentence, word = say(f"verdict.{key}"), say(f"short.{key}")
    return Verdict(tone, sentence, _seconds(rep), _exact(rep), word, kind)


def _tempo(rep: Rep) -> tuple[Tone, str, Kind]:
    """Return tone, key and kind for a rep without a fault."""
    if rep.tempo == "fast":
        return "mind", "fast", "faulty"
    if rep.tempo == "borderline":
        return "quiet", "borderline", "close"
    return ("go", "good", "good") if rep.tempo == "ok" else ("quiet", "unknown", "unjudged")


def _seconds(rep: Rep) -> str:
    if rep.eccentric_tut_s is not None:
        key = "verdict.about_down" if is_about(rep) else "verdict.down"
        return say(key, seconds=say.number(rep.eccentric_tut_s))
    if rep.single_leg_time_s is not None:
        return say("verdict.one_leg", seconds=say.number(rep.single_leg_time_s))
    return say("verdict.no_seconds")


def _exact(rep: Rep) -> str:
    value, lo, hi = rep.eccentric_tut_s, rep.eccentric_tut_lo_s, rep.eccentric_tut_hi_s
    if value is not None and lo is not None and hi is not None:
        number = say.number
        return say("verdict.down_interval", seconds=number(value), lo=number(lo), hi=number(hi))
    if value is not None:
        return _seconds(rep)
    reason = rep.refused.get("eccentric_tut_s")
    why = say.get(f"reason.{reason}", reason) if reason else say("verdict.no_reason")
    refused = say("verdict.refused", reason=why)
    return refused if rep.single_leg_time_s is None else f"{_seconds(rep)} {refused}"
