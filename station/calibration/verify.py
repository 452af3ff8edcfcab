"""One known mass, or one known person, within a minute: does the scale still hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.book import Book
from station.calibration.floor import Floor
from station.calibration.holding import Hold
from station.calibration.limits import LOAD, PATIENCE, STEADY
from station.calibration.model import (
    PLATES,
    Abort,
    Feedback,
    Insist,
    LinkLost,
    Plan,
    Prompt,
    Verification,
    View,
)
from station.calibration.telling import prompt_at, refusal_of
from station.calibration.unfit import misfitting, misplaced, missing
from station.calibration.verdicts import verification_of
from station.calibration.words import NAMES, kilograms, prompt
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.calibration.model import (
        KnownMass,
        KnownScale,
        Phase,
        Plate,
        PlateSample,
        Refusal,
        Said,
        Told,
    )
    from station.calibration.window import Level

_LOOK_S = 0.1
_WHOLE_S = 2.0 * (PATIENCE.handling_s + STEADY.settle_s + STEADY.measure_s)


class Verifier:
    """Waits for empty plates, then for the load, on one plate or on both; tells how far the reading is off."""

    def __init__(
        self, known: Mapping[Plate, KnownScale], mass: KnownMass, plate: Plate | None = None
    ) -> None:
        """``plate`` ``None`` takes the load wherever it lies, a person on both plates among it.

        ``UsageError`` when a plate has no calibration, or the mass is too light to say anything.
        """
        plates = PLATES if plate is None else (plate,)
        missing = [NAMES[each] for each in plates if each not in known]
        if missing:
            raise UsageError(
                f"the {missing[0]} plate has no calibration to verify", "Calibrate the step first"
            )
        if not LOAD.lightest_kg <= mass.mass_kg <= LOAD.heaviest_kg:
            raise UsageError(
                f"{mass.mass_kg:g} kg says nothing about the scale",
                f"Use {LOAD.lightest_kg:g} kg and more, up to {LOAD.heaviest_kg:g} kg",
            )
        self.mass, self.plate = mass, plate
        self.result: Verification | None = None
        self._book = Book(Plan((mass,), plates=plates), known)
        self._floor = Floor(self._book)
        self._phase: Phase = "zero"
        self._hold: Hold | None = None
        self._now_s = self._next_look_s = self._since_s = 0.0
        self._moving_s: float | None = None
        self._wrong_s: float | None = None
        """Since when something lies there that is not what was asked for."""
        self._heard = self._insisted = False
        self._refusal: Refusal | None = None
        self._prompt = Prompt("clear_both", "zero", prompt("clear_both", {}), None, 0.0)
        self._told: list[Told] = [self._prompt]

    @property
    def phase(self) -> Phase:
        """Where it stands: ``zero``, ``verify``, ``finished`` or ``aborted``."""
        return self._phase

    @property
    def view(self) -> View:
        """Everything a screen shows."""
        loads, steady = self._floor.shown(self.plate)
        share = self._hold.share(self._now_s) if self._hold else 0.0
        steps = {"zero": 0.0, "verify": 0.5}.get(self._phase, 1.0)
        wanted_kg = self.mass.mass_kg if self._phase == "verify" else 0.0
        left = 1.0 - min(1.0, steps + 0.5 * share)
        feedback = Feedback(self.plate, loads, wanted_kg, steady, share, 1.0 - left, _WHOLE_S * left)
        return View(self._phase, self._prompt, feedback, self._refusal)

    def feed(self, samples: Iterable[PlateSample]) -> list[Told]:
        """Take samples in the order they came; return what there is to tell."""
        for sample in samples:
            if self._phase in ("zero", "verify"):
                self._take(sample)
        return self._take_told()

    def tell(self, said: Said) -> list[Told]:
        """Take ``Abort``, ``Insist`` or ``LinkLost``; anything else is refused."""
        if isinstance(said, Abort):
            self._phase, self._prompt = "aborted", prompt_at("aborted")
            self._told.append(self._prompt)
        elif isinstance(said, Insist) and self._refusal is not None and self._refusal.may_insist:
            self._insisted, self._refusal = True, None
            if self._phase == "zero":
                self._floor.anchor_again()
        elif isinstance(said, LinkLost):
            self._restart()
        else:
            self._told.append(refusal_of("NOT_NOW", {"what": "That"}))
        return self._take_told()

    def _take_told(self) -> list[Told]:
        told, self._told = self._told, []
        return told

    def _restart(self) -> None:
        self._floor.clear()
        self._hold = None
        self._refuse(refusal_of("UNPLUGGED", {}))

    def _refuse(self, refusal: Refusal) -> None:
        if self._refusal is None or self._refusal.code != refusal.code:
            self._told.append(refusal)
        self._refusal = refusal

    def _take(self, sample: PlateSample) -> None:
        if not self._heard:
            self._heard, self._now_s, self._since_s = True, sample.t_s, sample.t_s
        elif abs(sample.t_s - self._now_s) > STEADY.gap_s:
            self._now_s = self._next_look_s = self._since_s = sample.t_s
            self._restart()
        self._now_s = max(self._now_s, sample.t_s)
        if self._floor.add(sample) and self._hold is not None:
            self._hold.add(sample)
        if self._now_s >= self._next_look_s:
            self._next_look_s = self._now_s + _LOOK_S
            self._look()

    def _look(self) -> None:
        levels = self._floor.levels(self._now_s)
        saturated = next((plate for plate, level in levels.items() if level.saturated), None)
        if saturated is not None:
            self._hold = None
            self._refuse(refusal_of("SATURATED", {"plate": NAMES[saturated]}, saturated))
            return
        if self._phase == "zero" and not self._insisted and (loaded := self._floor.loaded_at_first(levels)):
            words: dict[str, float | str] = {"plate": NAMES[loaded[0]], "reads": kilograms(loaded[1])}
            self._refuse(refusal_of("NOT_EMPTY", words, loaded[0], may_insist=True))
            return
        silent = [plate for plate in self._book.plan.plates if plate not in levels]
        if silent and self._now_s - self._since_s > PATIENCE.missing_s:
            self._refuse(refusal_of("SILENT", {"plate": NAMES[silent[0]]}, silent[0]))
        if silent or not self._floor.anchored(levels, self._book.plan.plates):
            return
        if not self._steady(levels):
            self._moves(levels)
            return
        self._moving_s = None
        self._rest(levels)

    def _steady(self, levels: dict[Plate, Level]) -> bool:
        if self._phase == "verify":
            return self._floor.steadiness_of_total(self._book.plan.plates) >= 1.0
        return all(self._floor.steadiness(plate, level) >= 1.0 for plate, level in levels.items())

    def _moves(self, levels: dict[Plate, Level]) -> None:
        self._hold = self._wrong_s = None
        self._moving_s = self._now_s if self._moving_s is None else self._moving_s
        stands = next(
            (each for each, level in levels.items() if self._book.lying(each, level.mean).kg_loaded), None
        )
        if self._phase == "zero" and stands is not None:
            self._refuse(refusal_of("STEPPED_ON_EARLY", {"plate": NAMES[stands]}, stands))
            return
        if self._now_s - self._moving_s > PATIENCE.unsteady_s:
            plate = self.plate or "L"
            self._refuse(refusal_of("NOT_STEADY", {"plate": NAMES[plate]}, plate))

    def _rest(self, levels: dict[Plate, Level]) -> None:
        kg = {plate: self._book.lying(plate, level.mean).kg or 0.0 for plate, level in levels.items()}
        if not self._right(kg):
            self._hold = None
            return
        if self._hold is None:
            self._hold, self._refusal = Hold(self._now_s, measured=True), None
        elif self._now_s >= self._hold.end_s:
            hold, self._hold = self._hold, None
            self._finish(hold)

    def _right(self, kg: dict[Plate, float]) -> bool:
        """Return whether what lies there is what was asked for; refuse what lasts and is not."""
        total_kg, waited_s = sum(kg.values()), self._now_s - self._since_s
        if self._phase == "zero":
            heavy = next((plate for plate, each in kg.items() if abs(each) > LOAD.moved_kg), None)
            if heavy is not None:
                self._refuse(refusal_of("STEPPED_ON_EARLY", {"plate": NAMES[heavy]}, heavy))
            return heavy is None
        if abs(total_kg) < LOAD.other_kg:
            self._wrong_s = None
            if waited_s > PATIENCE.missing_s:
                self._refuse(missing(self.mass, self.plate))
            return False
        wrong = misplaced(self.mass, self.plate, kg)
        if wrong is None and not self._insisted:
            wrong = misfitting(self.mass, self.plate, kg)
        if wrong is None:
            self._wrong_s = None
            return True
        self._wrong_s = self._now_s if self._wrong_s is None else self._wrong_s
        if self._now_s - self._wrong_s >= PATIENCE.confirm_s:
            self._refuse(wrong)
        return False

    def _finish(self, hold: Hold) -> None:
        levels = {
            plate: level for plate in self._book.plan.plates if (level := hold.level(plate)) is not None
        }
        if len(levels) < len(self._book.plan.plates):
            return
        if self._phase == "zero":
            for plate, level in levels.items():
                self._book.zero_count[plate], self._book.noise_count[plate] = level.mean, level.sd
                self._book.rested.add(plate)
            self._phase, self._since_s, self._insisted = "verify", self._now_s, False
            where = f"the {NAMES[self.plate]} plate" if self.plate else "the plates"
            sentence = prompt("verify", {"load": kilograms(self.mass.mass_kg), "place": where})
            self._prompt = Prompt("verify", "verify", sentence, self.plate, self.mass.mass_kg)
            self._told.append(self._prompt)
            return
        lying = [self._book.lying(plate, level.mean) for plate, level in levels.items()]
        notes = {plate: scale.note for plate, scale in self._book.known.items()}
        self.result = verification_of(self.mass, lying, levels, notes)
        self._phase = "finished"
        self._prompt = Prompt("verified", "finished", prompt("verified", {"found": self.result.sentence}))
        self._told += [self.result, self._prompt]
