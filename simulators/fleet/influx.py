"""The InfluxDB that a fleet shares: one that is there, or one that is started for it; and what it holds."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S: Final = 60.0
READ_TOKEN: Final = "FLEET_READ_TOKEN"  # noqa: S105  the name of a variable
_KEYS: Final = {
    "rep": ("session_id", "set_index", "rep_index"),
    "set": ("session_id", "set_index"),
    "session": ("session_id",),
    "step_health": ("session_id",),
}
"""Fields that make a row of a measurement what it is; of the step's health, together with its time."""


class FleetError(Exception):
    """The fleet cannot be run; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What InfluxDB holds of one measurement of one station."""

    present: int
    doubled: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """An address with what is needed to write and to count there."""

    url: str
    name: str
    write_token: str = field(repr=False)
    read_token: str = field(repr=False)
    org: str = ""

    def environment(self) -> dict[str, str]:
        """Return the variables that make a station write here."""
        return {
            "STATION_INFLUX_URL": self.url,
            "STATION_INFLUX_BUCKET": self.name,
            "STATION_INFLUX_TOKEN": self.write_token,
            "STATION_INFLUX_ORG": self.org,
        }

    def count(self, site: str) -> dict[tuple[str, str], Rows]:
        """Return what is there of a site by station and measurement. ``FleetError`` when nobody can tell."""
        found = {}
        for measurement, keys in _KEYS.items():
            columns = ", ".join(f'"{name}"' for name in keys)
            statement = f'SELECT {columns} FROM "{measurement}" WHERE "site" = \'{site}\' GROUP BY "station"'  # noqa: S608  own names
            for series in self._ask(statement):
                rows = [
                    tuple(row) if measurement == "step_health" else tuple(row[1:]) for row in series["values"]
                ]
                doubled = sum(number - 1 for number in Counter(rows).values())
                found[series["tags"]["station"], measurement] = Rows(len(rows), doubled)
        return found

    def _ask(self, influxql: str) -> list[dict[str, Any]]:
        place = urlsplit(self.url)
        secure = place.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(place.hostname or "", place.port, timeout=PATIENCE_S)
        database, _, policy = self.name.partition("/")
        where = {"db": database, "epoch": "u"} | ({"rp": policy} if policy else {})
        try:
            connection.request(
                "POST", f"{place.path.rstrip('/')}/query?{urlencode(where)}", urlencode({"q": influxql}),
                {"Authorization": _authorization(self.read_token),
                 "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            answer = connection.getresponse()
            document = json.loads(answer.read())
            outcome = document["results"][0]
        except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError) as error:
            raise FleetError(
                f"{self.url} does not answer InfluxQL: {type(error).__name__}: {error}"
            ) from error
        finally:
            connection.close()
        if "error" in outcome:
            raise FleetError(f"{self.url}: {outcome['error']}")
        series: list[dict[str, Any]] = outcome.get("series", [])
        return series


def _authorization(token: str) -> str:
    """Return the header for a token, or for ``user:password`` as InfluxDB 1 has them."""
    return f"Basic {b64encode(token.encode()).decode()}" if ":" in token else f"Token {token}"


def there(url: str, name: str) -> Bucket:
    """Return a bucket that exists. ``FleetError`` when no token for it is set."""
    token = os.environ.get("STATION_INFLUX_TOKEN", "")
    if not token:
        raise FleetError(
            "no token: set STATION_INFLUX_TOKEN, and FLEET_READ_TOKEN if that one may only write"
        )
    reading = os.environ.get(READ_TOKEN) or token
    return Bucket(url, name, token, reading, os.environ.get("STATION_INFLUX_ORG", ""))


@contextmanager
def started() -> Iterator[Bucket]:
    """Yield the bucket of a real influxd that ends with the block. ``FleetError`` where there is none."""
    command = [sys.executable, "-m", "tools.influxd", "run"]
    root = Path(__file__).parents[2]
    if not (root / "tools" / "influxd.py").exists():
        raise FleetError(
            "no InfluxDB is named, and only a checkout can start one: add --influx URL --bucket NAME"
        )
    with subprocess.Popen(  # noqa: S603  own command
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            told = _exports(server)
            yield Bucket(
                told["STATION_INFLUX_URL"], told["STATION_INFLUX_BUCKET"],
                told["STATION_INFLUX_TOKEN"], told[READ_TOKEN],
            )  # fmt: skip
        finally:
            server.terminate()


def _exports(server: subprocess.Popen[str]) -> dict[str, str]:
    """Read ``export NAME=VALUE`` lines up to the first other one."""
    told: dict[str, str] = {}
    for line in server.stdout or ():
        word, _, rest = line.strip().partition(" ")
        if word != "export":
            return told
        name, _, value = rest.partition("=")
        told[name] = value
    why = (server.stderr.read() if server.stderr else "").strip().splitlines()
    raise FleetError(why[-1] if why else "no InfluxDB could be started")
