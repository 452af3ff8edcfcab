"""What the configuration asks of everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.events import Prescription

if TYPE_CHECKING:
    from station.config.sections import Config


def prescription_of(config: Config, body_mass_kg: float | None = None) -> Prescription:
    """Return the prescription of somebody without a plan; the band never ends below its target."""
    training = config.training
    return Prescription(
        lowering_target_s=training.lowering_target_s,
        lowering_upper_s=max(training.lowering_upper_s, training.lowering_target_s),
        target_reps=training.target_reps,
        body_mass_kg=body_mass_kg,
        involved_side=training.involved_leg or None,
    )
