"""Names, tokens and ids taken out of a text before it leaves this computer."""

from __future__ import annotations

import getpass
import platform
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from station.config import Config, data_dir, database_path
from station.errors import StationError, StoreError
from station.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REMOVED: Final = "[removed]"
_WORD_AT_MOST: Final = 4
"""A word this short is taken out as a whole word only, or half of every other word would go with it."""
_SHORTEST: Final = 2
_DEFAULTS: Final = frozenset(
    str(getattr(section, name))
    for section in (Config().station, Config().influx)
    for name in section.__struct_fields__
)
"""What nobody chose tells nothing of anybody."""


class Scrubber:
    """Knows what must not leave, and takes it out of any text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        """Longest first, so that no rest of a name stays."""
        self.secrets = sorted(
            {each for each in secrets if len(each) >= _SHORTEST}, key=lambda each: (-len(each), each)
        )
        parts = [
            rf"(?<!\w){re.escape(each)}(?!\w)" if len(each) <= _WORD_AT_MOST else re.escape(each)
            for each in self.secrets
        ]
        self._pattern = re.compile("|".join(parts), re.IGNORECASE) if parts else None

    def clean(self, text: str) -> str:
        """Return the text without them."""
        return text if self._pattern is None else self._pattern.sub(REMOVED, text)


def secrets_of(config: Config, token: str | None, uids: Iterable[str]) -> Iterator[str]:
    """Yield everything on this computer that names somebody, something or a place, or opens something."""
    yield from (each for each in uids if each)
    if token:
        yield token
        yield from token.split(":")
    yield from _of_configuration(config)
    yield from _of_machine()
    yield from _of_database(config)


def paths_of(file: Path) -> Iterator[str]:
    """Yield what a file's path names, as it was given and as it is: folders are named after clinics and people."""
    for path in (file, file.absolute(), file.resolve()):
        yield str(path)
        yield str(path.parent)


def _of_configuration(config: Config) -> Iterator[str]:
    station, influx = config.station, config.influx
    chosen = [
        station.site,
        station.name,
        station.port,
        station.step_uid,
        influx.org,
        influx.bucket,
        influx.url,
    ]
    parts = urlsplit(influx.url)
    chosen += [parts.netloc, parts.hostname or "", parts.username or "", parts.password or ""]
    paths = [
        station.data_dir,
        influx.token_file,
        influx.ca_file,
        config.storage.emergency_dir,
        data_dir(config),
    ]
    chosen += [str(path) for path in paths if path is not None]
    yield from (each for each in chosen if each not in _DEFAULTS)


def _of_machine() -> Iterator[str]:
    yield str(Path.home())
    yield Path.home().name
    yield platform.node()
    try:
        yield getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number without a name
        return


def _of_database(config: Config) -> Iterator[str]:
    """Yield people, sessions and steps; a database that cannot be read has none to tell."""
    path = database_path(config)
    if not path.exists():
        return
    try:
        with Store.open(path, read_only=True) as store:
            people, visits = store.athletes(), store.sessions(limit=1 << 60)
    except (StoreError, StationError):
        return
    for person in people:
        yield person.id
        yield person.name
        yield from person.name.split()
    for visit in visits:
        yield visit.id
        yield from (each for each in (visit.athlete_id, visit.step_uid) if each)
        yield from (each for each in (visit.site, visit.station, visit.port) if each not in _DEFAULTS)
