"""What is known besides the forces themselves at the moment something is told: the person, the plates, the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Prescription
from station.force import GRID_S
from station.metrics.body import Body
from station.pipeline.gains import PlateBalance
from station.pipeline.masses import Masses, difference_sd_kg
from station.pipeline.rep_judge import RepJudge
from station.pipeline.watch import LIGHTEST_N, SourceWatch
from station.pipeline.zeros import ZeroBook
from station.stance import History

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.events import StanceState
    from station.pipeline.masses import MassState
    from station.pipeline.quality import SourceQuality
    from station.reps import RepCandidate

_EVEN = 0.5


class Known:
    """Grows as instants come; everything that tells events looks at this one."""

    def __init__(
        self,
        gravity_m_s2: float,
        wall_us: Callable[[float, float], int | None],
        quality: Callable[[float], SourceQuality],
    ) -> None:
        self.prescription = Prescription()
        self.gravity_m_s2 = gravity_m_s2
        self.history = History()
        self.masses = Masses(gravity_m_s2)
        self.balance = PlateBalance(self.history)
        self.zeros = ZeroBook()
        self.watch = SourceWatch(self.history)
        self.judge = RepJudge(self.history)
        self.state: StanceState = "empty"
        """Who carries the load."""
        self.last_tick: int | None = None
        """The newest instant; ``None`` before the first."""
        self._wall_us = wall_us
        self._quality = quality

    @property
    def tick(self) -> int:
        """The newest instant; 0 before the first."""
        return self.last_tick or 0

    @property
    def now_s(self) -> float:
        """Time of the newest instant."""
        return self.tick * GRID_S

    @property
    def grown(self) -> bool:
        """Whether what stands on the plates is heavy enough to be measured."""
        weight_n = self.masses.weight_n
        return weight_n is not None and weight_n >= LIGHTEST_N

    def another_person(self) -> None:
        """Forget the person; the plates' zero and gains stay."""
        self.masses = Masses(self.gravity_m_s2)
        self.balance.step_off()
        self.judge.begin_session(self.tick)

    def quality(self) -> SourceQuality:
        """Return what the source says about its samples by now."""
        return self._quality(self.now_s)

    def wall_us(self, t_s: float, as_of_s: float) -> int | None:
        """Return the wall time of ``t_s`` by what was known at ``as_of_s``."""
        return self._wall_us(t_s, as_of_s)

    def body(self, masses: MassState, quality: SourceQuality, rep: RepCandidate) -> Body:
        """Return what was known of the body, corrected with the gains known now."""
        ratio, unloaded = self.balance.ratio, masses.unloaded
        weight_n, unloaded_kg = masses.weight_n or 1.0, masses.stated_kg
        if unloaded is not None:
            unloaded_n = unloaded.weight_n * ratio.correction(unloaded.left_share)
            unloaded_kg = unloaded_n / self.gravity_m_s2
        drift_n = max(self.balance.drift_n, self.zeros.drift_n)
        return Body(
            weight_n=weight_n * ratio.correction(masses.stance.left_share if masses.stance else _EVEN),
            weighed=masses.stance is not None,
            unloaded_mass_kg=unloaded_kg,
            unloaded_sd_kg=difference_sd_kg(
                masses, rep, self.history, ratio=ratio, zeros=self.zeros, drift_n=drift_n
            ),
            gain_sd=ratio.sd,
            zero_sd_n=self.zeros.sd_n((rep.rise.start_tick + rep.end_tick) // 2, drift_n),
            gain_left=ratio.left,
            gain_right=ratio.right,
            gravity_m_s2=self.gravity_m_s2,
            scale_sd_rel=quality.scale_sd_rel,
            rate_hz=quality.rate_hz,
            converter_period_s=quality.converter_period_s,
        )
