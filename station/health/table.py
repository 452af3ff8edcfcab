"""The one table of what is looked at: ``docs/reference/health.md`` is written from it; screens and commands read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from station.health.limits import LIMITS, NEWEST_FIRMWARE, OLDEST_FIRMWARE

if TYPE_CHECKING:
    from station.events import HealthState

Group = Literal["machine", "step", "plates", "InfluxDB"]
When = Literal["gate", "empty", "use", "outside"]
"""``gate``: in the first seconds and for ever after. ``empty``: takes longer, on empty plates. ``use``: shows
only while somebody trains. ``outside``: not on the wire; the session or the command tells."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One check."""

    code: str
    group: Group
    title: str
    measures: str
    unit: str
    limit: str
    reason: str
    worst: HealthState
    remedy: str
    when: When
    raised_by: str
    """What of the simulator raises it, or which circumstance."""


def _number(value: float) -> str:
    return f"{value:g}"


def _pct(share: float) -> str:
    return f"at most {100.0 * share:g}"


def _version(version: tuple[int, ...]) -> str:
    return ".".join(str(part) for part in version)


RULES: tuple[Rule, ...] = (
    Rule("SILENT", "plates", "Converter speaks", "conversions a second", "1/s", "above 0",
         "A converter that says nothing measures nothing", "SERVICE",
         "Check its supply, DOUT and SCK", "gate", "sim://empty?dead=L"),
    Rule("RATE", "plates", "Rate", "conversions a second by the step's own clock", "1/s",
         f"{_number(LIMITS.slowest_hz)} to {_number(LIMITS.fastest_hz)}",
         "An HX711 at 80 a second really makes 82-94; 10 is a RATE pin that is low", "SERVICE",
         "Where RATE (pin 15) is tied to GND, lift it off before anything else, then tie it to pin 16: "
         "hardware/wiring.md#rate. Otherwise check its clock and its wires", "gate",
         "sim://empty?rate_l=10"),
    Rule("RATE_DIFFERENCE", "plates", "Rates alike", "fastest over slowest rate", "",
         f"at most {_number(LIMITS.rate_ratio)}",
         "Chips of one step differ by up to 94/82 = 1.15", "SERVICE",
         "Exchange the converter whose rate is furthest from 80-94", "gate", "sim://empty?rate_l=77&rate_r=99"),
    Rule("LOST", "plates", "Nothing lost", "share of conversions that never arrived whole, beyond spoiled lines",
         "%", _pct(LIMITS.lost_share), "A hole over a transfer of load takes the times of that rep", "RETRY",
         "Plug the cable in again, without a hub; if it stays, flash the firmware again", "gate",
         "sim://empty?drop=0.05"),
    Rule("SPOILED", "step", "Lines arrive whole", "share of lines that could not be used", "%",
         _pct(LIMITS.spoiled_share), "A cable that is as it should be spoils none", "RETRY",
         "Try another cable, away from motors and mains", "gate", "sim://empty?corrupt=0.05"),
    Rule("MISREAD", "plates", "No wild readings", "share of conversions that are torn or far off both neighbours",
         "%", _pct(LIMITS.misread_share), "Single ones are mended; more of them hide an impact", "RETRY",
         "Keep DOUT and SCK short, and press their plugs in", "gate", "sim://empty?spikes=0.05"),
    Rule("SATURATED", "plates", "Within range", "conversions at the end of its range in 0.75 s",
         "", f"fewer than {LIMITS.saturated_conversions}", "Beyond the end of its range a plate cannot tell a force",
         "SERVICE", "Check the bridge's four wires, and that nothing but feet loads the plate", "gate",
         "sim://empty?open=L"),
    Rule("STUCK", "plates", "Readings live", "conversions in a row with one and the same count", "",
         f"fewer than {LIMITS.stuck_conversions}", "A bridge's noise is hundreds of counts", "SERVICE",
         "Check that its bridge is connected; then exchange the converter", "gate", "sim://empty?stuck=L"),
    Rule("NOISE", "plates", "Noise", "standard deviation of the empty plate, hum apart", "N",
         f"at most {_number(LIMITS.noise_n)}", "0.1-1.4 N were measured on real plates", "RETRY",
         "Keep away from the step for a moment; if it stays, check shield, ground and screws", "gate",
         "sim://empty?noise_n=6"),
    Rule("HUM", "plates", "Mains hum", "amplitude of 50, 60, 100 or 120 Hz at its alias", "N",
         f"at most {_number(LIMITS.hum_n)}", "As much as the heart's beat moves a standing body", "RETRY",
         "Move mains leads and chargers away from the step; then check shield and ground", "gate",
         "sim://empty?hum_n=40"),
    Rule("LOAD", "plates", "Step is empty", "what the plate reads when nobody should be there", "N",
         f"within {_number(LIMITS.load_n)} of 0", "As far as a zero is followed by itself", "RETRY",
         "Take everything off the step and stand beside it for three seconds", "gate",
         "sim://empty?dumbbell_kg=10&dumbbell_at=0"),
    Rule("CALIBRATION_MISSING", "plates", "Calibrated", "whether counts mean newtons", "", "there",
         "Without it nothing can be measured", "SERVICE", "Calibrate it: station step calibrate", "gate",
         "sim://empty?calibrated=none"),
    Rule("CALIBRATION_AGE", "plates", "Calibration's age", "days since it was calibrated", "d",
         f"0 to {_number(LIMITS.calibration_days)}", "Balances of this class are verified once a year or every "
         "second year", "RETRY", "Verify it with one known mass: station step verify", "gate",
         "sim://empty?calibrated=1500000000"),
    Rule("CALIBRATION_MISMATCH", "plates", "Calibration as known here",
         "scale in the step over the newest one known for it", "", "as on record, or from elsewhere and newer",
         "A board or a memory was exchanged, or the cable was pulled while it was written", "SERVICE",
         "Write the one on record into it: station step restore. Without one, calibrate it", "gate",
         "sim://empty?uid=AB with another seed than the one that the store met"),
    Rule("FIRMWARE", "step", "Firmware", "its version", "",
         f"{_version(OLDEST_FIRMWARE)} to {NEWEST_FIRMWARE[0]}.x", "Older ones speak another protocol, newer ones "
         "may", "SERVICE", "Write the firmware that comes with this station: make flash, in its checkout", "gate",
         "sim://empty?firmware=0.9.0"),
    Rule("DRIFT", "plates", "Zero stays", "how fast the empty plate's reading moves", "N/min",
         f"at most {_number(LIMITS.drift_n_per_min)}", "In a set of two minutes that is a kilogram", "RETRY",
         "Let the step warm up for ten minutes, out of sun and draught", "empty", "sim://empty?drift=15"),
    Rule("CREEP", "plates", "Creep", "what a plate recovers after a load, of that load", "%",
         _pct(LIMITS.creep_share), "Cells of a scale creep by 0.05-0.1 %", "SERVICE",
         "Look for dirt, glue or a screw that holds the plate; then exchange the cell", "empty",
         "sim://visitor?creep=0.03&creep_s=8"),
    Rule("DEAD", "plates", "Every cell carries", "longest load beside a cell that carries nothing", "s",
         f"at most {_number(LIMITS.dead_s)}",
         "Force alone cannot tell a dead cell from a foot that is not there", "RETRY",
         "Stand on both plates; a plate or cell that still reads nothing is dead or held", "use",
         "sim://visitor?numb=L"),
    Rule("SKEW", "step", "Plates in step", "by how much the right plate's time stamps are late", "ms",
         f"within {_number(LIMITS.skew_mind_ms)} (RETRY), {_number(LIMITS.skew_ms)} (SERVICE)",
         "Each ms is 4.9 mm/s of false speed at a change of legs", "SERVICE",
         "Flash the firmware again, and give each converter its own clock line", "use",
         "sim://alternate?skew_ms=40"),
    Rule("SWAPPED", "plates", "Sides as planned", "reps in a row on the leg that was not planned", "",
         f"fewer than {LIMITS.wrong_leg_reps}",
         "Force cannot tell swapped plates from the other leg: only a plan, or a swap test, can", "RETRY",
         "Train the planned leg; if you did, the plates are exchanged: put the cable of L to the left", "use",
         "sim://textbook?swap=1 with a planned leg"),
    Rule("RESTARTED", "step", "Runs through", "starts by itself within ten minutes", "", "0",
         "A dip of the supply takes a second of every conversion with it", "RETRY",
         "Use a short cable and a port of the computer itself", "use", "sim://empty?brownout_at=5"),
    Rule("GAINS_MOVED", "plates", "Plates alike over weeks", "what left reads against right, since calibrated", "%",
         "within its uncertainty", "A cell that ages or is overloaded shows in what reps teach of the plates",
         "RETRY", "Run 'station step swap-test', then calibrate or verify both plates with one mass", "outside",
         "a history of visits whose ratio moves by 1 %"),
    Rule("CLOCK", "machine", "Clock", "what this computer's clock is worth", "", "not proven wrong",
         "Reps are filed by it", "RETRY", "Set this computer's clock; what was stamped wrong is corrected then",
         "outside", "a clock before the program was made"),
    Rule("DISK", "machine", "Disk", "room on the disk of the data folder", "", "above storage.free_space_warn_mb",
         "A full disk keeps reps from being saved", "RETRY", "Make room on the disk of the data folder", "outside",
         "a limit above what is free, or a disk that refuses"),
    Rule("INFLUX", "InfluxDB", "InfluxDB", "points that wait or were refused", "", "taken, or none configured",
         "Nothing is lost meanwhile: points wait on this computer", "SERVICE",
         "See: station influx status", "outside", "a server that is away, or that refuses"),
)  # fmt: skip
BY_CODE = {rule.code: rule for rule in RULES}
