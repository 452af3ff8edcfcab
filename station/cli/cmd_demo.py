"""``station demo``: the main job without any hardware."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from station.cli import words
from station.cli.cmd_live import Printer, watch
from station.cli.common import effective, has_terminal, influx_token, print_table, say
from station.config import InfluxSection, config_path
from station.config.prescribe import prescription_of
from station.kiosk.verdict import judge
from station.session import assembled

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from station.config import Config, Effective
    from station.store import Store

SCREEN_PORT = "sim://textbook?seed=7&loop=1"
"""The athlete comes back again and again: nobody has to choose in time."""
PRINTED_PORT = "sim://textbook?seed=7&speed=max"


def run(options: argparse.Namespace) -> int:
    """On a terminal: the kiosk. Otherwise: measure a simulated set at full speed, print what was stored."""
    configured = _without_the_steps_own(effective(options))
    with _somewhere_to_store(configured) as config:
        if has_terminal():
            from station.kiosk.app import run_kiosk  # noqa: PLC0415  the screen library is slow to load

            return run_kiosk(config, options.port or SCREEN_PORT)
        return _printed(config, options.port or PRINTED_PORT, kept=configured.station.data_dir is not None)


def _without_the_steps_own(effective: Effective) -> Config:
    """Return the configuration for simulated reps: what this machine's own file names for real ones is not used.

    A folder or a server that was named for this run, by ``--config`` or a variable, is.
    """
    of_the_step = {origin.key for origin in effective.origins if origin.source == str(config_path())}
    config = effective.config
    if "station.data_dir" in of_the_step:
        config = msgspec.structs.replace(
            config, station=msgspec.structs.replace(config.station, data_dir=None)
        )
    if "influx.url" in of_the_step:
        config = msgspec.structs.replace(config, influx=InfluxSection())
    return config


@contextmanager
def _somewhere_to_store(config: Config) -> Iterator[Config]:
    """Yield a configuration that stores where it says, or in a folder that is gone afterwards."""
    if config.station.data_dir:
        yield config
        return
    with tempfile.TemporaryDirectory(prefix="station-demo-") as folder:
        section = msgspec.structs.replace(config.station, data_dir=Path(folder))
        yield msgspec.structs.replace(config, station=section)


def _printed(config: Config, port: str, *, kept: bool) -> int:
    say(f"A simulated athlete on a simulated step: {port}")
    with assembled(config, port, influx_token(config)) as running:
        running.session.begin(None, prescription_of(config))
        running.forwarder.start()
        code = watch(running.session, Printer(json=False, quiet=True))
        reps = _show_stored(running.store)
    say(f"{reps} reps {'are stored' if kept else 'were stored in a temporary database and read back'}")
    return code if reps else 1


def _show_stored(store: Store) -> int:
    """Print what is on disk, which is the proof of everything before it; return the number of reps."""
    (visit, *_older) = store.sessions(limit=1)
    rows = []
    reps = store.reps(visit.id)
    for rep in reps:
        verdict = judge(rep)
        rows.append(
            (
                rep.set,
                rep.index,
                rep.side,
                words.fixed(rep.single_leg_time_s, 2),
                words.fixed(rep.eccentric_tut_s, 1) or "-",
                _interval(rep.eccentric_tut_lo_s, rep.eccentric_tut_hi_s),
                words.fixed(rep.added_load_kg, 1),
                f"{verdict.symbol} {verdict.sentence}",
            )
        )
    print_table(("set", "rep", "leg", "one leg s", "down s", "90 %", "load kg", "verdict"), rows)
    withheld = [reason for rep in reps if (reason := rep.refused.get("eccentric_tut_s"))]
    if withheld:
        say(f"seconds down withheld in {len(withheld)} of {len(reps)} reps, for example: {withheld[0]}")
    for summary in store.sets(visit.id):
        say(words.set_line(summary))
    return len(rows)


def _interval(low: float | None, high: float | None) -> str:
    return "-" if low is None or high is None else f"{low:.1f}-{high:.1f}"
