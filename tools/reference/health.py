"""The page of checks, written from the table of health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station.health import RULES
from station.health.limits import LIMITS
from tools.tables import table

if TYPE_CHECKING:
    from station.health import Rule
    from station.health.table import When

_HEAD = f"""\
# Health of a station

Generated from the table of checks, `station/health/table.py`, by `python -m tools.reference`. The same checks run in three places: as a gate when a step answers, for as long as a session lasts, and in `station doctor`.

Each check has a state:

- `PASS`: looked at, and as it should be.
- `RETRY`: do what the remedy says; it is looked at again by itself, and told when it has been well for {LIMITS.calm_s:g} seconds.
- `SERVICE`: somebody has to repair or recalibrate. `station doctor` ends with exit code 1.
- `UNKNOWN`: it could not be looked at (yet), which is no `PASS`.

**The gate** is through after two stretches of {LIMITS.window_s:g} s of device time on an empty step. Whoever stands on the step by then keeps it open: `LOAD` asks them to step off. **Afterwards** bad news is told at once, as an event `check`; all checks as they stand follow as `checks`, and again every minute. Changes are kept in the database with the session. InfluxDB gets them once a minute as fields of `step_health`: `check_state` (0 well, 1 retry, 2 service), `checks_retry`, `checks_service`, `checks_unknown`, the names in `checks_bad`, and what was measured.

`station doctor --bundle FILE.zip` packs what helps others to help you: these checks, settings without words, versions, recent faults, sums. Names, ids, tokens, addresses and paths are taken out of every file in it; `--wire S` adds the last seconds of what the step said.
"""  # noqa: E501  prose lines of a page

_HONEST = """\
## What force cannot tell

- **Swapped plates** read like the other leg. They are told only where a plan names a leg and rep after rep is on the other one; then it may as well be the wrong leg. A swap test (stand, turn around, stand) tells them apart.
- **A dead cell** reads like a foot that is not there, or in the air.
- **A light thing on the step** (a shoe) is within what a zero may be off by, and is taken as zero; a heavier one is `LOAD`.
- **Creep slower than a minute** looks like drift, which has other reasons; a calibration measures it.
- **Hum near the edges** (a tone that lands within 1 Hz of 0 or of half the rate) cannot be told from drift or from its mirror.
- **A wrong scale** shows in no check of the wire; verifying with a known mass does show it.
- **Skew** needs shifts of load of the same kind both ways, so both legs; who trains one leg alone leaves it `UNKNOWN`.
"""  # noqa: E501  prose lines of a page

_WHENS: tuple[tuple[When, str], ...] = (
    ("gate", "In the first seconds, and for ever after"),
    ("empty", "On empty plates, after a while"),
    ("use", "In use"),
    ("outside", "Around the step"),
)
_COLUMNS = ("code", "measured", "limit", "why", "worst", "what to do", "raised by")


def health_page() -> str:
    """Return ``docs/reference/health.md``."""
    parts = [_HEAD]
    for when, title in _WHENS:
        rows = [_row(rule) for rule in RULES if rule.when == when]
        parts.append(f"## {title}\n\n{table(_COLUMNS, rows)}")
    return "\n".join([*parts, _HONEST])


def _row(rule: Rule) -> tuple[str, ...]:
    fault = f"`{rule.raised_by}`" if " " not in rule.raised_by else rule.raised_by
    if rule.raised_by.startswith("sim://") and " " in rule.raised_by:
        url, _, rest = rule.raised_by.partition(" ")
        fault = f"`{url}` {rest}"
    limit = f"{rule.limit} {rule.unit}".strip()
    return (f"`{rule.code}`", rule.measures, limit, rule.reason, rule.worst, rule.remedy, fault)
