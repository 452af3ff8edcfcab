"""Every screen of the kiosk, once: how to come to it. A screen that is not here is a failing test."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual.widgets import Input

from station.calibration.model import Feedback, Prompt, Refusal, View
from station.errors import PortError
from station.events import HealthCheck, HealthReport, Prescription
from station.kiosk.operating import Desk, Job
from station.kiosk.raw import RawRow
from station.kiosk.raw_trace import RawLine
from station.kiosk.screens import operator_facts as facts
from station.kiosk.screens import operator_forms as forms
from station.kiosk.screens import operator_tools as tools
from station.kiosk.screens.attract import AttractScreen
from station.kiosk.screens.change import ChangeScreen
from station.kiosk.screens.choose import ChooseScreen
from station.kiosk.screens.goodbye import GoodbyeScreen
from station.kiosk.screens.help import HelpScreen
from station.kiosk.screens.live import LiveScreen
from station.kiosk.screens.next import NextScreen
from station.kiosk.screens.operator import OperatorDoor, OperatorScreen
from station.kiosk.screens.operator_job import WizardScreen
from station.kiosk.screens.pause import PauseScreen
from station.kiosk.screens.pin import PinScreen
from station.kiosk.screens.questions import QuestionsScreen
from station.kiosk.screens.ready import ReadyScreen
from station.kiosk.screens.stop import StopScreen
from station.kiosk.screens.summary import SummaryScreen
from station.kiosk.screens.today import TodayScreen
from station.kiosk.screens.weeks import WeeksScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.screens.why import WhyScreen
from station.kiosk.work import calibrating
from tests.kiosk.coached import QUESTIONS, ScriptedCoach, no_plan, resting, training
from tests.kiosk.scripted import a_set, identity, link
from tests.kiosk.stage import Stage, settle
from tests.support.calibrated import outcome
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from textual.pilot import Pilot

    from station.kiosk.screens.base import KioskScreen
    from station.programme.model import Advice
    from station.sources.conversation import Conversation
    from station.store import Store

    Way = Callable[[Stage, Pilot[None]], Awaitable[None]]

MID_REP_S = 36.6
"""The scripted fifth rep is on one leg, past its target."""
WEIGHING_S = 2.2
ALL_S = 1e9
CHECKS = (
    HealthCheck("RATE", "PASS", "L", 93.1, "Hz", "75 to 100", "", 3.0),
    HealthCheck("HUM", "RETRY", "R", 1.4, "N", "below 0.5", "Move the cable away from the mains", 3.0),
    HealthCheck("STUCK_CELL", "SERVICE", "R", 0.0, "N", "above 0.05", "Check its wires", 3.0, "always one count"),
    HealthCheck("INFLUX", "UNKNOWN", None, None, "", "", "It is looked at in a moment", None),
)  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """One picture: the screen it shows, and how to come to it."""

    name: str
    shows: type[KioskScreen]
    stage: Callable[[Store], Stage]
    way: Way


def keys(*pressed: str) -> Way:
    """Return the way of these keys."""

    async def way(stage: Stage, pilot: Pilot[None]) -> None:
        for key in pressed:
            await stage.front(pilot)
            await pilot.press(key)
            await settle(pilot)
            await settle(pilot)

    return way


def training_until(
    until_s: float, *pressed: str, first: tuple[str, ...] = ("1",), later_s: float = 0.0
) -> Way:
    """Return the way to a set, then up to an instant of it, then of these keys; ``later_s`` pass in silence."""

    async def way(stage: Stage, pilot: Pilot[None]) -> None:
        await keys(*first)(stage, pilot)
        await stage.play(pilot, a_set(5), until_s)
        await keys(*pressed)(stage, pilot)
        stage.now_s += later_s

    return way


async def seen_again(stage: Stage, pilot: Pilot[None]) -> None:
    """Train until the rest, where two reps turn out to be other than they were told."""
    await training_until(ALL_S)(stage, pilot)
    told = [line.rep for line in stage.app.snapshot_now(stage.now_s).visit.reps]
    final = [replace(one, final=True) for one in told]
    final[0], final[2] = replace(final[0], faults=("touch",)), replace(final[2], tempo="ok", faults=())
    stage.live.send(final)


async def to_next(stage: Stage, pilot: Pilot[None]) -> None:
    """Train, answer nothing, come to what is next."""
    await training_until(ALL_S, "escape", first=("1", "enter", "enter"))(stage, pilot)
    for _ in range(8):
        if isinstance(stage.app.screen, NextScreen):
            return
        await keys("enter")(stage, pilot)


def at_the_desk(*pressed: str, then: Callable[[Stage], None] = lambda _stage: None) -> Way:
    """Return the way to a tool of the operator, where something was heard before."""

    async def way(stage: Stage, pilot: Pilot[None]) -> None:
        assert stage.app.desk is not None
        stage.app.desk.put([identity(), link("connected"), HealthReport(3.0, True, CHECKS)])
        await keys("f9", *pressed)(stage, pilot)
        then(stage)

    return way


def wizard(stage: Stage) -> None:
    """Put a load out of turn into the calibration in front."""
    screen = stage.app.screen
    assert isinstance(screen, WizardScreen)
    feedback = Feedback("L", {"L": 39.93, "R": -0.02}, 20.0, 0.7, 0.0, 0.34, 700.0)
    prompt = Prompt("lay_on", "series", "Lay 20 kg on the centre of the left plate.", "L", 20.0)
    said = "The left plate reads 39.93 kg, but it is the turn of 20 kg."
    refusal = Refusal("WRONG_ORDER", said, "Make the load 20 kg.", "L", may_insist=True)
    job = Job(screen.desk, calibrating(outcome().plan))
    job.view = View("series", prompt, feedback, refusal)
    job.told([prompt, *outcome().readings[:6]])
    screen.job = job


def findings(stage: Stage) -> None:
    """Put what a calibration found, before it is accepted, into the one in front."""
    screen = stage.app.screen
    assert isinstance(screen, WizardScreen)
    job = Job(screen.desk, calibrating(outcome().plan))
    prompt = Prompt("review", "review", "Read the findings, then accept them or abort.")
    job.view = View("review", prompt, Feedback(None, {"L": 0.01, "R": 0.0}, None, 1.0, 0.0, 1.0, 0.0))
    job.told([*outcome().readings[:6], prompt, outcome(accepted=False)])
    screen.job = job


def raw(stage: Stage) -> None:
    """Put two channels into the monitor in front."""
    screen = stage.app.screen
    assert isinstance(screen, tools.MonitorScreen)
    job = Job(screen.desk, calibrating(outcome().plan))
    job.raw = (
        RawRow("L", 84_211, 41.2, 391.42, 0.192, 93.12, 0.31, 0),
        RawRow("R", None, None, None, None, None, None, 8),
    )
    screen.job = job


def counts(stage: Stage) -> None:
    """Put ten seconds of two channels into the raw trace in front."""
    screen = stage.app.screen
    assert isinstance(screen, facts.TraceScreen)
    ages_s = tuple(0.02 * at for at in range(500))[::-1]
    hill = tuple(84_000 + (40 * at if at < 250 else 20_000 - 40 * at) for at in range(500))
    job = Job(screen.desk, calibrating(outcome().plan))
    job.trace = (RawLine("L", ages_s, hill, (False,) * 500), RawLine("R", ages_s, hill[::-1], (False,) * 500))
    screen.job = job


def rows(stage: Stage) -> None:
    """Put rows that no computer or day changes into the page of facts in front."""
    screen = stage.app.screen
    assert isinstance(screen, facts.FactsScreen)
    screen._reading = True
    screen.facts = (
        (("first fact      ", "quiet"), ("12", "strong")),
        (("second fact     ", "quiet"), ("none", "mind")),
    )


def plain(_store: Store) -> Stage:
    """Return a kiosk without a programme."""
    return Stage()


def attracting(_store: Store) -> Stage:
    """Return a kiosk that begins with its first screen."""
    return Stage(attract=True)


def locked(_store: Store) -> Stage:
    """Return a kiosk in which the first person has a PIN."""
    stage = Stage()
    stage.people.pins["ana"] = "1234"
    return stage


def coached(advice: Advice) -> Callable[[Store], Stage]:
    """Return what makes a kiosk with this advice."""
    return lambda _store: Stage(coach=ScriptedCoach(advice), prescription=Prescription())


class NoStep:
    """A session without a step to talk to."""

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Refuse."""
        raise PortError("the step is not connected", "Plug it in")
        yield  # type: ignore[unreachable]  # makes it a generator


