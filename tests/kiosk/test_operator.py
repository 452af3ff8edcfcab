"""Operator mode: behind a key and a PIN, with the session going on; what it draws and what it does to a step."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from textual.events import Key
from textual.widgets import Input

from simulators.build import build
from simulators.options import options_of
from station.calibration.model import Accept, CorrectMass, Insist, Skip, View
from station.errors import PortError
from station.events import HealthCheck, HealthReport
from station.kiosk.operating import Desk, Job
from station.kiosk.raw import RawWindow
from station.kiosk.screens.operator import OperatorDoor, OperatorScreen, PinInput
from station.kiosk.screens.operator_forms import CalibrationForm, VerificationForm, masses_of, plates_of
from station.kiosk.screens.operator_job import WizardScreen
from station.kiosk.screens.operator_tools import HistoryScreen, MonitorScreen, ZeroScreen
from station.kiosk.screens.who import WhoScreen
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.work import calibrating, verifying, watching, zeroing
from station.sources.chunks import ChunkReader
from station.sources.conversation import Conversation
from station.sources.handshake import Connection
from station.store import Store, calibrations
from station.wire import CalibrationLine, IdentityLine, Sample
from tests.kiosk.scripted import identity, link
from tests.kiosk.stage import Stage, settle, text_of, until
from tests.support.calibrated import calibration, outcome, verification
from tests.support.calibrating import options, plan_of
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from simulators.device import Step
    from station.kiosk.look import Look
    from station.wire import Message

STEP = IdentityLine(1, "1.0.0", "uno", "A1B2C3D4", ("L", "R"), 128, 115200, "power")
CHECKS = (
    HealthCheck("RATE", "PASS", "L", 93.1, "Hz", "75 to 100", "", 3.0),
    HealthCheck("HUM", "RETRY", "R", 1.4, "N", "below 0.5", "Move the cable away from the mains", 3.0),
    HealthCheck("STUCK_CELL", "SERVICE", "R", 0.0, "N", "above 0.05", "Check its wires", 3.0, "always one count"),
    HealthCheck("INFLUX", "UNKNOWN", None, None, "", "", "It is looked at in a moment", None),
)  # fmt: skip


class StepPort:
    """A port to a simulated step whose time goes on by a tenth of a second with every read."""

    baudrate = 115200

    def __init__(self, step: Step) -> None:
        self.step = step
        self.out = False
        self._heard = b""

    @property
    def in_waiting(self) -> int:
        """Return what a tenth of a second brought."""
        if self.out:
            raise OSError("the cable is out")
        if not self._heard:
            if self.step.ended:
                raise EOFError
            self._heard = b"".join(raw for _, raw in self.step.advance(self.step.now_s + 0.1))
        return len(self._heard)

    def read(self, size: int = 1, /) -> bytes:
        """Return it."""
        taken, self._heard = self._heard[:size], self._heard[size:]
        return taken

    def write(self, data: bytes, /) -> int:
        """Let the step hear."""
        self.step.receive(data)
        return len(data)

    def close(self) -> None:
        """Leave the step as it is."""


class SimulatedLive:
    """A session with a simulated step; only its conversation is used."""

    def __init__(self, scenario: str, **asked: object) -> None:
        talker, _ = build(options_of(scenario, [(name, str(value)) for name, value in asked.items()]))
        self.step: Step = talker  # type: ignore[assignment]  # a scenario with a step
        self.port = StepPort(self.step)
        self.talking = 0

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Yield a way to talk to the step."""
        if self.port.out:
            raise PortError("the step is not connected", "Plug it in")
        self.talking += 1
        try:
            yield Conversation(
                Connection("sim", ChunkReader(self.port, "sim", FastTime()), STEP, (), 115200), FastTime()
            )
        finally:
            self.talking -= 1


class NoStep:
    """A session without a step."""

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Refuse."""
        raise PortError("the step is not connected", "Plug it in")
        yield  # type: ignore[unreachable]  # makes it a generator


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Yield an empty store."""
    with Store.open(tmp_path / "station.db") as opened:
        yield opened


def staged(store: Store, live: object = None, pin: str = "", look: Look | None = None) -> Stage:
    """Return a kiosk with an operator's desk."""
    stage = Stage(look=look)
    desk = Desk(live or NoStep(), store, pin=pin, time=FastTime())  # type: ignore[arg-type]  # a test's session
    stage.app.desk = desk
    return stage


