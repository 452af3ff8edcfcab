"""One InfluxDB 1, asked as administrator: what it has, and statements with what undoes them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec

from station.errors import InfluxError
from station.sinks.influx.answers import NoAnswerError
from station.sinks.influx.asking import QueryClient

if TYPE_CHECKING:
    from station.sinks.influx.installing import Made, Undo, Wanted

FIRST_POLICY: Final = "main"


class Server:
    """One InfluxDB 1, asked as administrator."""

    def __init__(self, wanted: Wanted, token: str | None) -> None:
        """Prepare; nothing is asked yet."""
        self.wanted, self.token = wanted, token
        self.database, _, self._policy = wanted.influx.bucket.partition("/")
        self._client = QueryClient(msgspec.structs.replace(wanted.influx, bucket=self.database), token)

    def ask(self, statement: str) -> list[dict[str, Any]]:
        """Return a statement's rows. ``InfluxError`` when it is refused, ``NoAnswerError`` when nobody knows."""
        return self._client.ask([statement])[0]

    def do(self, statement: str, undo: str, made: Made) -> None:
        """Have a statement done, and hand in the one that undoes it; empty when nothing does."""
        self.ask(statement)
        if undo:
            made(partial(self.undo, undo))

    def undo(self, statement: str) -> None:
        """Take something away, or back; what is not there any more is away."""
        try:
            self.ask(statement)
        except NoAnswerError:
            raise
        except InfluxError as error:
            if "not found" not in error.problem:
                raise

    def find(self, question: str, name: str, undo: str) -> Undo | None:
        """Return what takes ``name`` away when it is in the first column of an answer."""
        there = {str(next(iter(row.values()), "")) for row in self.ask(question)}
        return partial(self.undo, undo) if name in there else None

    def policies(self) -> list[dict[str, Any]]:
        """Return the retention policies of the database; empty when there is no database."""
        names = {row["name"] for row in self.ask("SHOW DATABASES")}
        return self.ask(f'SHOW RETENTION POLICIES ON "{self.database}"') if self.database in names else []

    def policy(self, policies: list[dict[str, Any]]) -> str:
        """Return the retention policy that points are written to."""
        if self._policy:
            return self._policy
        return next((str(row["name"]) for row in policies if row["default"]), FIRST_POLICY)
