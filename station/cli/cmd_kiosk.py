"""``station kiosk``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.cli.common import effective, has_terminal, port_of
from station.errors import UsageError

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Show the full screen until the operator quits."""
    if not has_terminal():
        raise UsageError("the kiosk needs a terminal", "Send none of it to a file; 'station live' needs none")
    configuration = effective(options)
    config = configuration.config
    from station.kiosk.app import run_kiosk  # noqa: PLC0415  the screen library is slow to load

    return run_kiosk(config, port_of(options, config), configuration.file.parent / "plans")
