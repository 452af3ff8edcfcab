"""The wizard's eye: at rest or moving, right, wrong or late; it decides when to measure and when to speak up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.calibration.asking import asked_of, wanted_kg
from station.calibration.holding import Hold
from station.calibration.judge import judge
from station.calibration.limits import LOAD, PATIENCE
from station.calibration.measuring import finish
from station.calibration.model import PLATES
from station.calibration.spoiling import moved
from station.calibration.telling import refusal_of
from station.calibration.words import NAMES, kilograms

if TYPE_CHECKING:
    from station.calibration.judge import Asked, Judgement
    from station.calibration.model import Plate
    from station.calibration.plan import Task
    from station.calibration.window import Level
    from station.calibration.wizard import Calibrator


class Looking:
    """Remembers since when something moves or is wrong."""

    def __init__(self, wizard: Calibrator) -> None:
        self._wizard = wizard
        self._broken = False
        self._moving_s: float | None = None
        self._wrong: tuple[str, float] | None = None

    def forget(self) -> None:
        """Begin anew: another task, or silence."""
        self._broken, self._wrong = False, None

    def look(self, task: Task) -> None:
        """Hold what the plates read now against what the task asks for."""
        mine_at = task.plate or self._wizard.book.plan.plates[0]
        levels = self._wizard.floor.levels(self._wizard.now_s)
        if any(level.saturated for level in levels.values()):
            plate = next(plate for plate, level in levels.items() if level.saturated)
            self._wrong_for("SATURATED", {"plate": NAMES[plate]}, plate)
            self._wizard.hold = None
            return
        if (
            task.phase == "zero"
            and (loaded := self._wizard.floor.loaded_at_first(levels))
            and not self._wizard.insisted
        ):
            plate, kg = loaded
            words: dict[str, float | str] = {"plate": NAMES[plate], "reads": kilograms(kg), "reads_kg": kg}
            self._wrong_for("NOT_EMPTY", words, plate, may_insist=True)
            self._wizard.hold = None
            return
        if not self._wizard.floor.anchored(levels, self._wizard.book.plan.plates) or mine_at not in levels:
            silent = next((each for each in (mine_at, *PLATES) if each not in levels), None)
            self._late(asked_of(self._wizard, task), "SILENT" if silent else "NOT_STEADY", silent or mine_at)
            return
        if self._steady(task, mine_at, levels):
            self._moving_s = None
            self._rest(task, mine_at, levels)
        else:
            self._move(task, mine_at, levels)

    def _steady(self, task: Task, mine_at: Plate, levels: dict[Plate, Level]) -> bool:
        if task.phase == "sum" and not task.empty:
            return self._wizard.floor.steadiness_of_total(levels if task.both else (mine_at,)) >= 1.0
        watched = levels if task.empty else {mine_at: levels[mine_at]}
        return all(self._wizard.floor.steadiness(plate, level) >= 1.0 for plate, level in watched.items())

    def _move(self, task: Task, mine_at: Plate, levels: dict[Plate, Level]) -> None:
        """Something moves: nothing can be measured."""
        if self._wizard.hold is not None:
            self._broken = self._wizard.now_s - self._wizard.hold.since_s > 0.5  # noqa: PLR2004  s; sooner, it had hardly arrived
            self._wizard.hold = None
        self._moving_s = self._wizard.now_s if self._moving_s is None else self._moving_s
        lying = self._wizard.book.lying(mine_at, levels[mine_at].mean)
        stands = next(
            (each for each, level in levels.items() if self._wizard.book.lying(each, level.mean).kg_loaded),
            None,
        )
        if task.phase == "zero" and stands is not None:
            self._wrong_for("STEPPED_ON_EARLY", {"plate": NAMES[stands]}, stands, may_insist=True)
            return
        self._wrong = None
        meant = task.empty or lying.loaded(0.3 * wanted_kg(self._wizard.book.plan, task))
        if meant and self._wizard.now_s - self._moving_s > PATIENCE.unsteady_s:
            self._wizard.refuse(refusal_of("NOT_STEADY", {"plate": NAMES[mine_at]}, mine_at))

    def _rest(self, task: Task, mine_at: Plate, levels: dict[Plate, Level]) -> None:
        """Everything lies still: see whether it is what was asked for."""
        lying = {plate: self._wizard.book.lying(plate, level.mean) for plate, level in levels.items()}
        other = next((each for plate, each in lying.items() if plate != mine_at), None)
        if task.lifted and not self._wizard.lifted:
            self._wizard.lifted = not lying[mine_at].loaded(0.5 * wanted_kg(self._wizard.book.plan, task))
        asked = asked_of(self._wizard, task)
        mine = lying[mine_at]
        if task.where != "centre" and self._wizard.book.mixes_blindly(mine_at):
            mine = replace(mine, trust="other")
        judgement = judge(asked, mine, other)
        if judgement.state == "there":
            self._there(task)
            return
        self._wizard.hold = None
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
        if self._wizard.hold is None:
            self._wizard.hold = Hold(self._wizard.now_s, measured=task.measured)
            self._wizard.refusal = None
        elif self._wizard.now_s >= self._wizard.hold.end_s:
            hold, self._wizard.hold = self._wizard.hold, None
            finish(self._wizard, task, hold)

    def _tell_broken(self, task: Task, mine_at: Plate, judgement: Judgement) -> None:
        load = kilograms(wanted_kg(self._wizard.book.plan, task))
        if task.empty:
            plate = judgement.plate or mine_at
            if judgement.code != "PLATE_MOVED":
                self._wizard.refuse(refusal_of("STEPPED_ON_EARLY", {"plate": NAMES[plate]}, plate))
        else:
            values = {"plate": NAMES[mine_at], "load": load}
            self._wizard.refuse(refusal_of("MASS_REMOVED_EARLY", values, mine_at))

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
            self._wrong = code, self._wizard.now_s
        if self._wizard.now_s - self._wrong[1] < PATIENCE.confirm_s:
            return
        if code == "PLATE_MOVED" and plate is not None:
            self._wrong = None
            moved(self._wizard, values, plate)
            return
        self._wizard.refuse(refusal_of(code, values, plate, may_insist=may_insist))

    def _late(
        self, asked: Asked, code: str, plate: Plate, values: dict[str, float | str] | None = None
    ) -> None:
        """Tell that nothing comes."""
        if self._wizard.now_s - self._wizard.began_s < PATIENCE.missing_s or self._wizard.refusal is not None:
            return
        words: dict[str, float | str] = {
            "plate": NAMES[plate],
            "seconds": f"{PATIENCE.missing_s:.0f}",
            "load": kilograms(asked.wanted_kg or LOAD.lightest_kg),
            "reads": "something",
        }
        self._wizard.refuse(refusal_of(code, words | (values or {}), plate, may_insist=code == "NOT_EMPTY"))
