"""A cable pulled and put back: under the same name, under another, with another step on it."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING

from station.store import Store, ledger
from tools.campaign.counting import Told, doubled, missing, rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.campaign.rivals import first_line, terminal
from tools.campaign.victim import Victim

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

SPEED = 10.0
"""Times real time; what the station waits for is real."""


def pulled(folder: Path, runs: int, seed: int) -> Outcome:
    """Pull the cable in mid-set, twice; the step comes back on the same link, on a terminal of another name."""
    chance = random.Random(seed)  # noqa: S311  reproducible
    with timed(Outcome("cable pulled, back as another terminal")) as outcome:
        for number in range(runs):
            first_s = chance.uniform(20.0, 35.0)
            outages = f"disconnect_at={first_s:.2f},{first_s + 30:.2f}"
            link = folder / f"tty{number}"
            with terminal(link, seed + number, outages, "disconnect_s=8", "reps=12", speed=SPEED) as step:
                first_line(step)
                with Victim(folder / str(number), str(link)) as victim:
                    for outage in (1, 2):
                        _comes_back(victim, outage, outcome)
                    victim.wait_for(b'"state":"lost"', 3)  # the performance is over
                    _end(victim, folder / str(number), outcome)
                step.kill()
    return outcome


def _comes_back(victim: Victim, outage: int, outcome: Outcome) -> None:
    outcome.expect(victim.wait_for(b'"state":"lost"', outage), f"outage {outage} was never told")
    begun_s = watch_s()
    outcome.expect(victim.wait_for(b'"state":"connected"', outage + 1), f"no reconnection after {outage}")
    outcome.recovered(watch_s() - begun_s - 8.0 / SPEED)


def another_step(folder: Path, runs: int, seed: int) -> Outcome:
    """Put another step on the link meanwhile: it is refused by its uid, and the right one is met again."""
    with timed(Outcome("another step plugged in; then the right one")) as outcome:
        for number in range(runs):
            link, home = folder / f"tty{number}", folder / str(number)
            own = {"STATION_STATION_STEP_UID": "AB12CD34"}
            step = _plug(link, seed, "AB12CD34")
            with Victim(home, str(link), own) as victim:
                victim.wait_for(b'"what":"rep"', 2)
                _unplug(step)
                victim.wait_for(b'"state":"lost"')
                step = _plug(link, seed + 1, "DEADBEEF")
                refused = victim.wait_for(b"DEADBEEF")
                outcome.expect(refused, "the other step was not named as the wrong one")
                wrong = sum(b'"what":"rep"' in line for line in victim.lines)
                _unplug(step)
                step = _plug(link, seed, "AB12CD34")
                begun_s = watch_s()
                outcome.expect(victim.wait_for(b'"state":"connected"', 2), "the right step was not met again")
                outcome.recovered(watch_s() - begun_s)
                victim.wait_for(b'"what":"rep"', wrong + 2)
                _end(victim, home, outcome)
            _unplug(step)
            outcome.expect(_uids(home) == {"AB12CD34"}, f"sessions of the steps {_uids(home)}")
    return outcome


def _plug(link: Path, seed: int, uid: str) -> subprocess.Popen[str]:
    step = terminal(link, seed, f"uid={uid}", "reps=6", speed=SPEED).__enter__()
    first_line(step)
    return step


def _unplug(step: subprocess.Popen[str]) -> None:
    step.kill()
    with suppress(OSError):
        step.__exit__(None, None, None)


def _uids(home: Path) -> set[str | None]:
    with Store.open(home / "data" / "station.db", read_only=True) as store:
        return {visit.step_uid for visit in store.sessions()}


def _end(victim: Victim, home: Path, outcome: Outcome) -> None:
    """End a station in order, and compare."""
    victim.interrupt()
    victim.end()
    told = Told()
    told.take(victim.lines)
    with Store.open(home / "data" / "station.db") as store:
        outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
    rows = rows_of(home / "data" / "station.db")
    outcome.runs += 1
    outcome.saved += len(told.promised)
    outcome.lost += missing(told.promised, rows.reps)
    outcome.doubled += rows.twins + doubled(rows.reps)
    outcome.expect(bool(told.promised), "no rep was measured at all")
