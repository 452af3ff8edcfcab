"""From options to a running device and its truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulators.converter import CHANNELS
from simulators.device import Step
from simulators.faults import Hole, holes_at_transfers
from simulators.hardware import FACTORY_UNIX, FIRMWARE, Hardware
from simulators.impostors import Impostor
from simulators.instrument import measure, plate_of
from simulators.scenarios import perform
from simulators.signals import stream
from simulators.truth import LinkFaultTruth, Truth, shifted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.instrument import Instrument
    from simulators.link import Talker
    from simulators.options import Options
    from simulators.scenarios import Performance
    from simulators.truth import PlateTruth

BAUD = {2: 115_200, 4: 500_000}
"""Usual speed of the wire by number of channels: four at the lower one would not fit."""
LINK_FAULTS = (
    "corrupt", "drop", "baud", "rate", "rate_l", "rate_r", "skew_ms", "swap", "gain_l", "gain_r", "spikes",
    "saturate_n", "speaks", "noise_n", "hum_n", "drift", "creep", "creep_s", "stuck", "open", "numb", "calibrated",
    "firmware", "brownout_at",
)  # fmt: skip
"""Parameters that are told as faults as they were given; those that begin at some time are told with it."""


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
    performance = perform(options.settings)
    return _on_device_clock(options, performance, _holes(options, performance.truth))


def _on_device_clock(options: Options, performance: Performance, holes: Sequence[Hole]) -> Truth:
    told = replace(performance.truth, link_faults=link_faults(options, holes))
    plates = tuple(_with_scale(options, performance, plate) for plate in told.plates)
    return shifted(replace(told, plates=plates), options.t0_us / 1e6)


def _with_scale(options: Options, performance: Performance, told: PlateTruth) -> PlateTruth:
    """Return a plate's truth with newtons a million counts: as announced, less its gain and its cells' slope."""
    scales = {}
    for channel in CHANNELS[options.channels]:
        if channel.startswith(told.channel):
            made = plate_of(options, performance, channel)
            scales[channel] = 1e6 * made.scale_n_per_count / (made.gain * told.slope)
    if told.channel in scales:
        return replace(told, scale_n_per_million_counts=scales[told.channel])
    return replace(told, cells_n_per_million_counts=scales)


def build(options: Options) -> tuple[Talker, Truth]:
    """Return what answers on the port with these options, and the truth of what it plays."""
    performance = perform(options.settings)
    holes = _holes(options, performance.truth)
    truth = _on_device_clock(options, performance, holes)
    if options.speaks != "steps":
        lasts_s = float("inf") if options.loop else performance.motion.duration_s
        return Impostor(options.speaks, lasts_s), truth
    instrument = measure(options, performance, holes)
    hardware = Hardware(
        uid=options.uid or f"5E{stream(options.settings.seed, 'uid').integers(0, 2**32):08X}",
        channels=instrument.channels,
        plates=instrument.plates,
        baud=options.baud or BAUD[options.channels],
        first_us=options.t0_us,
        first_seq=options.seq0,
        firmware=options.firmware or FIRMWARE,
        calibrated_unix=_calibrated(options.calibrated),
        brownout_s=options.brownout_at,
        dead_from_s={instrument.channels.index(options.dead): options.dead_at} if options.dead else {},
    )
    lasts_s = performance.motion.duration_s
    return Step(hardware, instrument.conversions, lasts_s, loops=options.loop), truth


def _calibrated(asked: int | None) -> int | None:
    """Return when the step was calibrated: as the maker did, as asked for, or never."""
    if asked is None:
        return FACTORY_UNIX
    return None if asked < 0 else asked


def played(options: Options) -> tuple[Instrument, Truth]:
    """Return every conversion of these options without the virtual board, and the truth of what it plays."""
    performance = perform(options.settings)
    holes = _holes(options, performance.truth)
    return measure(options, performance, holes), _on_device_clock(options, performance, holes)
