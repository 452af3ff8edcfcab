"""Ending a session, in order or after a crash: live values become final and everything is queued."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from station.metrics.session import summarize_session
from station.metrics.summary import SetContext, summarize
from station.store import accounts, measured, outbox, plans, points, visits

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from station.events import Rep, SessionSummary, SetSummary
    from station.store.rows import Visit

RECOVERED: Final = "recovered"
"""Why a recovered set has no value for what only the running station knew."""
_DIED_WITH_THE_STATION: Final = ("system_mass_kg", "zero_drift_n", "sample_rate_hz", "invalid_sample_share")


def finish_visit(
    connection: sqlite3.Connection,
    visit: Visit,
    closed_us: int,
    state: str,
    summary: SessionSummary | None = None,
) -> None:
    """Close a session: reps that never got their final values keep the live ones and are marked.

    A set that was never closed is summed up from its reps, and so is the session without a ``summary``.
    """
    for rep in measured.reps(connection, visit.id, only_provisional=True):
        final = replace(rep, final=True)
        measured.put_rep(connection, visit.id, final, recovered=True)
        outbox.enqueue(connection, visit.id, points.rep_point(visit, final, final=False))
    _close_sets(connection, visit)
    accounts.close(connection, visit.id, in_order=state == "closed")
    visits.close_visit(connection, visit.id, closed_us, state)
    plan = plans.session_plan(connection, visit.id)
    summary = summary or summarize_session(measured.reps(connection, visit.id), plan=plan)
    measured.put_session_summary(connection, visit.id, summary)
    ended = visits.visit(connection, visit.id)
    if ended is not None:
        outbox.enqueue(connection, visit.id, points.session_point(ended, summary, plan))


def _close_sets(connection: sqlite3.Connection, visit: Visit) -> None:
    """Store and queue a summary for every set that has reps but none."""
    closed = {summary.index for summary in measured.sets(connection, visit.id)}
    for index, reps in groupby(measured.reps(connection, visit.id), key=attrgetter("set")):
        if index not in closed:
            summary = recovered_set(index, list(reps))
            measured.put_set(connection, visit.id, summary)
            accounts.count(connection, visit.id, "set", "late")
            outbox.enqueue(connection, visit.id, points.set_point(visit, summary))


def recovered_set(index: int, reps: Sequence[Rep]) -> SetSummary:
    """Return the summary of a set that the station could not close, from its stored reps.

    It ends with its last rep; what is not in the reps is withheld, with ``RECOVERED`` as the reason.
    """
    context = SetContext(
        end_s=max(_end_s(rep) for rep in reps),
        closed_by="end",
        start_time_us=reps[0].start_time_us,
        variant=reps[0].variant,
        system_mass_kg=None,
        zero_drift_n=None,
        sample_rate_hz=None,
        invalid_sample_share=0.0,
    )
    summary = summarize(index, reps, context)
    withheld: dict[str, Any] = dict.fromkeys(_DIED_WITH_THE_STATION)
    return replace(summary, refused=summary.refused | dict.fromkeys(withheld, RECOVERED), **withheld)


def _end_s(rep: Rep) -> float:
    ends_s = (rep.start_s, rep.single_leg_end_s, rep.lowering_end_s)
    return max(end_s for end_s in ends_s if end_s is not None)


def recover(connection: sqlite3.Connection, spare: str | None = None) -> int:
    """Close every session a dead station left open, save the one to ``spare``; return how many."""
    left_open = [v for v in visits.visits(connection, None, -1, only_open=True) if v.id != spare]
    for visit in left_open:
        row = connection.execute(
            """SELECT max(t) FROM (SELECT max(start_time_us) AS t FROM reps WHERE session_id = ?
               UNION ALL SELECT max(time_us) FROM events WHERE session_id = ?)""",
            (visit.id, visit.id),
        ).fetchone()
        finish_visit(connection, visit, row[0] or visit.opened_us, "interrupted")
    return len(left_open)