def shown(stage: Stage, selector: str) -> str:
    """Return what a dense list shows."""
    return text_of(stage.find(selector, Dense))


def test_the_key_opens_it_on_the_first_screen_only(store: Store) -> None:
    """F9 there; during a visit it does nothing, so nothing that is measured is disturbed."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        assert isinstance(stage.app.screen, OperatorScreen)
        await pilot.press("escape")
        assert isinstance(stage.app.screen, WhoScreen)
        await pilot.press("1")
        await settle(pilot)
        before = stage.app.screen
        await pilot.press("f9")
        assert stage.app.screen is before

    stage.act(steps)


def test_without_a_desk_the_key_does_nothing() -> None:
    """A kiosk on a recording has no step to operate."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        assert isinstance(stage.app.screen, WhoScreen)

    stage.act(steps)


def test_a_pin_keeps_others_out(store: Store) -> None:
    """A wrong one is told, and is not shown; the right one opens."""
    stage = staged(store, pin="2468")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        door: object = stage.app.screen
        assert isinstance(door, OperatorDoor)
        await pilot.press("1", "2", "enter")
        assert "not the PIN" in stage.find("#said", Say).text
        assert stage.find("#pin", Input).value == ""
        await pilot.press(*"2468", "enter")
        assert isinstance(stage.app.screen, OperatorScreen)

    stage.act(steps)


def test_a_pin_and_its_enter_in_one_burst_open(store: Store) -> None:
    """A key pad types faster than a screen takes: nothing waits between the keys here."""
    stage = staged(store, pin="2468")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        await until(pilot, lambda: isinstance(stage.app.focused, PinInput))
        for key in (*"2468", "enter"):
            stage.app.post_message(Key(key, None if key == "enter" else key))
        await until(pilot, lambda: isinstance(stage.app.screen, OperatorScreen))

    stage.act(steps)


def test_a_form_is_started_with_what_was_typed_before_its_enter(store: Store) -> None:
    """Also when all of it comes at once: the last letters are refused, not left out."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await stage.app.push_screen(VerificationForm(stage.app.desk))  # type: ignore[arg-type]  # set by staged
        await until(pilot, lambda: isinstance(stage.app.focused, Input))
        for key in (*"20x", "enter"):
            stage.app.post_message(Key(key, None if key == "enter" else key))
        await until(pilot, lambda: "20x" in stage.find("#said", Say).text)

    stage.act(steps)


def test_the_door_says_how_long_it_waits_after_three_wrong_pins(store: Store) -> None:
    """Also for the right one: that it is right is not told either."""
    stage = staged(store, pin="2468")

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9")
        for pin in ("1", "2"):
            await pilot.press(pin, "enter")
            assert "not the PIN" in stage.find("#said", Say).text
        for pin in ("3", "2468"):
            await pilot.press(*pin, "enter")
            assert "no PIN is taken for" in stage.find("#said", Say).text
        assert isinstance(stage.app.screen, OperatorDoor)

    stage.act(steps)


def test_guessing_pins_takes_time(store: Store) -> None:
    """After three wrong ones the right one is not taken either, for ten seconds."""

    class StandingTime(FastTime):
        now_s = 5.0

        def monotonic_s(self) -> float:
            return self.now_s

    time = StandingTime()
    desk = Desk(NoStep(), store, pin="2468", time=time)
    assert [desk.opens_for(pin) for pin in ("1", "2", "3", "2468")] == [False] * 4
    time.now_s = 15.1
    assert desk.opens_for("2468")


def test_what_needs_somebody_stands_first(store: Store) -> None:
    """The newest report of the checks, the worst first, each with a mark, its limit and what to do."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        stage.live.send([identity(), link("connected")])
        assert stage.app.desk is not None
        stage.app.desk.put([identity(), link("connected"), HealthReport(3.0, True, CHECKS)])
        await pilot.press("f9")
        await stage.draw(pilot)
        lines = shown(stage, "#checks").splitlines()
        assert [line[0] for line in lines if line[0] != " "] == ["✕", "!", "?", "✓"]
        assert "always one count. Check its wires" in lines[1]
        assert "Move the cable" in lines[3]
        assert "A1B2C3D4" in stage.find("#step", Say).text

    stage.act(steps)


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("1", CalibrationForm),
        ("v", VerificationForm),
        ("3", ZeroScreen),
        ("m", MonitorScreen),
        ("5", HistoryScreen),
    ],
)
def test_each_tool_opens_and_closes_by_a_key(store: Store, key: str, kind: type) -> None:
    """A digit or a letter opens it, Esc leads back, and no conversation with the step is left open."""
    live = SimulatedLive("quiet", seed=3)
    stage = staged(store, live)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", key)
        assert isinstance(stage.app.screen, kind)
        await pilot.pause()
        await pilot.press("escape")
        assert isinstance(stage.app.screen, OperatorScreen)
        await until(pilot, lambda: live.talking == 0)

    stage.act(steps)


