"""Readers of what is typed after an option: each returns a value, or says in one line what would have been one."""

from __future__ import annotations

import argparse
import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_NAME = 60


def number(low: float, high: float) -> Callable[[str], float]:
    """Return a reader of numbers within ``[low, high]``."""

    def read(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"'{text}' is no number from {low:g} to {high:g}")
        return value

    read.__doc__ = f"Read a number from {low:g} to {high:g}."
    return read


def whole(low: int, high: int) -> Callable[[str], int]:
    """Return a reader of whole numbers within ``[low, high]``."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise argparse.ArgumentTypeError(f"'{text}' is no whole number from {low} to {high}")
        return int(text)

    read.__doc__ = f"Read a whole number from {low} to {high}."
    return read


def day(text: str) -> datetime:
    """Read a day or an instant, in local time unless it says otherwise."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day such as 2026-03-01") from None


def place(text: str) -> str:
    """Check the place an export goes on from: a cursor, a day or an instant, or the beginning."""
    if text != "start" and not re.fullmatch(r"[0-9]{1,18}\.[0-9a-f]{8}", text):
        try:
            day(text)
        except argparse.ArgumentTypeError:
            raise argparse.ArgumentTypeError(
                f"'{text}' is neither a cursor that an export told, nor a day such as 2026-03-01, nor start"
            ) from None
    return text


def masses(text: str) -> tuple[tuple[float, float | None], ...]:
    """Read loads as in ``10,20:0.01``: kilograms, each with its own tolerance or ``None``."""
    read = number(0.01, 1000)
    found = []
    for part in text.split(","):
        mass_kg, colon, tolerance_kg = part.partition(":")
        found.append((read(mass_kg.strip()), number(0, 100)(tolerance_kg.strip()) if colon else None))
    return tuple(found)


def plain_name(text: str) -> str:
    """Read a name that a certificate can show."""
    name = text.strip()
    if not (name.isprintable() and 0 < len(name) <= _LONGEST_NAME):
        raise argparse.ArgumentTypeError(
            f"'{text[:_LONGEST_NAME]}' is no name of 1 to {_LONGEST_NAME} letters"
        )
    return name


def zeros(text: str) -> tuple[tuple[str, float], ...]:
    """Read zeros as in ``L=8123.5,R=-400``: counts of channels that carry nothing."""
    found: list[tuple[str, float]] = []
    for part in text.split(","):
        name, equals, count = part.strip().partition("=")
        if not (equals and name):
            raise argparse.ArgumentTypeError(f"'{text}' is nothing like L=8123,R=-400")
        if name in dict(found):
            raise argparse.ArgumentTypeError(f"'{text}' gives two zeros for {name}; which is it?")
        found.append((name, number(-1e7, 1e7)(count)))
    return tuple(found)


def calendar_day(text: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day such as 2026-03-01") from None


def real(text: str) -> float:
    """Read a number; whether it can be is judged where it is known what it means."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not math.isfinite(value):
        raise argparse.ArgumentTypeError(f"'{text}' is no number{_with_a_point(text)}")
    return value


def _with_a_point(text: str) -> str:
    """Say how a number with a decimal comma is written here; nothing for what is none with a point either."""
    written = text.replace(",", ".")
    return f": write {written}" if text.count(",") == 1 and _is_finite(written) else ""


def _is_finite(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def weekdays(text: str) -> tuple[int, ...]:
    """Read days of the week, Monday is 0: ``sat,sun``; ``none`` for none."""
    names = [] if text == "none" else text.casefold().split(",")
    known = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    if not all(name in known for name in names):
        raise argparse.ArgumentTypeError(f"'{text}' is no list of days such as sat,sun")
    days = tuple(sorted({known.index(name) for name in names}))
    if len(days) == len(known):
        raise argparse.ArgumentTypeError(
            "seven days of rest leave none to train: leave one out, or station plan override ATHLETE --rest"
        )
    return days


class YesNo(argparse.BooleanOptionalAction):
    """``--sharp`` and ``--no-sharp``, and an error for both at once."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,  # noqa: ARG002  as argparse calls it
        option_string: str | None = None,
    ) -> None:
        """Set the answer; what says yes and no is refused, for nobody knows which was meant."""
        before = getattr(namespace, self.dest, None)
        super().__call__(parser, namespace, None, option_string)
        if before is not None and before != getattr(namespace, self.dest):
            parser.error(
                f"{self.option_strings[0]} and {self.option_strings[1]} contradict each other: give one"
            )
