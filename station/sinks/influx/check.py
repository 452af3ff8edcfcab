"""Is InfluxDB there, does it know us, may we write: asked without leaving anything behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.errors import InfluxError, UsageError
from station.sinks.influx.answers import advice
from station.sinks.influx.client import WriteClient

if TYPE_CHECKING:
    from station.config import InfluxSection
    from station.store import OutboxTotals, Store


@dataclass(frozen=True, slots=True)
class CheckReport:
    """A server that takes our points."""

    url: str
    bucket: str
    version: str
    """As announced; empty when the server keeps it to itself."""


@dataclass(frozen=True, slots=True)
class OutboxStatus:
    """The queue towards InfluxDB, from the store alone."""

    url: str
    bucket: str
    pending: int
    parked: int
    totals: tuple[OutboxTotals, ...]
    held: int = 0
    """Waiting until the clock is right that timed them."""


def check(config: InfluxSection, token: str | None) -> CheckReport:
    """Return the server's version if points may be written; ``InfluxError`` says what is missing.

    The permission is proven by a line the server must refuse as malformed after it has looked at token and
    bucket, so nothing is stored.
    """
    if not config.url:
        raise UsageError("no InfluxDB is configured", "Set url in section [influx]")
    with WriteClient(config, token) as client:
        answer = client.probe()
        if answer.meaning not in ("stored", "refused"):
            raise InfluxError(*advice(answer, config.bucket, config.url))
        return CheckReport(config.url, config.bucket, client.version())


def status(store: Store, config: InfluxSection) -> OutboxStatus:
    """Return what waits and what became of everything so far."""
    pending, parked = store.outbox_counts()
    return OutboxStatus(
        config.url, config.bucket, pending, parked, tuple(store.outbox_totals()), store.outbox_held()
    )
