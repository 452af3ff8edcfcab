"""From options to a running device and its truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulators.converter import (
    CHANNELS,
    DELAY_PERIODS,
    Conversions,
    Plate,
    convert,
    draw_plate,
    drifting,
)
from simulators.device import Step
from simulators.faults import Hole, Spoiling, holes_at_transfers, late, pierced, saturating, spoil
from simulators.hardware import Hardware
from simulators.impostors import Impostor
from simulators.scenarios import Performance, perform
from simulators.signals import stream
from simulators.truth import LinkFaultTruth, Truth, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.link import Talker
    from simulators.options import Options

NOMINAL_RATE_HZ = 80.0
LINK_FAULTS = (
    "corrupt", "drop", "baud", "rate", "rate_l", "rate_r", "skew_ms", "swap", "gain_l", "gain_r", "spikes",
    "saturate_n", "speaks",
)  # fmt: skip
"""Parameters that are told as faults as they were given; those that begin at some time are told with it."""


def _plate(options: Options, channel: str, *, warming_up: bool) -> Plate:
    """Return the plate of this channel with the faults that were asked for."""
    plate = draw_plate(options.settings.seed, channel)
    if warming_up:
        plate = drifting(plate, options.settings.seed, channel)
    gain = options.gain_l if channel == "L" else options.gain_r
    if gain is not None:
        plate = replace(plate, gain=gain)
    if options.rate is not None:
        plate = replace(plate, rate_hz=plate.rate_hz * options.rate / NOMINAL_RATE_HZ)
    own_rate = options.rate_l if channel == "L" else options.rate_r
    if own_rate is not None:
        plate = replace(plate, rate_hz=own_rate)
    return plate if options.saturate_n is None else saturating(plate, options.saturate_n)


def _holes(options: Options, truth: Truth) -> tuple[Hole, ...]:
    """Return the holes over transfers that these options play, on the clock of the performance."""
    if not options.holes:
        return ()
    return holes_at_transfers(truth, options.holes, options.hole_ms)


def link_faults(options: Options, holes: Sequence[Hole]) -> tuple[LinkFaultTruth, ...]:
    """Return the faults that these options play, on the clock of the performance."""
    outages = [
        LinkFaultTruth("disconnect", f"{options.disconnect_s:g}", start_s, start_s + options.disconnect_s)
        for start_s in options.disconnect_at
    ]
    dead = [LinkFaultTruth("dead", options.dead, options.dead_at)] if options.dead else []
    gaps = [LinkFaultTruth("hole", hole.channels, hole.start_s, hole.end_s) for hole in holes]
    others = [LinkFaultTruth(name, value) for name, value in options.given if name in LINK_FAULTS]
    return (*outages, *dead, *gaps, *others)


def truth_of(options: Options) -> Truth:
    """Return the truth of these options on the device's clock."""
    truth = perform(options.settings).truth
    return _on_device_clock(options, truth, _holes(options, truth))


def _on_device_clock(options: Options, truth: Truth, holes: Sequence[Hole]) -> Truth:
    return shifted(replace(truth, link_faults=link_faults(options, holes)), options.t0_us / 1e6)


def _convert(
    options: Options, performance: Performance, plate: Plate, channel: str, holes: Sequence[Hole]
) -> Conversions:
    """Return what the converter of this channel makes of the performance."""
    motion, settings = performance.motion, options.settings
    on_left = (channel == "L") != options.swap
    rng = stream(settings.seed, f"{settings.scenario}/chip/{channel}")
    made = convert(motion.left_n if on_left else motion.right_n, plate, rng)
    if performance.spiky:
        made = spoil(made, rng, plate.zero_count, Spoiling())
    if options.spikes:
        asked = Spoiling(wild=options.spikes, drop_out=options.spikes / 6.0, hole=0.0)
        made = spoil(
            made, stream(settings.seed, f"{settings.scenario}/spikes/{channel}"), plate.zero_count, asked
        )
    made = pierced(made, holes, channel, DELAY_PERIODS / plate.rate_hz)
    return late(made, options.skew_ms / 1e3) if channel == "R" and options.skew_ms else made


def build(options: Options) -> tuple[Talker, Truth]:
    """Return what answers on the port with these options, and the truth of what it plays."""
    performance = perform(options.settings)
    holes = _holes(options, performance.truth)
    truth = _on_device_clock(options, performance.truth, holes)
    if options.speaks != "steps":
        return Impostor(options.speaks, performance.motion.duration_s), truth
    plates = {c: _plate(options, c, warming_up=performance.warming_up) for c in CHANNELS}
    hardware = Hardware(
        uid=options.uid or f"5E{stream(options.settings.seed, 'uid').integers(0, 2**32):08X}",
        channels=CHANNELS,
        plates=tuple(plates.values()),
        baud=options.baud or 115200,
        first_us=options.t0_us,
        first_seq=options.seq0,
        dead_from_s={CHANNELS.index(options.dead): options.dead_at} if options.dead else {},
    )
    conversions = [_convert(options, performance, plate, channel, holes) for channel, plate in plates.items()]
    return Step(hardware, conversions, performance.motion.duration_s), truth