def test_without_a_step_a_tool_says_so(store: Store) -> None:
    """One sentence with a remedy, instead of a screen that waits."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "z", "enter")
        await settle(pilot)
        await stage.draw(pilot)
        assert "the step is not connected. Plug it in" in stage.find("#said", Say).text

    stage.act(steps)


def test_a_form_says_what_is_wrong_before_anything_begins(store: Store) -> None:
    """The value and the remedy; right ones go on to the wizard."""
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "c")
        masses = stage.find("#field-masses", Input)
        for value, told in (("20 10", "wrong order"), ("abc", "'abc' is no number"), ("1", "too light")):
            masses.value = value
            await pilot.press("enter")
            assert told in stage.find("#said", Say).text
        masses.value = "10,20"
        stage.find("#field-plates", Input).value = "left"
        await pilot.press("enter")
        assert "'left' is no plate" in stage.find("#said", Say).text
        stage.find("#field-plates", Input).value = "l"
        await pilot.press("enter")
        assert isinstance(stage.app.screen, WizardScreen)

    stage.act(steps)


def test_a_form_reads_loads_and_plates() -> None:
    """A mass with its own tolerance keeps it; the others share one."""
    light, heavy = masses_of("10, 20:0.01", 0.002)
    assert (light.mass_kg, light.tolerance_kg, heavy.tolerance_kg) == (10.0, 0.02, 0.01)
    assert plates_of("Both") == ("L", "R")
    assert plates_of("r") == ("R",)


def run(job: Job) -> Job:
    """Do a job here and now."""
    job.run()
    return job


def test_a_calibration_at_the_desk_ends_in_step_and_store(store: Store) -> None:
    """The same wizard as on the command line, over the session's own reader; accepted by a key."""
    asked = options(seed=7, series=1, preloads=0, masses="10,20")
    live = SimulatedLive("calibration", seed=7, series=1, preloads=0, masses="10,20")
    desk = Desk(live, store, time=FastTime())
    job = Job(desk, calibrating(plan_of(asked, plates=("L",), corner=False)))
    job.show = lambda view: _accept_at_review(job, view)  # type: ignore[method-assign]  # a key pressed in time
    run(job)
    assert not job.failed, job.sentence
    (record,) = calibrations.of_step(store)
    assert record.id in job.sentence
    assert live.step._calibration[0].note.startswith(f"id={record.id} ")
    assert live.step._calibration[1].note == "factory"
    assert live.step.streaming
    assert live.talking == 0


def _accept_at_review(job: Job, view: View) -> None:
    job.view = view
    if view.phase == "review":
        job.answer(Accept())


def test_leaving_a_calibration_leaves_the_step_as_it_was(store: Store) -> None:
    """Esc twice: told, nothing written, nothing stored, the conversation closed."""
    live = SimulatedLive("calibration", seed=7, series=1, preloads=0, masses="10,20")
    stage = staged(store, live)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "c", "enter")
        screen = stage.app.screen
        assert isinstance(screen, WizardScreen)
        job = screen.job
        assert job is not None
        await until(pilot, lambda: job.view is not None)
        await pilot.press("escape")
        await stage.draw(pilot)
        assert "once more" in stage.find("#said", Say).text or job.done
        await pilot.press("escape")
        await until(pilot, lambda: job.done)
        await stage.draw(pilot)
        assert "as it was" in stage.find("#said", Say).text

    stage.act(steps)
    assert live.talking == 0
    assert [each.note for each in live.step._calibration] == ["factory", "factory"]
    assert calibrations.of_step(store) == []


