"""What a ``sim://`` URL may ask for, parsed and checked: each error names the value and what would do."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from simulators.act import Settings
from simulators.converter import CHANNELS
from simulators.maker import MISTAKES, STANDS, WORKSHOP
from simulators.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHAPES = ("even", "human", "mixed")


@dataclass(frozen=True, slots=True)
class Options:
    """Everything a simulated port can be told. Probabilities are per line, times in device seconds."""

    settings: Settings
    speed: float | None = 1.0
    """Times real time; ``None`` is as fast as possible."""
    corrupt: float = 0.0
    drop: float = 0.0
    disconnect_at: tuple[float, ...] = ()
    disconnect_s: float = 3.0
    baud: int | None = None
    channels: int = 2
    dead: str | None = None
    dead_at: float = 0.0
    rate: float | None = None
    rate_l: float | None = None
    rate_r: float | None = None
    skew_ms: float = 0.0
    swap: bool = False
    gain_l: float | None = None
    gain_r: float | None = None
    spikes: float = 0.0
    saturate_n: float | None = None
    holes: float = 0.0
    hole_ms: tuple[float, float] = (45.0, 400.0)
    noise_n: float | None = None
    hum_n: float | None = None
    drift: float | None = None
    creep: float | None = None
    creep_s: float | None = None
    stuck: str | None = None
    open: str | None = None
    numb: str | None = None
    calibrated: int | None = None
    firmware: str | None = None
    brownout_at: float | None = None
    uid: str | None = None
    speaks: str = "steps"
    t0_us: int = 0
    seq0: int = 0
    ppm: float = 0.0
    epoch_us: int | None = None
    loop: bool = False
    given: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """The parameters as written, for the truth."""


def _number(text: str, low: float, high: float) -> float:
    value = float(text)
    if not low <= value <= high:
        raise ValueError
    return value


def _one_of(text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise ValueError
    return text


def _times(text: str) -> tuple[float, ...]:
    return tuple(sorted(_number(part, 0.0, 1e6) for part in text.split(",")))


def _masses(text: str) -> tuple[float, ...]:
    masses = tuple(_number(part, 0.1, 400.0) for part in text.split(","))
    if list(masses) != sorted(set(masses)):
        raise ValueError
    return masses


def _speed(text: str) -> float | None:
    return None if text == "max" else _number(text, 1e-3, 1e4)


def _whole(text: str, low: int, high: int) -> int:
    value = int(text)
    if not low <= value <= high:
        raise ValueError
    return value


def _hex(text: str) -> str:
    int(text, 16)
    if not text.isalnum():
        raise ValueError
    return text


def _version(text: str) -> str:
    if not re.fullmatch(r"[0-9A-Za-z.+-]{1,16}", text):
        raise ValueError
    return text


def _span(text: str) -> tuple[float, float]:
    """Return the ends of ``LOW-HIGH``, or one value twice."""
    low, dash, high = text.partition("-")
    first = _number(low, 1.0, 10_000.0)
    return first, _number(high, first, 10_000.0) if dash else first


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a URL."""

    about: str
    use: str
    """What is valid, as in "use ..."."""
    parse: Callable[[str], object]


def _of(about: str, use: str, parse: Callable[..., object], *arguments: object) -> Parameter:
    return Parameter(about, use, lambda text: parse(text, *arguments))


