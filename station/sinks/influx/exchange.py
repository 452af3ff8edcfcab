"""Delivering a batch: all at once, or in halves until the refused line stands alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station.sinks.influx.lines import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from station.sinks.influx.answers import Answer
    from station.store.rows import OutboxRow


Line = tuple[int, bytes]
"""A row's id, and its line of the body."""


@dataclass(slots=True)
class Exchange:
    """What became of a batch; rows in neither list stay queued because of ``stop``."""

    delivered: list[int] = field(default_factory=list)
    refusals: list[tuple[int, str]] = field(default_factory=list)
    stop: Answer | None = None
    too_large: bool = False
    """A body was refused for its size."""


def deliver(
    rows: Sequence[OutboxRow], send: Callable[[bytes], Answer], most_bytes: int | None = None
) -> Exchange:
    """Send rows, no more than ``most_bytes`` in one body, and return their fate; what is over stays for later.

    InfluxDB 1 keeps the good lines of a refused batch, 2 keeps none: sending the halves again is right for
    both, because the same line twice is one row.
    """
    exchange = Exchange()
    parts = [_encoded(rows, exchange, most_bytes)]
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
        elif answer.meaning == "too_large" and len(part) > 1:
            exchange.too_large = True
            parts += _halves(part)
        elif len(part) == 1:
            exchange.refusals.append((part[0][0], f"{answer.status} {answer.words}"))
        else:
            parts += _halves(part)
    return exchange


def _halves(part: list[Line]) -> list[list[Line]]:
    """Return both halves, the one to be sent first at the end."""
    half = len(part) // 2
    return [part[half:], part[:half]]


def _encoded(rows: Sequence[OutboxRow], exchange: Exchange, most_bytes: int | None) -> list[Line]:
    """Encode as many rows as fit, at least one; what cannot be encoded is refused here, in our words."""
    lines: list[Line] = []
    size = 0
    for row in rows:
        try:
            line = encode(row.point)
        except ValueError as error:
            exchange.refusals.append((row.id, f"not sent: {error}"))
            continue
        size += len(line) + 1
        if lines and most_bytes is not None and size > most_bytes:
            break
        lines.append((row.id, line))
    return lines
