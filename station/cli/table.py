"""The table of commands, in the order in which help lists them."""

from __future__ import annotations

from pathlib import Path

from station.cli.arguments import (
    ALL,
    ATHLETE,
    ENTRY,
    FILES,
    IDS,
    INSTALL,
    JSON,
    MASS,
    ON,
    OPERATOR,
    PLAN_ID,
    PORT,
    SAID,
    SINCE,
    TOKEN_FILE,
    TOLERANCE,
    TOML,
    UID,
)
from station.cli.command import Command, arg
from station.cli.values import YesNo, calendar_day, day, masses, number, place, real, weekdays, whole, zeros

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
            (arg("--port", metavar="URL", help="another simulated step"),),
            more="Its reps are gone afterwards, and reach no data folder or InfluxDB that this machine's own "
                 "configuration file names. One that is named for this run, by --config FILE or by a variable such as "
                 "STATION_STATION_DATA_DIR, is used on purpose: there they are kept."),
    Command(AT_THE_STEP, "live", "measure without a screen: a line per rep, or JSON lines", "live", (
        PORT, JSON,
        arg("--athlete", metavar="ATHLETE", help="id or name (default: a guest)"),
        arg("--no-store", action="store_true", help="keep nothing: no database, no recording, no InfluxDB"),
        arg("--lowering-s", type=number(0.5, 60), metavar="S", help="prescribed seconds down"),
        arg("--reps", type=whole(1, 1000), metavar="N", help="prescribed repetitions"),
        arg("--force", action="store_true", help="with --json: also the force samples"),
    )),
    Command(AT_THE_STEP, "athlete", "people who train here", "athlete", actions=(
        ("add", "add a person", (
            arg("name", metavar="NAME", help="as screens show it"), MASS,
            arg("--same-name", action="store_true", help="also when somebody of that name trains here already"), JSON)),
        ("rename", "give a person another name; the id, and all that belongs to it, stays", (
            ATHLETE, arg("name", metavar="NAME", help="as screens show it from now on"))),
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
            arg("--insertional", action=YesNo, help="pain at the heel bone: floor level only"),
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
            arg("--rest", action=YesNo, help="no training; --no-rest: train although the plan would rest"),
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
