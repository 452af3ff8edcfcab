"""Who trains, the weighing, the rest, the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
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
    "rest.left": "REST",
    "rest.over": "GO WHEN YOU LIKE",
    "rest.next_of": "Next, set {index} of {count}:",
    "rest.all_done": "✓ All sets of today are done.",
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
}
