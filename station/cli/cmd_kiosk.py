"""``station kiosk``: at the step, watching it from elsewhere, and in a browser."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from station.cli.common import effective, has_terminal, port_of, say
from station.config import database_path, views_dir
from station.errors import StoreError, UsageError
from station.extras import how_to_get
from station.sources.ports import check_address
from station.store.lock import holder_of
from station.viewing.places import find, read_address

if TYPE_CHECKING:
    import argparse

    from station.config import Config

LESS_URGENT = 10
_DUMB = ("dumb", "unknown")
_WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""What a browser's server asks of the programs that it starts: they draw without a terminal."""


def run(options: argparse.Namespace) -> int:
    """Show the full screen until the operator quits."""
    _refuse_nonsense(options)
    configuration = effective(options)
    if options.web:
        if options.token:
            _refuse_second(configuration.config)
            check_address(port_of(options, configuration.config))
        return _serve(options)
    if not has_terminal() and os.environ.get("TEXTUAL_DRIVER") != _WEB_DRIVER:
        raise UsageError("the kiosk needs a terminal", "Send none of it to a file; 'station live' needs none")
    refuse_dumb(os.environ.get("TERM", ""))
    if options.view is not None:
        return _watch(options.view, configuration.config)
    from station.kiosk.app import run_kiosk  # noqa: PLC0415  the screen library is slow to load

    config = configuration.config
    _refuse_second(config)
    port = port_of(options, config)
    check_address(port)
    return run_kiosk(config, port, configuration.file.parent / "plans")


def refuse_dumb(term: str) -> None:
    """Raise ``UsageError`` for a terminal that cannot put a letter where it belongs."""
    if term in _DUMB:
        raise UsageError(
            f"a terminal of the kind '{term}' cannot move its cursor",
            "Set TERM to its true kind, or 'station live'",
        )


def _refuse_second(config: Config) -> None:
    """Tell before anything is drawn that a station runs on this data, and that it can be watched."""
    database = database_path(config)
    holder = holder_of(database)
    if holder is not None:
        raise StoreError(
            f"another station (process {holder}) is writing to {database}",
            "Watch it with 'station kiosk --view', end it first, or use another data folder",
        )


def _refuse_nonsense(options: argparse.Namespace) -> None:
    for name in ("bind", "token"):
        if getattr(options, name) and not options.web:
            raise UsageError(f"--{name} without --web serves nothing", "Add --web, or leave it out")
    if options.view is not None and options.port is not None:
        raise UsageError("--view watches a station that runs and opens no port", "Leave --port out")
    if options.view is not None and options.token:
        raise UsageError("--view watches another kiosk, and --token runs one here", "Choose one of them")
    if options.web and options.port is not None and not options.token:
        raise UsageError(
            "--web alone watches a station that runs and opens no port", "Add --token, or leave --port out"
        )


def _watch(address: str, config: Config) -> int:
    """Watch the station at an address, or the one that runs here; look for it while there is none."""
    from station.kiosk.look import look_of  # noqa: PLC0415  loaded for whoever looks at a screen
    from station.kiosk.view.app import run_view  # noqa: PLC0415  the screen library is slow to load
    from station.viewing import Watcher  # noqa: PLC0415  as above

    if hasattr(os, "nice"):
        os.nice(LESS_URGENT)  # who watches on the step's own computer waits for whoever measures

    if address:
        host_and_port = read_address(address)
        watcher = Watcher(lambda: host_and_port)
    else:
        folder, database = views_dir(), database_path(config)

        def where() -> tuple[str, int]:
            place = find(folder, database)
            return place.host, place.port

        watcher = Watcher(where)
    return run_view(watcher, look_of(config.kiosk, os.environ))


def _serve(options: argparse.Namespace) -> int:
    try:
        from station.web.serving import serve  # noqa: PLC0415  an extra that may not be installed
    except ModuleNotFoundError as error:
        raise UsageError(
            f"{error.name} is not installed, which the browser's view needs",
            f"Install it: {how_to_get('web')}",
        ) from error
    config = [] if options.config is None else ["--config", str(options.config)]
    return serve(
        [sys.executable, "-m", "station.cli", *config],
        bind=options.bind,
        view=options.view or "",
        port=options.port,
        with_kiosk=options.token,
        tell=lambda line: say(line, flush=True),
    )
