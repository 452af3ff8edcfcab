"""Events as a session sends them, for tests that store and forward."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from station.events import Rep, Session, SetSummary

if TYPE_CHECKING:
    from station.events import Event

OPENED_US = 1_760_000_000_000_000


def opened(session_id: str = "visit1", athlete_id: str | None = None, time_us: int = OPENED_US) -> Session:
    """Return the beginning of a visit."""
    return Session("opened", session_id, athlete_id, time_us, "sim://textbook", body_mass_kg=70.0)


def closed(session_id: str = "visit1", time_us: int = OPENED_US + 600_000_000) -> Session:
    """Return the end of a visit."""
    return Session("closed", session_id, None, time_us, "sim://textbook", step_uid="5AFE01C3")


def rep(index: int, *, set_index: int = 1, final: bool = False, opened_us: int = OPENED_US) -> Rep:
    """Return a rep with plausible values that differ from rep to rep."""
    start_s = 60.0 * set_index + 7.0 * index
    return Rep(
        final=final,
        set=set_index,
        index=index,
        mode="lowering",
        side="left" if index % 2 else "right",
        start_s=start_s,
        start_time_us=opened_us + round(start_s * 1e6),
        variant="straight_step",
        single_leg_start_s=start_s + 1.25,
        single_leg_end_s=start_s + 5.5,
        single_leg_time_s=4.25,
        lowering_start_s=start_s + 1.5,
        lowering_end_s=start_s + 4.75,
        eccentric_tut_s=3.0,
        eccentric_tut_lo_s=2.7,
        eccentric_tut_hi_s=3.3 + index / 1024,
        tempo="ok",
        added_load_kg=5.0 + index / 8,
        faults=("bounce", "touch") if index % 3 == 0 else (),
        refused={"com_lowering_m": "rail", "hand_share": "no unassisted stance"},
    )


def summary(set_index: int = 1, *, reps_done: int = 3, opened_us: int = OPENED_US) -> SetSummary:
    """Return a closed set."""
    start_s = 60.0 * set_index
    return SetSummary(
        index=set_index, mode="lowering", side="both", variant="straight_step", start_s=start_s,
        end_s=start_s + 40.5, start_time_us=opened_us + round(start_s * 1e6), closed_by="rest",
        reps_done=reps_done, reps_clean=2, reps_left=2, reps_right=1, tut_total_s=12.75, tut_good_s=8.5,
        eccentric_tut_mean_s=3.0, eccentric_tut_sd_s=None, single_leg_time_mean_s=4.25,
        single_leg_time_sd_s=0.0, single_leg_asymmetry_pct=None, single_leg_asymmetry_band_pct=None,
        rise_asymmetry_pct=1.5, added_load_kg=5.125, added_load_sd_kg=0.25, hand_share=None,
        system_mass_kg=75.5, zero_drift_n=0.5, sample_rate_hz=88.0, invalid_sample_share=0.0,
        fault_counts={"bounce": 1, "touch": 1}, refused={"hand_share": "no unassisted stance"},
    )  # fmt: skip


def one_set(set_index: int = 1, reps: int = 3, *, opened_us: int = OPENED_US) -> list[Event]:
    """Return a whole set: each rep live, then all of them final, then the summary."""
    live = [rep(index, set_index=set_index, opened_us=opened_us) for index in range(1, reps + 1)]
    final = [replace(each, final=True, eccentric_tut_s=3.5) for each in live]
    return [*live, *final, summary(set_index, reps_done=reps, opened_us=opened_us)]


def visit(
    session_id: str = "visit1", sets: int = 1, reps: int = 3, opened_us: int = OPENED_US
) -> list[Event]:
    """Return a whole visit of a guest."""
    events: list[Event] = [opened(session_id, time_us=opened_us)]
    for set_index in range(1, sets + 1):
        events += one_set(set_index, reps, opened_us=opened_us)
    return [*events, closed(session_id, opened_us + 600_000_000)]
