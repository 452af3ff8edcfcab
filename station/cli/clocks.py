"""The clock in words: what it is worth, which sessions wait for it, and correcting one by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.cli.common import instant_us, local_time, print_json, say
from station.config import database_path
from station.errors import UsageError
from station.events import ClockStep
from station.session.judging import Evidence, judge
from station.sources import SystemTime, ThisMachine
from station.store import Store, audit, clocks
from station.store.audit import Finding

if TYPE_CHECKING:
    import argparse

    from station.config import Config
    from station.events import ClockStamp
    from station.store import Visit
    from station.store.clocks import Doubtful

MOST_NAMED: Final = 10


def set_time(config: Config, options: argparse.Namespace) -> int:
    """Move a session to when it really began, or keep it; its points go then."""
    if bool(options.opened) == options.keep:
        raise UsageError("which times?", "Say when it began: --opened 2026-03-01T14:05, or --keep")
    opened_us = None if options.keep else instant_us(options.opened)
    audit.must_exist(database_path(config))
    with Store.open(database_path(config)) as store:
        with store.transaction() as connection:
            mended = clocks.set_time(connection, options.session, opened_us, store.now_us())
        visit = store.session(options.session)
    if options.json:
        print_json({"session": mended.session_id, "by_us": mended.by_us})
    elif visit is not None:
        what = "keeps its times" if options.keep else f"is moved by {mended.by_us / 1e6:+.6g} s"
        say(f"session {visit.id} {what}: it began at {local_time(visit.opened_us)}. Its points go now")
    return 0


def stated(visit: Visit) -> str:
    """Return when a session began; a question mark when its clock was wrong."""
    return local_time(visit.opened_us) + (" ?" if visit.clock == "wrong" else "")


def clock_now(config: Config) -> ClockStamp:
    """Judge this computer's clock by what the system says and what was stored."""
    return _looked(config)[0]


def _looked(config: Config) -> tuple[ClockStamp, object, list[Doubtful]]:
    """Return the clock, when it was set last, and which sessions wait for it."""
    machine, time = ThisMachine(), SystemTime()
    evidence, step, waiting = Evidence(), None, list[clocks.Doubtful]()
    if database_path(config).exists():
        with Store.open(database_path(config), read_only=True) as store, store.reading() as connection:
            known = clocks.known(connection, machine.boot_id)
            step, waiting = clocks.last_step(connection), clocks.doubtful(connection)
        evidence = Evidence(known.newest_us, known.ok_offset_us, known.ok_before)
    since_us = time.since_boot_us()
    now = judge(
        time.now_us() - since_us, since_us, machine.boot_id, evidence, synchronized=machine.synchronized()
    )
    return now, step, waiting


def clock_findings(config: Config) -> list[Finding]:
    """Say what the clock is worth, when it was set last, and which sessions wait for it."""
    now, step, waiting = _looked(config)
    set_last = ""
    if isinstance(step, ClockStep):
        set_last = f"; it was set by {step.step_s:+.6g} s at {local_time(step.after_us)}"
    findings = [_of_now(now, set_last)]
    findings += [_of_session(each) for each in waiting[:MOST_NAMED]]
    if len(waiting) > MOST_NAMED:
        findings.append(Finding("clock", "mind", f"{len(waiting) - MOST_NAMED} more sessions wait for it"))
    return findings


def _of_now(now: ClockStamp, set_last: str) -> Finding:
    if now.state == "wrong":
        remedy = "Set it; sessions of this start of the machine are corrected then, and sent"
        return Finding("clock", "mind", f"the computer's clock is wrong: {now.reason}{set_last}", remedy)
    if now.state == "unsure":
        return Finding("clock", "ok", f"{now.reason}; nothing says that it is wrong{set_last}")
    return Finding("clock", "ok", f"synchronised{set_last}")


def _of_session(session: Doubtful) -> Finding:
    told = f"session {session.session_id}, stamped {local_time(session.opened_us)}: {session.reason}"
    if session.clock != "wrong":
        return Finding("clock", "ok", f"{told}; its points wait until the clock is sure")
    remedy = f"Correct it: station store set-time {session.session_id} --opened TIME, or --keep"
    return Finding("clock", "mind", told + ("; its points wait" if session.held else ""), remedy)