def test_keys_answer_the_wizard(store: Store) -> None:
    """A letter each; a mass is corrected in a line of its own, which Esc closes without leaving."""
    stage = staged(store, SimulatedLive("calibration", seed=7, series=1, preloads=0, masses="10,20"))

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "c", "enter")
        screen = stage.app.screen
        assert isinstance(screen, WizardScreen)
        assert screen.job is not None
        screen.job.stop()
        await until(pilot, lambda: screen.job is not None and screen.job.done)
        screen.job = job = Job(screen.desk, watching)
        await pilot.press("a", "i", "s")
        assert job.answers() == [Accept(), Insist(), Skip()]
        await pilot.press("c", *"20 2,5", "enter")
        assert job.answers() == [CorrectMass(20.0, 2.5)]
        await pilot.press("c", *"abc", "enter")
        assert job.answers() == []
        await pilot.press("escape", "a")
        assert job.answers() == [Accept()]
        assert stage.app.screen is screen

    stage.act(steps)


def test_zeroing_tells_how_far_it_moved_and_keeps_scale_and_note(store: Store) -> None:
    """Empty plates: the zero is near the one before, and is written; a person on them is refused."""
    live = SimulatedLive("verify", seed=3, masses="20")
    before = [(each.scale_n_per_count, each.note) for each in live.step._calibration]
    job = run(Job(Desk(live, store, time=FastTime()), zeroing))
    assert not job.failed, job.sentence
    assert job.sentence.count("moved by") == 2
    for each, (scale, note) in zip(live.step._calibration, before, strict=True):
        assert each.scale_n_per_count == pytest.approx(scale, rel=1e-7)
        assert each.note == note
    stood = SimulatedLive("quiet", seed=3)
    stood.step.advance(20.0)
    refused = run(Job(Desk(stood, store, time=FastTime()), zeroing))
    assert refused.failed
    assert "carries" in refused.sentence or "not still" in refused.sentence


def test_verifying_at_the_desk_is_kept(store: Store) -> None:
    """The result, its uncertainty and where the scale is going, in one sentence."""
    asked = options("verify", seed=3, masses="20")
    live = SimulatedLive("verify", seed=3, masses="20")
    job = run(Job(Desk(live, store, time=FastTime()), verifying(plan_of(asked).masses[0], "L")))
    assert not job.failed, job.sentence
    assert "it reads" in job.sentence
    assert len(calibrations.verifications(store)) == 1


def test_watching_ends_when_the_screen_is_left(store: Store) -> None:
    """Counts, newtons, rate and noise of every channel meanwhile."""
    live = SimulatedLive("quiet", seed=3)
    desk = Desk(live, store, time=FastTime())
    job = Job(desk, watching)
    _stop_after(job, live, 20.0)
    run(job)
    left, right = job.raw
    assert (left.channel, right.channel) == ("L", "R")
    assert left.rate_hz is not None
    assert 80.0 < left.rate_hz < 96.0
    assert left.force_n is not None
    assert left.sd_n is not None


def _stop_after(job: Job, live: SimulatedLive, at_s: float) -> None:
    advance = live.step.advance

    def stopping(until_s: float) -> list[tuple[float, bytes]]:
        if until_s > at_s:
            job.stop()
        return advance(until_s)

    live.step.advance = stopping  # type: ignore[method-assign]  # the screen is left at that second


def test_the_raw_window_is_a_second_long_over_wraps_and_restarts() -> None:
    """Rate and noise by the step's own stamps; a step that began anew is begun anew."""
    window = RawWindow(("L", "R"))
    said: list[Message] = [CalibrationLine(0, 100.0, 0.5, 0, "")]
    said += [Sample(0, n, (2**32 - 50_000 + 11_000 * n) % 2**32, 100 + (-1) ** n, 0) for n in range(200)]
    window.feed(said)
    left, right = window.rows()
    assert left.rate_hz == pytest.approx(1e6 / 11_000)
    assert left.sd_n == pytest.approx(0.5, rel=0.01)
    assert left.force_n == pytest.approx(0.0, abs=0.05)
    assert left.jitter_ms == pytest.approx(0.0)
    assert right.count is None
    window.feed([Sample(0, 0, 10, 500, 8)])
    assert window.rows()[0].count == 500
    assert window.rows()[0].rate_hz is None


def test_history_tells_calibrations_and_verifications(store: Store) -> None:
    """In the order they were made; names with markup stay text."""
    calibrations.keep(store, calibration(plan=outcome(operator="[red]Ada[/red]").plan))
    calibrations.keep_verification(store, verification())
    stage = staged(store)

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press("f9", "h")
        await settle(pilot)
        await stage.draw(pilot)
        lines = shown(stage, "#history").splitlines()
        assert len(lines) == 3
        assert "[red]Ada[/red]" in lines[0]
        assert "verification" in lines[2]

    stage.act(steps, (140, 40))