_CHIPS = tuple(name for names in CHANNELS.values() for name in names)
_SPEAKS = ("steps", "nothing", "other", "bootloop")
_PROBABILITY = ("a probability from 0 to 1", _number, 0.0, 1.0)
_RATE = ("5 to 100", _number, 5.0, 100.0)
_GAIN = ("0.5 to 2", _number, 0.5, 2.0)
PARAMETERS: dict[str, Parameter] = {
    "seed": _of("which athlete, step and performance", "a whole number from 0", _whole, 0, 2**63 - 1),
    "speed": _of("times real time; max is as fast as possible", "max or a number above 0", _speed),
    "loop": _of("begins again at the end, for ever", "0 or 1", lambda text: _one_of(text, ("0", "1")) == "1"),
    "reps": _of("reps a set", "a whole number from 1 to 500", _whole, 1, 500),
    "shapes": _of("how evenly the athlete moves", "even, human or mixed", _one_of, SHAPES),
    "mass_kg": _of("body mass", "5 to 200", _number, 5.0, 200.0),
    "added_kg": _of("load on the back", "0 to 100", _number, 0.0, 100.0),
    "leg_share": _of("share of weight on the left leg, for scenario turn", "0.3 to 0.7", _number, 0.3, 0.7),
    "dumbbell_kg": _of("a dumbbell lies on one plate", "0.1 to 60", _number, 0.1, 60.0),
    "dumbbell_at": _of("second from which it lies there", "0 to 1000000", _number, 0.0, 1e6),
    "masses": _of("loads of a calibration", "kilograms going up, separated by commas", _masses),
    "mass_error": _of("how wrong they may be, relative", "0 to 0.1", _number, 0.0, 0.1),
    "series": _of("how often the maker lays them on", "1 to 10", _whole, 1, 10),
    "preloads": _of("how often he lays the largest on first", "0 to 10", _whole, 0, 10),
    "hold_s": _of("how long he leaves them", "8 to 60 seconds", _number, 8.0, 60.0),
    "mistake": _of("what he does wrong", ", ".join(MISTAKES), _one_of, MISTAKES),
    "stands": _of("where a person stands in place of iron", ", ".join(STANDS), _one_of, STANDS),
    "holes": _of("no conversions around a transfer of load", *_PROBABILITY),
    "hole_ms": _of("for so long (45-400)", "milliseconds, or two numbers as in 45-400", _span),
    "spikes": _of("a conversion is wild, or a cell drops out", *_PROBABILITY),
    "saturate_n": _of("force at which the converters saturate", "10 to 3000", _number, 10.0, 3000.0),
    "channels": _of(
        "one bridge a plate, or a front and a back cell",
        "2 or 4",
        lambda text: int(_one_of(text, ("2", "4"))),
    ),
    "dead": _of("a converter that is silent", "L or R; with channels=4 LF, LB, RF or RB", _one_of, _CHIPS),
    "dead_at": _of("second from which it is", "0 to 1000000", _number, 0.0, 1e6),
    "rate": _of("nominal conversions a second; chips differ", *_RATE),
    "rate_l": _of("conversions a second of the left chip, exactly", *_RATE),
    "rate_r": _of("conversions a second of the right chip, exactly", *_RATE),
    "skew_ms": _of("time stamps of the right chip are late by", "-50 to 50", _number, -50.0, 50.0),
    "swap": _of("the plates are exchanged", "0 or 1", lambda text: _one_of(text, ("0", "1")) == "1"),
    "gain_l": _of("what the left plate reads for 1 N", *_GAIN),
    "gain_r": _of("what the right plate reads for 1 N", *_GAIN),
    "noise_n": _of("noise of every plate, standard deviation", "0 to 50 N", _number, 0.0, 50.0),
    "hum_n": _of("mains hum of every plate before the converter's filter", "0 to 200 N", _number, 0.0, 200.0),
    "drift": _of("the zero of every plate moves by", "-200 to 200 N a minute", _number, -200.0, 200.0),
    "creep": _of("every plate creeps by this share of its load", "-0.1 to 0.1", _number, -0.1, 0.1),
    "creep_s": _of("as slowly as this", "seconds from 1 to 1000", _number, 1.0, 1000.0),
    "stuck": _of("a converter that gives the same count for ever", "a channel, as for dead", _one_of, _CHIPS),
    "open": _of(
        "a bridge whose wire is off: counts at the end of the range",
        "a channel, as for dead",
        _one_of,
        _CHIPS,
    ),
    "numb": _of("a cell that feels no load", "a channel, as for dead", _one_of, _CHIPS),
    "calibrated": _of(
        "when the step was calibrated, in seconds since 1970; none: never",
        "a whole number from 0, or none",
        lambda text: -1 if text == "none" else _whole(text, 0, 2**32 - 1),
    ),
    "firmware": _of("version that the step names", "one word of up to 16 letters, digits, . + -", _version),
    "brownout_at": _of(
        "second at which the supply dips and the step starts again", "0 to 1000000", _number, 0.0, 1e6
    ),
    "corrupt": _of("a line has a wrong bit", *_PROBABILITY),
    "drop": _of("a line is lost", *_PROBABILITY),
    "disconnect_at": _of("when the cable is pulled", "seconds, separated by commas", _times),
    "disconnect_s": _of("for how long", "seconds above 0", _number, 1e-3, 1e6),
    "baud": _of("speed of the wire", "300 to 4000000", _whole, 300, 4_000_000),
    "uid": _of("identity of the step", "hexadecimal digits", _hex),
    "speaks": _of("what answers on the port", "steps, nothing, other or bootloop", _one_of, _SPEAKS),
    "t0_us": _of("device clock at the beginning", "a whole number from 0", _whole, 0, 2**53),
    "seq0": _of("first sample number", "0 to 65535", _whole, 0, 65535),
    "ppm": _of("how far the device clock is off", "-20000 to 20000", _number, -20000.0, 20000.0),
    "epoch_us": _of("wall clock at the beginning", "microseconds since 1970", _whole, 0, 2**62),
}
_OF_SCENARIO = (
    "leg_share",
    "seed", "reps", "shapes", "mass_kg", "added_kg", "dumbbell_kg", "dumbbell_at", "masses", "mass_error", "series",
    "preloads", "hold_s", "mistake", "stands",
)  # fmt: skip


def options_of(scenario: str, parameters: Iterable[tuple[str, str]]) -> Options:
    """Return checked options; ``ValueError`` says in one line what is wrong and what is valid."""
    if scenario not in SCENARIOS and scenario not in WORKSHOP:
        raise ValueError(f"unknown scenario {scenario!r}; there are {', '.join((*SCENARIOS, *WORKSHOP))}")
    given = tuple(parameters)
    values: dict[str, object] = {}
    for name, text in given:
        if name in values:
            raise ValueError(f"{name} is given twice, the second time as {text!r}; give it once")
        if name not in PARAMETERS:
            raise ValueError(f"unknown parameter {name!r}; there are {', '.join(PARAMETERS)}")
        try:
            values[name] = PARAMETERS[name].parse(text)
        except ValueError:
            raise ValueError(f"bad value {text!r} for {name}; use {PARAMETERS[name].use}") from None
    of_scenario = {name: values.pop(name) for name in _OF_SCENARIO if name in values}
    settings = Settings(scenario, **of_scenario)  # type: ignore[arg-type]  # each was parsed to its own type
    options = Options(settings, given=given, **values)  # type: ignore[arg-type]  # each was parsed to its own type
    for name in ("dead", "stuck", "open", "numb"):
        chip = getattr(options, name)
        if chip is not None and chip not in CHANNELS[options.channels]:
            raise ValueError(f"bad value {chip!r} for {name}; use {' or '.join(CHANNELS[options.channels])}")
    return options


def options_of_url(url: str) -> Options:
    """Return the options of ``sim://SCENARIO?name=value&...``."""
    parts = urlsplit(url)
    if parts.scheme != "sim":
        raise ValueError(f"not a simulator URL: {url!r}; use sim://SCENARIO?seed=7&speed=1")
    return options_of(parts.netloc + parts.path.rstrip("/"), parse_qsl(parts.query, keep_blank_values=True))
