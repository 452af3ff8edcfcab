"""Every word the kiosk shows, keyed, in one catalogue; another language is another table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.text import harmless

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "product": "Heel-drop step",
    "decimal": ".",
    "minus": "\N{MINUS SIGN}",
    "unit.s": "s",
    "unit.kg": "kg",
    "side.left": "left",
    "side.right": "right",
    "side.both": "both",
    "SIDE.left": "LEFT",
    "SIDE.right": "RIGHT",
    "letter.left": "L",
    "letter.right": "R",
    "letter.both": "B",
    # who
    "who.title": "Who is training?",
    "who.filter": "Type a name",
    "who.add": "Add {name}",
    "who.guest": "Guest",
    "who.guest_note": "no name kept",
    "who.nobody": "Nobody yet. Type a name and press Enter, or train as a guest.",
    "who.loading": "Reading the list of people …",
    "who.never": "no visit yet",
    "ago.today": "today",
    "ago.yesterday": "yesterday",
    "ago.days": "{count} days ago",
    "ago.weeks": "{count} weeks ago",
    "ago.months": "{count} months ago",
    # ready
    "ready.step_on": "Step on with both feet",
    "ready.still": "Stand still, hands off the rail",
    "ready.moving": "Still a little. Hands off the rail",
    "ready.wait_step": "Waiting for the step",
    "ready.weighed": "Weighed. Rise on both feet when you like",
    "ready.weighing": "weighing",
    "ready.kg": "with everything you carry",
    "ready.check_step": "Step is connected",
    "ready.check_data": "Data is coming in",
    "ready.check_stand": "Both feet on the step",
    "ready.check_weigh": "Weighed",
    "ready.do_step": "Plug the step in",
    "ready.do_data": "No data: switch the step off and on",
    "ready.do_stand": "Step on with both feet",
    "ready.do_weigh": "Stand still, hands off the rail",
    "ready.today": "{reps} reps, at least {target} s down",
    "ready.today_open": "As many as you like, at least {target} s down",
    # live
    "live.set": "Set {index}",
    "live.done_of": "{done} of {count} reps",
    "live.one_leg": "ON ONE LEG",
    "live.down": "DOWN",
    "live.about_down": "DOWN, ABOUT",
    "live.on_one_leg_rep": "ON ONE LEG",
    "live.clock_idle": "LOWER FOR",
    "live.band": "{target} to {upper} s",
    "live.working": "working",
    "live.no_reps": "The reps of this set appear here.",
    "live.load": "+{load} kg",
    "live.no_load": "no added load",
    "live.no_load_planned": "no added load, {planned} kg planned",
    "live.load_planned": "+{load} kg of {planned} planned",
    "live.guest": "Guest",
    "cue.step_on": "Step on with both feet.",
    "cue.rise": "Rise on both feet.",
    "cue.shift": "Lift one foot, then lower slowly.",
    "cue.shift_left": "Left leg: lift the right foot, then lower slowly.",
    "cue.shift_right": "Right leg: lift the left foot, then lower slowly.",
    "cue.lower": "Slowly down.",
    "cue.enough": "Long enough. Down, then both feet.",
    "cue.next": "Next: rise on both feet.",
    # the same beside a long verdict
    "nudge.step_on": "Step on.",
    "nudge.rise": "Now rise.",
    "nudge.shift": "Lift one foot.",
    "nudge.shift_left": "Left leg now.",
    "nudge.shift_right": "Right leg now.",
    "nudge.lower": "Slowly down.",
    "nudge.enough": "Long enough.",
    "nudge.next": "Now rise.",
    "feet.unknown": "not known now",
    "feet.nobody": "nobody on the step",
    "feet.even": "even on both feet",
    "feet.left": "all on the left",
    "feet.right": "all on the right",
    "feet.share": "{left} : {right}",
    "trace.stale": "No new data for {seconds} s",
    "trace.none": "No data yet",
    # table of the set
    "table.rep": "rep",
    "table.leg": "leg",
    "table.down": "down",
    "table.one_leg": "on one leg",
    "table.load": "load",
    "table.verdict": "verdict",
    "table.unknown": "\N{EN DASH}",
    # verdicts
    "verdict.good": "Good.",
    "verdict.fast": "Slower on the way down.",
    "verdict.borderline": "Close. A little slower to be sure.",
    "verdict.unknown": "Counted.",
    "verdict.down": "{seconds} s down.",
    "verdict.about_down": "About {seconds} s down.",
    "verdict.down_interval": "{seconds} s down ({lo} to {hi}).",
    "verdict.part_down": "{one_leg} s on one leg, about {seconds} s of it down.",
    "verdict.one_leg": "{seconds} s on one leg.",
    "verdict.no_seconds": "Time not known; I says why.",
    "verdict.no_reason": "no reason recorded",
    "verdict.refused": "Seconds down not shown: {reason}.",
    "short.good": "good",
    "short.fast": "fast",
    "short.borderline": "close",
    "short.unknown": "",
    # faults of a rep: what to do, then one word for the table
    "fault.fast": "Slower on the way down.",
    "fault.bounce": "No bounce at the bottom.",
    "fault.touch": "Keep the other foot up until you are down.",
    "fault.hop": "Keep the standing foot down.",
    "fault.rail": "Hands off the rail.",
    "fault.incomplete_transfer": "All your weight on one leg.",
    "fault.same_leg_return": "Come up with both feet.",
    "fault.interrupted": "Data was missing, so this one is not judged.",
    "fault.rise_imbalance": "Rise evenly on both feet.",
    "fault.wrong_leg": "The plan asks for the other leg.",
    "fault.fading": "End the set when the tempo falls.",
    "word.fast": "fast",
    "word.bounce": "bounce",
    "word.touch": "touch",
    "word.hop": "hop",
    "word.rail": "rail",
    "word.incomplete_transfer": "both legs",
    "word.same_leg_return": "one-leg rise",
    "word.interrupted": "no data",
    "word.rise_imbalance": "uneven rise",
    "word.wrong_leg": "wrong leg",
    "word.fading": "fading",
    # how many of each, in a list
    "tally.close": "{count} close",
    "tally.unjudged": "{count} not judged",
    # rest
    "rest.title": "Set {index} done",
    "rest.rest": "REST",
    "rest.reps": "{left} left, {right} right",
    "rest.reps_both": "{count} with both feet",
    "rest.good": "{good} of {count} good",
    "rest.tut": "{total} s under tension, {good} s without a fault",
    "rest.tut_total": "{total} s under tension",
    "rest.tempo": "{seconds} s down on average",
    "rest.load": "{load} kg added",
    "rest.faults": "Next set: {sentence}",
    "rest.next": "Start the next set when you like.",
    # summary
    "summary.title": "Well done",
    "summary.title_name": "Well done, {name}",
    "summary.measuring": "Measuring the last set …",
    "summary.none": "No reps this time",
    "summary.good": "{good} of {count} reps were good",
    "summary.tempo": "{seconds} s down on average, {target} s asked for.",
    "summary.tempo_one_leg": "{seconds} s on one leg on average.",
    "summary.tut": "{total} s under tension, {good} s of it without a fault.",
    "summary.tut_total": "{total} s under tension.",
    "summary.asym_none": "Left against right needs 3 reps a side.",
    "summary.asym_even": "Left and right alike: {percent} % {letter} is below what can be told.",
    "summary.asym": "{percent} % longer on the {side} leg.",
    "summary.load": "Added load {load} kg.",
    "summary.no_load": "No added load.",
    "summary.load_unknown": "Added load not measured.",
    "summary.bars": "seconds on one leg, rep by rep; the line is the target",
    "summary.fault": "Most often: {sentence}",
    "summary.saving": "Saving: {saved} of {count} reps",
    "summary.kept": "All {count} reps are saved.",
    # status line
    "status.step": "step {rates} Hz",
    "status.step_plain": "step",
    "status.step_opening": "step: opening",
    "status.step_lost": "step unplugged",
    "status.step_ended": "end of the source",
    "status.step_failed": "step failed",
    "status.step_none": "no step yet",
    "status.step_stale": "step silent",
    "status.saved": "{saved} saved",
    "status.saving": "{saved}/{count} saved",
    "status.pending": " · {pending} waiting",
    "status.influx_off": "InfluxDB off",
    "status.influx_ok": "InfluxDB",
    "status.influx_waiting": "InfluxDB away",
    "status.influx_refused": "InfluxDB denied",
    "status.influx_parked": "InfluxDB {parked} refused",
    # banner
    "banner.not_saved": "NOT SAVED: {why}; {reps} reps {where}",
    "unsaved.memory": "kept in memory",
    "unsaved.file": "kept in {file}",
    "unsaved.lost": "lost",
    "banner.alarm": "{source}: {message}",
    "banner.opening": "No step yet: {detail}",
    "banner.lost": "The step is unplugged. Reps so far are kept. Plug it in again: the set goes on.",
    "banner.failed": "The step cannot be opened: {detail}",
    "banner.ended": "The source has ended. Press Esc to finish.",
    "banner.stale": "No data from the step for {seconds} s. Reps so far are kept.",
    "banner.step_changed": "Another step answers than before. Finish and begin again.",
    "banner.uncalibrated": "The step is not calibrated: kilograms are not shown to be true.",
    "banner.saturated": "The {channel} plate is overloaded.",
    "banner.object": "Something lies on the {channel} plate. Take it away.",
    "banner.too_light": "Less than 25 kg stands here: nothing is measured.",
    "banner.channel": "The {channel} plate is not answering. Check its cable.",
    "banner.silent": "The {channel} plate is not answering: reps are not measured now. Check its cable.",
    "banner.slow": "The {channel} plate is too slow to measure. The RATE pin of its converter is low.",
    "banner.supply": "The step's power dips. Check its cable and its hub.",
    "banner.clock_set": "This computer's clock was set {direction} by {much}. This visit keeps its times.",
    "banner.low_space": "The disk is nearly full. Reps are saved; make room, or the next ones may not be.",
    "banner.clock_wrong": "This computer's clock is wrong. Reps are saved, and sent when it is right.",
    "clock.forward": "forward",
    "clock.back": "back",
    "clock.seconds": "{count} s",
    "clock.minutes": "{count} min",
    "clock.hours": "{count} h",
    "clock.days": "{count} days",
    "banner.restarted": "The step restarted. The set goes on.",
    "source.kiosk": "Screen",
    "source.clock": "Clock",
    "source.reader": "Port reader",
    "source.core": "Measuring",
    "source.storage": "Storage",
    "source.influx": "InfluxDB",
    "source.erasure": "Erasing in InfluxDB",
    "source.recorder": "Recording",
    "channel.L": "left",
    "channel.R": "right",
    # variants
    "variant.straight_step": "Straight knee · step",
    "variant.bent_step": "Bent knee · step",
    "variant.straight_floor": "Straight knee · floor",
    "variant.bent_floor": "Bent knee · floor",
    # keys
    "key.choose": "Choose",
    "key.up": "Up",
    "key.down": "Down",
    "key.clear": "Clear",
    "key.quit": "Quit",
    "key.skip": "Start now",
    "key.back": "Back",
    "key.end": "End",
    "key.interval": "Exact",
    "key.next_set": "Next set",
    "key.done": "Done",
    "key.theme": "Light/dark",
}


TENTHS_UNTIL_S: Final = 10.0


class Catalogue:
    """Words of one language, looked up by key."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self.entries = entries

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of ``key`` with ``{names}`` filled in; ``KeyError`` for an unknown key."""
        text = self.entries[key]
        return text.format(**values) if values else text

    def get(self, key: str, otherwise: str) -> str:
        """Return the text of a key made from data (a fault's name), or harmless words when it has none."""
        return self.entries.get(key) or harmless(otherwise.replace("_", " "))

    def number(self, value: float, decimals: int = 1) -> str:
        """Return a number as people here write it."""
        digits = f"{abs(value):.{decimals}f}"
        sign = self.entries["minus"] if value < 0 and digits.strip("0.") else ""
        return sign + digits.replace(".", self.entries["decimal"])

    def silence(self, seconds: float) -> str:
        """Return how long nothing was heard, without tenths that would only flicker."""
        return self.number(seconds, 1 if seconds < TENTHS_UNTIL_S else 0)


say = Catalogue(ENGLISH)
