"""What somebody sees who watches a running kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    "key.view_set": "Set",
    "key.view_visit": "Visit",
    "key.view_step": "Step",
    "key.view_leave": "Leave",
    "view.title": "Watching {station}",
    "view.only": "You see everything and change nothing",
    "view.at": "{name}: {screen}",
    "view.nobody": "nobody is training",
    "view.looking": "Looking for a running station ...",
    "view.gone": "{address} is not heard any more ({detail}). It is looked for again by itself.",
    "view.none": "No station is heard: {detail}. It is looked for again by itself.",
    "view.refused": "{address} lets nobody in: {detail}",
    "view.missed": "{count} {count:line|lines} came too late and were left out. What you see is up to date.",
    "view.visit": "This visit",
    "view.no_reps": "No reps yet. They appear here as they are done.",
    "view.reps_header": "set rep leg    down s          on one leg s  load {unit}   verdict",
    "view.set_line": "set {index}  {done} {done:rep|reps}, {clean} good  {left} L {right} R  {good} of {total} s good",
    "view.saved": "{saved} of {count} {count:rep|reps} saved",
    "view.waiting": "{name} waits: {reps} {reps:rep|reps} so far",
    "view.waiting_planned": "{name} waits: {reps} {reps:rep|reps} so far, {done} of {sets} sets done",
    "view.step": "Step and station",
    "view.events": "What happened, newest last",
    "view.no_events": "Nothing out of the ordinary so far",
    "view.counts_for_nobody": "Nobody is chosen: what is done counts for nobody",
    "help.set_page": (
        "The live set of the station you watch, as its athlete sees it. Nothing that you press here reaches it.\n"
        "Whoever works this step is named above; where nobody is chosen, reps count for nobody."
    ),
    "help.visit_page": (
        "Every rep of this visit with its interval and faults, every set, and today's plan where there is one.\n"
        "Where there is no room for all, the newest stay."
    ),
    "help.step_page": (
        "The step, its checks, what needs somebody first, and InfluxDB.\n"
        "Below, everything out of the ordinary, the newest last."
    ),
    # where the kiosk is
    "at.attract": "at the first screen",
    "at.who": "choosing who trains",
    "at.pin": "typing a PIN",
    "at.today": "reading today's plan",
    "at.why": "reading why",
    "at.weeks": "looking at the weeks",
    "at.change": "changing today's set",
    "at.choose": "choosing a plan",
    "at.ready": "getting ready, being weighed",
    "at.live": "training",
    "at.summary": "reading the summary",
    "at.questions": "telling how it feels",
    "at.stop": "stopped: pain",
    "at.next": "reading what comes next",
    "at.goodbye": "saying goodbye",
    "at.operator": "with the operator",
    "at.headless": "measured without a screen",
    "at.other": "at another screen",
}
