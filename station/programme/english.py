"""The programme's sentences in English. Short and plain; they suggest, and never promise or clear anybody."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

DAYS: Final = {
    "weekday.0": "Mon",
    "weekday.1": "Tue",
    "weekday.2": "Wed",
    "weekday.3": "Thu",
    "weekday.4": "Fri",
    "weekday.5": "Sat",
    "weekday.6": "Sun",
    "month.1": "Jan",
    "month.2": "Feb",
    "month.3": "Mar",
    "month.4": "Apr",
    "month.5": "May",
    "month.6": "Jun",
    "month.7": "Jul",
    "month.8": "Aug",
    "month.9": "Sep",
    "month.10": "Oct",
    "month.11": "Nov",
    "month.12": "Dec",
}
"""Short names of days and months; Monday is 0, January 1."""

_NAMES: Final = {
    **DAYS,
    "name.date": "{weekday} {day} {month}",
    "name.from_to": "{} to {}",
    # values that are words
    "name.left": "left",
    "name.right": "right",
    "name.straight_step": "straight knee on the step",
    "name.bent_step": "bent knee on the step",
    "name.straight_floor": "straight knee to floor level",
    "name.bent_floor": "bent knee to floor level",
    "name.kept.none": "No added load yet",
    "name.kept.load": "The load stays as it is",
    "name.today.start": "Today",
    "name.today.again": "Later today",
    "name.today.rest": "Still to do today",
    "name.on.each": "on each leg",
    "name.on.both": "on both feet",
    "name.on.left": "on the left leg",
    "name.on.right": "on the right leg",
    "name.on.some": "in all, as listed",
    "name.on.each_up_to": "on each leg, as many as you tolerate",
    "name.on.both_up_to": "on both feet, as many as you tolerate",
    "name.on.left_up_to": "on the left leg, as many as you tolerate",
    "name.on.right_up_to": "on the right leg, as many as you tolerate",
    "name.on.some_up_to": "in all, as listed, as many as you tolerate",
    "name.of.exact": "of",
    "name.of.up_to": "of up to",
    "name.rest.yes": "rest",
    "name.rest.no": "no rest",
    "name.with.body": "no added load",
    "name.with.load": "with added load",
}

_ADVICE: Final = {
    # what do I do today
    "headline.train": "{more}: {sets} set{sets_s} {of} {reps} {where}, {lower} to {upper} s down, {carried}.",
    "headline.train_rise": (
        "{more}: {sets} set{sets_s} {of} {reps} {where}, {rise} s up, {lower} to {upper} s down, {carried}."
    ),
    "headline.train_legs": (
        "{more}: {left} set{left_s} left and {right} right, {of} {reps}, {lower} to {upper} s down, {carried}."
    ),
    "headline.train_rise_legs": (
        "{more}: {left} set{left_s} left and {right} right, {of} {reps}, {rise} s up, {lower} to {upper} s down, "
        "{carried}."
    ),
    "headline.rest": "Rest today. Rest is part of the plan.",
    "headline.done_today": "Done for today. Well done.",
    "headline.stop_and_ask": "Stop for today. Let the pain settle, and ask somebody who knows if it stays.",
    "headline.no_plan": "No plan yet. Train as you like.",
    "why.no_plan": "Nobody has assigned a plan for today.",
    "warm_up": "Warm up first: {count} easy raises on both feet, no load. Ankle circles are good too.",
    "mobility.stiff": "{value} min of stiffness this morning: loosen the ankles before set 1.",
    # what comes next
    "next.train": "Next training: {day}.",
    "next.again": "Next training: later today, and then {day}.",
    "next.open": "Sets that are open can still be done today. Next training: {day}.",
    "next.load": "Next training: {day}. A small step of load is possible from {opens}, if pain stays low.",
    "next.phase": "Next training: {day}. A new phase begins {begins}: {phase}.",
    "next.full_sets": "Next training: {day}. All sets again from {full}, if the mornings are quiet.",
    "next.last_week": "Next training: {day}. This is the last week of the plan; {plan} follows.",
    "next.rest_holds": "Rest for now. The plan goes on when the rest is lifted.",
    "next.plan_starts": "The plan starts {day}.",
    "next.assign": "Assign a plan to get suggestions.",
    # the plan
    "plan.week": "Week {week} of {weeks}, {phase}: {title}.",
    "plan.open": "Week {week}, {phase}: {title}.",
    "plan.over": "The {weeks} weeks of {title} are over; its last phase goes on until another plan is assigned.",
    "reps.by_load": "{reps} repetition{reps_s}: fewer as the load rises.",
    "reps.day": "{value} repetitions today on the {leg} leg: the plan asks for {limit} a day at most.",
    "rest.chosen": "This is a day of rest you chose.",
    "rest.between": "You trained on {day}; this plan keeps {count} day{count_s} between.",
    "rest.week_full": "{count} day{count_s} of training in the last seven: enough for this plan.",
    "climb": "A larger plan since {day}: {now} repetitions a week after {before}. Fewer sets at first.",
    "comeback.long": "No training on record for months before {day}: come back with fewer sets for a few days.",
    "comeback": "{days} day{days_s} since the training of {day}: come back with fewer sets for a few days.",
}

_RULES: Final = {
    # rule 1
    "pain.mild": "Soreness of {value} on {day} is within the limit of {limit}: nothing changes.",
    "pain.excess": "Pain of {value} on {day}, above {limit}: floor level, fewer sets, fewer repetitions.",
    "pain.excess_range": "Pain of {value} on {day}, above {limit}: floor level for some days yet.",
    "pain.severe": "Pain of {value} today, at or above {limit}: nothing more today.",
    # rule 2
    "sharp.stop": "Sharp pain today: the set stops, and nothing more today.",
    "sharp.eased": "Sharp pain on {day}: a shorter range, down to floor level only, and fewer sets.",
    "sharp.range": "Sharp pain on {day}: a shorter range, down to floor level only, for some days yet.",
    "load.back": "Sharp or strong pain on {day}: the load goes back from {before:mass} to {load:kg}.",
    # rule 3
    "ease.pain": "Pain of {value} next morning on {day}, above {limit}: floor level, fewer sets until {until}.",
    "ease.range": "Pain of {value} on the morning of {day}, above {limit}: floor level for some days yet.",
    "rest.morning": "Pain of {value} this morning, above {limit}: let it settle before the next training.",
    "ease.stiffness": "{value} min of morning stiffness on {day}, above {limit}: fewer sets until {until}.",
    # rule 4
    "heel.profile": "Your pain sits at the heel bone: floor level only, no drop below.",
    "heel.told": "Pain at the heel bone on {day}: floor level, no drop below, until you say it is gone.",
    # rule 5
    "load.first": "Pain had stayed low for long enough: a first added load of {load:kg}, since {day}.",
    "load.step": "Pain had stayed low: from {before:mass} to {load:kg}, since {day}.",
    "load.unloaded": "{before:kg} were not carried lately: the load begins again from {load:kg}.",
    "load.break": "A long break: the load goes from {before:mass} to {load:kg}.",
    "hold.later_phase": "No added load in this phase.",
    "hold.wait": "{kept}: the next step is possible from {opens}.",
    "hold.pain": "{kept}: pain of {value} on {day} is above {limit}. From {opens} at the earliest.",
    "hold.pain_kind": "{kept}: sharp or heel-bone pain on {day}. From {opens} at the earliest.",
    "hold.easing": "{kept} while you ease back after the morning of {day}.",
    "hold.comeback": "{kept} for some days after a break, until {opens}.",
    "hold.jump": "{kept}: the last seven days were well above the plan.",
    "hold.too_little_training": "{kept}: too few days of training lately ({value}).",
    "hold.newcomer": "{kept}: it can come when {limit} days are trained and pain has stayed low.",
    "hold.pain_unknown": "{kept}: too little is known of your pain. Tell it after training and next morning.",
    "hold.tempo": "{kept}: slow comes before heavy, and too many repetitions were fast.",
    "hold.tempo_unknown": "{kept}: the tempo of the last days is not known.",
    "hold.not_carried": "{kept} until you have carried it on two days.",
    "hold.load_unknown": "{kept}: what you carried is not known. Stand still without load first, hands off.",
    "hold.mass_unknown": "{kept}: your body mass is not known. Stand still without load first.",
    "hold.step_too_large": "{kept}: your smallest step of {step:kg} is above {limit:kg}. Use a smaller weight.",
    # rule 9
    "balance.even": "Both legs are within {percent} % of each other: the single-leg raise is open.",
    "balance.apart": "The legs differ by {percent} %, above {limit} %: lowerings in place of single-leg raises.",
    "balance.noisy": "The legs cannot be compared to {limit} % yet (give or take {band} %): no single-leg raises.",
    "balance.unknown": "Single-leg raises wait: comparing needs {reps} repetition{reps_s} on each leg in {days} days.",
    "balance.felt": "On {day} the legs did not feel alike: lowerings in place of single-leg raises.",
    "balance.detectable": "{percent} % more on the {side} leg, give or take {band} %.",
    "balance.below": "{percent} % more on the {side} leg: below detectable change (give or take {band} %).",
    # form
    "form.fast": "Last time {count} of {of} repetition{of_s} came down too fast. Take at least {lower} s down.",
    "form.rail": "Last time your hands carried {percent} % of your weight. A light touch is enough.",
    "form.rail_invalid": "Last time your hands carried {percent} % of your weight: the load is not known then.",
    # overrides
    "override.load": "{by} set the load to {value:kg}: {reason}",
    "override.reps": "{by} set the repetitions to {value}: {reason}",
    "override.sets": "{by} set the sets to {value}: {reason}",
    "override.variant": "{by} chose {value}: {reason}",
    "override.week": "{by} set the plan's week to {value}: {reason}",
    "override.rest": "{by} decided on {value}: {reason}",
}

_ALERTS: Final = {
    "alert.jump_load": "Too much, too soon? On {day} you carried {value:kg} more than the plan suggested.",
    "alert.too_many": "{value} repetitions a leg and day are above the plan's most, {limit}. Somebody set it so.",
    "alert.jump_double": "Too much, too soon? Seven days of more than twice the work before, and above the plan.",
    "alert.jump_volume": "Too much, too soon? The last seven days were {value} % more, and above the plan.",
    "alert.no_improvement": "Week {week}: pain averages {now}, it was {before}. Check form; see a physiotherapist.",
    "alert.sharp_again": "Sharp pain on {count} day{count_s} within two weeks. See a physiotherapist or doctor.",
    "alert.long_pain": "Pain above {limit} on {count} day{count_s} within two weeks. See a physiotherapist or doctor.",
    "alert.worse_pain": "Pain is up on last week: {now} on average after {before}. It should not grow.",
    "alert.worse_stiffness": "Stiffness is up on last week: {now} min on average after {before}. It should not grow.",
    "alert.re_entry": "{count} stiff morning{count_s} in a week (over {limit} min). The plan suggests to begin again.",
    "alert.clock": "The station did not know its time in a session of today. Its day may be wrong; it earns no load.",
    "plateau.load": "Low pain, the same load and tempo for {days} days. A small load can be next: see why it waits.",
    "plateau.form": "Low pain, the same load and tempo for {days} days. Lower more slowly; load waits for less pain.",
    "plateau.carry": "Low pain, the same load and tempo for {days} days. Try the {load:kg} of the plan.",
    "plateau.raises": "Low pain, the same load and tempo for {days} days. Single-leg raises may be worth a try.",
}

_RUNNING: Final = {
    "running.closed": "{met} of {count} signals for a return to running.",
    "running.open": "All signals are there. Level {level}, from {day}: {title}. Change one thing at a time.",
    "running.continued": "Running goes on while pain stays within its limits. Level {level}, from {day}: {title}.",
    "running.hurts": "No run today: pain is above its limit.",
    "signal.week": "Week {week}; running from week {limit} at the earliest.",
    "signal.week_after": "The weeks of recovering are over.",
    "signal.daily_life.met": "Pain in daily life {value}, at most {limit}.",
    "signal.daily_life.not_met": "Pain in daily life {value}, above {limit}.",
    "signal.daily_life.unknown": "Pain in daily life not told for a week; at most {limit} is needed.",
    "signal.balance.met": "The legs are within {percent} % of each other (limit {limit} %).",
    "signal.balance.not_met": "The legs differ by {percent} % (limit {limit} %).",
    "signal.balance.unknown": "The legs cannot be compared to within {limit} % yet.",
    "signal.load.met": "Added load carried on both legs within {days} days, and pain stayed low.",
    "signal.load.not_met": "Added load was not yet tolerated: pain above {limit}, or a step back.",
    "signal.load.none": "No added load carried on both legs lately.",
    "signal.mornings.met": "Mornings of the last week at {value} at most (limit {limit}).",
    "signal.mornings.not_met": "A morning of the last week at {value}, above {limit}.",
    "signal.mornings.unknown": "Fewer than {count} morning{count_s} told in the last week.",
}

_QUESTIONS: Final = {
    "ask.next_morning.today": "Pain this morning, after the training of {day}? 0 to 10",
    "ask.next_morning.then": "Pain on the morning after {day}? 0 to 10",
    "ask.next_morning.again": "It was still up yesterday. Pain this morning? 0 to 10",
    "ask.stiffness.today": "Minutes of stiffness this morning?",
    "ask.stiffness.then": "Minutes of stiffness on the morning after {day}?",
    "ask.during": "Pain while you trained earlier today? 0 to 10",
    "ask.after": "Pain right after that training, earlier today? 0 to 10",
    "ask.daily_life": "Pain in daily life this week, walking and stairs? 0 to 10",
    "ask.heel_bone": "Is there still pain at the heel bone?",
    "ask.feels_balanced": "Do both legs feel alike on the way down?",
    "ask.visa_a": "VISA-A score, once a month: ask your coach for the sheet. 0 to 100",
}

_ASIDE: Final = {
    "aside.future": "Dated {day}, which is still to come: not used before.",
    "aside.twice": "The same entry twice on {day}: counted once.",
    "aside.clock": "The time of {day} is doubtful: counted as training, but it earns no load.",
    "aside.reps": "A set with {value} repetition{value_s} on {day} cannot be: not used.",
    "aside.load": "An added load of {value:kg} on {day} cannot be: taken as not known.",
    "aside.scale": "A value of {value} on {day} is not on its scale: not used.",
    "aside.worst": "A value of {value} on {day} is not on its scale: taken as {worst}, so that less is asked.",
    "aside.override": "The override of {day} sets something that cannot be: not used.",
}

ENGLISH: Final[Mapping[str, str]] = MappingProxyType(
    {**_NAMES, **_ADVICE, **_RULES, **_ALERTS, **_RUNNING, **_QUESTIONS, **_ASIDE}
)
