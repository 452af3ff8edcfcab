"""The line of states and the banner."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Final[Mapping[str, str]] = {
    # status line
    "status.step": "step {rates} Hz",
    "status.step_plain": "step",
    "status.step_opening": "step: opening",
    "status.step_lost": "step unplugged",
    "status.step_ended": "end of the source",
    "status.step_failed": "step failed",
    "status.step_none": "no step yet",
    "status.step_stale": "step silent",
    "status.saved": "{saved} saved",
    "status.saving": "{saved}/{count} saved",
    "status.pending": " · {pending} waiting",
    "status.influx_off": "InfluxDB off",
    "status.influx_ok": "InfluxDB",
    "status.influx_waiting": "InfluxDB away",
    "status.influx_refused": "InfluxDB denied",
    "status.influx_parked": "InfluxDB {parked} refused",
    # banner
    "banner.not_saved": "NOT SAVED: {why}; {reps} reps {where}",
    "unsaved.memory": "kept in memory",
    "unsaved.file": "kept in {file}",
    "unsaved.lost": "lost",
    "banner.alarm": "{source}: {message}",
    "banner.opening": "No step yet: {detail}",
    "banner.lost": "The step is unplugged. Reps so far are kept. Plug it in again: the set goes on.",
    "banner.failed": "The step cannot be opened: {detail}",
    "banner.ended": "The source has ended. Press Esc to finish.",
    "banner.stale": "No data from the step for {seconds} s. Reps so far are kept.",
    "banner.step_changed": "Another step answers than before. Finish and begin again.",
    "banner.uncalibrated": "The step is not calibrated: kilograms are not shown to be true.",
    "banner.saturated": "The {channel} plate is overloaded.",
    "banner.object": "Something lies on the {channel} plate. Take it away.",
    "banner.too_light": "Less than {least} {unit} stands here: nothing is measured.",
    "banner.channel": "The {channel} plate is not answering. Check its cable.",
    "banner.silent": "The {channel} plate is not answering: reps are not measured now. Check its cable.",
    "banner.slow": "The {channel} plate is too slow to measure. The RATE pin of its converter is low.",
    "banner.supply": "The step's power dips. Check its cable and its hub.",
    "banner.clock_set": "This computer's clock was set {direction} by {much}. This visit keeps its times.",
    "banner.low_space": "The disk is nearly full. Reps are saved; make room, or the next ones may not be.",
    "banner.clock_wrong": "This computer's clock is wrong. Reps are saved, and sent when it is right.",
    "clock.forward": "forward",
    "clock.back": "back",
    "clock.seconds": "{count} s",
    "clock.minutes": "{count} min",
    "clock.hours": "{count} h",
    "clock.days": "{count} days",
    "banner.restarted": "The step restarted. The set goes on.",
    "source.kiosk": "Screen",
    "source.clock": "Clock",
    "source.reader": "Port reader",
    "source.plans": "Plan not read",
    "source.core": "Measuring",
    "source.storage": "Storage",
    "source.influx": "InfluxDB",
    "source.erasure": "Erasing in InfluxDB",
    "source.recorder": "Recording",
    "channel.L": "left",
    "channel.R": "right",
}
