"""Two stations on one database, two on one port: the second is refused in words, the first notices nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from station.store import Store, ledger
from tools.campaign.counting import Told, doubled, missing, rows_of
from tools.campaign.outcome import Outcome, timed
from tools.campaign.victim import Victim

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

ROOT = Path(__file__).parents[2]


def one_database(folder: Path, runs: int, seed: int) -> Outcome:
    """Start a second station on the data of one that measures."""
    with timed(Outcome("two stations on one database")) as outcome:
        for number in range(runs):
            home = folder / str(number)
            with (
                Victim(home, f"sim://textbook?seed={seed + number}&reps=3&speed=40") as first,
                Victim(home, "sim://alternate?speed=max") as second,
            ):
                _both(first, second, home, "process", outcome)
    return outcome


def one_port(folder: Path, runs: int, seed: int) -> Outcome:
    """Start a second station, with data of its own, on the serial port that one is reading."""
    with timed(Outcome("two stations on one port")) as outcome:
        for number in range(runs):
            home, other = folder / str(number), folder / f"{number}-other"
            with terminal(folder / f"tty{number}", seed + number, "reps=3", speed=10) as step:
                name = first_line(step)
                with Victim(home, name) as first:
                    first.wait_for(b'"state":"connected"')
                    with Victim(other, name) as second:
                        second.end()
                        first.wait_for(b'"what":"rep"', 2)
                        first.interrupt()
                        _both(first, second, home, "in use by another program", outcome)
                step.kill()
    return outcome


def _both(first: Victim, second: Victim, home: Path, words: str, outcome: Outcome) -> None:
    outcome.runs += 1
    first.wait_for(b'"what":"session"')
    codes = {second.end(), first.end()}
    said = first.errors.read_text() + (second.errors.read_text() if second.errors != first.errors else "")
    outcome.expect(codes != {1}, f"no station went on: {said}")
    outcome.expect(1 in codes and words in said, f"nobody was refused in words: {codes} {said}")
    told = Told()
    told.take([*first.lines, *second.lines])
    with Store.open(home / "data" / "station.db") as store:
        outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
    rows = rows_of(home / "data" / "station.db")
    outcome.saved += len(told.promised)
    outcome.lost += missing(told.promised, rows.reps)
    outcome.doubled += rows.twins + doubled(rows.reps)
    outcome.expect(len(rows.reps) > 0, "nothing was measured")


def terminal(
    link: Path, seed: int, *faults: str, speed: float, scenario: str = "textbook"
) -> AbstractContextManager[subprocess.Popen[str]]:
    """Start a virtual step on a pseudo-terminal; ``link`` points to it while it is plugged in."""
    more = [word for fault in faults for word in ("--fault", fault)]
    command = [sys.executable, "-m", "simulators.step", "--pty", "--link", str(link), "--scenario", scenario]
    return subprocess.Popen(  # noqa: S603  own command
        [*command, "--seed", str(seed), "--speed", str(speed), *more],
        stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip


def first_line(step: subprocess.Popen[str]) -> str:
    """Return the name of a step's terminal, once it has one."""
    if step.stdout is None:
        raise RuntimeError("the step was started without an output")
    return step.stdout.readline().strip()
