"""Everything that is asked of the station's speed, cost and endurance: the one table of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Target:
    """One figure and its limit, both in ``unit``."""

    key: str
    """Its name in ``performance.json``."""
    what: str
    limit: float
    unit: str
    part: str
    """Which part of the bench measures it, or which page it is quoted from."""
    how: str
    """How it is measured, for a reader who wants to judge it."""
    decimals: int = 0
    at_least: bool = False
    """Whether more is better."""
    why: str = ""
    """What the figure consists of where it is near its limit or beyond: told when it is missed."""

    def met_by(self, value: float) -> bool:
        """Tell whether a value keeps to the limit."""
        return value >= self.limit if self.at_least else value <= self.limit

    @property
    def asked(self) -> str:
        """Return the limit in words."""
        if not self.limit and not self.at_least:
            return "none"
        return f"{'at least' if self.at_least else 'at most'} {self.shown(self.limit)}"

    def shown(self, value: float) -> str:
        """Return a value with its unit; a limit like 0.25 keeps its digits."""
        text = f"{value:,.{self.decimals}f}"
        return f"{text} {self.unit}".rstrip()

    def missed_by(self, value: float) -> str:
        """Say how far a value is from its limit."""
        if not self.limit:
            return f"{self.shown(value)} where there should be none"
        share = (self.limit - value if self.at_least else value - self.limit) / self.limit
        return f"{100 * share:.1f} %"


PROMISED: Final = (
    Target(
        "accuracy_met", "figures of the accuracy page within what was asked of them", 100.0, "%", "accuracy",
        "hundreds of simulated recordings, told against true; first run of seeds", 1, at_least=True,
        why="lowering times, depths and holds of human movement fall short, and so do reps told late; "
        "[the page](accuracy.md) says which, by how much and why",
    ),
    Target(
        "accuracy_invented", "reps told where nobody trained", 0.0, "", "accuracy",
        "all recordings of both runs in which somebody stands, shifts, walks, jumps or is not there",
    ),
    Target(
        "verdict_p99_s", "verdict on a rep told live, after the other foot's return, p99", 0.3, "s", "verdict",
        "device time from the true return of the foot to the newest sample heard when the rep is told; "
        "even athletes of 11 scenarios, read as the station reads its port", 2,
        why="a rep is told 0.25 s after the foot's return; the rest is the time to read and to be sure of it",
    ),
    Target(
        "verdict_slowest_p99_s", "verdict on any rep, also those missed live, p99", 0.3, "s", "accuracy",
        "the slower of *all, even* and *all, human* of the accuracy page", 2,
        why="a rep that was missed live is told when its set is read as a whole, and it counts here with all the "
        "seconds until then",
    ),
    Target(
        "sample_to_screen_p95_ms", "sample to screen, p95", 60.0, "ms", "latency",
        "from the write of a jump's first sample into the terminal of a simulated step (2 x 94 samples a second) "
        "to the end of the frame that shows another force, read off the kiosk's own terminal",
        why="bytes of the port are collected for up to 35 ms, then a frame is drawn, after the one being drawn",
    ),
    Target(
        "frames_hz", "kiosk, frames a second", 20.0, "/s", "kiosk",
        "frames that Textual ends on a terminal of 120 x 40, while a set is running", 1, at_least=True,
        why="a frame is left out when the one before took longer than its turn",
    ),
    Target(
        "key_p95_ms", "key to reaction, p95", 50.0, "ms", "latency",
        "from writing a key to the end of the frame that answers, a set running and every core kept busy by "
        "other programs",
        why="drawing is not interrupted: a key waits for the frame that is being drawn",
    ),
    Target(
        "kiosk_core_percent", "kiosk, share of a core", 10.0, "%", "kiosk",
        "processor time of the whole process over 20 s of a running set, at real speed", 1,
        why="about half of it draws (the thread's share is told below); a frame is laid out anew where it changed",
    ),
    Target(
        "kiosk_mb", "kiosk, resident memory", 120.0, "MB", "kiosk", "at the end of the same 20 s",
        why="Python, NumPy and Textual are in it before anything is measured",
    ),
    Target(
        "live_core_percent", "`station live`, share of a core", 2.0, "%", "live",
        "processor time over 20 s of a running set, at real speed, recording and storing included", 2,
        why="28 times a second a read wakes the threads that read, measure and record; the measuring alone takes "
        "0.5 % when it runs without pauses, and several times that with cold caches",
    ),
    Target(
        "live_mb", "`station live`, resident memory", 80.0, "MB", "live", "at the end of the same 20 s",
        why="Python and NumPy are in it before anything is measured",
    ),
    Target(
        "hour_recording_s", "an hour of recording analysed", 6.0, "s", "hour",
        "processor time of `station analyze --json` in a new process, four athletes' performances one after the "
        "other; the faster of two runs", 2,
        why="the stages below the table say where it goes",
    ),
    Target(
        "hour_table_s", "an hour of a table of forces (CSV) analysed", 6.0, "s", "hour",
        "the same forces as another plate would export them", 2,
        why="measuring takes as long as for a recording; only the wire is spared",
    ),
    Target(
        "help_s", "`station --help`", 0.15, "s", "start",
        "processor time of a new process, the interpreter's own start included; the fastest of five", 3,
        why="the interpreter alone takes about a tenth of the limit; the rest is reading the commands' modules",
    ),
    Target(
        "first_screen_s", "kiosk, first screen", 1.0, "s", "kiosk",
        "from the start of the process to the choice of person on the screen; the median of three", 2,
        why="Textual, NumPy and the station's modules are read, then style sheets, then the first layout is made",
    ),
    Target(
        "kills_runs", "kill -9 of the station, runs", 300.0, "", "campaign",
        "at instants drawn by a seed; told, stored and delivered reps compared", at_least=True,
    ),
    Target(
        "kills_lost", "saved reps lost or doubled in them", 0.0, "", "campaign",
        "told as saved, but missing or twice in the database or in InfluxDB",
    ),
    Target(
        "cuts_lost", "saved reps lost or doubled in power cuts", 0.0, "", "campaign",
        "logs, databases and recordings cut off at any byte",
    ),
    Target(
        "drain_points_hz", "InfluxDB was away for days: points a second after its return", 5000.0, "/s", "drain",
        "150 visits of 205 points from the outbox to a real influxd that syncs every write, while another thread "
        "stores reps; nothing lost, nothing twice", at_least=True,
        why="influxd, its proxy and the station share the cores",
    ),
    Target(
        "campaign_wrong", "promises broken, reps lost or doubled, in any fault of the campaign", 0.0, "", "campaign",
        "killed and slow servers, full and read-only disks, cables, rivals, hostile answers",
    ),
    Target(
        "fuzz_bytes", "bad bytes, fed", 5e6, "", "campaign",
        "random bytes, right checksums around nonsense, samples of any value, endless lines, spoiled lines",
        at_least=True,
    ),
    Target("fuzz_reps", "reps told of bad bytes", 0.0, "", "campaign", "the same bytes; no crash in any"),
    Target(
        "month_days", "a month unattended, simulated days", 30.0, "", "campaign",
        "visits all day, restarts every night, crashes, unplugging, clock steps, a full disk", at_least=True,
    ),
    Target("month_lost", "reps lost or doubled in it", 0.0, "", "campaign", "the ledger at its end"),
    Target(
        "fleet_stations", "fleet: stations on one influxd", 200.0, "", "fleet",
        "whole stations, each with its own folder, person and step; on two cores four of them train at a time",
        at_least=True,
    ),
    Target(
        "fleet_off", "points of that fleet missing in InfluxDB, or there twice", 0.0, "", "fleet",
        "points delivered against those InfluxQL counts, after training and after an absence of the server",
    ),
)  # fmt: skip
"""What was promised from the beginning."""

OWN: Final = (
    Target(
        "wire_port_hz", "wire decoded as a port delivers it, lines a second", 150_000.0, "/s", "wire",
        "processor time, 16 lines a read; a step sends 188", at_least=True,
    ),
    Target(
        "wire_file_hz", "wire decoded as a file holds it, lines a second", 1_000_000.0, "/s", "wire",
        "processor time, 3600 lines a piece", at_least=True,
    ),
    Target(
        "save_p99_ms", "a rep saved, p99", 50.0, "ms", "store",
        "from the rep to its committed row and its line in the outbox, synced to this machine's disk", 1,
        why="it waits for the disk",
    ),
    Target(
        "drain_save_s", "longest save of a rep while the outbox drains", 0.25, "s", "drain",
        "another thread stores a rep fifty times a second meanwhile", 2,
        why="the two threads share one database and the interpreter",
    ),
    Target(
        "export_csv_hz", "reps exported as CSV, rows a second", 100_000.0, "/s", "export",
        "processor time, 30,000 reps with every value measured; the faster of two", at_least=True,
        why="every number is written out with all its digits",
    ),
    Target(
        "export_parquet_hz", "reps exported as Parquet, rows a second", 100_000.0, "/s", "export",
        "the same", at_least=True,
        why="rows of the database become columns one value after the other",
    ),
    Target(
        "report_s", "a person's report", 2.0, "s", "report",
        "processor time of a new process; the busiest person of a year of a clinic of 30", 2,
    ),
    Target("wheel_kb", "the wheel", 2048.0, "KB", "wheel", "built from this folder, compressed"),
    Target("firmware_flash_kb", "firmware, flash", 16.0, "KB", "firmware", "two converters, of 32 KB", 1),
    Target(
        "firmware_ram_b", "firmware, RAM with the deepest stack", 1024.0, "B", "firmware",
        "two converters, of 2048 B; the deepest stack that emulation reached",
    ),
    Target(
        "firmware_lost", "firmware, conversions lost, changed or invented", 0.0, "", "firmware",
        "60 s in emulation at each of two baud rates, against what the converters offered",
    ),
    Target(
        "firmware_slow_ms", "firmware, latency at 115200 baud, p99", 3.0, "ms", "firmware",
        "device time from a conversion being ready to the last stop bit of its line", 2,
        why="a line is 2.7 ms on the wire, and waits for the other converter's in one case of four: "
        "[the firmware's page](firmware.md)",
    ),
    Target(
        "firmware_fast_ms", "firmware, latency at 500000 baud, p99", 1.0, "ms", "firmware", "the same", 2,
        why="a line is 0.64 ms on the wire, and waits for the other converter's in one case of seventeen: "
        "[the firmware's page](firmware.md)",
    ),
    Target(
        "firmware_own_ms", "firmware, its own share of the latency, p99", 1.0, "ms", "firmware",
        "without the time that lines are on the wire", 2,
    ),
    Target(
        "emulation_speed", "firmware emulated, seconds in a second of processor", 10.0, "", "firmware",
        "instruction by instruction in simavr", at_least=True,
    ),
)  # fmt: skip
"""Limits the project set itself since."""

TARGETS: Final = PROMISED + OWN
