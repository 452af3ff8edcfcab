"""Deleting everything a server has under one athlete's id, and asking it afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from station.errors import InfluxError
from station.sinks.influx.asking import QueryClient
from station.sinks.influx.client import WriteClient
from station.sinks.influx.daily import SUFFIX

if TYPE_CHECKING:
    from station.config import InfluxSection
    from station.sinks.influx.answers import Answer

_ID: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
_NO_SUCH_BUCKET: Final = 404
_NO_SUCH_ROAD: Final = (404, 405, 501)
"""Answers of a server without ``/api/v2/delete``: InfluxDB 1."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of an erasure in InfluxDB."""

    deleted: bool
    """The server accepted to delete it."""
    proven: bool
    """Asked afterwards, it has nothing."""
    words: str
    answer: Answer | None = None
    """What stood in the way of deleting."""


def erase(config: InfluxSection, token: str | None, athlete_id: str, reader: str | None = None) -> Erased:
    """Delete all points with tag ``athlete`` equal to this id; ask with ``reader``'s token whether any is left.

    InfluxDB 2 deletes by predicate, the daily rows too when it has their bucket; 1 drops series, which are those of
    all retention policies; InfluxDB 3 Core can do neither and says so.
    """
    if not _ID.fullmatch(athlete_id):
        return Erased(deleted=False, proven=False, words=f"{athlete_id!r} is no id")
    with WriteClient(config, token) as client:
        answer = client.delete(f'athlete="{athlete_id}"')
    if answer.meaning != "stored" and answer.status not in _NO_SUCH_ROAD:
        return Erased(deleted=False, proven=False, words=answer.words, answer=answer)
    if answer.meaning == "stored":
        days = _delete_days(config, token, athlete_id)
        if days.meaning != "stored" and days.status != _NO_SUCH_BUCKET:
            return Erased(deleted=False, proven=False, words=f"its daily rows: {days.words}", answer=days)
    try:
        with QueryClient(config, token) as client_1:
            if answer.meaning != "stored":
                client_1.ask([f"DROP SERIES WHERE \"athlete\" = '{athlete_id}'"])
    except InfluxError as error:
        return Erased(deleted=False, proven=False, words=error.problem, answer=answer)
    return _proof(config, reader or token, athlete_id)


def _delete_days(config: InfluxSection, token: str | None, athlete_id: str) -> Answer:
    """Delete the rows that a task makes of points; they are made again only of points that are there."""
    days = msgspec.structs.replace(config, bucket=config.bucket + SUFFIX)
    with WriteClient(days, token) as client:
        return client.delete(f'athlete="{athlete_id}"')


def _proof(config: InfluxSection, token: str | None, athlete_id: str) -> Erased:
    try:
        with QueryClient(config, token) as client:
            (rows,) = client.ask([f"SELECT count(*) FROM /.*/ WHERE \"athlete\" = '{athlete_id}'"])  # noqa: S608  an id
    except InfluxError as error:
        return Erased(deleted=True, proven=False, words=f"it could not be asked afterwards: {error.problem}")
    if rows:
        return Erased(deleted=False, proven=False, words=f"InfluxDB still has points of {athlete_id}")
    return Erased(deleted=True, proven=True, words="asked afterwards, InfluxDB has nothing of it")
