"""The guided calibration: a state machine over samples and what the operator says. It has no clock of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.answers import answer
from station.calibration.book import Book
from station.calibration.floor import Floor
from station.calibration.holding import Hold
from station.calibration.judge import Asked, judge
from station.calibration.limits import LOAD, PATIENCE, STEADY
from station.calibration.measuring import finish
from station.calibration.model import PLATES, Feedback, View
from station.calibration.plan import checked, script
from station.calibration.spoiling import moved
from station.calibration.telling import prompt_at, prompt_of, refusal_of
from station.calibration.words import NAMES, kilograms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.calibration.judge import Judgement
    from station.calibration.model import (
        KnownScale,
        Outcome,
        Phase,
        Plan,
        Plate,
        PlateSample,
        Prompt,
        Refusal,
        Said,
        Told,
    )
    from station.calibration.plan import Task
    from station.calibration.window import Level

LOOK_S = 0.1
"""So often the plates are looked at, in device time."""


class Calibrator:
    """Feeds on samples of both plates; tells what to do, what was read, what is wrong, and at last the outcome."""

    def __init__(self, plan: Plan, known: Mapping[Plate, KnownScale] | None = None) -> None:
        """``known`` is the calibration in the step. ``UsageError`` when the plan cannot be done."""
        self.book = Book(checked(plan), known or {})
        self.tasks = script(plan)
        self.at = 0
        self.floor = Floor(self.book)
        self.refusal: Refusal | None = None
        self.blocked = False
        """A refusal waits for an answer of the operator."""
        self.notes: list[str] = []
        self.outcome: Outcome | None = None
        self.insisted = False
        self.start_s: float | None = None
        self.now_s = 0.0
        self.began_s = 0.0
        """When the present task began."""
        self.hold: Hold | None = None
        self.lifted = False
        self._ended: Phase | None = None
        self._broken = False
        self._moving_s: float | None = None
        self._wrong: tuple[str, float] | None = None
        self._next_look_s = 0.0
        self._told: list[Told] = []
        self.prompt: Prompt = prompt_of(self.tasks[0], plan)
        self._told.append(self.prompt)

    # --- what comes in -----------------------------------------------------------------------------------

    def feed(self, samples: Iterable[PlateSample]) -> list[Told]:
        """Take samples in the order they came; return what there is to tell."""
        for sample in samples:
            if self._ended is None and sample.plate in PLATES:
                self._take(sample)
        return self._take_told()

    def tell(self, said: Said) -> list[Told]:
        """Take what the operator says; return what there is to tell."""
        if self._ended is None:
            answer(self, said)
        return self._take_told()

    @property
    def phase(self) -> Phase:
        """Where it stands."""
        if self._ended is not None:
            return self._ended
        return "review" if self.at >= len(self.tasks) else self.tasks[self.at].phase

    @property
    def task(self) -> Task | None:
        """What is being done, ``None`` once everything is."""
        return self.tasks[self.at] if self.at < len(self.tasks) else None

    @property
    def view(self) -> View:
        """Everything a screen shows."""
        return View(
            self.phase,
            self.prompt,
            self._feedback(),
            self.refusal,
            tuple(self.book.readings),
            tuple(self.notes),
        )

    # --- for the parts of the wizard ---------------------------------------------------------------------

    def say(self, news: Told) -> None:
        """Tell something with the next answer."""
        self._told.append(news)

    def refuse(self, refusal: Refusal) -> None:
        """Tell a refusal, unless it is the one that stands already."""
        same = self.refusal is not None and self.refusal.code == refusal.code
        self.refusal = refusal
        if not same:
            self.say(refusal)

    def go_to(self, at: int) -> None:
        """Begin with a task."""
        self.at = at
        self.began_s = self.now_s
        self.refusal, self.blocked, self.insisted, self.lifted = None, False, False, False
        self.hold = None
        self._broken = False
        task = self.task
        self.prompt = prompt_of(task, self.book.plan) if task else prompt_at("review")
        self.say(self.prompt)

    def end(self, phase: Phase) -> None:
        """Stop for good."""
        self._ended, self.refusal = phase, None
        self.prompt = prompt_at(phase)
        self.say(self.prompt)

    def hold_anew(self) -> None:
        """Ask for the present task once more: something about it has changed."""
        self.hold, self._wrong, self._broken = None, None, False
        self.began_s = self.now_s
        task = self.task
        if task is not None:
            self.prompt = prompt_of(task, self.book.plan)
            self.say(self.prompt)

    def restart_load(self) -> None:
        """Measure the present load from its beginning: the step was silent."""
        self.floor.clear()
        self.hold = None
        self._broken = False
        if self.task is not None:
            self.refuse(refusal_of("UNPLUGGED", {}, self.task.plate))

    # --- samples -----------------------------------------------------------------------------------------

    def _take_told(self) -> list[Told]:
        told, self._told = self._told, []
        return told

    def _take(self, sample: PlateSample) -> None:
        if self.start_s is None:
            self._hear_first(sample.t_s)
        elif sample.t_s > self.now_s + STEADY.gap_s or sample.t_s < self.now_s - STEADY.gap_s:
            self.began_s += sample.t_s - self.now_s
            self._next_look_s = sample.t_s
            self.now_s = sample.t_s
            self.restart_load()
        self.now_s = max(self.now_s, sample.t_s)
        if self.floor.add(sample) and self.hold is not None:
            self.hold.add(sample)
        if self.now_s >= self._next_look_s and self.task is not None and not self.blocked:
            self._next_look_s = self.now_s + LOOK_S
            self._look(self.task)

    def _hear_first(self, t_s: float) -> None:
        self.start_s = self.now_s = self.began_s = t_s
        if t_s < PATIENCE.warm_up_s:
            self.notes.append(
                f"The step has been on for {t_s / 60.0:.0f} min; zeros rest after {PATIENCE.warm_up_s / 60.0:.0f} min "
                "under power, so its zero may still move"
            )

    def _look(self, task: Task) -> None:
        mine_at = task.plate or self.book.plan.plates[0]
        levels = self.floor.levels(self.now_s)
        if any(level.saturated for level in levels.values()):
            plate = next(plate for plate, level in levels.items() if level.saturated)
            self._wrong_for("SATURATED", {"plate": NAMES[plate]}, plate)
            self.hold = None
            return
        if task.phase == "zero" and (loaded := self.floor.loaded_at_first(levels)) and not self.insisted:
            plate, kg = loaded
            words: dict[str, float | str] = {"plate": NAMES[plate], "reads": kilograms(kg), "reads_kg": kg}
            self._wrong_for("NOT_EMPTY", words, plate, may_insist=True)
            self.hold = None
            return
        if not self.floor.anchored(levels, self.book.plan.plates) or mine_at not in levels:
            silent = next((each for each in (mine_at, *PLATES) if each not in levels), None)
            self._late(self._asked(task), "SILENT" if silent else "NOT_STEADY", silent or mine_at)
            return
        if self._steady(task, mine_at, levels):
            self._moving_s = None
            self._rest(task, mine_at, levels)
        else:
            self._move(task, mine_at, levels)

    def _steady(self, task: Task, mine_at: Plate, levels: dict[Plate, Level]) -> bool:
        if task.phase == "sum" and not task.empty:
            return self.floor.steadiness_of_total(levels if task.both else (mine_at,)) >= 1.0
        watched = levels if task.empty else {mine_at: levels[mine_at]}
        return all(self.floor.steadiness(plate, level) >= 1.0 for plate, level in watched.items())

    def _move(self, task: Task, mine_at: Plate, levels: dict[Plate, Level]) -> None:
        """Something moves: nothing can be measured."""
        if self.hold is not None:
            self._broken = self.now_s - self.hold.since_s > 0.5  # noqa: PLR2004  s; sooner, it had hardly arrived
            self.hold = None
        self._moving_s = self.now_s if self._moving_s is None else self._moving_s
        lying = self.book.lying(mine_at, levels[mine_at].mean)
        stands = next(
            (each for each, level in levels.items() if self.book.lying(each, level.mean).kg_loaded), None
        )
        if task.phase == "zero" and stands is not None:
            self._wrong_for("STEPPED_ON_EARLY", {"plate": NAMES[stands]}, stands, may_insist=True)
            return
        self._wrong = None
        meant = task.empty or lying.loaded(0.3 * self._wanted_kg(task))
        if meant and self.now_s - self._moving_s > PATIENCE.unsteady_s:
            self.refuse(refusal_of("NOT_STEADY", {"plate": NAMES[mine_at]}, mine_at))

    def _rest(self, task: Task, mine_at: Plate, levels: dict[Plate, Level]) -> None:
        """Everything lies still: see whether it is what was asked for."""
        lying = {plate: self.book.lying(plate, level.mean) for plate, level in levels.items()}
        other = next((each for plate, each in lying.items() if plate != mine_at), None)
        if task.lifted and not self.lifted:
            self.lifted = not lying[mine_at].loaded(0.5 * self._wanted_kg(task))
        asked = self._asked(task)
        judgement = judge(asked, lying[mine_at], other)
        if judgement.state == "there":
            self._there(task)
            return
        self.hold = None
        if self._broken:
            self._broken = False
            self._tell_broken(task, mine_at, judgement)
        elif judgement.state == "wrong":
            self._wrong_for(
                judgement.code, judgement.values, judgement.plate, may_insist=judgement.may_insist
            )
        else:
            self._wrong = None
            code = judgement.code or ("NOT_EMPTY" if task.empty else "MASS_MISSING")
            self._late(asked, code, judgement.plate or mine_at, judgement.values)

    def _there(self, task: Task) -> None:
        self._wrong, self._broken = None, False
        if self.hold is None:
            self.hold = Hold(self.now_s, measured=task.measured)
            self.refusal = None
        elif self.now_s >= self.hold.end_s:
            hold, self.hold = self.hold, None
            finish(self, task, hold)

    def _tell_broken(self, task: Task, mine_at: Plate, judgement: Judgement) -> None:
        load = kilograms(self._wanted_kg(task))
        if task.empty:
            plate = judgement.plate or mine_at
            if judgement.code != "PLATE_MOVED":
                self.refuse(refusal_of("STEPPED_ON_EARLY", {"plate": NAMES[plate]}, plate))
        else:
            values = {"plate": NAMES[mine_at], "load": load}
            self.refuse(refusal_of("MASS_REMOVED_EARLY", values, mine_at))

    def _wrong_for(
        self,
        code: str,
        values: dict[str, float | str],
        plate: Plate | None,
        *,
        may_insist: bool = False,
    ) -> None:
        """Tell what is wrong once it has been so for a while."""
        if self._wrong is None or self._wrong[0] != code:
            self._wrong = code, self.now_s
        if self.now_s - self._wrong[1] < PATIENCE.confirm_s:
            return
        if code == "PLATE_MOVED" and plate is not None:
            self._wrong = None
            moved(self, values, plate)
            return
        self.refuse(refusal_of(code, values, plate, may_insist=may_insist))

    def _late(
        self, asked: Asked, code: str, plate: Plate, values: dict[str, float | str] | None = None
    ) -> None:
        """Tell that nothing comes."""
        if self.now_s - self.began_s < PATIENCE.missing_s or self.refusal is not None:
            return
        words: dict[str, float | str] = {
            "plate": NAMES[plate],
            "seconds": f"{PATIENCE.missing_s:.0f}",
            "load": kilograms(asked.wanted_kg or LOAD.lightest_kg),
            "reads": "something",
        }
        self.refuse(refusal_of(code, words | (values or {}), plate, may_insist=code == "NOT_EMPTY"))

    def _wanted_kg(self, task: Task) -> float:
        if task.mass is not None:
            return self.book.plan.masses[task.mass].mass_kg
        return 0.0 if task.empty else LOAD.lightest_kg

    def _asked(self, task: Task) -> Asked:
        masses = tuple(mass.mass_kg for mass in self.book.plan.masses)
        before = self.tasks[self.at - 1] if self.at else None
        previous_kg = (
            0.0 if before is None or task.lifted or before.plate != task.plate else self._wanted_kg(before)
        )
        wanted_kg = None if task.phase == "sum" and not task.empty else self._wanted_kg(task)
        lifted = task.lifted and not self.lifted
        read_before = any(
            (each.plate, each.load_kg) == (task.plate, wanted_kg) for each in self.book.readings
        )
        return Asked(
            wanted_kg, previous_kg, max(masses), masses, task.both, lifted, self.insisted, read_before
        )

    def _feedback(self) -> Feedback:
        task = self.task
        loads, steady = self.floor.shown(task.plate if task else None)
        left = self.tasks[self.at :]
        whole_s = sum(each.lasts_s for each in self.tasks)
        remaining_s = sum(each.lasts_s for each in left)
        wanted_kg = (
            None if task is None or (task.phase == "sum" and not task.empty) else self._wanted_kg(task)
        )
        return Feedback(
            plate=task.plate if task else None,
            load_kg=loads,
            expected_kg=wanted_kg,
            steadiness=steady,
            measured_share=self.hold.share(self.now_s) if self.hold else 0.0,
            progress=1.0 - remaining_s / whole_s,
            remaining_s=remaining_s,
        )
