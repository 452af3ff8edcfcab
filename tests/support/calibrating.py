"""A calibration guided on a simulated step: conversions of a maker's script fed to the engine, with answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from simulators.build import played
from simulators.maker import pulled
from simulators.options import options_of
from station.calibration import Calibrator
from station.calibration.channels import Channels, known_of, pairs_of
from station.calibration.model import (
    KnownMass,
    KnownScale,
    Outcome,
    Plan,
    PlateSample,
    Reading,
    Refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from simulators.instrument import Instrument
    from simulators.options import Options
    from simulators.truth import Truth
    from station.calibration.model import CellPair, Plate, Said, Told

FEW = 64
"""Conversions fed at a time."""


@dataclass(slots=True)
class Run:
    """What came of it."""

    wizard: Calibrator
    truth: Truth
    told: list[Told] = field(default_factory=list)

    @property
    def refusals(self) -> list[Refusal]:
        """Every refusal, in order."""
        return [each for each in self.told if isinstance(each, Refusal)]

    @property
    def codes(self) -> list[str]:
        """Their codes."""
        return [each.code for each in self.refusals]

    @property
    def readings(self) -> list[Reading]:
        """Every reading, also of what was voided later."""
        return [each for each in self.told if isinstance(each, Reading)]

    @property
    def outcome(self) -> Outcome:
        """The outcome, which must be there."""
        assert self.wizard.outcome is not None, self.wizard.view.prompt
        return self.wizard.outcome


def options(scenario: str = "calibration", **asked: object) -> Options:
    """Return the options of a simulated step."""
    return options_of(scenario, [(name, str(value)) for name, value in asked.items()])


def samples_of(
    instrument: Instrument, out: list[tuple[float, float]], pairs: Mapping[Plate, CellPair] | None = None
) -> list[PlateSample]:
    """Return all conversions in the order they came, less those while the cable was out."""
    rows = sorted(
        (t_s, channel, count, flags)
        for channel, made in zip(instrument.channels, instrument.conversions, strict=True)
        for t_s, count, flags in zip(
            made.ready_s.tolist(), made.count.tolist(), made.flags.tolist(), strict=True
        )
        if not any(start_s <= t_s < end_s for start_s, end_s in out)
    )
    ear = Channels(instrument.channels, pairs or {})
    heard = (
        ear.sample(instrument.channels.index(channel), t_s, count, flags)
        for t_s, channel, count, flags in rows
    )
    return [sample for sample in heard if sample is not None]


def scales_of(instrument: Instrument, note: str = "") -> dict[Plate, KnownScale]:
    """Return the calibration that is in the step."""
    return known_of({
        channel: KnownScale(plate.zero_count, plate.scale_n_per_count, 0, note)
        for channel, plate in zip(instrument.channels, instrument.plates, strict=True)
    })  # fmt: skip


def plan_of(asked: Options, **changed: object) -> Plan:
    """Return the plan that the maker of these options follows."""
    settings = asked.settings
    masses = tuple(KnownMass(mass, settings.mass_error * mass) for mass in settings.masses)
    words: dict[str, object] = {
        "series": settings.series,
        "preloads": settings.preloads,
        "temperature_c": 21.0,
    }
    return Plan(masses, **(words | changed))  # type: ignore[arg-type]  # fields of the plan


def calibrate(
    asked: Options,
    plan: Plan | None = None,
    *,
    known: bool = True,
    answer: Callable[[Told, Calibrator], Said | None] | None = None,
    few: int = FEW,
    change: Callable[[PlateSample, KnownScale], PlateSample | None] = lambda sample, _: sample,
) -> Run:
    """Guide the maker of these options through a calibration; ``answer`` speaks for the operator.

    ``change`` may spoil each sample, knowing the calibration in the step, or drop it.
    """
    instrument, truth = played(asked)
    scales = scales_of(instrument)
    pairs = pairs_of(instrument.channels, scales if known else {})
    wizard = Calibrator(plan or plan_of(asked), scales if known else {}, pairs)
    run = Run(wizard, truth)
    came = samples_of(instrument, pulled(asked.settings), pairs)
    samples = [made for each in came if (made := change(each, scales[each.plate])) is not None]
    for part in _parts(samples, few):
        news = wizard.feed(part)
        while news:
            run.told += news
            said = [each for one in news if answer is not None and (each := answer(one, wizard)) is not None]
            news = [each for one in said for each in wizard.tell(one)]
    return run


def _parts(samples: list[PlateSample], few: int) -> Iterator[list[PlateSample]]:
    for at in range(0, len(samples), few):
        yield samples[at : at + few]
