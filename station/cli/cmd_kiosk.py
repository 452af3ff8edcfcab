"""``station kiosk``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from station.cli.common import effective, port_of
from station.errors import UsageError

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Show the full screen until the operator quits."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the kiosk needs a terminal", "Use 'station live' without one")
    config = effective(options).config
    from station.kiosk.app import run_kiosk  # noqa: PLC0415  the screen library is slow to load

    return run_kiosk(config, port_of(options, config))
