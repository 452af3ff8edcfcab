"""The ``station`` command. Nothing heavy is imported before a command is known."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, NoReturn

from station.errors import StationError
from station.text import spelled_out

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
"""What shells expect of a program ended by Ctrl-C."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 failed, 2 asked for wrongly."""
    if sys.stdout is None:  # the descriptor is closed: the next file opened would get its number
        return fail(StationError("there is no standard output", "Send it to a file, or to /dev/null"))
    if arguments is None:
        _end_in_order_when_told_to()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except StationError as error:
        return fail(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        close_output()
        return 0
    except OSError as error:
        close_output()
        return fail(_unwritten(error))
    return code


def fail(error: StationError) -> int:
    """Print the one line and return the exit code."""
    if sys.stderr is not None:
        print("station:", spelled_out(" ".join(str(error).split())), file=sys.stderr)
    return error.exit_code


def close_output() -> None:
    """Send what is still to be printed nowhere, so that Python does not complain when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    from station.cli.parser import parse  # noqa: PLC0415  keeps ``import station.cli`` free of argparse

    try:
        command, options = parse(arguments)
    except SystemExit as done:  # argparse has printed a help page or the version
        return int(done.code or 0)
    return command(options)


def _unwritten(error: OSError) -> StationError:
    what = "the output" if error.filename is None else str(error.filename)
    return StationError(
        f"{what} cannot be written: {error.strerror or error}", "Make room, or choose another place"
    )


def _end_in_order_when_told_to() -> None:
    """Close visit, database and port also when a service manager or a closed terminal ends the program."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None:
            signal.signal(number, _end_in_order)


def _end_in_order(received: int, _frame: object) -> NoReturn:
    if hasattr(signal, "SIGCONT"):  # comes with a closed terminal, and would draw on it again
        signal.signal(signal.SIGCONT, lambda _received, _frame: None)
    sys.exit(128 + received)
