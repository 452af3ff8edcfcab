"""What several commands share: the configuration, the port, people by name, and printing."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from station import config as settings
from station.errors import UsageError
from station.instants import since_epoch_us, utc
from station.text import json_safe, spelled_out

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from station.config import Config, Effective
    from station.store import Store
    from station.store.rows import Athlete


def effective(options: argparse.Namespace) -> Effective:
    """Return the configuration in force for this command."""
    return settings.load(options.config, os.environ)


def influx_token(config: Config) -> str | None:
    """Return InfluxDB's token, when there is one."""
    return settings.token(config, os.environ)


def reading_token(config: Config, file: Path | None) -> str | None:
    """Return the token in ``file`` for asking InfluxDB: the station's own may be allowed to write only."""
    if file is None:
        return influx_token(config)
    influx = msgspec.structs.replace(config.influx, token_file=file)
    return settings.token(msgspec.structs.replace(config, influx=influx), {})


def port_of(options: argparse.Namespace, config: Config) -> str:
    """Return the port asked for, or the configured one."""
    return str(config.station.port if options.port is None else options.port)


def find_athlete(store: Store, wanted: str) -> Athlete:
    """Return the person of that id or name. ``UsageError`` when there is none, or more than one."""
    people = store.athletes()
    found = [person for person in people if person.id == wanted]
    found = found or [person for person in people if person.name.casefold() == wanted.strip().casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(person.id for person in found)
        raise UsageError(f"{len(found)} athletes are called '{wanted}'", f"Use an id: {ids}")
    raise UsageError(
        f"no athlete '{wanted}'", "See 'station athlete list', or add them: 'station athlete add'"
    )


def has_terminal() -> bool:
    """Tell whether a person can see a screen and press keys: it is drawn on the error stream."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def say(line: str, *, flush: bool = False) -> None:
    """Print one line that cannot command the terminal, whatever names, steps and servers put into it."""
    print(spelled_out(line), flush=flush)


def warn(words: str) -> None:
    """Print a warning beside the output, where a program that reads the output does not see it."""
    print("station: warning:", spelled_out(words), file=sys.stderr)


def remark(words: str) -> None:
    """Print something worth knowing beside the output, where a program that reads the output does not see it."""
    print("station:", spelled_out(words), file=sys.stderr)


def output() -> TextIO:
    """Return the output itself, for tables and pages whose own writers make every text in them harmless."""
    return sys.stdout


def put(lines: Iterable[str]) -> None:
    """Write lines of a stream at once: JSON lines, or lines spelled out already; ``OSError`` when it is closed."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def put_over(line: str) -> None:
    """Put words in place of the line that the terminal's cursor stands in; it stays there."""
    sys.stdout.write(f"\r\x1b[K{spelled_out(line)}")
    sys.stdout.flush()


def can_draw() -> bool:
    """Tell whether the output is a terminal whose cursor can be moved."""
    return sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")


@contextmanager
def screen() -> Iterator[None]:
    """Draw on the terminal's second screen; the first one comes back afterwards, whatever happens."""
    sys.stdout.write("\x1b[?1049h\x1b[?25l")
    try:
        yield
    finally:
        sys.stdout.write("\x1b[?25h\x1b[?1049l")
        sys.stdout.flush()


def draw(lines: Sequence[str]) -> None:
    """Put these lines on the screen in place of what is there, without flicker."""
    sys.stdout.write("\x1b[H" + "\x1b[K\r\n".join(map(spelled_out, lines)) + "\x1b[K\x1b[J")
    sys.stdout.flush()


def print_json(document: Any) -> None:  # noqa: ANN401  JSON is any value
    """Print one JSON document on one line."""
    sys.stdout.write(json_safe(msgspec.json.encode(document)).decode() + "\n")


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print columns as wide as they need to be; numbers to the right."""
    cells = [
        [("" if cell is None else spelled_out(str(cell), _LONGEST_CELL)) for cell in row] for row in rows
    ]
    widths = [max(len(row[at]) for row in [list(header), *cells]) for at in range(len(header))]
    for row in [list(header), *cells]:
        line = "  ".join(
            cell.rjust(width) if _is_number(cell) else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        )
        print(line.rstrip())


_LONGEST_CELL = 300
"""As long as a server's words are kept."""


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).lstrip("-").isdigit()


def local_time(time_us: int | None) -> str:
    """Return wall time as people here read it, with how far it is from UTC: an hour a year comes twice."""
    if time_us is None:
        return ""
    return utc(time_us).astimezone().isoformat(sep=" ", timespec="minutes")


def instant_us(moment: datetime) -> int:
    """Return microseconds since the epoch, of local time unless it says otherwise.

    ``UsageError`` for a local time that never was, or was twice, because the clocks were changed.
    """
    if moment.tzinfo is None:
        first, second = (moment.replace(fold=fold).timestamp() for fold in (0, 1))
        if first != second:
            what = "never was" if first > second else "was twice"
            raise UsageError(
                f"the clocks were changed at {moment.isoformat(sep=' ')}: that time {what}",
                f"Say how far it is from UTC, as in {moment.isoformat()}+02:00",
            )
        return round(first * 1e6)
    return since_epoch_us(moment)
