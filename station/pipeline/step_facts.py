"""What is known of the step: who it is, and what the counts of its channels mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.force.pedigree import scale_uncertainty
from station.pipeline.gains import calibration_key
from station.pipeline.quality import SourceQuality

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from station.events import Calibration
    from station.pipeline.samples import SampleStage
    from station.wire import IdentityLine


class StepFacts:
    """Keeps the step's newest identity, and the calibration in use for every channel."""

    def __init__(
        self,
        samples: SampleStage,
        *,
        calibrations: Iterable[Calibration] = (),
        fixed_calibrations: Iterable[Calibration] = (),
        fixed_zeros: Mapping[str, float] | None = None,
    ) -> None:
        """As ``Pipeline`` explains them."""
        self._samples = samples
        self._fixed_zeros = dict(fixed_zeros or {})
        self.fixed = {c.channel: self._with_zero(c) for c in fixed_calibrations}
        self.calibrations = {c.channel: self._with_zero(c) for c in calibrations} | self.fixed
        self._announced: set[str] = set()
        """Channels whose calibration was heard from the step itself."""
        self.identity: IdentityLine | None = None

    def channel_name(self, index: int | None) -> str | None:
        """Return the name of a channel; ``None`` for one that the step has not announced."""
        if self.identity is None or index is None or index >= len(self.identity.channels):
            return None
        return self.identity.channels[index]

    def announce(self, told: Calibration) -> tuple[Calibration, Calibration | None]:
        """Use what the step says of a channel; return it and what the step said of it before."""
        calibration = self._with_zero(told)
        name = calibration.channel
        before = self.calibrations.get(name) if name in self._announced else None
        self.calibrations[name] = calibration
        self._announced.add(name)
        return calibration, before

    def plates(self) -> tuple[str, str] | None:
        """Return the step and the scales of its plates, once all of them are calibrated."""
        loads = self._samples.loads
        if self.identity is None or not all(each.calibrated for each in loads):
            return None
        return self.identity.uid, calibration_key(self.calibrations[each.name] for each in loads)

    def quality(self, as_of_s: float) -> SourceQuality:
        """Return what is known of the samples, their rate as it was at ``as_of_s``."""
        rate_hz = self._samples.rate_hz(as_of_s)
        used = self._used()
        sd_rel, stated = scale_uncertainty([each.note for each in used])
        words = [
            f"{each.channel}={each.scale_n_per_count:.9g}@{each.zero:.0f}/{each.taken_unix}" for each in used
        ]
        words.append(f"u={sd_rel:.2g}{'' if stated else ' assumed'}")
        return SourceQuality(
            rate_hz,
            1.0 / rate_hz if rate_hz else None,
            self.identity.firmware if self.identity else None,
            " ".join(words) if used else None,
            sd_rel,
        )

    def _used(self) -> list[Calibration]:
        """Return the calibrations of all plates that have one."""
        return [self.calibrations[each.name] for each in self._samples.loads if each.calibrated]

    def _with_zero(self, calibration: Calibration) -> Calibration:
        return replace(calibration, zero=self._fixed_zeros.get(calibration.channel, calibration.zero))
