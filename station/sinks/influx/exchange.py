"""Delivering a batch: all at once, or in halves until the refused line stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.sinks.influx.lines import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.sinks.influx.answers import Answer
    from station.store.rows import OutboxRow


@dataclass(slots=True)
class Exchange:
    """What became of a batch; rows in neither list stay queued because of ``stop``."""

    delivered: list[int] = field(default_factory=list)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    stop: Answer | None = None


def deliver(rows: Sequence[OutboxRow], send: Callable[[bytes], Answer]) -> Exchange:
    """Send rows and return their fate.

    InfluxDB 1 keeps the good lines of a refused batch, 2 keeps none: sending the halves again is right for
    both, because the same line twice is one row.
    """
    exchange = Exchange()
    parts = [_encoded(rows, exchange)]
    while parts:
        part = parts.pop()
        if not part:
            continue
        answer = send(b"\n".join(line for _, line in part))
        if answer.meaning == "stored":
            exchange.delivered += [row_id for row_id, _ in part]
        elif answer.meaning not in ("refused", "too_large"):
            exchange.stop = answer
            break
        elif len(part) == 1:
            exchange.refusals.append((part[0][0], f"{answer.status} {answer.words}"))
        else:
            half = len(part) // 2
            parts += [part[half:], part[:half]]
    return exchange


def _encoded(rows: Sequence[OutboxRow], exchange: Exchange) -> list[tuple[int, bytes]]:
    """Encode the rows; what cannot be encoded is refused here, in our words."""
    lines = []
    for row in rows:
        try:
            lines.append((row.id, encode(row.point)))
        except ValueError as error:
            exchange.refusals.append((row.id, f"not sent: {error}"))
    return lines
