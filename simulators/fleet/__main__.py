"""``python -m simulators.fleet``: many stations against one InfluxDB, and whether everything arrived once."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from simulators.fleet import influx
from simulators.fleet.crew import Shift, train
from simulators.fleet.influx import Bucket, FleetError
from simulators.fleet.member import Member
from simulators.fleet.plan import APART_US, SCENARIOS, Plan
from simulators.fleet.tally import Tally, add_up, compare

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED: Final = 130
CORES: Final = os.cpu_count() or 1


def _number(text: str) -> float:
    with suppress(ValueError):
        if (value := float(text)) > 0.0:
            return value
    raise argparse.ArgumentTypeError(f"'{text}' is no number above 0")


def _whole(text: str) -> int:
    with suppress(ValueError):
        if (value := int(text)) > 0:
            return value
    raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1")


def _speed(text: str) -> str:
    if text != "max":
        with suppress(argparse.ArgumentTypeError):
            _number(text)
            return text
        raise argparse.ArgumentTypeError(f"'{text}' is neither max nor a number above 0")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulators.fleet", description=__doc__)
    parser.add_argument("--stations", type=_whole, required=True, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="who trains what (default 1)")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--sets", type=_whole, metavar="K", help="visits of each station (default 1)")
    length.add_argument("--minutes", type=_number, metavar="M", help="or one visit after the other, so long")
    parser.add_argument(
        "--speed", type=_speed, default="1", metavar="X", help="times real time, or max (default 1)"
    )
    parser.add_argument("--reps", type=_whole, default=8, metavar="R", help="reps of a set (default 8)")
    parser.add_argument("--scenario", choices=SCENARIOS, help="the same everywhere (default: mixed)")
    parser.add_argument(
        "--together", type=_whole, metavar="W",
        help=f"stations that train at the same time (default: all; at --speed max {2 * CORES})",
    )  # fmt: skip
    parser.add_argument("--influx", metavar="URL", help="an InfluxDB that is there (default: start one)")
    parser.add_argument("--bucket", default="steps", metavar="B", help="default: steps")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep all stations' data in this new folder")
    parser.add_argument("--json", action="store_true", help="one document, with every station's account")
    return parser


def run(asked: argparse.Namespace, bucket: Bucket, folder: Path) -> dict[str, Any]:
    """Run the fleet that was asked for and return what became of it. ``FleetError`` when it cannot be run."""
    site = time.strftime("fleet-%Y%m%dT%H%M%S", time.gmtime())  # one of its own, so that only it is counted
    members = [Member(number, folder / f"s{number + 1:04d}", site, bucket.environment())
               for number in range(asked.stations)]  # fmt: skip
    visits = None if asked.minutes else asked.sets or 1
    now_us = time.time_ns() // 1000
    plan = Plan(asked.seed, asked.speed, asked.reps, asked.scenario, now_us - 10_000 * APART_US)
    together = asked.together or (2 * CORES if asked.speed == "max" else asked.stations)
    shift = Shift(visits, asked.minutes and asked.minutes * 60.0, together)
    interrupted = False
    with ThreadPoolExecutor(CORES) as pool:
        list(pool.map(Member.settle, members))
        begun_s = time.monotonic()
        try:
            train(members, plan, shift, lambda words: print(words, file=sys.stderr, flush=True))  # noqa: T201  to people
        except KeyboardInterrupt:
            interrupted = True
        took_s = time.monotonic() - begun_s
        tallies = list(pool.map(add_up, members))
    held = bucket.count(site)
    for tally in tallies:
        compare(tally, held)
    return _document(asked, site, took_s, tallies) | {"interrupted": interrupted}


def _document(
    asked: argparse.Namespace, site: str, took_s: float, tallies: Sequence[Tally]
) -> dict[str, Any]:
    return {
        "schema": "simulators.fleet/1", "site": site, "stations": len(tallies), "seed": asked.seed,
        "speed": asked.speed, "trained_s": round(took_s, 3),
        "visits": sum(each.visits for each in tallies),
        "reps_told": sum(each.reps_told for each in tallies),
        "queued": sum(each.queued for each in tallies),
        "delivered": sum(sum(each.delivered.values()) for each in tallies),
        "present": sum(sum(each.present.values()) for each in tallies),
        "doubled": sum(each.doubled for each in tallies),
        "waiting": sum(each.waiting for each in tallies),
        "parked": sum(each.parked for each in tallies),
        "stations_wrong": sum(bool(each.wrong) for each in tallies),
        "accounts": [asdict(each) for each in tallies],
    }  # fmt: skip


def _told(document: dict[str, Any]) -> str:
    lines = [f"{each['station']}: {words}" for each in document["accounts"] for words in each["wrong"]]
    lines.append(
        "{stations} stations, {visits} visits in {trained_s:.0f} s: {reps_told} reps told as saved; "
        "{queued} points queued = {delivered} delivered + {waiting} waiting + {parked} refused; "
        "InfluxDB holds {present}, {doubled} of them twice".format(**document)
    )
    wrong = document["stations_wrong"]
    lines.append(f"{wrong} stations do not add up" if wrong else "every station adds up")
    return "\n".join(lines) + "\n"


def _place(asked: argparse.Namespace, stack: ExitStack) -> Path:
    if asked.data is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fleet-")))
    folder: Path = asked.data.resolve()
    if folder.exists() and any(folder.iterdir()):
        raise FleetError(f"{folder} is not empty; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a fleet; 0 when every station adds up, 1 when one does not, 2 when asked for wrongly."""
    asked = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        with ExitStack() as stack:
            folder = _place(asked, stack)
            bucket = (
                influx.there(asked.influx, asked.bucket)
                if asked.influx
                else stack.enter_context(influx.started())
            )
            document = run(asked, bucket, folder)
    except (FleetError, OSError) as error:
        sys.stderr.write(f"simulators.fleet: {error}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    sys.stdout.write(json.dumps(document) + "\n" if asked.json else _told(document))
    if document["interrupted"]:
        return INTERRUPTED
    return 1 if document["stations_wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
