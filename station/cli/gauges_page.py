"""The monitor's screen, for a plain terminal of 80 by 24."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station.cli.gauges import Figures
    from station.cli.watching import Second

WIDTH, HEIGHT = 79, 23
FULL_N = 1500.0
"""The bar's right end: more than a grown body with a load on one leg."""
FULL_COUNTS = float(1 << 23)
_BAR = 60
_HEAD = "ch     count     force    rate   noise     p-p  jitter          hum  miss flag"


def page(title: str, figures: Sequence[Figures], second: Second | None, notes: Sequence[str]) -> list[str]:
    """Return the lines of the screen, none longer than it is wide."""
    lines = [title, "", _HEAD]
    for each in figures:
        lines += [_numbers(each), f"   [{_bar(each)}]"]
    lines.append("")
    if second is not None:
        lines += [f"! {each.channel} {each.trouble}" for each in second.channels if each.trouble]
        if second.spoiled_lines:
            lines.append(f"! {second.spoiled_lines} spoiled lines: check the cable")
        if second.restarted:
            lines.append(f"! the step started again: {second.restarted}")
    for note in notes:
        lines += textwrap.wrap(f"! {note}", WIDTH, subsequent_indent="  ")
    lines = lines[: HEIGHT - 2]
    lines += ["", "Ctrl-C ends. Noise, p-p and hum are of the last 2 s, in N or counts"]
    return [line[:WIDTH] for line in lines]


def _numbers(each: Figures) -> str:
    count = f"{each.count:>9}" if each.count is not None else f"{'-':>9}"
    force = f"{each.force_n:+7.1f}N" if each.force_n is not None else f"{'-':>8}"
    if each.silent:
        return f"{each.channel:<3}{count} {force}   silent"
    rate = f"{each.rate_hz:5.1f}" if each.rate_hz is not None else f"{'-':>5}"
    noise, peaks = (_size(value, each.unit) for value in (each.noise_rms, each.peak_to_peak))
    jitter = f"{each.jitter_us:4.0f}us" if each.jitter_us is not None else f"{'-':>6}"
    hum = f"{_size(each.hum_amplitude, each.unit)} {each.hum_hz:3.0f}Hz" if each.hum_hz else f"{'-':>13}"
    doubts = f"{each.missed:>5}{each.flagged:>5}"
    return f"{each.channel:<3}{count}  {force}   {rate} {noise} {peaks}  {jitter} {hum} {doubts}"


def _size(value: float | None, unit: str) -> str:
    """Return a size in seven columns."""
    if value is None:
        return f"{'-':>7}"
    if unit == "N":
        return f"{value:6.2f}N" if value < 100.0 else f"{value:6.0f}N"  # noqa: PLR2004  two decimals fit below
    return f"{value:7.0f}" if value < 1e7 else f"{value:7.1e}"  # noqa: PLR2004  seven columns


def _bar(each: Figures) -> str:
    if each.count is None:
        return " " * _BAR
    part = each.count / FULL_COUNTS if each.force_n is None else each.force_n / FULL_N
    full = min(max(round(abs(part) * _BAR), 0), _BAR)
    return ("<" if part < 0.0 else "#") * full + "." * (_BAR - full)
