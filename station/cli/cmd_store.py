"""``station store``: backups, the way back, and looking the stored data over."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from station.cli.clocks import set_time
from station.cli.common import effective, print_json, say
from station.cli.sums import ledger_findings
from station.config import database_path, recordings_dir
from station.recording.survey import survey
from station.session import housekeeping
from station.sources import SystemTime
from station.store import Store, audit, upkeep
from station.store.audit import Finding
from station.store.taking_in import take_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path

    from station.config import Config

MARKS = {"ok": "✓", "mind": "!", "stop": "✕"}


def run(options: argparse.Namespace) -> int:
    """Back up, restore or check."""
    config = effective(options).config
    actions = {"backup": _backup, "restore": _restore, "check": _check, "recover": _recover, "prune": _prune}
    actions["set-time"] = set_time
    return actions[options.action](config, options)


def _backup(config: Config, options: argparse.Namespace) -> int:
    database = database_path(config)
    audit.must_exist(database)
    copy = upkeep.backup(
        database, options.file, now_us=SystemTime().now_us(), keep=config.storage.backups_keep
    )
    if options.json:
        print_json(asdict(copy) | {"path": str(copy.path)})
    else:
        say(f"{copy.path}: {_counted(copy.rows)}, read back and verified")
    return 0


def _restore(config: Config, options: argparse.Namespace) -> int:
    done = upkeep.restore(
        database_path(config), options.file, now_us=SystemTime().now_us(), as_is=options.as_is
    )
    if options.json:
        print_json(
            {
                "database": str(done.database),
                "source": str(done.source.path),
                "rows": done.source.rows,
                "kept": str(done.kept) if done.kept else None,
                "sealed": done.sealed,
                "sums_off": done.sums_off,
            }
        )
        return 0
    say(f"{done.database} is {done.source.path} again: {_counted(done.source.rows)}")
    if done.kept:
        say(f"What was there before is {done.kept}")
    if not done.sealed:
        say(f"! no digest lay beside {done.source.path}: a value changed inside it would not show")
    if done.sums_off:
        say(f"! {done.sums_off} of its sums are off: see 'station store check'")
    return 0


def _counted(rows: dict[str, int]) -> str:
    return ", ".join(f"{rows.get(table, 0)} {name}" for table, name in _TOLD)


_TOLD = (("athletes", "people"), ("sessions", "sessions"), ("sets", "sets"), ("reps", "reps"))


def _recover(config: Config, options: argparse.Namespace) -> int:
    taken = take_in(database_path(config), options.file)
    if options.json:
        print_json(asdict(taken))
    else:
        left_out = f", {taken.left_out} were there already or belong to nobody" if taken.left_out else ""
        say(f"{taken.reps} reps, {taken.events} events are saved now{left_out}")
        if taken.written_for:
            say(f"! it was written for {taken.written_for}, which is not there any more")
        if taken.lost_lines:
            say(f"{taken.lost_lines} lines could not be read; {options.file} is kept")
        else:
            say(f"{options.file} is deleted")
    return 1 if taken.lost_lines else 0


def _prune(config: Config, options: argparse.Namespace) -> int:
    audit.must_exist(database_path(config))
    now_us = SystemTime().now_us()
    with Store.open(database_path(config), read_only=options.dry_run) as store:
        doomed = housekeeping.plan(config, store, now_us)
        if not options.dry_run:
            housekeeping.carry_out(doomed, store, now_us)
    if options.json:
        told = {"recordings": [path.name for path in doomed.files], "events": doomed.events}
        print_json(told | {"size_bytes": doomed.size_bytes, "dry_run": options.dry_run})
    else:
        would = "would be deleted" if options.dry_run else "deleted"
        for path in doomed.files:
            say(str(path))
        say(
            f"{len(doomed.recordings)} recordings, {doomed.size_bytes >> 20} MB, and {doomed.events} events {would}"
        )
    return 0


def _check(config: Config, options: argparse.Namespace) -> int:
    findings = look_over(config, full=options.full)
    if _is_readable(findings):
        findings += ledger_findings(config)
    findings += upkeep.check_backups(database_path(config))
    if options.json:
        print_json([asdict(finding) for finding in findings])
    else:
        print_findings(findings)
    return 1 if any(finding.state == "stop" for finding in findings) else 0


def look_over(config: Config, *, full: bool) -> list[Finding]:
    """Look at the database and the recordings; ``full`` reads every index and every recording."""
    database = database_path(config)
    findings = audit.check(database, full=full)
    if _is_readable(findings):
        findings += _recordings(config, full=full)
    return findings


def _is_readable(findings: Sequence[Finding]) -> bool:
    """Tell whether rows can be looked at: the database is whole, and of this station's version."""
    return all(finding.state == "ok" for finding in findings if finding.what in ("version", "pages", "rows"))


def _recordings(config: Config, *, full: bool) -> list[Finding]:
    with Store.open(database_path(config), read_only=True) as store:
        named = store.recordings()
        sessions = {visit.id for visit in store.sessions(limit=1 << 60)}
    found = survey(recordings_dir(config), named, sessions, full=full)
    findings = [Finding("recordings", "ok", f"{found.files} files, {found.size_bytes >> 20} MB")]
    if found.missing:
        findings.append(
            Finding(
                "recordings",
                "mind",
                f"{_few(found.missing)} named by the database and not there",
                "Reps and sets do not need them: put them back from a copy if you have one; nothing else is to be done",
            )
        )
    if found.strangers:
        findings.append(
            Finding("recordings", "mind", f"{_few(found.strangers)} of sessions that the database does not know",
                    "Look with 'station analyze', then delete what you do not want")
        )  # fmt: skip
    findings += [Finding("recordings", "mind", f"{path.name}: {why}") for path, why in found.damaged]
    return findings


def _few(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:3])
    return f"{len(paths)} ({names}{', ...' if len(paths) > 3 else ''})"  # noqa: PLR2004  enough to know which


def print_findings(findings: Sequence[Finding]) -> None:
    """Print a line for each."""
    for finding in findings:
        remedy = f". {finding.remedy}" if finding.remedy else ""
        say(f"{MARKS[finding.state]} {finding.what:<13} {finding.words}{remedy}")
