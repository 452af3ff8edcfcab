"""The guided calibration: a state machine over samples and what the operator says. It has no clock of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.calibration.answers import answer
from station.calibration.asking import feedback_of
from station.calibration.book import Book
from station.calibration.floor import Floor
from station.calibration.limits import PATIENCE, STEADY
from station.calibration.looking import Looking
from station.calibration.model import PLATES, View
from station.calibration.plan import checked, script
from station.calibration.telling import prompt_at, prompt_of, refusal_of
from station.calibration.words import NAMES
from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.calibration.holding import Hold
    from station.calibration.model import (
        CellPair,
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

LOOK_S = 0.1
"""So often the plates are looked at, in device time."""


class Calibrator:
    """Feeds on samples of both plates; tells what to do, what was read, what is wrong, and at last the outcome."""

    def __init__(
        self,
        plan: Plan,
        known: Mapping[Plate, KnownScale] | None = None,
        pairs: Mapping[Plate, CellPair] | None = None,
    ) -> None:
        """``known`` is the calibration in the step, ``pairs`` are plates with a converter for each of two cells.

        ``UsageError`` when the plan cannot be done.
        """
        self.book = Book(checked(plan), known or {}, pairs)
        blind = next((plate for plate in plan.plates if self.book.mixes_blindly(plate)), None)
        if blind is not None and not plan.corner:
            raise UsageError(
                f"the two cells of the {NAMES[blind]} plate were never told apart, and only the corners can",
                "Calibrate with the corners",
            )
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
        self._looking = Looking(self)
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
            feedback_of(self),
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
        self._looking.forget()
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
        self.hold = None
        self._looking.forget()
        self.began_s = self.now_s
        task = self.task
        if task is not None:
            self.prompt = prompt_of(task, self.book.plan)
            self.say(self.prompt)

    def restart_load(self) -> None:
        """Measure the present load from its beginning: the step was silent."""
        self.floor.clear()
        self.hold = None
        self._looking.forget()
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
            self._looking.look(self.task)

    def _hear_first(self, t_s: float) -> None:
        self.start_s = self.now_s = self.began_s = t_s
        if t_s < PATIENCE.warm_up_s:
            self.notes.append(
                f"The step has been on for {t_s / 60.0:.0f} min; zeros rest after {PATIENCE.warm_up_s / 60.0:.0f} min "
                "under power, so its zero may still move"
            )
