"""Instants as they are kept, microseconds since the epoch, and as datetimes: exact, before 1970 too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def utc(time_us: int) -> datetime:
    """Return an instant in UTC; ``OverflowError`` outside the years 1 to 9999."""
    return _EPOCH + timedelta(microseconds=time_us)


def since_epoch_us(moment: datetime) -> int:
    """Return microseconds since the epoch of a datetime that knows its zone."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def local_minute(time_us: int) -> str:
    """Return ``2026-03-01 14:05`` of an instant, as the clock on this machine's wall shows it."""
    return f"{utc(time_us).astimezone():%Y-%m-%d %H:%M}"


def file_stamp(time_us: int) -> str:
    """Return an instant as names of files carry it, so that they sort by time: ``20260301T130500Z``."""
    return f"{utc(time_us):%Y%m%dT%H%M%SZ}"
