"""What the operator's jobs do with a step while the session goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.calibration.model import Accept, CorrectMass, Insist, Skip, View
from station.kiosk.operating import Desk, Job
from station.kiosk.raw import RawWindow
from station.kiosk.screens.operator_job import WizardScreen
from station.kiosk.widgets.drawing import Say
from station.kiosk.work import calibrating, verifying, watching, zeroing
from station.store import Store, calibrations
from station.wire import CalibrationLine, Sample
from tests.kiosk.at_desk import SimulatedLive, run, staged, stop_after
from tests.kiosk.stage import until
from tests.support.calibrating import options, plan_of
from tests.support.host_time import FastTime

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from station.wire import Message


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
    stop_after(job, live, 20.0)
    run(job)
    left, right = job.raw
    assert (left.channel, right.channel) == ("L", "R")
    assert left.rate_hz is not None
    assert 80.0 < left.rate_hz < 96.0
    assert left.force_n is not None
    assert left.sd_n is not None


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
