"""SIGKILL at random instants: of the station, of influxd, of both."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from station.config import InfluxSection
from station.sinks.influx import Forwarder
from station.store import Store, ledger
from tools.campaign.counting import Told, doubled, influx_reps, missing, rows_of
from tools.campaign.outcome import Outcome, timed, watch_s
from tools.campaign.victim import Victim

if TYPE_CHECKING:
    from pathlib import Path

    from tools.influxd import InfluxServer

SCENARIOS = ("textbook", "alternate", "bounce", "single", "bilateral", "stumble", "spikes", "mixed_session")
LATEST_LINE = 260
"""Performances say 250 to 600 lines; a few runs end before they are killed, and that is counted."""
PAUSE_S = 0.02


def _port(number: int, chance: random.Random) -> str:
    scenario = SCENARIOS[number % len(SCENARIOS)]
    return f"sim://{scenario}?seed={chance.randrange(1 << 31)}&reps=6&speed=max"


class Round:
    """Stations one after the other on one database, and what they promised."""

    def __init__(self, folder: Path, outcome: Outcome, server: InfluxServer | None, seed: int) -> None:
        self.home, self.outcome, self.server = folder, outcome, server
        self.chance = random.Random(seed)  # noqa: S311  reproducible instants
        self.told = Told()
        self.ended_before = 0
        self.environment = {"STATION_INFLUX_TIMEOUT_S": "0.5"} | (server.environment() if server else {})

    @property
    def database(self) -> Path:
        """Where the stations write."""
        return self.home / "data" / "station.db"

    def instant(self) -> int:
        """Return after how many lines something happens; every tenth time before the first."""
        return 0 if self.chance.random() < 0.1 else self.chance.randrange(LATEST_LINE)  # noqa: PLR2004  a tenth

    def spread(self) -> None:
        """Let a moment pass, so that instants do not stick to lines."""
        time.sleep(self.chance.random() * 0.03)

    def station(self, number: int) -> Victim:
        """Start the next station."""
        return Victim(self.home, _port(number, self.chance), self.environment)

    def over(self, victim: Victim) -> None:
        """Take what an ended station promised, and look whether the database has it."""
        self.outcome.runs += 1
        self.told.take(victim.lines)
        if victim.first_stored_s is not None:
            self.outcome.recovered(victim.first_stored_s)
        if not self.database.exists():
            self.outcome.expect(not self.told.promised, "no database, but reps were promised")
            return
        rows = rows_of(self.database)
        gone = missing(self.told.promised, rows.reps)
        self.outcome.expect(
            not gone, f"run {self.outcome.runs}: {gone} promised reps are not in the database"
        )
        self.outcome.expect(not rows.damage, f"run {self.outcome.runs}: {rows.damage}")
        self.outcome.expect(
            self.told.sets <= rows.sets, f"run {self.outcome.runs}: promised sets are missing"
        )
        self.outcome.expect(
            self.told.sessions <= rows.sessions, f"run {self.outcome.runs}: promised sessions are missing"
        )

    def finish(self) -> None:
        """Let the ledger speak, deliver what waits, and compare with the independent count."""
        outcome = self.outcome
        with Store.open(self.database) as store:
            outcome.wrong += [f"ledger: {each.words}" for each in ledger.audit(store)]
            if self.server:
                deliver_all(store, self.server, outcome)
                outcome.wrong += [f"ledger, all delivered: {each.words}" for each in ledger.audit(store)]
        rows = rows_of(self.database)
        outcome.saved = len(self.told.promised)
        outcome.lost = missing(self.told.promised, rows.reps)
        outcome.doubled = rows.twins + doubled(rows.reps)
        if self.server:
            self._compare_with_influx()
        if self.ended_before:
            outcome.notes.append(f"{self.ended_before} more ended by themselves before the instant came")
        if self.told.withdrawn:
            outcome.notes.append(f"{len(self.told.withdrawn)} reps taken back by the reading of their set")

    def _compare_with_influx(self) -> None:
        if self.server is None:
            return
        outcome, rows, there = self.outcome, rows_of(self.database), influx_reps(self.server)
        outcome.lost += missing(self.told.promised, there)
        outcome.doubled += doubled(there)
        outcome.expect(
            rows.queued == rows.delivered == there.total() == rows.reps.total(),
            f"reps queued {rows.queued}, delivered {rows.delivered}, in InfluxDB {there.total()}, "
            f"in the database {rows.reps.total()}",
        )
        outcome.notes.append(f"{rows.delivered} reps delivered = {there.total()} in InfluxDB")


def deliver_all(store: Store, server: InfluxServer, outcome: Outcome) -> None:
    """Send what waits; nothing may be refused."""
    state = Forwarder(store, InfluxSection(url=server.url), server.write_token, lambda _: None).push_once()
    outcome.expect(
        (state.state, state.pending, state.parked) == ("ok", 0, 0), f"after all deliveries: {state}"
    )


def kill_station(folder: Path, server: InfluxServer | None, runs: int, seed: int) -> Outcome:
    """SIGKILL of the station, anywhere from its start to its end."""
    with timed(Outcome("kill -9 of the station")) as outcome:
        round_ = Round(folder, outcome, server, seed)
        while outcome.runs < runs:
            with round_.station(outcome.runs) as victim:
                victim.wait_for_lines(round_.instant())
                round_.spread()
                killed = victim.kill()
                round_.over(victim)
                if not killed:
                    round_.ended_before += 1
                    outcome.runs -= 1
        round_.finish()
    return outcome


def kill_influxd(folder: Path, server: InfluxServer, runs: int, seed: int) -> Outcome:
    """SIGKILL of the server while the station measures and sends; the station must not notice."""
    with timed(Outcome("kill -9 of influxd")) as outcome:
        round_ = Round(folder, outcome, server, seed)
        for number in range(runs):
            with round_.station(number) as victim:
                victim.wait_for_lines(round_.instant())
                round_.spread()
                server.kill_influxd()
                code = victim.end()
                round_.over(victim)
                outcome.expect(code == 0, f"run {outcome.runs}: the station ended with {code}")
            begun_s = watch_s()
            server.start_influxd()
            with Store.open(round_.database) as store:
                deliver_all(store, server, outcome)
            outcome.recovered(watch_s() - begun_s)
        round_.finish()
    return outcome


def kill_both(folder: Path, server: InfluxServer, runs: int, seed: int) -> Outcome:
    """SIGKILL of both, in either order, a moment apart; the next station meets the server again or does not."""
    with timed(Outcome("kill -9 of station and influxd")) as outcome:
        round_ = Round(folder, outcome, server, seed)
        for number in range(runs):
            with round_.station(number) as victim:
                victim.wait_for_lines(round_.instant())
                server_first = round_.chance.random() < 0.5  # noqa: PLR2004  either order
                if server_first:
                    server.kill_influxd()
                    round_.spread()
                round_.ended_before += not victim.kill()
                round_.spread()
                server.kill_influxd()
                round_.over(victim)
            server.start_influxd()
        round_.finish()
    return outcome
