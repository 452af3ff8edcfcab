"""The table of commands: who each is for, what it does, and what it takes."""

from __future__ import annotations

import argparse
import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, object]


def arg(*names: str, **options: object) -> Argument:
    """Name an argument."""
    return Argument(names, options)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: who it is for, what it does, and the module in ``station.cli`` that does it."""

    group: str
    name: str
    summary: str
    module: str
    arguments: tuple[Argument, ...] = ()
    actions: tuple[tuple[str, str, tuple[Argument, ...]], ...] = ()
    """Name, summary and arguments of sub-commands."""


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


_LONGEST_NAME = 60


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
        raise argparse.ArgumentTypeError(f"'{text}' is no number")
    return value


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


PORT = arg("--port", metavar="URL", help="the step's port (default: station.port)")
JSON = arg("--json", action="store_true", help="print JSON instead of words")
MASS = arg("--body-mass-kg", type=number(10, 400), metavar="KG", help="the athlete's body mass")
FILES = arg("files", nargs="+", type=Path, metavar="FILE", help="recordings, or tables t_s,left_n,right_n")
ATHLETE = arg("athlete", metavar="ATHLETE", help="id or name")
IDS = arg("ids", nargs="*", type=whole(1, 2**63 - 1), metavar="ID", help="see 'station influx parked'")
ALL = arg("--all", action="store_true", help="all of them")
SINCE = arg("--since", type=day, metavar="DATE", help="sessions opened since that day, as in 2026-03-01")
TOLERANCE = arg("--tolerance", type=number(0, 9.9), metavar="PERCENT",
                help="how well the masses are known, for those without their own (default: 0.2, and told)")  # fmt: skip
OPERATOR = arg("--operator", type=plain_name, metavar="NAME", help="who does it")
UID = arg("--uid", default="", metavar="UID", help="of this step (default: station.step_uid, else all)")
TOKEN_FILE = arg("--token-file", type=Path, metavar="FILE", help="a token that may read, owner-only")

INSTALL = (
    arg("--influxdb2", metavar="URL", help="an InfluxDB 2"),
    arg("--v1", metavar="URL", help="an InfluxDB 1"),
    arg("--grafana", type=Path, metavar="DIR", help="Grafana's folder 'provisioning'"),
    arg("--dry-run", action="store_true", help="tell what would be done, and do nothing"),
    arg(
        "--token-file",
        type=Path,
        metavar="FILE",
        help="an administrator's token, owner-only (--grafana: the coach's; default: where it was put)",
    ),
    arg("--org", metavar="NAME", help="organisation of InfluxDB 2 (default: influx.org, or the only one)"),
    arg("--bucket", metavar="NAME", help="bucket or database (default: influx.bucket)"),
    arg(
        "--keep",
        type=whole(0, 36500),
        metavar="DAYS",
        help="keep points so long, 0: for ever (default: as it is, 1095 for a new bucket); daily rows stay",
    ),
    arg(
        "--tokens", type=Path, metavar="DIR", help="folder of the token files (default: the configuration's)"
    ),
    arg(
        "--new-tokens",
        nargs="?",
        const="station",
        choices=("station", "coach", "both"),
        help="make a new token although there is one, which ends: this station's (default), the coaches', or both",
    ),
    arg(
        "--zone",
        metavar="ZONE",
        help="time zone that the boards' days begin in, as in Europe/Berlin (default: as it is, UTC for new ones)",
    ),
    arg("--url", metavar="URL", help="with --grafana: InfluxDB as Grafana reaches it (default: influx.url)"),
    arg("--offline", action="store_true", help="with --grafana: do not ask InfluxDB first"),
    JSON,
)
TOML = arg("--toml", action="store_true", help="print its file, to start one of your own from")
PLAN_ID = arg("plan", metavar="PLAN", help="id, as 'station plan list' shows it")
ON = arg(
    "--date", type=calendar_day, metavar="DATE", help="the day it tells of, as in 2026-03-01 (default: today)"
)


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


YES_NO = YesNo
SAID = (
    arg("--during", type=real, metavar="NRS", help="pain while training, 0 to 10"),
    arg("--after", type=real, metavar="NRS", help="pain right after, 0 to 10"),
    arg("--morning", type=real, metavar="NRS", dest="next_morning",
        help="pain on the morning of that day, 0 to 10"),
    arg("--stiffness", type=real, metavar="MIN", dest="stiffness_min",
        help="minutes of stiffness that morning"),
    arg("--daily", type=real, metavar="NRS", dest="daily_life", help="pain in daily life, 0 to 10"),
    arg("--sharp", action=YES_NO, help="sharp or stabbing pain"),
    arg("--heel-bone", action=YES_NO, help="the pain sits on the heel bone"),
    arg("--balanced", action=YES_NO, dest="feels_balanced", help="both legs feel alike"),
    arg("--visa-a", type=real, metavar="TOTAL", help="VISA-A total, 0 to 100"),
    arg("--run", type=real, metavar="MIN", dest="run_min", help="minutes of a run or walk-run"),
    arg("--run-level", type=real, metavar="N", help="its level in the plan's walk-run ladder, from 1"),
    arg("--run-pain", type=real, metavar="NRS", dest="run_during", help="pain on the run, 0 to 10"),
)  # fmt: skip
ENTRY = arg("entry", type=whole(1, 2**63 - 1), metavar="ENTRY", help="its number in 'station symptom list'")

EXPORTS = ("reps", "provisional", "sets", "sessions", "symptoms", "all", "force", "dictionary")
AT_THE_STEP, FOR_DATA, AT_THE_BENCH, UPKEEP = (
    "at the step",
    "with the data",
    "with the step's wires",
    "upkeep",
)
GROUPS = (AT_THE_STEP, FOR_DATA, AT_THE_BENCH, UPKEEP)

COMMANDS: tuple[Command, ...] = (
    Command(AT_THE_STEP, "kiosk", "full screen for athletes; or watch one that runs", "kiosk", (
        PORT,
        arg("--view", nargs="?", const="", metavar="ADDRESS",
            help="watch a station that runs: see everything, change nothing (default: the one running here)"),
        arg("--web", action="store_true", help="serve that view to browsers (needs the extra 'web')"),
        arg("--bind", metavar="HOST[:PORT]",
            help="with --web: where to listen (default 127.0.0.1:8137; elsewhere a key is needed to watch)"),
        arg("--token", action="store_true",
            help="with --web: also run the kiosk, in the browser of whoever has the token that is printed, or "
                 "that STATION_WEB_TOKEN holds"),
    )),
    Command(AT_THE_STEP, "demo", "a simulated step: the kiosk, or one set printed without a terminal", "demo",
            (arg("--port", metavar="URL", help="another simulated step"),)),
    Command(AT_THE_STEP, "live", "measure without a screen: a line per rep, or JSON lines", "live", (
        PORT, JSON,
        arg("--athlete", metavar="ATHLETE", help="id or name (default: a guest)"),
        arg("--no-store", action="store_true", help="keep nothing: no database, no recording, no InfluxDB"),
        arg("--lowering-s", type=number(0.5, 60), metavar="S", help="prescribed seconds down"),
        arg("--reps", type=whole(1, 1000), metavar="N", help="prescribed repetitions"),
        arg("--force", action="store_true", help="with --json: also the force samples"),
    )),
    Command(AT_THE_STEP, "athlete", "people who train here", "athlete", actions=(
        ("add", "add a person", (arg("name", metavar="NAME", help="as screens show it"), MASS, JSON)),
        ("list", "list everybody", (JSON,)),
        ("show", "one person's sessions and sets", (ATHLETE, JSON)),
        ("export", "everything stored about a person, as JSON", (
            ATHLETE, arg("--out", type=Path, metavar="FILE", help="write here instead of printing"))),
        ("unlock", "remove a PIN that somebody has forgotten", (ATHLETE,)),
        ("erase", "delete a person and everything about them: recordings and InfluxDB included", (
            ATHLETE, arg("--yes", action="store_true", help="do not ask"), TOKEN_FILE, JSON)),
    )),
    Command(AT_THE_STEP, "plan", "the training programme: what to do today, why, and what comes next", "plan", actions=(
        ("list", "the plans there are", (JSON,)),
        ("show", "one plan, with the evidence for its numbers", (PLAN_ID, TOML, JSON)),
        ("assign", "give a person a plan", (
            ATHLETE, PLAN_ID,
            arg("--start", type=calendar_day, metavar="DATE", help="first day (default: today)"),
            arg("--sore", choices=("left", "right", "both", "none"), help="the sore legs"),
            arg("--insertional", action=YES_NO, help="pain at the heel bone: floor level only"),
            arg("--smallest-step", type=real, metavar="KG", help="smallest step of added load they own (default: 1)"),
            arg("--start-load", type=real, metavar="KG", help="added load they train with already"),
            arg("--rest-days", type=weekdays, metavar="DAYS", help="days of rest every week, as in sat,sun"), JSON)),
        ("today", "what the plan suggests, and every reason for it", (
            ATHLETE, arg("--date", type=calendar_day, metavar="DATE", help="another day than today"), JSON)),
        ("history", "the weeks at a glance, and what was decided", (
            ATHLETE, arg("--weeks", type=whole(1, 1000), metavar="N", help="the last N (default: all)"), JSON)),
        ("override", "decide something else than the plan; kept for ever, with who and why", (
            ATHLETE,
            arg("--load", type=real, metavar="KG", help="added load"),
            arg("--reps", type=whole(1, 1000), metavar="N", help="repetitions a set"),
            arg("--sets", type=whole(1, 1000), metavar="N", help="sets a leg and visit"),
            arg("--rest", action=YES_NO, help="no training; --no-rest: train although the plan would rest"),
            arg("--variant", choices=("straight_step", "bent_step", "straight_floor", "bent_floor"),
                help="knee and surface"),
            arg("--plan-week", type=whole(1, 1000), metavar="N", help="the plan's week on the first day"),
            arg("--clear", metavar="ID", help="end an override instead; 'station plan history' shows ids"),
            arg("--from", type=calendar_day, dest="from_day", metavar="DATE", help="first day (default: today)"),
            arg("--until", type=calendar_day, metavar="DATE", help="last day (default: until it is cleared)"),
            arg("--reason", required=True, metavar="TEXT", help="why"),
            arg("--by", default="coach", metavar="NAME", help="who decides (default: coach)"), JSON)),
        ("validate", "is this file a plan; errors name line and key", (
            arg("file", type=Path, metavar="FILE", help="a TOML file"), JSON)),
    )),
    Command(AT_THE_STEP, "symptom", "pain, stiffness and runs: what only the person knows", "symptom", actions=(
        ("add", "keep how it feels, or a run", (
            ATHLETE, *SAID, ON,
            arg("--leg", choices=("left", "right", "both"), help="the leg it is about (default: not said)"),
            arg("--surface", choices=("flat", "hills", "speed"), help="of the run (default: flat)"), JSON)),
        ("list", "everything a person entered", (ATHLETE, JSON)),
        ("correct", "overwrite values of an entry, here and in InfluxDB", (ATHLETE, ENTRY, *SAID, JSON)),
        ("withdraw", "take an entry back; it stays on record", (
            ATHLETE, ENTRY, arg("--reason", required=True, metavar="TEXT", help="why"), JSON)),
    )),
    Command(FOR_DATA, "analyze", "measure finished recordings and other plates' tables", "analyze",
            (FILES, MASS, JSON,
             arg("--zero", type=zeros, metavar="L=COUNT,R=COUNT", help="with these zeros, in raw counts"),
             arg("--calibration", type=Path, metavar="FILE", help="with another one, as 'step info --json' prints it"),
             arg("--no-auto-zero", action="store_true", help="take no zeros of empty plates"))),
    Command(FOR_DATA, "replay", "play a recording through the same pipeline", "replay", (
        arg("file", type=Path, metavar="FILE", help="a recording"),
        arg("--speed", metavar="X", default="max", help="1 as it happened, any factor, or max (default)"),
        JSON,
    )),
    Command(FOR_DATA, "report", "one person's training as a page to read and print, HTML", "report", (
        ATHLETE,
        arg("--weeks", type=whole(1, 1000), metavar="N", help="the last N weeks (default: all)"),
        arg("--out", type=Path, metavar="FILE",
            help="a new file (default: on a terminal a new file in this folder, else the output)"), JSON)),
    Command(FOR_DATA, "export", "stored results as CSV or Parquet, and the forces of a visit", "export", (
        arg("what", nargs="?", default="reps", choices=EXPORTS,
            help="a table (provisional: reps as told live); all: every table and the dictionary, into a folder; force: "
                 "the forces of a visit's sets; dictionary: what the columns mean; default: reps"),
        arg("session", nargs="?", metavar="SESSION", help="with force: the visit's id"),
        arg("--set", type=whole(1, 10_000), metavar="N", help="with force: this set only"),
        arg("--athlete", metavar="ATHLETE", help="of one person only: id or name"),
        arg("--since", type=place, metavar="CURSOR|DATE|start",
            help="visits that ended, or were corrected, since an earlier export, which told its cursor; start: the "
                 "first of such exports; a date: visits that began then or later"),
        arg("--names", action="store_true", help="with people's names and notes; without, people are random ids"),
        arg("--format", choices=("csv", "parquet"), help="default: as the file's name says, else csv"),
        arg("--out", type=Path, metavar="FILE", help="write here instead of printing; a new file, or folder"),
        JSON,
    )),
    Command(FOR_DATA, "influx", "the way to InfluxDB", "influx", actions=(
        ("check", "is the server there, and may we write", (JSON,)),
        ("push", "send everything that waits, now", (JSON,)),
        ("status", "what waits, what was refused, and whether everything adds up", (JSON,)),
        ("parked", "the points the server refused, with its words", (JSON,)),
        ("retry", "send refused points again", (IDS, ALL, JSON)),
        ("discard", "give refused points up, on record", (
            IDS, ALL, arg("--reason", required=True, metavar="TEXT", help="why; kept with the session"), JSON)),
        ("verify", "ask the server whether it has what it acknowledged", (
            arg("session", nargs="?", metavar="SESSION", help="one session (default: all)"), SINCE,
            arg("--resend", action="store_true", help="queue again what sessions are short of"),
            TOKEN_FILE, JSON)),
        ("resend", "queue stored sessions once more; sending doubles nothing", (
            arg("session", nargs="?", metavar="SESSION", help="its id"), SINCE, JSON)),
        ("install", "set up bucket, boards, daily rows and tokens: all of it, or nothing", INSTALL),
    )),
    Command(AT_THE_BENCH, "record", "keep the wire verbatim in a file", "record", (
        PORT,
        arg("--out", type=Path, metavar="FILE", help="default: a name with the time, in the data folder"),
        arg("--seconds", type=number(0.1, 1e7), metavar="S", help="end after this long"),
    )),
    Command(AT_THE_BENCH, "step", "the device itself", "step", actions=(
        ("info", "who answers, its rates and calibration", (PORT, JSON)),
        ("monitor", "each converter second by second: rate, load, noise, and what is wrong", (
            PORT, JSON, arg("--seconds", type=number(0.1, 1e7), metavar="S", help="end after this long"),
            arg("--raw", action="store_true", help="every line as it comes instead"))),
        ("zero", "take the empty plates as zero and keep that in the step", (
            PORT, arg("--undo", action="store_true", help="put the zero before the last one back"), JSON)),
        ("swap-test", "stand, turn around, stand: is it the legs that differ, or the plates", (PORT, JSON)),
        ("calibrate", "find zero and scale of the plates with known masses, guided load by load", (
            PORT,
            arg("--masses", type=masses, required=True, metavar="KG,KG,...",
                help="total loads going up, as in 10,20,40; 20:0.01 is known to 0.01 kg"),
            TOLERANCE,
            arg("--plate", choices=("L", "R", "both"), default="both", help="which plate (default: both)"),
            arg("--series", type=whole(1, 10), default=3, metavar="N", help="series up and down (default: 3)"),
            arg("--preloads", type=whole(0, 10), default=3, metavar="N", help="loads before that (default: 3)"),
            arg("--up-only", action="store_true", help="measure going up only: hysteresis stays unknown"),
            arg("--no-corner", action="store_true", help="leave the corners and the rear edge out"),
            arg("--no-sum", action="store_true", help="leave the comparison of both plates out"),
            OPERATOR,
            arg("--temperature", type=number(-20, 60), metavar="C", help="of the plates, degrees Celsius"),
            arg("--certificate", type=Path, metavar="FILE", help="write a page to print, HTML"),
            arg("--yes", action="store_true", help="accept what passes without a question"), JSON)),
        ("verify", "hold the step against one known mass or person, in a minute", (
            PORT,
            arg("--mass", type=number(1, 400), metavar="KG", help="a known mass, on each plate in turn"),
            arg("--athlete", metavar="ATHLETE", help="a person whose body mass is stored: id or name"),
            TOLERANCE,
            arg("--plate", choices=("L", "R", "both"), default="both", help="which plate (default: both)"),
            OPERATOR, JSON)),
        ("restore", "write a calibration that is on record here into the step again", (
            PORT,
            arg("id", nargs="?", metavar="ID", help="see 'station step history' (default: the newest accepted)"),
            JSON)),
        ("history", "calibrations, verifications and where the scale is going", (UID, JSON)),
        ("certificate", "write the certificate of a stored calibration", (
            arg("id", metavar="ID", help="see 'station step history'"),
            arg("--out", type=Path, required=True, metavar="FILE", help="a new file, HTML"))),
        ("export", "write a step's calibrations to a file for another station", (
            arg("file", type=Path, metavar="FILE", help="a new file, JSON"), UID)),
        ("import", "take in calibrations that another station exported", (
            arg("file", type=Path, metavar="FILE", help="made by 'station step export'"),)),
    )),
    Command(UPKEEP, "doctor", "what works, what does not, and what to do", "doctor", (
        PORT, JSON,
        arg("--bundle", type=Path, metavar="FILE.zip",
            help="also write what helps others to help you, without names, tokens or what was measured"),
        arg("--wire", type=number(0.1, 600), metavar="S",
            help="with --bundle: the last seconds of what the step said while it was looked at"))),
    Command(UPKEEP, "store", "backups, the way back, and looking the stored data over", "store", actions=(
        ("backup", "copy the database while it is in use, verify the copy, and write its digest beside it", (
            arg("file", nargs="?", type=Path, metavar="FILE", help="default: a name with the time, in the data folder"),
            JSON)),
        ("restore", "put a backup in the database's place; what was there is kept beside it", (
            arg("file", type=Path, metavar="FILE", help="made by 'station store backup'"),
            arg("--as-is", action="store_true", help="also when the sums of its ledger are off"), JSON)),
        ("prune", "delete what the section [storage] of the configuration lets go", (
            arg("--dry-run", action="store_true", help="say what would be deleted, delete nothing"), JSON)),
        ("recover", "save what the station wrote elsewhere because the disk was full", (
            arg("file", type=Path, metavar="FILE", help="as the station named it"), JSON)),
        ("set-time", "correct the times of a session that a wrong clock stamped, and let it go to InfluxDB", (
            arg("session", metavar="SESSION", help="its id; 'station doctor' names those that wait"),
            arg("--opened", type=day, metavar="TIME", help="when it really began, as in 2026-03-01T14:05"),
            arg("--keep", action="store_true", help="its times are right as they are"), JSON)),
        ("check", "is everything there, whole, and somebody's", (
            arg("--full", action="store_true", help="also read every index and every recording"), JSON)),
    )),
    Command(UPKEEP, "config", "what is set, and where", "config", actions=(
        ("show", "every effective value and where it came from", (JSON,)),
        ("path", "where the configuration file is looked for", ()),
    )),
)  # fmt: skip
