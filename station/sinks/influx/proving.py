"""Whether what was installed works: the server is asked with the very tokens that were made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from station.errors import InfluxError
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.client import WriteClient

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from station.config import InfluxSection
    from station.sinks.influx.installing import Wanted


def proofs(wanted: Wanted) -> tuple[Callable[[], str], ...]:
    """Return what is asked when everything stands."""
    return (
        partial(prove_writing, wanted.influx, wanted.station_file),
        partial(prove_reading, wanted.influx, wanted.coach_file),
    )


def prove_writing(influx: InfluxSection, file: Path) -> str:
    """Ask the server whether the station's token may write. ``InfluxError`` when not."""
    with WriteClient(influx, file.read_text().strip()) as client:
        answer = client.probe()
    if answer.meaning not in ("stored", "refused"):
        raise InfluxError(
            f"the station's token may not write to {influx.bucket} ({answer.status} {answer.words})",
            "InfluxDB 1 takes it at /api/v2/write from 1.8 on; an older one needs a proxy before it",
        )
    return f"the station's token writes to {influx.bucket}"


def prove_reading(influx: InfluxSection, file: Path) -> str:
    """Ask the server whether the coach's token may read, and may not write. ``InfluxError`` when not so."""
    if not file.exists():
        return "the coach's token was put elsewhere when it was made: it was not tried"
    token = file.read_text().strip()
    with QueryClient(influx, token) as reader:
        reader.ask(["SHOW MEASUREMENTS LIMIT 1"])
    with WriteClient(influx, token) as writer:
        answer = writer.probe()
    if answer.meaning in ("stored", "refused"):
        return f"the coach's token reads {influx.bucket}; that it cannot write could not be seen here"
    return f"the coach's token reads {influx.bucket}, and may not write"
