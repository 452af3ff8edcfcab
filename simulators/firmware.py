"""``python -m simulators.firmware``: a step of which only the silicon is simulated.

The real firmware runs on a modelled microcontroller with modelled converters, and does what the virtual step of
``sim://SCENARIO?seed=N`` does: the same athlete stands on the same plates. A host finds it on a pseudo-terminal,
and cannot tell it from a step on a cable: opening the port resets it, its calibration is kept in its EEPROM.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from simulators.build import BAUD, played
from simulators.emulated import EmulatedStep, Emulation
from simulators.hx711.bench import BenchError
from simulators.options import options_of
from simulators.scenarios import SCENARIOS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.instrument import Instrument
    from simulators.truth import Truth

INTERRUPTED, BY_SIGNAL = 130, 128
EMPTY_MAX_S = 36_000.0
OF_PLATES = (
    "reps", "shapes", "mass_kg", "added_kg", "dumbbell_kg", "dumbbell_at", "rate", "rate_l", "rate_r", "swap",
    "gain_l", "gain_r", "saturate_n",
)  # fmt: skip
"""Parameters of a ``sim://`` URL that speak of the athlete and the plates; the rest is the firmware's own."""


def _parser() -> argparse.ArgumentParser:
    about, _, more = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="simulators.firmware",
        description=more or about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--scenario", default="textbook", choices=SCENARIOS, metavar="NAME", help="what is played"
    )
    parser.add_argument("--seed", default="1", help="which athlete and plates (default 1)")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE",
                        help=f"more about the athlete and the plates: {', '.join(OF_PLATES)}")  # fmt: skip
    parser.add_argument("--chips", type=int, choices=sorted(BAUD), default=2, help="converters (default 2)")
    parser.add_argument("--baud", type=int, choices=sorted(set(BAUD.values())),
                        help="default: 115200 with two converters, 500000 with four")  # fmt: skip
    parser.add_argument(
        "--pty", action="store_true", help="serve the step on a pseudo-terminal and print its path"
    )
    parser.add_argument("--link", type=Path, metavar="PATH", help="let this symbolic link point to it")
    parser.add_argument(
        "--speed", default="1", metavar="X", help="times real time; max is as fast as the host reads"
    )
    parser.add_argument("--eeprom", type=Path, metavar="FILE",
                        help="keep the step's memory here; made with a calibration when it is not there")  # fmt: skip
    parser.add_argument("--fault", action="append", default=[], metavar="T:CHIP:KIND",
                        help="at this second: dead, stuck_low, ok, brownout or rate:HZ of converter 0-3; of the board, "
                        "with any CHIP: supply_dip[:MS], power_cut[:MS], unplug[:MS], reset, voltage:MV")  # fmt: skip
    parser.add_argument("--empty", default="0", metavar="S", help="empty plates for so long first")
    parser.add_argument("--truth", action="store_true", help="print the truth as JSON")
    parser.add_argument(
        "--bench-log", type=Path, metavar="DIR", help="write conversions, bytes and figures here"
    )
    return parser


def _instrument(asked: argparse.Namespace) -> tuple[Instrument, Truth]:
    """Return what is played; ``ValueError`` in one line when it means nothing."""
    more = [tuple(each.partition("=")[::2]) for each in asked.set]
    for name, _ in more:
        if name not in OF_PLATES:
            raise ValueError(f"unknown parameter {name!r} for --set; there are {', '.join(OF_PLATES)}")
    named = [("seed", asked.seed), ("speed", asked.speed), ("channels", str(asked.chips))]
    options = options_of(asked.scenario, [*named, *((name, value) for name, value in more)])
    return played(options)


def _empty_s(text: str) -> float:
    """Return how long the plates are empty first; ``ValueError`` when that is no such time."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= EMPTY_MAX_S:  # nor "nan"
        raise ValueError(f"bad value {text!r} for --empty; use seconds from 0 to {EMPTY_MAX_S:g}")
    return seconds


def _serve(asked: argparse.Namespace, instrument: Instrument, truth: Truth, empty_s: float) -> None:
    """Play it to the end on a pseudo-terminal."""
    with tempfile.TemporaryDirectory(prefix="emulated-step-") as made:
        folder: Path = asked.bench_log or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        emulation = Emulation(
            instrument,
            truth.duration_s,
            asked.baud or BAUD[asked.chips],
            link=asked.link or Path(made) / "step",
            folder=folder,
            eeprom=asked.eeprom or Path(made) / "eeprom.bin",
            seed=truth.seed,
            empty_s=empty_s,
            speed=None if asked.speed == "max" else float(asked.speed),
            faults=tuple(asked.fault),
        )
        with EmulatedStep(emulation) as step:
            print(emulation.link, flush=True)  # noqa: T201  the answer
            step.wait()


def _run(asked: argparse.Namespace) -> int:
    if not (asked.truth or asked.pty):
        raise ValueError("nothing to do; add --pty or --truth")
    empty_s = _empty_s(asked.empty)
    instrument, truth = _instrument(asked)
    if asked.truth:
        sys.stdout.write(truth.to_json() + "\n")
        sys.stdout.flush()
    if asked.pty:
        _serve(asked, instrument, truth, empty_s)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit code."""
    try:
        return _run(_parser().parse_args(arguments))
    except ValueError as wrong:
        sys.stderr.write(f"simulators.firmware: {wrong}\n")
        return 2
    except BenchError as failed:
        sys.stderr.write(f"simulators.firmware: {failed}\n")
        return 1
    except OSError as failed:
        sys.stderr.write(f"simulators.firmware: {failed.filename}: {failed.strerror}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


def _leave(number: int, _frame: object) -> None:
    """End as an error would, so that the bench, its terminal and its folder go too; once."""
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(BY_SIGNAL + number)


def _heed_signals() -> None:
    """Tidy up when asked to end, and when the terminal is closed, unless ``nohup`` wants that ignored."""
    signal.signal(signal.SIGTERM, _leave)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _leave)


if __name__ == "__main__":
    _heed_signals()
    sys.exit(main())
