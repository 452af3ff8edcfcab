"""What a ``sim://`` URL may ask for, parsed and checked: each error names the value and what would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from simulators.act import Settings
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
    dead: str | None = None
    rate: float | None = None
    swap: bool = False
    gain_l: float | None = None
    gain_r: float | None = None
    uid: str | None = None
    speaks: str = "steps"
    t0_us: int = 0
    seq0: int = 0
    ppm: float = 0.0
    epoch_us: int | None = None
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


_SPEAKS = ("steps", "nothing", "other", "bootloop")
PARAMETERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "seed": ("a whole number from 0", lambda text: _whole(text, 0, 2**63 - 1)),
    "speed": ("max or a number above 0", _speed),
    "reps": ("a whole number from 1 to 500", lambda text: _whole(text, 1, 500)),
    "shapes": ("even, human or mixed", lambda text: _one_of(text, SHAPES)),
    "mass_kg": ("5 to 200", lambda text: _number(text, 5.0, 200.0)),
    "added_kg": ("0 to 100", lambda text: _number(text, 0.0, 100.0)),
    "corrupt": ("a probability from 0 to 1", lambda text: _number(text, 0.0, 1.0)),
    "drop": ("a probability from 0 to 1", lambda text: _number(text, 0.0, 1.0)),
    "disconnect_at": ("seconds, separated by commas", _times),
    "disconnect_s": ("seconds above 0", lambda text: _number(text, 1e-3, 1e6)),
    "baud": ("300 to 4000000", lambda text: _whole(text, 300, 4_000_000)),
    "dead": ("L or R", lambda text: _one_of(text, ("L", "R"))),
    "rate": ("conversions a second, 5 to 100", lambda text: _number(text, 5.0, 100.0)),
    "swap": ("0 or 1", lambda text: _one_of(text, ("0", "1")) == "1"),
    "gain_l": ("0.5 to 2", lambda text: _number(text, 0.5, 2.0)),
    "gain_r": ("0.5 to 2", lambda text: _number(text, 0.5, 2.0)),
    "uid": ("hexadecimal digits", _hex),
    "speaks": ("steps, nothing, other or bootloop", lambda text: _one_of(text, _SPEAKS)),
    "t0_us": ("a whole number from 0", lambda text: _whole(text, 0, 2**53)),
    "seq0": ("0 to 65535", lambda text: _whole(text, 0, 65535)),
    "ppm": ("-20000 to 20000", lambda text: _number(text, -20000.0, 20000.0)),
    "epoch_us": ("microseconds since 1970", lambda text: _whole(text, 0, 2**62)),
}
_OF_SCENARIO = ("seed", "reps", "shapes", "mass_kg", "added_kg")


def options_of(scenario: str, parameters: Iterable[tuple[str, str]]) -> Options:
    """Return checked options; ``ValueError`` says in one line what is wrong and what is valid."""
    if scenario not in SCENARIOS:
        raise ValueError(f"unknown scenario {scenario!r}; there are {', '.join(SCENARIOS)}")
    given = tuple(parameters)
    values: dict[str, object] = {}
    for name, text in given:
        if name not in PARAMETERS:
            raise ValueError(f"unknown parameter {name!r}; there are {', '.join(PARAMETERS)}")
        wanted, parse = PARAMETERS[name]
        try:
            values[name] = parse(text)
        except ValueError:
            raise ValueError(f"bad value {text!r} for {name}; use {wanted}") from None
    of_scenario = {name: values.pop(name) for name in _OF_SCENARIO if name in values}
    settings = Settings(scenario, **of_scenario)  # type: ignore[arg-type]  # each was parsed to its own type
    return Options(settings, given=given, **values)  # type: ignore[arg-type]  # each was parsed to its own type


def options_of_url(url: str) -> Options:
    """Return the options of ``sim://SCENARIO?name=value&...``."""
    parts = urlsplit(url)
    if parts.scheme != "sim":
        raise ValueError(f"not a simulator URL: {url!r}; use sim://SCENARIO?seed=7&speed=1")
    return options_of(parts.netloc + parts.path.rstrip("/"), parse_qsl(parts.query, keep_blank_values=True))
