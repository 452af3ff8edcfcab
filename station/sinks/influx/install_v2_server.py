"""One organisation of one InfluxDB 2, asked as administrator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from station.errors import InfluxError, UsageError
from station.sinks.influx import daily
from station.sinks.influx.answers import plain
from station.sinks.influx.api2 import Api2

if TYPE_CHECKING:
    from station.sinks.influx.installing import Wanted


class Server:
    """One organisation of one InfluxDB 2; ``ids`` fills as buckets are found and made."""

    def __init__(self, wanted: Wanted, token: str | None) -> None:
        """Ask for the organisation. ``InfluxError`` or ``UsageError`` when there is none to install into."""
        self.wanted = wanted
        self.api = Api2(wanted.influx, token)
        self.org, self.org_name = self._organisation(wanted.influx.org)
        self.ids: dict[str, str] = {}
        self.stack = ""

    @property
    def buckets(self) -> tuple[str, str]:
        """Return the names of the buckets of points and of days."""
        return self.wanted.influx.bucket, self.wanted.influx.bucket + daily.SUFFIX

    def _organisation(self, name: str) -> tuple[str, str]:
        """Return the organisation's id and name; without a name, of the only one that the token sees."""
        if self.api.get("setup").get("allowed"):
            raise InfluxError(
                f"InfluxDB at {self.wanted.influx.url} was never set up",
                "Open it in a browser, or run 'influx setup', then come back with its token",
            )
        orgs = self.api.find("orgs", "orgs", **({"org": name} if name else {}))
        if len(orgs) == 1:
            return str(orgs[0]["id"]), str(orgs[0]["name"])
        names = ", ".join(plain(str(org.get("name"))) for org in orgs)
        if orgs:
            raise UsageError(f"{len(orgs)} organisations are there: {names}", "Name one: --org NAME")
        raise UsageError(
            f"no organisation {name!r} that this token may see at {self.wanted.influx.url}",
            "Correct --org, or use another token: --token-file FILE",
        )

    def bucket(self, name: str) -> dict[str, Any] | None:
        """Return a bucket of this name."""
        found = self.api.find("buckets", "buckets", orgID=self.org, name=name)
        return next((each for each in found if each.get("name") == name), None)

    def stacks(self, name: str) -> list[str]:
        """Return the ids of the stacks of this name that were not taken away."""
        found = self.api.find("stacks", "stacks", orgID=self.org, name=name)
        return [str(each["id"]) for each in found if each.get("eventType") != "uninstall"]

    def mappings(self, name: str) -> list[dict[str, Any]]:
        """Return what maps InfluxQL's database of this name to a bucket."""
        return self.api.find("dbrps", "content", orgID=self.org, db=name)

    def tokens(self, name: str) -> list[str]:
        """Return the ids of the tokens of this name."""
        every = self.api.find("authorizations", "authorizations", orgID=self.org)
        return [
            str(each["id"]) for each in every if str(each.get("description", "")).partition(":")[0] == name
        ]

    def variable(self, name: str) -> str:
        """Return the value of a board's variable; empty when there is none."""
        for each in self.api.find("variables", "variables", orgID=self.org):
            arguments = each.get("arguments")
            values = arguments.get("values") if isinstance(arguments, dict) else None
            if each.get("name") == name and isinstance(values, list) and values:
                return str(values[0])
        return ""
