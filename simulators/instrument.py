"""The measuring part of a step without its board: plates, converters, and every conversion of a performance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulators.cells import front_share
from simulators.converter import CHANNELS, DELAY_PERIODS, convert, draw_plate, drifting, of_half_capacity
from simulators.faults import Spoiling, ailing, late, opened, pierced, saturating, spoil, stuck
from simulators.signals import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.athlete import Side
    from simulators.converter import Conversions, Plate
    from simulators.faults import Hole
    from simulators.options import Options
    from simulators.scenarios import Performance
    from simulators.signals import FloatArray

NOMINAL_RATE_HZ = 80.0


@dataclass(frozen=True, slots=True)
class Instrument:
    """What the converters of one step make of one performance; all three are in the order of the channels."""

    channels: tuple[str, ...]
    plates: tuple[Plate, ...]
    conversions: tuple[Conversions, ...]


def measure(options: Options, performance: Performance, holes: Sequence[Hole]) -> Instrument:
    """Return the plates that these options describe, and all their conversions, from second 0 on."""
    channels = CHANNELS[options.channels]
    plates = tuple(plate_of(options, performance, channel) for channel in channels)
    made = (_convert(options, performance, *each, holes) for each in zip(plates, channels, strict=True))
    return Instrument(channels, plates, tuple(made))


def plate_of(options: Options, performance: Performance, channel: str) -> Plate:
    """Return the plate, or the cell, of this channel with the faults that were asked for."""
    on_left = channel.startswith("L")
    plate = draw_plate(options.settings.seed, channel)
    if performance.warming_up:
        plate = drifting(plate, options.settings.seed, channel)
    if performance.workpiece is not None:
        bridge = performance.workpiece.bridges[channel[0]]
        plate = replace(plate, creep=bridge.creep, creep_s=bridge.creep_s)
    if channel not in CHANNELS[2]:
        plate = of_half_capacity(plate)
    plate = ailing(
        plate,
        noise_n=options.noise_n,
        hum_n=options.hum_n,
        drift_n_per_min=options.drift,
        creep=options.creep,
        creep_s=options.creep_s,
    )
    gain = options.gain_l if on_left else options.gain_r
    if gain is not None:
        plate = replace(plate, gain=gain)
    if options.rate is not None:
        plate = replace(plate, rate_hz=plate.rate_hz * options.rate / NOMINAL_RATE_HZ)
    own_rate = options.rate_l if on_left else options.rate_r
    if own_rate is not None:
        plate = replace(plate, rate_hz=own_rate)
    return plate if options.saturate_n is None else saturating(plate, options.saturate_n)


def _force(options: Options, performance: Performance, channel: str) -> FloatArray:
    """Return what lies on this channel's cell, N, on the internal rate."""
    motion, settings = performance.motion, options.settings
    side: Side = "left" if channel.startswith("L") != options.swap else "right"
    force_n = motion.left_n if side == "left" else motion.right_n
    if performance.workpiece is not None:
        return performance.workpiece.cell_n(("L" if side == "left" else "R") + channel[1:])
    if channel in CHANNELS[2]:
        return force_n
    front_n = force_n * front_share(motion, side, settings.seed, settings.scenario)
    return front_n if channel.endswith("F") else force_n - front_n


def _convert(
    options: Options, performance: Performance, plate: Plate, channel: str, holes: Sequence[Hole]
) -> Conversions:
    """Return what the converter of this channel makes of the performance."""
    settings = options.settings
    rng = stream(settings.seed, f"{settings.scenario}/chip/{channel}")
    force_n = _force(options, performance, channel)
    made = convert(force_n * 0.0 if channel == options.numb else force_n, plate, rng)
    if channel in (options.stuck, options.open):
        made = stuck(made) if channel == options.stuck else opened(made)
    if performance.spiky:
        made = spoil(made, rng, plate.zero_count, Spoiling())
    if options.spikes:
        asked = Spoiling(wild=options.spikes, drop_out=options.spikes / 6.0, hole=0.0)
        made = spoil(
            made, stream(settings.seed, f"{settings.scenario}/spikes/{channel}"), plate.zero_count, asked
        )
    made = pierced(made, holes, channel[0], DELAY_PERIODS / plate.rate_hz)
    return late(made, options.skew_ms / 1e3) if channel.startswith("R") and options.skew_ms else made
