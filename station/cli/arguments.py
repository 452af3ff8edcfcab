"""Arguments that several commands take, and the long lists of one."""

from __future__ import annotations

from pathlib import Path

from station.cli.command import arg
from station.cli.values import YesNo, calendar_day, day, number, plain_name, real, whole

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
SAID = (
    arg("--during", type=real, metavar="NRS", help="pain while training, 0 to 10"),
    arg("--after", type=real, metavar="NRS", help="pain right after, 0 to 10"),
    arg("--morning", type=real, metavar="NRS", dest="next_morning",
        help="pain on the morning of that day, 0 to 10"),
    arg("--stiffness", type=real, metavar="MIN", dest="stiffness_min",
        help="minutes of stiffness that morning"),
    arg("--daily", type=real, metavar="NRS", dest="daily_life", help="pain in daily life, 0 to 10"),
    arg("--sharp", action=YesNo, help="sharp or stabbing pain"),
    arg("--heel-bone", action=YesNo, help="the pain sits on the heel bone"),
    arg("--balanced", action=YesNo, dest="feels_balanced", help="both legs feel alike"),
    arg("--visa-a", type=real, metavar="TOTAL", help="VISA-A total, 0 to 100"),
    arg("--run", type=real, metavar="MIN", dest="run_min", help="minutes of a run or walk-run"),
    arg("--run-level", type=real, metavar="N", help="its level in the plan's walk-run ladder, from 1"),
    arg("--run-pain", type=real, metavar="NRS", dest="run_during", help="pain on the run, 0 to 10"),
)  # fmt: skip
ENTRY = arg("entry", type=whole(1, 2**63 - 1), metavar="ENTRY", help="its number in 'station symptom list'")
