"""One rep, measured: every value of the registry, or the reason it is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.metrics import loads, shares
from station.metrics.seen import SeenRep
from station.metrics.values import Values
from station.metrics.verdicts import Evidence, faults_of, tempo_of
from station.metrics.way_down import WayDown

if TYPE_CHECKING:
    from station.events import Prescription
    from station.metrics.body import Body
    from station.metrics.descent import Descent
    from station.motion.lowering_pool import LoweringPosterior
    from station.reps import RepCandidate
    from station.stance import History

_SINGLE_VALUES = ("single_leg_start_s", "single_leg_end_s", "single_leg_time_s")
_ON_BOTH = 0.12
_LEGS = ("left", "right")


class RepMeasurement:
    """Measures one rep on the forces up to ``known_tick``."""

    def __init__(self, history: History, rep: RepCandidate, body: Body, known_tick: int) -> None:
        """Fill in what this rep tells alone, and prepare the look at its lowering."""
        self.seen = SeenRep(history, rep, body, known_tick)
        self._values = Values()
        self._single_leg()
        shares.tell_rise(self.seen, self._values)
        shares.tell_way_down(self.seen, self._values)
        loads.tell_load(self.seen, self._values)
        self._way_down = WayDown(self.seen, self._values)

    @property
    def descent(self) -> Descent | None:
        """What the force says of the lowering; ``None`` when it may not be told."""
        return self._way_down.descent

    @property
    def on_rail(self) -> bool:
        """Whether hands carry enough to spoil what is integrated."""
        return loads.on_rail(self.seen.body, self._values)

    def postpone(self, reason: str) -> None:
        """Withhold the lowering for now."""
        self._way_down.postpone(reason)

    def run(self, prescription: Prescription, lowering: LoweringPosterior | None) -> Values:
        """Fill in every value, or why not; ``lowering`` is what ``descent.read`` made of this rep's descent."""
        self._way_down.tell(lowering)
        shares.tell_lowering(self.seen, self._values)
        shares.tell_sd(self.seen.body, self._values)
        loads.tell_load_time(self.seen, self._values)
        self._tempo(prescription)
        self._faults(prescription)
        return self._values

    def _single_leg(self) -> None:
        values, rep, phase = self._values, self.seen.rep, self.seen.phase
        if rep.mode != "lowering" or rep.on_tick is None:
            values.refuse("not a lowering on one leg", *_SINGLE_VALUES)
        elif phase is None:
            reason = "interrupted" if "interrupted" in rep.flags else "the same leg pushed up again"
            values.refuse(reason, *_SINGLE_VALUES)
        else:
            values.single_leg_start_s, values.single_leg_end_s = phase.start_s, phase.end_s
            values.single_leg_time_s = phase.end_s - phase.start_s
            if not phase.start_certain:
                values.refuse("data missing at the transfer", "single_leg_start_s", "single_leg_time_s")
            if not phase.end_certain:
                values.refuse("data missing at the foot's return", "single_leg_end_s", "single_leg_time_s")

    def _tempo(self, prescription: Prescription) -> None:
        values = self._values
        bounds_s = self._way_down.bounds_s
        values.tempo = tempo_of(values.single_leg_time_s, bounds_s, prescription.lowering_target_s)
        if values.tempo is None:
            values.refuse(values.refused.get("eccentric_tut_s", "no lowering time"), "tempo")

    def _faults(self, prescription: Prescription) -> None:
        values, seen, rep = self._values, self.seen, self.seen.rep
        spring = self._way_down.spring
        on_both = rep.mode != "single_leg_raise" and rep.rise.lighter_max >= _ON_BOTH
        planned = prescription.planned_side
        values.faults += faults_of(
            Evidence(
                flags=rep.flags,
                tempo=values.tempo,
                touched=seen.touched,
                hopped=seen.hopped,
                wrong_leg=planned in _LEGS and rep.side in _LEGS and rep.side != planned,
                spring_m_s=spring.speed_m_s if spring else None,
                hand_share=values.hand_share,
                support_varies=seen.body.support_varies,
                other_share=seen.other_foot.plateau_share if rep.mode != "bilateral" else None,
                rise_left_share=values.rise_left_share if on_both else None,
            )
        )
