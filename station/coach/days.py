"""Local days of instants and back.

What is stored is UTC. The day of a visit or entry is the date on the wall where the station stands: this
machine's time zone, with the daylight saving of that day, as it is set when the question is asked. Whoever
moves a station to another zone moves the days of its past by as much.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from station.errors import UsageError
from station.instants import since_epoch_us, utc

if TYPE_CHECKING:
    from datetime import tzinfo

FIRST_DAY: Final = date(2000, 1, 1)
"""Nothing before it can be an entry: a clock that was never set says 1970."""


def local_day(time_us: int, zone: tzinfo | None = None) -> date:
    """Return the local date of an instant; ``zone`` is this machine's when it is ``None``."""
    return utc(time_us).astimezone(zone).date()


def noon_us(day: date, zone: tzinfo | None = None) -> int:
    """Return noon of a local date: the time of an entry for which only the day was stated."""
    noon = datetime.combine(day, time(12))
    moment = noon.astimezone() if zone is None else noon.replace(tzinfo=zone)
    return since_epoch_us(moment)


def check_day(day: date, today: date, what: str = "entry") -> date:
    """Return the day; ``UsageError`` for one in the future, or before anything can have been entered."""
    if day > today:
        raise UsageError(f"{day} is in the future: today is {today}", f"Give the day the {what} tells of")
    if day < FIRST_DAY:
        raise UsageError(f"{day} is before {FIRST_DAY.year}", f"Give the day the {what} tells of")
    return day