def desk(pin: str = "") -> Callable[[Store], Stage]:
    """Return what makes a kiosk with an operator's desk."""

    def make(store: Store) -> Stage:
        stage = Stage()
        stage.app.desk = Desk(NoStep(), store, pin=pin, time=FastTime())
        return stage

    return make


ASKED = replace(training(), questions=QUESTIONS)
GALLERY: tuple[Picture, ...] = (
    Picture("attract", AttractScreen, attracting, keys()),
    Picture("who", WhoScreen, plain, keys()),
    Picture("pin", PinScreen, locked, keys("1", "4")),
    Picture("today", TodayScreen, coached(training()), keys("1")),
    Picture("rest_day", TodayScreen, coached(resting()), keys("1")),
    Picture("question", QuestionsScreen, coached(ASKED), keys("1", "3")),
    Picture("weeks", WeeksScreen, coached(training()), keys("1", "3", "left", "left")),
    Picture("why", WhyScreen, coached(training()), keys("1", "2")),
    Picture("change", ChangeScreen, coached(training()), keys("1", "4", "left", "down", "right")),
    Picture("choose", ChooseScreen, coached(no_plan()), keys("1", "2")),
    Picture("ready", ReadyScreen, plain, training_until(WEIGHING_S)),
    Picture("live", LiveScreen, plain, training_until(MID_REP_S)),
    Picture("stale", LiveScreen, plain, training_until(MID_REP_S, later_s=2.0)),
    Picture("rest", LiveScreen, plain, training_until(ALL_S)),
    Picture("second_look", LiveScreen, plain, seen_again),
    Picture("pause", PauseScreen, plain, training_until(MID_REP_S, "pageup")),
    Picture(
        "stop", StopScreen, coached(training()), training_until(MID_REP_S, "p", first=("1", "enter", "enter"))
    ),
    Picture("summary", SummaryScreen, plain, training_until(ALL_S, "escape")),
    Picture("next", NextScreen, coached(training()), to_next),
    Picture("goodbye", GoodbyeScreen, plain, training_until(ALL_S, "escape", "enter")),
    Picture("help", HelpScreen, plain, keys("question_mark")),
    Picture("operator_door", OperatorDoor, desk("2468"), at_the_desk()),
    Picture("operator", OperatorScreen, desk(), at_the_desk()),
    Picture("calibration_form", forms.CalibrationForm, desk(), at_the_desk("c")),
    Picture("verification_form", forms.VerificationForm, desk(), at_the_desk("v")),
    Picture("wizard", WizardScreen, desk(), at_the_desk("c", "enter", then=wizard)),
    Picture("findings", WizardScreen, desk(), at_the_desk("c", "enter", then=findings)),
    Picture("zero", tools.ZeroScreen, desk(), at_the_desk("z")),
    Picture("monitor", tools.MonitorScreen, desk(), at_the_desk("m", then=raw)),
    Picture("history", tools.HistoryScreen, desk(), at_the_desk("h")),
    Picture("trace", facts.TraceScreen, desk(), at_the_desk("t", then=counts)),
    Picture("diagnostics", facts.DiagnosticsScreen, desk(), at_the_desk("d", then=rows)),
    Picture("influx", facts.InfluxScreen, desk(), at_the_desk("i", then=rows)),
    Picture("people", facts.PeopleScreen, desk(), at_the_desk("p")),
    Picture("update", facts.UpdateScreen, desk(), at_the_desk("u", then=rows)),
)


async def come_to(picture: Picture, stage: Stage, pilot: Pilot[None]) -> None:
    """Go the way of a picture; nothing blinks at its end."""
    await settle(pilot)
    await picture.way(stage, pilot)
    await settle(pilot)
    for line in stage.app.screen.query(Input):
        line.cursor_blink = False
    await stage.draw(pilot)
    assert isinstance(stage.app.screen, picture.shows)
