"""From options to a running device and its truth."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from simulators.converter import CHANNELS, Plate, convert, draw_plate
from simulators.device import Hardware, Step
from simulators.scenarios import Performance, perform
from simulators.signals import stream
from simulators.truth import Truth, shifted

if TYPE_CHECKING:
    from simulators.options import Options


def _plate(options: Options, channel: str) -> Plate:
    plate = draw_plate(options.settings.seed, channel)
    gain = options.gain_l if channel == "L" else options.gain_r
    if gain is not None:
        plate = replace(plate, gain=gain)
    if options.rate is not None:
        ratio = options.rate / 80.0
        plate = replace(plate, rate_hz=plate.rate_hz * ratio)
    return plate


def truth_of(options: Options, performance: Performance) -> Truth:
    """Return the truth on the device's clock, with the faults played on the link."""
    return shifted(performance.truth, options.t0_us / 1e6)


def build(options: Options) -> tuple[Step, Truth]:
    """Return the step that plays these options, and the truth of what it plays."""
    performance = perform(options.settings)
    motion = performance.motion
    plates = tuple(_plate(options, channel) for channel in CHANNELS)
    forces = (motion.right_n, motion.left_n) if options.swap else (motion.left_n, motion.right_n)
    conversions = [
        convert(force_n, plate, stream(options.settings.seed, f"{options.settings.scenario}/chip/{channel}"))
        for force_n, plate, channel in zip(forces, plates, CHANNELS, strict=True)
    ]
    drawn = stream(options.settings.seed, "uid").integers(0, 2**32)
    hardware = Hardware(
        uid=options.uid or f"5E{drawn:08X}",
        channels=CHANNELS,
        plates=plates,
        baud=options.baud or 115200,
        first_us=options.t0_us,
        first_seq=options.seq0,
        dead=frozenset({CHANNELS.index(options.dead)} if options.dead else ()),
    )
    return Step(hardware, conversions, motion.duration_s), truth_of(options, performance)
