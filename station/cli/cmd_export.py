"""``station export``: stored results and forces for other programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from station.cli.common import effective, find_athlete, instant_us, output, print_json, remark, say
from station.cli.export_force import export_force
from station.cli.values import day
from station.config import database_path
from station.errors import StoreError, UsageError
from station.store import Store
from station.store.changes import Cursor
from station.store.tables import Pick

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from station.export.tables_out import Exporter, Format, Written
    from station.store.tables import TableName

_BEGINNING: Final = "start"
_ENDINGS: Final[dict[str, Format]] = {"": "csv", ".csv": "csv", ".txt": "csv", ".parquet": "parquet"}


def run(options: argparse.Namespace) -> int:
    """Write a table, all of them, the forces of a visit, or what the columns mean."""
    from station.export.tables_out import Exporter, write_dictionary  # noqa: PLC0415  NumPy only when something is written

    _check(options)
    if options.what == "dictionary":
        write_dictionary(output(), with_names=options.names)
        return 0
    config = effective(options).config
    if not database_path(config).exists():
        raise StoreError(f"there is no database {database_path(config)}", "Measure something first")
    with Store.open(database_path(config), read_only=True) as store:
        if options.what == "force":
            return export_force(config, store, options)
        exporter = Exporter(store, _pick(store, options), with_names=options.names)
        if options.out is None:
            _told_aside(exporter.to_stream(options.what, output()), options)
            return 0
        _tell(_to_disk(exporter, options), options)
    return 0


def _check(options: argparse.Namespace) -> None:
    """Refuse options that mean nothing together."""
    if options.what != "force" and (options.session is not None or options.set is not None):
        raise UsageError(f"'{options.session or '--set'}' belongs to 'station export force'", "Leave it out")
    if options.what in ("force", "dictionary"):
        for name in ("since", "athlete", "format"):
            if getattr(options, name) is not None:
                raise UsageError(f"--{name} means nothing for {options.what}", "Leave it out")
    if options.what == "dictionary" and options.out is not None:
        raise UsageError(
            "the dictionary is only printed", "Send it to a file: station export dictionary > FILE"
        )
    if options.what == "all" and options.out is None:
        raise UsageError("all tables go into a folder", "Say which: --out FOLDER")
    if options.out is None and options.json and options.what != "force":
        raise UsageError("--json tells what was written", "Say where to: --out FILE")
    if options.out is None and options.format == "parquet":
        raise UsageError("Parquet goes into a file", "Say which: --out FILE.parquet")


def _pick(store: Store, options: argparse.Namespace) -> Pick:
    athlete = None if options.athlete is None else find_athlete(store, options.athlete).id
    if options.since is None:
        return Pick(athlete)
    if options.since == _BEGINNING:
        return Pick(athlete, ended=True)
    cursor = Cursor.parse(options.since)
    if cursor is not None:
        return Pick(athlete, after=cursor, ended=True)
    return Pick(athlete, from_us=instant_us(day(options.since)))


def _to_disk(exporter: Exporter, options: argparse.Namespace) -> Written:
    form = _format(options.out, options.format, folder=options.what == "all")
    if options.what == "all":
        return exporter.to_folder(options.out, form)
    name: TableName = options.what
    return exporter.to_file(name, options.out, form)


def _format(path: Path, asked: Format | None, *, folder: bool) -> Format:
    """Return the format that the file's name says, or that was asked for; ``UsageError`` for a name of another kind."""
    ending = path.suffix.casefold()
    if folder or (asked is not None and not ending):
        return asked or "csv"
    named = _ENDINGS.get(ending)
    if named is None or asked not in (None, named):
        kind = "no kind of table that is written" if named is None else f"no name for {asked}"
        raise UsageError(f"'{path.name}' is {kind}", "Name it .csv, .txt or .parquet, as --format says")
    return named


def _goes_on(options: argparse.Namespace) -> bool:
    return options.since is not None and (
        options.since == _BEGINNING or Cursor.parse(options.since) is not None
    )


def _told_aside(written: Written, options: argparse.Namespace) -> None:
    """Tell beside the table where the next export goes on."""
    if _goes_on(options):
        sys.stdout.flush()
        remark(f"next time: --since {written.cursor}")


def _tell(written: Written, options: argparse.Namespace) -> None:
    left_out = written.under_way if _goes_on(options) else 0
    if options.json:
        document: dict[str, Any] = {"out": str(options.out), "rows": written.rows, "cursor": written.cursor}
        print_json(document | {"visits_left_out": left_out})
        return
    say(f"{options.out}: {', '.join(f'{number:,} {name}' for name, number in written.rows.items())}")
    if left_out:
        say("The visit under way is left out until it has ended.")
    say(f"What comes later: --since {written.cursor}")
