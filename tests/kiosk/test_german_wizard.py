"""The operator's wizard in German: all that a calibration and a verification say, and nothing of it in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from simulators.options import options_of
from station.calibration.model import CorrectMass, Insist, Outcome, Prompt, Refusal, Skip, Verification
from station.calibration.record import disagreement
from station.calibration.telling import refusal_of
from station.calibration.verdicts import _judged
from station.calibration.words import REFUSALS
from station.kiosk.look import Look
from station.kiosk.retelling import prompt_words, refusal_words, retold, value_words
from station.kiosk.screens.operator_job import WizardScreen
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.words import GERMAN, LANGUAGES, say
from station.kiosk.work import calibrating
from station.store import Store, calibrations
from tests.kiosk.at_desk import SimulatedLive, staged
from tests.kiosk.stage import Stage, text_of
from tests.support.calibrated import calibration
from tests.support.calibrating import calibrate, options, plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from station.calibration import Calibrator
    from station.calibration.model import Said, Told

ENGLISH = re.compile(
    r"\b(the|plate|load|and|of|is|left|right|take|lay|with|it|on|from|than|mass)\b", re.IGNORECASE
)
SHORT: dict[str, Any] = {"series": 1, "preloads": 0}


@pytest.fixture
def german() -> Iterator[None]:
    """Speak German; English again afterwards."""
    say.speak(LANGUAGES["de"], "kg")
    yield
    say.speak(LANGUAGES["en"], "kg")


def shown(told: Told) -> list[str]:
    """Return what a screen writes of what was told."""
    match told:
        case Prompt():
            return [prompt_words(told)]
        case Refusal():
            return [*refusal_words(told), *map(retold, told.voids)]
        case Outcome():
            return [retold(check.sentence) for check in told.checks if check.passed is not None] + [
                *map(retold, told.notes)
            ]
        case Verification():
            return [retold(told.sentence)]
    return []


def assert_german(sentences: list[str]) -> None:
    """Assert that there are sentences, and that none has an English word."""
    assert sentences
    assert [one for one in sentences if ENGLISH.search(one)] == []


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refusal_is_said_by_its_code(code: str) -> None:
    """Plates by their side, masses with a comma, the rest as it came."""
    values: dict[str, float | str] = {
        "plate": "left", "other": "right", "load": "12.5 kg", "reads": "something", "seconds": "25", "others": "20 kg",
        "what": "Skipping", "checks": "the plates agree about one load to 1.20%, more than 0.5%.",
    }  # fmt: skip
    sentence, remedy = refusal_words(refusal_of(code, values))
    assert_german([sentence, remedy])
    assert "12.5" not in sentence + remedy
    for name, word in (("plate", "links"), ("load", "12,5 kg"), ("what", "Auslassen")):
        if f"{{{name}}}" in GERMAN[f"wrong.{code.lower()}"]:
            assert word in sentence


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("mistake", ["order", "moved", "typed"])
def test_a_whole_calibration_is_led_in_german(mistake: str) -> None:
    """Prompts, refusals, what is measured again, findings, and the notes about what was answered."""

    def operator(told: object, _wizard: object) -> Said | None:
        if isinstance(told, Refusal) and told.may_insist:
            return CorrectMass(20.0, 2.0) if told.code == "MASS_OFF_LINE" else Insist()
        return Skip() if isinstance(told, Prompt) and told.phase in ("corner", "sum") else None

    run = calibrate(options(mistake=mistake, seed=7, hold_s=18, **SHORT), answer=operator)
    assert run.refusals
    assert run.wizard.notes
    assert_german([*(one for told in run.told for one in shown(told)), *map(retold, run.wizard.notes)])


@pytest.mark.usefixtures("german")
def test_findings_beyond_their_limits_are_said_in_german() -> None:
    """Masses that contradict each other move the scale too; several findings come as one sentence."""

    def operator(told: object, wizard: Calibrator) -> Said | None:
        del wizard
        return Insist() if isinstance(told, Refusal) and told.may_insist else None

    asked = options(mistake="typed", seed=7, hold_s=18, masses="10,20", **SHORT)
    run = calibrate(asked, answer=operator)
    failed = [check.sentence for check in run.outcome.checks if check.passed is False]
    assert len(failed) > 1
    checks = refusal_of("CHECK_FAILED", {"checks": "; ".join(failed)})
    assert_german([*refusal_words(checks), *(one for told in run.told for one in shown(told))])


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("error_rel", "sd_rel"), [(0.05, 0.001), (0.0, 0.006), (0.0, 0.02), (0.004, 0.0005), (0.0, 0.0005)]
)
def test_what_a_verification_found_is_said_in_german(error_rel: float, sd_rel: float) -> None:
    """It holds, it may hold, nobody can say, look again, calibrate again."""
    sentence = retold(_judged(error_rel, sd_rel)[1])
    assert sentence.startswith("sie zeigt ")
    assert_german([sentence])


@pytest.mark.usefixtures("german")
def test_other_sentences_stay_as_they_are() -> None:
    """What nobody translated is shown as it came; in English everything is."""
    assert retold("disk full") == "disk full"
    assert value_words("12.5 kg, 20 kg") == "12,5 kg, 20 kg"
    lost = disagreement("L", None, None, {}, calibration())
    assert lost is not None
    assert value_words(f"{lost}; {lost}").startswith("Platte L der Stufe verlor ihre Kalibrierung")
    say.speak(LANGUAGES["en"], "kg")
    assert retold("it was aborted") == "it was aborted"


def test_the_wizard_s_screen_has_no_english_sentence(tmp_path: Path) -> None:
    """A whole calibration, step by step, to its end in the step; Pilot reads all that is drawn meanwhile."""
    asked = {"seed": "7", "series": "1", "preloads": "0", "masses": "10,20,40", "mistake": "order"}
    seen: set[str] = set()
    with Store.open(tmp_path / "station.db") as store:
        stage = staged(store, SimulatedLive("calibration", **asked), look=Look(language="de"))

        async def steps(pilot: Pilot[None]) -> None:
            assert stage.app.desk is not None
            plan = plan_of(options_of("calibration", list(asked.items())), plates=("L",), corner=False)
            screen = WizardScreen(stage.app.desk, say("calibrate.title"), calibrating(plan))
            await stage.app.push_screen(screen)
            assert screen.job is not None
            while not screen.job.done:
                await look(stage, pilot)
                if screen.job.view is not None and screen.job.view.phase == "review":
                    await pilot.press("a")
            await look(stage, pilot)
            assert screen.job.sentence.startswith("Kalibrierung ")

        async def look(stage: Stage, pilot: Pilot[None]) -> None:
            await stage.draw(pilot)
            seen.update(stage.find(f"#{name}", Say).text for name in ("title", "prompt", "refusal", "said"))
            seen.update(
                line
                for name in ("gauge", "news")
                for line in text_of(stage.find(f"#{name}", Dense)).split("\n")
            )

        try:
            stage.act(steps, (140, 60))
        finally:
            say.speak(LANGUAGES["en"], "kg")
        assert len(calibrations.of_step(store)) == 1
    assert any("an der Reihe sind" in one for one in seen)
    assert_german([one for one in seen if one])
