"""Six people: how each of them begins, and what each makes of advice."""

from __future__ import annotations

from typing import Final

from simulators.career.plain import CoachWord
from simulators.career.tendon import TendonTraits
from simulators.career.traits import Form, Mind, Pace, RunHabit, Traits

STEADY = Traits(
    name="steady",
    about="does as advised; the story of the founding article: bodyweight first, pain fades by week 4, small "
    "weights by week 8, pain-free at three months",
    tendon=TendonTraits(ache=4.0, ache_floor=0.0, settling=0.085, capacity=1.4, capacity_most=4.5),
    mind=Mind(attends=0.96, takes_up_running=True),
)

PLATEAU = Traits(
    name="plateau",
    about="pain sinks to a little and stays there, because this tendon settles further only under added load",
    body_mass_kg=81.0,
    sore="left",
    tendon=TendonTraits(
        ache=3.6, ache_floor=1.7, settling=0.09, capacity=1.5, capacity_most=4.0, heavy_settles=True
    ),
    mind=Mind(attends=0.92, smallest_step_kg=2.5),
    coach=(CoachWord(10, 21, "weeks of little pain and no change: a small load", "A. Coach", load_kg=2.5),),
)

FLARE_UP = Traits(
    name="flare-up",
    about="recovers well, runs hills one weekend in week 6, pays for it for two weeks, and comes back",
    body_mass_kg=64.0,
    tendon=TendonTraits(ache=3.6, ache_floor=0.1, settling=0.07, capacity=1.4, capacity_most=4.5),
    mind=Mind(
        attends=0.95,
        runs=(RunHabit(39, 45, (5, 6), 70, "hills"),),
        takes_up_running=True,
    ),
    coach=(CoachWord(8, 7, "one set a leg this week after the flare", "A. Coach", sets=1),),
)

INSERTIONAL = Traits(
    name="insertional",
    about="the pain sits at the heel bone, which only shows once lowering below the step has made it worse",
    body_mass_kg=88.0,
    sore="left",
    tendon=TendonTraits(
        ache=3.4, ache_floor=0.2, settling=0.05, capacity=1.2, capacity_most=3.5, stretch_cost=2.2
    ),
    heel_bone=True,
    mind=Mind(attends=0.93),
)

OVER_EAGER = Traits(
    name="over-eager",
    about="more sets, more weight, faster, also on days of rest, and runs; calms down only for a while after a fright",
    body_mass_kg=77.0,
    tendon=TendonTraits(
        ache=3.4, ache_floor=1.2, settling=0.04, capacity=1.3, capacity_most=3.0, adaptation=0.006
    ),
    pace=Pace(own_s=2.2, learns=0.15, fade=0.010),
    form=Form(bounces=0.18, touches=0.06, halves_days=40.0),
    mind=Mind(
        attends=1.0,
        answers=0.9,
        trains_on_rest=0.7,
        extra_sets=1,
        own_load=((5, 5.0), (12, 10.0), (40, 20.0)),
        hurry=0.72,
        warms_up=0.4,
        smallest_step_kg=2.5,
        runs=(RunHabit(8, 97, (2,), 30), RunHabit(22, 97, (5,), 40)),
    ),
)

SPORADIC = Traits(
    name="sporadic",
    about="comes when it suits, answers half of the questions, leans on the rail, and is away for weeks",
    body_mass_kg=69.0,
    sore="left",
    tendon=TendonTraits(ache=3.0, ache_floor=0.2, settling=0.06, capacity=1.5, capacity_most=4.0),
    pace=Pace(own_s=2.5, learns=0.2),
    form=Form(bounces=0.08, leans=0.3),
    mind=Mind(attends=0.42, answers=0.5, away=((24, 33), (58, 76)), warms_up=0.5),
)

CASES: Final = {case.name: case for case in (STEADY, PLATEAU, FLARE_UP, INSERTIONAL, OVER_EAGER, SPORADIC)}
"""By the name that the command line takes."""
