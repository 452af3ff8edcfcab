"""Reps measured the moment they are told, with what is known by then."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from station.events import Rep
from station.force import GRID_S
from station.metrics import descent
from station.metrics.descent import Past
from station.metrics.doubts import DISAGREEMENT, Doubt, withhold
from station.metrics.measure import RepMeasurement
from station.metrics.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from station.metrics.body import Body
    from station.pipeline.known import Known
    from station.pipeline.masses import MassState
    from station.pipeline.quality import SourceQuality
    from station.reps import RepCandidate, RepUpdate


@dataclass(frozen=True, slots=True)
class Told:
    """A rep as first told, and what was known then."""

    rep: Rep
    candidate: RepCandidate
    masses: MassState
    quality: SourceQuality
    known_tick: int
    past: Past | None = None
    """The provisional lowering: later reps of the set are read in its light."""


class RepTeller:
    """Measures reps one by one while their set goes on."""

    def __init__(self, known: Known, *, provisional: bool) -> None:
        """``provisional``: measure at once; else leave every value to the set's end."""
        self._known = known
        self._provisional = provisional

    def tell(self, update: RepUpdate, earlier: Sequence[Told], set_index: int = 0, index: int = 0) -> Told:
        """Measure a rep with what is known 0.25 s after the foot's return; ``earlier`` are those of its set."""
        known = self._known
        masses, quality = known.masses.state, known.quality()
        values, past = Values(), None
        if self._provisional:
            body = known.body(masses, quality, update.rep)
            values, past = self._measure(update, body, [told.past for told in earlier if told.past])
        start_s = update.rep.rise.start_tick * GRID_S
        rep = Rep(
            final=False,
            set=set_index,
            index=index,
            mode=update.rep.mode,
            side=update.rep.side,
            start_s=start_s,
            start_time_us=known.wall_us(start_s, update.known_tick * GRID_S),
            variant=known.prescription.variant,
            **fields_of(values),
        )
        return Told(rep, update.rep, masses, quality, update.known_tick, past)

    def _measure(self, update: RepUpdate, body: Body, earlier: list[Past]) -> tuple[Values, Past | None]:
        measurement = RepMeasurement(self._known.history, update.rep, body, update.known_tick)
        if update.rep.mode == "bilateral":
            measurement.postpone("told at set end: on two feet only the next rise shows where it ended")
        alone = lowering = None
        if measurement.descent is not None:
            alone, lowering = descent.read_next(earlier, measurement.descent)
        past = Past(measurement.descent, alone) if measurement.descent and alone else None
        values = measurement.run(self._known.prescription, lowering)
        withhold_doubtful(self._known, values, update.rep, self._known.quality())
        return values, past


def withhold_doubtful(
    known: Known, values: Values, rep: RepCandidate, quality: SourceQuality, doubts: Iterable[Doubt] = ()
) -> None:
    """Withhold values that rest on what is doubted: ``doubts``, and what the watch and the plates say."""
    rise_ticks = rep.rise.start_tick, rep.rise.end_tick
    found = (*doubts, *known.watch.doubts(rep.rise.start_tick, rep.end_tick))
    found = (*found, DISAGREEMENT) if known.balance.disagrees else found
    withhold(values, found, rate_hz=quality.rate_hz, rise_ticks=rise_ticks)


def fields_of(values: Values) -> dict[str, Any]:
    """Return values as the fields of a ``Rep``."""
    return {**asdict(values), "faults": tuple(values.faults)}
