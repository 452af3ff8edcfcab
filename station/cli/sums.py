"""The ledger in words and as a document: what adds up to what, and what does not."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from station.config import database_path
from station.store import Store, ledger
from station.store.audit import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station.config import Config
    from station.store.differences import Difference
    from station.store.ledger import PointsSum, Statement


MOST_DIFFERENCES: Final = 20
"""More than these are counted only."""


def sums_document(told: Statement, differences: Sequence[Difference]) -> dict[str, Any]:
    """Return the whole account as plain values."""
    return asdict(told) | {"differences": [asdict(each) for each in differences]}


def sums_lines(told: Statement) -> Iterator[str]:
    """Yield each sum as a line that can be added up by hand."""
    wire = told.wire
    yield (
        f"wire: {wire.announced} conversions announced = {wire.used} used + {wire.flagged} flagged"
        f" + {wire.lost} lost"
    )
    for points in told.points:
        yield from _points_lines(points)
    if told.recovered:
        one = told.recovered == 1
        yield (
            f"{told.recovered} {'session was' if one else 'sessions were'} ended by a crash: of"
            f" {'it' if one else 'them'} the wire is accounted for up to the last checkpoint"
        )


def _points_lines(points: PointsSum) -> Iterator[str]:
    if points.stored is not None:
        parts = [f"{points.told} told"]
        parts += [f"+ {points.late} told late"] if points.late else []
        parts += [f"- {points.withdrawn} withdrawn"] if points.withdrawn else []
        yield f"{points.measurement}: {' '.join(parts)} = {points.stored} stored"
    queued = f"{points.queued - points.queued_before} queued"
    queued += f" + {points.queued_before} by sessions erased since" if points.queued_before else ""
    queued += f" + {points.resent} again" if points.resent else ""
    fates = {
        "delivered": points.delivered,
        "parked": points.parked,
        "discarded": points.discarded,
        "erased": points.erased,
        "waiting": points.waiting,
        "held until the clock is right": points.held,
    }
    told = " + ".join(f"{number} {name}" for name, number in fates.items() if number or name == "delivered")
    yield f"{points.measurement}: {queued} = {told}"


def difference_lines(differences: Sequence[Difference]) -> Iterator[str]:
    """Yield what does not add up, each with whose it is and the remedy; or that everything does."""
    if not differences:
        yield "✓ everything adds up"
    for each in differences:
        mark = "✕" if each.state == "stop" else "!"
        yield f"{mark} {owner(each)}: {each.words}. {each.remedy}"


def owner(difference: Difference) -> str:
    """Return whose sum is off."""
    return f"session {difference.session_id}" if difference.session_id else "the database"


def ledger_findings(config: Config) -> list[Finding]:
    """Add up every session of the database."""
    path = database_path(config)
    if not path.exists():
        return []
    with Store.open(path, read_only=True) as store:
        told, differences, erasures = ledger.statement(store), ledger.audit(store), len(store.erasures())
    findings = [
        Finding("ledger", each.state, f"{owner(each)}: {each.words}", each.remedy)
        for each in differences[:MOST_DIFFERENCES]
    ]
    if len(differences) > MOST_DIFFERENCES:
        more = len(differences) - MOST_DIFFERENCES
        findings.append(Finding("ledger", "stop", f"{more} more sums are off", "See: station influx status"))
    if erasures:
        words = f"{erasures} erased people may still have points in InfluxDB"
        findings.append(Finding("ledger", "mind", words, "Let them be deleted there: station influx push"))
    if not differences:
        recovered = f", {told.recovered} of them ended by a crash" if told.recovered else ""
        findings.append(Finding("ledger", "ok", f"{told.sessions} sessions add up{recovered}"))
    return findings
