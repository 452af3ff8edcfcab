"""``station record``: keep the wire verbatim."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from station.cli.cmd_live import Printer, watch
from station.cli.common import effective, port_of, say
from station.config import recordings_dir
from station.errors import RecordingError
from station.recording import read_info, recording_name
from station.session import LiveSession
from station.sources import SystemTime

if TYPE_CHECKING:
    import argparse
    from pathlib import Path


def run(options: argparse.Namespace) -> int:
    """Record until the source ends, the time is up, or Ctrl-C."""
    config = effective(options).config
    out: Path = options.out or recordings_dir(config) / recording_name(SystemTime().now_us(), "manual")
    if out.exists():
        raise RecordingError(f"{out} exists already", "Choose another name; recordings are kept")
    if not out.parent.is_dir() and options.out:
        raise RecordingError(f"there is no folder {out.parent}", "Make it first")
    session = LiveSession(port_of(options, config), config, recording_file=out)
    timer = threading.Timer(options.seconds, session.stop) if options.seconds else None
    try:
        if timer:
            timer.start()
        code = watch(session, Printer(json=False), needs_step=False)
    finally:
        session.stop()
        if timer:
            timer.cancel()
            timer.join()
        if out.exists():
            info = read_info(out)
            say(f"{out}: {info.wire_bytes} bytes of the wire")
    return code
