"""What somebody looks at: a range of time and the values of the board's variables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.dashboards.model import Variable


@dataclass(frozen=True, slots=True)
class Setting:
    """One look at a board."""

    start_us: int
    stop_us: int
    """Not included."""
    athlete: str = ""
    session: str = ""
    site: str = ".*"
    station: str = ".*"
    side: str = ".*"
    variant: str = ".*"
    zone: str = "Europe/Berlin"
    interval_s: int = 21_600

    def value(self, variable: Variable) -> str:
        """Return what a variable is: one value, or a pattern."""
        return str(getattr(self, variable))

    def filled(self, query: str) -> str:
        """Return a query as Grafana sends it."""
        within = f"time >= {self.start_us}u AND time < {self.stop_us}u"
        query = query.replace("$timeFilter", within).replace("$__interval", f"{self.interval_s}s")
        for name in ("athlete", "session", "zone"):
            query = query.replace(f"${{{name}:raw}}", str(getattr(self, name)))
        for name in ("site", "station", "side", "variant"):
            query = query.replace(f"${{{name}:regex}}", str(getattr(self, name)))
        return query
