"""From options to a running device and its truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulators.converter import CHANNELS, Conversions, Plate, convert, draw_plate, drifting, spoil
from simulators.device import Hardware, Step
from simulators.impostors import Impostor
from simulators.scenarios import Performance, perform
from simulators.signals import stream
from simulators.truth import LinkFaultTruth, Truth, shifted

if TYPE_CHECKING:
    from simulators.link import Talker
    from simulators.options import Options

NOMINAL_RATE_HZ = 80.0
LINK_FAULTS = ("corrupt", "drop", "baud", "dead", "rate", "swap", "gain_l", "gain_r", "speaks")


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
    return plate


def link_faults(options: Options) -> tuple[LinkFaultTruth, ...]:
    """Return the faults that these options play, on the clock of the performance."""
    outages = [
        LinkFaultTruth("disconnect", f"{options.disconnect_s:g}", start_s, start_s + options.disconnect_s)
        for start_s in options.disconnect_at
    ]
    others = [LinkFaultTruth(name, value) for name, value in options.given if name in LINK_FAULTS]
    return (*outages, *others)


def truth_of(options: Options) -> Truth:
    """Return the truth of these options on the device's clock."""
    return _on_device_clock(options, perform(options.settings))


def _on_device_clock(options: Options, performance: Performance) -> Truth:
    told = replace(performance.truth, link_faults=link_faults(options))
    return shifted(told, options.t0_us / 1e6)


def _convert(options: Options, performance: Performance, plate: Plate, channel: str) -> Conversions:
    """Return what the converter of this channel makes of the performance."""
    motion, settings = performance.motion, options.settings
    on_left = (channel == "L") != options.swap
    rng = stream(settings.seed, f"{settings.scenario}/chip/{channel}")
    made = convert(motion.left_n if on_left else motion.right_n, plate, rng)
    return spoil(made, rng, plate.zero_count) if performance.spiky else made


def build(options: Options) -> tuple[Talker, Truth]:
    """Return what answers on the port with these options, and the truth of what it plays."""
    performance = perform(options.settings)
    truth = _on_device_clock(options, performance)
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
        dead=frozenset({CHANNELS.index(options.dead)} if options.dead else ()),
    )
    conversions = [_convert(options, performance, plate, channel) for channel, plate in plates.items()]
    return Step(hardware, conversions, performance.motion.duration_s), truth
