"""Compare a station's account with what InfluxDB holds, and with what the station said on its output."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from simulators.fleet.influx import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from simulators.fleet.member import Member


@dataclass(slots=True)
class Tally:
    """One station, added up."""

    station: str
    visits: int
    reps_told: int = 0
    """Reps said to be saved on ``station live --json``, less those taken back."""
    queued: int = 0
    delivered: dict[str, int] = field(default_factory=dict)
    """Points acknowledged by InfluxDB, by measurement."""
    waiting: int = 0
    parked: int = 0
    present: dict[str, int] = field(default_factory=dict)
    """Points InfluxDB holds, by measurement."""
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)
    """Every sum that is off and everything that did not end as it should; empty when all is well."""


def reps_told(lines: Iterable[bytes]) -> int:
    """Count reps said to be saved and not taken back; a last line without its end was never said."""
    saved, withdrawn, session = set(), set(), ""
    for line in lines:
        if not line.endswith(b"\n"):
            continue
        event = json.loads(line)
        if event["type"] == "session" and event["state"] == "opened":
            session = event["session_id"]
        elif event["type"] == "rep_withdrawn":
            withdrawn.add((session, event["set"], event["index"]))
        elif event["type"] == "saved" and event["what"] in ("rep", "rep_final"):
            saved.add((event["session_id"], event["set"], event["index"]))
    return len(saved - withdrawn)


def add_up(member: Member) -> Tally:
    """Send what the station's end left in its queue, then ask it for its account."""
    tally = Tally(member.name, member.visits, wrong=list(member.troubles))
    if member.told.exists():
        with member.told.open("rb") as lines:
            tally.reps_told = reps_told(lines)
    for command in (("influx", "push"), ("store", "check")):
        code, _ = member.ask(*command, "--json")
        if code:
            tally.wrong.append(f"station {' '.join(command)} ended with {code}: {member.last_words()}")
    code, status = member.ask("influx", "status", "--json")
    if status is None:
        tally.wrong.append(f"no account: {member.last_words()}")
        return tally
    _take_account(tally, status)
    return tally


def _take_account(tally: Tally, status: Mapping[str, Any]) -> None:
    ledger = status["ledger"]
    tally.wrong += [f"ledger: {each['words']}" for each in ledger["differences"]]
    for points in ledger["points"]:
        tally.queued += points["queued"] + points["resent"]
        tally.delivered[points["measurement"]] = points["delivered"]
        tally.waiting += points["waiting"]
        tally.parked += points["parked"]
        if points["measurement"] == "rep" and points["stored"] != tally.reps_told:
            tally.wrong.append(f"{tally.reps_told} reps told as saved, {points['stored']} stored")


def compare(tally: Tally, held: Mapping[tuple[str, str], Rows]) -> None:
    """Compare what was delivered of each measurement with what InfluxDB holds of this station."""
    there = {measurement: rows for (station, measurement), rows in held.items() if station == tally.station}
    for measurement in sorted({*there, *tally.delivered}):
        rows, delivered = there.get(measurement, Rows(0, 0)), tally.delivered.get(measurement, 0)
        tally.present[measurement] = rows.present
        tally.doubled += rows.doubled
        if (rows.present, rows.doubled) != (delivered, 0):
            twice = f", {rows.doubled} of them twice" if rows.doubled else ""
            tally.wrong.append(f"{measurement}: {delivered} delivered, {rows.present} in InfluxDB{twice}")
