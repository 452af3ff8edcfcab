"""Sources of error: what is switched on, how large it is, and where that size comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from simulators.bridges import Bridge, draw_bridge
from simulators.converter import Plate, draw_plate, drifting
from simulators.signals import stream

if TYPE_CHECKING:
    from collections.abc import Callable

SCALE_SD = 0.002
GAIN_SD = 0.0057
SKEW_S = 0.005


@dataclass(frozen=True, slots=True)
class Chain:
    """What is wrong with one plate and its converter; perfect by default, but for when conversions come."""

    plate: Plate
    bridge: Bridge | None = None
    late_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Source:
    """One source of error."""

    name: str
    size: str
    origin: str
    spoil: Callable[[int, str, Chain], Chain]
    """Takes the seed, the channel and a perfect chain."""
    scenario: str = "heavy"


def perfect(seed: int, channel: str) -> Chain:
    """Return a plate without any error of force, at this step's own conversion rate."""
    drawn = draw_plate(seed, channel)
    return Chain(
        replace(
            drawn, gain=1.0, zero_error_n=0.0, noise_n=0.0, hum_n=0.0, creep=0.0, drift_n_per_min=0.0,
            drift_curve_n=0.0, jitter=0.0,
        )
    )  # fmt: skip


def _sampling(_seed: int, _channel: str, chain: Chain) -> Chain:
    return chain


def _of_plate(*names: str) -> Callable[[int, str, Chain], Chain]:
    """Take these properties of the plate as the simulator draws them."""

    def spoil(seed: int, channel: str, chain: Chain) -> Chain:
        drawn = draw_plate(seed, channel)
        return replace(chain, plate=replace(chain.plate, **{name: getattr(drawn, name) for name in names}))

    return spoil


def _warming(seed: int, channel: str, chain: Chain) -> Chain:
    drawn = drifting(draw_plate(seed, channel), seed, channel)
    moved = {"drift_n_per_min": drawn.drift_n_per_min, "drift_curve_n": drawn.drift_curve_n}
    return replace(chain, plate=replace(chain.plate, **moved))


def _of_bridge(*names: str) -> Callable[[int, str, Chain], Chain]:
    """Take these properties of the cells as the simulator draws them."""

    def spoil(seed: int, channel: str, chain: Chain) -> Chain:
        drawn = draw_bridge(seed, channel)
        none = {
            "nonlinearity": 0.0, "hysteresis": 0.0, "crosstalk": 0.0, "zero_n_per_c": 0.0, "span_per_c": 0.0,
        }  # fmt: skip
        return replace(
            chain, bridge=replace(drawn, **(none | {name: getattr(drawn, name) for name in names}))
        )

    return spoil


def _scale(seed: int, _channel: str, chain: Chain) -> Chain:
    gain = 1.0 + float(stream(seed, "budget/scale").normal(0.0, SCALE_SD))
    return replace(chain, plate=replace(chain.plate, gain=gain))


def _mismatch(seed: int, channel: str, chain: Chain) -> Chain:
    half = float(stream(seed, "budget/mismatch").normal(0.0, GAIN_SD)) / 2.0
    return replace(chain, plate=replace(chain.plate, gain=1.0 + (half if channel == "L" else -half)))


def _skew(_seed: int, channel: str, chain: Chain) -> Chain:
    return replace(chain, late_s=SKEW_S if channel == "R" else 0.0)


def _everything(seed: int, channel: str, chain: Chain) -> Chain:
    every = draw_plate(seed, channel)
    chain = replace(chain, plate=replace(every, gain=_mismatch(seed, channel, chain).plate.gain))
    scaled = chain.plate.gain * _scale(seed, channel, chain).plate.gain
    bridged = _of_bridge(*_CELLS)(seed, channel, chain)
    return replace(bridged, plate=replace(bridged.plate, gain=scaled))


def _everything_cold(seed: int, channel: str, chain: Chain) -> Chain:
    warm, drifts = _everything(seed, channel, chain), _warming(seed, channel, chain).plate
    moved = replace(warm.plate, drift_n_per_min=drifts.drift_n_per_min, drift_curve_n=drifts.drift_curve_n)
    return replace(warm, plate=moved)


_CELLS = ("nonlinearity", "hysteresis", "crosstalk", "zero_n_per_c", "span_per_c")
SOURCES: tuple[Source, ...] = (
    Source("sampling and the body itself", "2 converters, 82-94 conversions/s, unsynchronised; sway, breath",
           "data sheet of the HX711; simulated athletes", _sampling),
    Source("converter noise and hum", "0.10-0.25 N rms, 0.05-0.3 N of 50 Hz", "measured on real plates",
           _of_plate("noise_n", "hum_n")),
    Source("zero error of the calibration", "1.5 N sd", "zeros move 3-9 N in a session", _of_plate("zero_error_n")),
    Source("zero drift, warm", "0.08 N/min sd", "measured on real plates", _of_plate("drift_n_per_min")),
    Source("zero drift, warming up", "1.5-5 N/min and a curve of 3-10 N", "plates just switched on", _warming),
    Source("creep", "-0.03 to 0.05 % of load, 20-90 s", "data sheets of bar cells, class C3",
           _of_plate("creep", "creep_s")),
    Source("hysteresis", "0.03-0.1 % of full scale", "data sheets of 50 kg half-bridges", _of_bridge("hysteresis")),
    Source("non-linearity and cross-talk", "0.03-0.1 % of full scale; 0.08 % of the other's load",
           "data sheets of 50 kg half-bridges", _of_bridge("nonlinearity", "crosstalk")),
    Source("temperature of zero and span", "0.4 N and 0.003 % a degree, 0.5-2.5 degrees",
           "data sheets of 50 kg half-bridges", _of_bridge("zero_n_per_c", "span_per_c")),
    Source("scale of the calibration", f"{100 * SCALE_SD:.1f} % sd, both plates alike", "masses of a gym", _scale),
    Source("mismatch of the plates' gains", f"{100 * GAIN_SD:.2f} % sd", "each plate to 0.4 %", _mismatch),
    Source("skew between the plates", f"right {1e3 * SKEW_S:.0f} ms late", "a board that reads one chip late", _skew),
    Source("hands on a rail", "2-18 % of the weight", "simulated athletes", _sampling, scenario="rail"),
    Source("everything but hands, on warm plates", "all of the above together", "", _everything),
    Source("everything but hands, on plates just switched on", "all of the above together", "", _everything_cold),
)  # fmt: skip
