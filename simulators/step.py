"""``python -m simulators.step``: the virtual step on the command line.

Prints the truth of what ``sim://SCENARIO?seed=N`` plays, serves it on a pseudo-terminal, or writes the ideal
forces as a table.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from simulators.build import build, truth_of
from simulators.link import Cable
from simulators.maker import WORKSHOP
from simulators.options import PARAMETERS, Options, options_of
from simulators.scenarios import SCENARIOS, perform
from simulators.signals import smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulators.act import Settings

CSV_RATE_HZ = 100.0
INTERRUPTED = 130


def _parameters() -> str:
    """Return what a URL may ask for, a line each."""
    rows = [f"  {name:14} {parameter.about}: {parameter.use}" for name, parameter in PARAMETERS.items()]
    return "\n".join(["parameters of sim://SCENARIO?name=value&..., all of which combine:", *rows])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="simulators.step",
        description=(__doc__ or "").partition("\n\n")[2],
        epilog=_parameters(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--scenario", default="textbook", help="what is played, see --list")
    parser.add_argument("--seed", help="which athlete and step (default 1)")
    parser.add_argument("--speed", help="times real time for --pty (default 1)")
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="any parameter of a sim:// URL, see below",
    )
    what = parser.add_argument_group("what to do")
    what.add_argument("--list", action="store_true", help="list the scenarios")
    what.add_argument("--truth", action="store_true", help="print the truth as JSON")
    what.add_argument(
        "--csv", type=Path, metavar="FILE", help="write t_s,left_n,right_n of an ideal sensor, 100 Hz"
    )
    what.add_argument(
        "--pty", action="store_true", help="serve the step on a pseudo-terminal and print its path"
    )
    what.add_argument("--link", type=Path, metavar="PATH", help="also point this symbolic link to it")
    what.add_argument("--loop", action="store_true", help="begin again at the end")
    return parser


def _options(asked: argparse.Namespace) -> Options:
    """Return checked options; ``ValueError`` in one line."""
    faults = [tuple(fault.partition("=")[::2]) for fault in asked.fault]
    named = [(name, value) for name in ("seed", "speed") if (value := getattr(asked, name)) is not None]
    return options_of(asked.scenario, [*named, *((name, value) for name, value in faults)])


def write_csv(settings: Settings, path: Path) -> None:
    """Write the ideal forces: no converter, no delay, N."""
    motion = perform(settings).motion
    time_s = np.arange(0.0, motion.duration_s, 1.0 / CSV_RATE_HZ)
    columns = [
        np.interp(time_s, motion.time_s(), smooth(force_n, 0.4 / CSV_RATE_HZ))
        for force_n in (motion.left_n, motion.right_n)
    ]
    with path.open("w", newline="", encoding="ascii") as file:
        table = csv.writer(file)
        table.writerow(("t_s", "left_n", "right_n"))
        table.writerows(
            (f"{t:.2f}", f"{left:.3f}", f"{right:.3f}")
            for t, left, right in zip(time_s, *columns, strict=True)
        )


def _serve(options: Options, asked: argparse.Namespace) -> None:
    from simulators.terminal import serve  # noqa: PLC0415  pseudo-terminals do not exist on Windows

    while True:
        talker, _ = build(options)
        serve(Cable(talker, options), asked.link, lambda path: print(path, flush=True))  # noqa: T201  the answer
        if not asked.loop:
            return


def _run(asked: argparse.Namespace) -> int:
    if asked.list:
        listed = {s.name: s.about for s in SCENARIOS.values()} | WORKSHOP
        sys.stdout.write("".join(f"{name:14} {about}\n" for name, about in listed.items()))
        return 0
    options = _options(asked)
    if asked.truth:
        sys.stdout.write(truth_of(options).to_json() + "\n")
    if asked.csv:
        write_csv(options.settings, asked.csv)
    if asked.pty:
        if options.speed is None:
            raise ValueError("bad value 'max' for --speed; a pseudo-terminal needs a number")
        _serve(options, asked)
    if not (asked.truth or asked.csv or asked.pty):
        raise ValueError("nothing to do; add --truth, --csv FILE, --pty or --list")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit code."""
    try:
        return _run(_parser().parse_args(arguments))
    except ValueError as wrong:
        sys.stderr.write(f"simulators.step: {wrong}\n")
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as failed:
        sys.stderr.write(f"simulators.step: {failed.filename}: {failed.strerror}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
