"""The ``station`` command. Nothing heavy is imported before a command is known."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

from station.errors import StationError

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
"""What shells expect of a program ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 asked for wrongly."""
    from station.cli.parser import parse  # noqa: PLC0415  keeps ``import station.cli`` free of argparse

    if arguments is None:
        _end_in_order_when_told_to()
    try:
        command, options = parse(arguments)
        code = command(options)
        sys.stdout.flush()
    except StationError as error:
        return fail(error)
    except SystemExit as done:  # argparse has printed a help page or the version
        return int(done.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    return code


def fail(error: StationError) -> int:
    """Print the one line and return the exit code."""
    print("station:", " ".join(str(error).split()), file=sys.stderr)
    return error.exit_code


def _end_in_order_when_told_to() -> None:
    """Close visit, database and port also when a service manager or a closed terminal ends the program."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, lambda received, _frame: sys.exit(128 + received))


def _reader_left() -> int:
    """Whoever read our output has seen enough; keep Python from complaining when it closes the pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
