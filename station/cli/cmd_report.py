"""``station report``: one person's training as a page to read, print and hand on."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from station.cli.coaching import coach_of
from station.cli.common import effective, find_athlete, output, print_json, say
from station.cli.paper import refuse_unwritable, write_page
from station.coach.days import local_day
from station.config import database_path
from station.errors import UsageError
from station.report.facts import gather
from station.report.page import report
from station.report.words import counted
from station.store import Store
from station.store.report import guests

if TYPE_CHECKING:
    import argparse

    from station.config import Effective
    from station.report.facts import Facts


def run(options: argparse.Namespace) -> int:
    """Write the page to ``--out``, to a pipe, or, on a terminal, to a new file in this folder."""
    configuration = effective(options)
    refuse_unwritable(options.out)
    if options.json and options.out is None:
        raise UsageError("--json tells what was written", "Say where to: --out FILE")
    facts = _facts(options, configuration)
    if options.out is None and not sys.stdout.isatty():
        stream = output()
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # which the page says it is, whatever the locale
        stream.write(report(facts))
        stream.flush()
        return 0
    file = options.out or _free_name(facts)
    write_page(file, report(facts))
    if options.json:
        print_json(_document(file, facts))
    else:
        say(f"{file}: {_told(facts)}")
    return 0


def _document(file: Path, facts: Facts) -> dict[str, object]:
    return {
        "file": str(file),
        "athlete_id": facts.athlete.id,
        "first_day": facts.period.first,
        "last_day": facts.period.last,
        "weeks": facts.period.weeks,
        "visits": len(facts.visits),
        "reps": facts.reps,
        "left_out": [visit.sums.id for visit in facts.elsewhen],
    }


def _facts(options: argparse.Namespace, configuration: Effective) -> Facts:
    database = database_path(configuration.config)
    if not database.exists():
        raise UsageError("nobody trains here yet", "Add a person: station athlete add NAME")
    with Store.open(database, read_only=True) as store:
        if not store.athletes():
            with store.reading() as connection:
                visits = guests(connection)
            raise UsageError(
                f"nobody trains here by name (visits of guests: {visits})",
                "Add a person, then choose them on the kiosk: station athlete add NAME",
            )
        training = configuration.config.training
        return gather(
            store,
            coach_of(store, configuration),
            find_athlete(store, options.athlete),
            weeks=options.weeks,
            lowering_s=(training.lowering_target_s, training.lowering_upper_s),
        )


def _free_name(facts: Facts) -> Path:
    """Return a name that is not taken; the person's own name stays inside the page."""
    base = f"report-{facts.athlete.id}-{local_day(facts.made_us, facts.zone)}"
    number, file = 1, Path(f"{base}.html")
    while os.path.lexists(file):
        number += 1
        file = Path(f"{base}-{number}.html")
    return file


def _told(facts: Facts) -> str:
    if not facts.visits:
        return f"nothing was measured of {facts.athlete.name} in these weeks"
    weeks, visits = facts.period.weeks, len(facts.visits)
    return f"{facts.athlete.name}, {counted(weeks, 'week')}, {counted(visits, 'visit')}"
