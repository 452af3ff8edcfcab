"""A disk that fills up or turns read-only in mid-visit, and makes room again."""

from __future__ import annotations

import random
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from station.errors import StoreError
from station.store import Store, ledger
from tools.campaign.counting import Told, doubled, missing, rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.campaign.victim import Victim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOM_MB = 2


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Yield a real file system of two megabytes. ``OSError`` where mounting is not allowed."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={ROOM_MB}m,mode=0700", "station-campaign", str(folder)]
    if not _command("mount", *options):
        raise OSError("no right to mount a disk")
    try:
        yield folder
    finally:
        _command("umount", "-l", str(folder))


def _command(name: str, *arguments: str) -> bool:
    """Run one of the system's own commands; return whether it did what was asked."""
    path = shutil.which(name)
    command = [path or name, *arguments]
    return path is not None and not subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603  own words


def fill(folder: Path) -> None:
    """Leave no room at all."""
    with (folder / "ballast").open("ab", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def remount(folder: Path, how: str) -> None:
    """Remount the disk ``ro`` or ``rw``."""
    if not _command("mount", "-o", f"remount,{how}", str(folder)):
        raise OSError(f"the disk cannot be remounted {how}")


def failing(folder: Path, runs: int, seed: int, *, comes_back: bool) -> Outcome:
    """Fill the disk under a live station; it gets room again before the end, or never.

    Without room the station ends with exit code 1 and names a file, which is then taken in.
    """
    words = "disk full, then room again" if comes_back else "disk full to the end, then taken in"
    chance, told = random.Random(seed), Told()  # noqa: S311  reproducible
    with timed(Outcome(words)) as outcome:
        for number in range(runs):
            with small_disk(folder / f"disk{number}") as disk:
                _one_run(disk, chance, told, outcome, comes_back=comes_back)
    return outcome


def _one_run(disk: Path, chance: random.Random, told: Told, outcome: Outcome, *, comes_back: bool) -> None:
    home = disk.parent / f"{disk.name}-home"
    own = {"STATION_STATION_DATA_DIR": str(disk / "data"), "STATION_STATION_RECORD": "false"}
    port = f"sim://textbook?seed={chance.randrange(1 << 31)}&reps=6&speed=40"
    outcome.runs += 1
    with Victim(home, port, own) as victim:
        victim.wait_for(b'"what":"rep"', chance.randrange(1, 4))
        fill(disk)
        held = victim.wait_for(b'"type":"store"') if comes_back else False
        if comes_back:
            (disk / "ballast").unlink()
            begun_s = watch_s()
            victim.wait_for(b'"state":"ok","reps":0')
            outcome.recovered(watch_s() - begun_s)
        code = victim.end()
        lines = victim.lines
    one = Told()
    one.take(lines)
    told.reps |= one.reps
    outcome.saved += len(one.promised)
    outcome.expect(code == (0 if comes_back or not _unsaved(home) else 1), f"exit code {code}")
    if comes_back:
        outcome.expect(held, "nobody was told that reps wait for room")
    (disk / "ballast").unlink(missing_ok=True)
    _take_in(disk, home, outcome)
    _compare(disk, one, lines, outcome)


def read_only(folder: Path, runs: int, seed: int) -> Outcome:
    """Start a station on a disk that can only be read: refused in words, readable, unharmed, and usable later."""
    with timed(Outcome("disk read-only")) as outcome:
        for number in range(runs):
            with small_disk(folder / f"disk{number}") as disk:
                home, own = folder / f"home{number}", {"STATION_STATION_DATA_DIR": str(disk / "data")}
                told = _measure(home, own, seed + number, outcome, 0)
                remount(disk, "ro")
                refused = _measure(home, own, seed + number, outcome, 1)
                outcome.expect(not refused.promised, "reps were promised on a disk that cannot be written")
                with Store.open(disk / "data" / "station.db", read_only=True) as store:
                    reps = sum(len(store.reps(visit.id)) for visit in store.sessions())
                outcome.expect(reps == len(told.promised), f"{reps} of {len(told.promised)} reps can be read")
                remount(disk, "rw")
                told.reps |= _measure(home, own, seed + number, outcome, 0).reps
                outcome.runs += 1
                outcome.saved += len(told.promised)
                _compare(disk, told, [], outcome)
    return outcome


def _measure(home: Path, own: dict[str, str], seed: int, outcome: Outcome, code: int) -> Told:
    told = Told()
    with Victim(home, f"sim://textbook?seed={seed}&reps=3&speed=max", own) as victim:
        ended = victim.end()
        told.take(victim.lines)
        outcome.expect(ended == code, f"exit code {ended}: {victim.errors.read_text()[-300:]}")
    return told


def _unsaved(home: Path) -> list[Path]:
    return list(home.glob("station-unsaved-*"))


def _take_in(disk: Path, home: Path, outcome: Outcome) -> None:
    from station.store.taking_in import take_in  # noqa: PLC0415  only where something was left over

    for file in _unsaved(home):
        try:
            take_in(disk / "data" / "station.db", file)
        except StoreError as error:
            outcome.wrong.append(f"what was not saved cannot be taken in: {error}")


def _compare(disk: Path, one: Told, lines: list[bytes], outcome: Outcome) -> None:
    """Every rep that was told at all is in the database in the end, also those that had to wait."""
    database = disk / "data" / "station.db"
    with Store.open(database) as store:
        outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
    rows = rows_of(database)
    outcome.lost += missing(one.promised, rows.reps)
    outcome.doubled += rows.twins + doubled(rows.reps)
    measured = sum(b'"type":"rep",' in line for line in lines) - len(one.withdrawn)
    outcome.expect(
        rows.reps.total() >= measured, f"{rows.reps.total()} of {measured} measured reps are stored"
    )
    outcome.wrong += rows.damage
