"""Visits of one day: two sessions within an hour are one visit, however often the station was left and entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.programme.log import SessionDone

ONE_VISIT_US: Final = 3_600_000_000
"""Sessions that begin within an hour of the one before belong to the same visit."""


def visits(sessions: Sequence[SessionDone]) -> list[list[SessionDone]]:
    """Return a day's sessions (in order of time) grouped into visits."""
    grouped: list[list[SessionDone]] = []
    for session in sessions:
        if grouped and session.start_us - grouped[-1][-1].start_us <= ONE_VISIT_US:
            grouped[-1].append(session)
        else:
            grouped.append([session])
    return grouped
