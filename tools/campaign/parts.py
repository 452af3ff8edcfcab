"""The parts of the campaign by name, and how often the full one runs each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.campaign import (
    cables,
    cuts,
    disks,
    fuzz_files,
    fuzz_http,
    fuzz_wire,
    kills,
    rivals,
    servers,
    soak,
    victoria,
)
from tools.campaign.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.campaign.bench import Bench

    Part = Callable[[Bench], list[Outcome]]

STATION_KILLS = 300
SERVER_KILLS = 50
SERVER_FAULTS = 20
DISKS = 20
RIVALS = 10
CABLES = 10
FILES = 20_000
RECORDINGS = 2_000
ANSWERS = 1_000
SECOND_SERVER = 5
VISITS_A_DAY = 20


def _kill_station(bench: Bench) -> list[Outcome]:
    return [
        kills.kill_station(bench.room("kill-station"), bench.server(), bench.runs(STATION_KILLS), bench.seed)
    ]


def _kill_influxd(bench: Bench) -> list[Outcome]:
    return [
        kills.kill_influxd(bench.room("kill-influxd"), bench.server(), bench.runs(SERVER_KILLS), bench.seed)
    ]


def _kill_both(bench: Bench) -> list[Outcome]:
    return [kills.kill_both(bench.room("kill-both"), bench.server(), bench.runs(SERVER_KILLS), bench.seed)]


def _power_cuts(bench: Bench) -> list[Outcome]:
    return [
        cut(bench.room(f"cut-{number}"), bench.share)
        for number, cut in enumerate((cuts.cut_log, cuts.cut_database, cuts.cut_recording))
    ]


def _servers(bench: Bench) -> list[Outcome]:
    return [
        servers.sending(
            bench.room(f"server-{number}"), bench.server(), bench.runs(SERVER_FAULTS), bench.seed, fault
        )
        for number, fault in enumerate(servers.FAULTS)
    ]


def _disks(bench: Bench) -> list[Outcome]:
    runs = bench.runs(DISKS)
    try:
        return [
            disks.failing(bench.room("disk-again"), runs, bench.seed, comes_back=True),
            disks.failing(bench.room("disk-full"), runs, bench.seed, comes_back=False),
            disks.read_only(bench.room("disk-read-only"), runs, bench.seed),
        ]
    except OSError as error:
        return [Outcome("disk full, read-only", notes=[f"left out: {error}"])]


def _rivals(bench: Bench) -> list[Outcome]:
    runs = bench.runs(RIVALS)
    return [
        rivals.one_database(bench.room("one-database"), runs, bench.seed),
        rivals.one_port(bench.room("one-port"), runs, bench.seed),
    ]


def _cables(bench: Bench) -> list[Outcome]:
    runs = bench.runs(CABLES)
    return [
        cables.pulled(bench.room("pulled"), runs, bench.seed),
        cables.another_step(bench.room("another-step"), runs, bench.seed),
    ]


def _fuzz_wire(bench: Bench) -> list[Outcome]:
    return [
        *fuzz_wire.fuzz(bench.runs(fuzz_wire.FULL_BYTES), bench.seed),
        fuzz_wire.still_right(bench.seed),
    ]


def _fuzz_files(bench: Bench) -> list[Outcome]:
    folder, runs = bench.room("files"), bench.runs(FILES)
    return [
        fuzz_files.tables(folder, runs, bench.seed),
        fuzz_files.configurations(folder, runs, bench.seed),
        fuzz_files.calibrations(runs, bench.seed),
        fuzz_files.recordings(folder, bench.runs(RECORDINGS), bench.seed),
        fuzz_files.bomb(folder),
    ]


def _fuzz_http(bench: Bench) -> list[Outcome]:
    return [
        fuzz_http.answers(bench.room("http-any"), bench.runs(ANSWERS), bench.seed),
        fuzz_http.extremes(bench.room("http-extremes"), bench.runs(3)),
    ]


def _second_server(bench: Bench) -> list[Outcome]:
    return [victoria.worth(bench.room("victoria"), bench.runs(SECOND_SERVER))]


def _soak(bench: Bench) -> list[Outcome]:
    live_every = max(1, round(1 / bench.share))
    return [soak.month(bench.room("month"), bench.server(), bench.seed, bench.runs(VISITS_A_DAY), live_every)]


PARTS: dict[str, Part] = {
    "kill-station": _kill_station,
    "kill-influxd": _kill_influxd,
    "kill-both": _kill_both,
    "power-cuts": _power_cuts,
    "servers": _servers,
    "disks": _disks,
    "rivals": _rivals,
    "cables": _cables,
    "fuzz-wire": _fuzz_wire,
    "fuzz-files": _fuzz_files,
    "fuzz-http": _fuzz_http,
    "second-server": _second_server,
    "soak": _soak,
}
