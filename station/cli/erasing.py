"""``station athlete erase``: a person leaves database, queue, recordings and InfluxDB, and it is proven."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from station.cli.common import effective, find_athlete, influx_token, print_json, reading_token, say
from station.config import database_path, recordings_dir
from station.errors import InfluxError, StationError, StoreError, UsageError
from station.recording import recordings_of
from station.recording.shelf import recordings_in
from station.session.held import holding_of
from station.sinks.influx import erase as erase_there
from station.store import Store, traces
from station.store.unsaved import unsaved_of

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from station.config import Config
    from station.sinks.influx import Erased
    from station.store.rows import Athlete

_EVERYTHING = -1


def erase(options: argparse.Namespace) -> int:
    """Erase one person everywhere; exit code 1 when something of them is left that needs somebody."""
    config = effective(options).config
    with Store.open(database_path(config)) as store:
        athlete = find_athlete(store, options.athlete)
        sessions = len(store.sessions(athlete.id, _EVERYTHING))
        recordings = recordings_of(recordings_dir(config), athlete.id)
        if not options.yes:
            _confirm(athlete, sessions, len(recordings))
        store.erase_athlete(athlete.id, sent_away=bool(config.influx.url))
        for path in recordings:
            path.unlink(missing_ok=True)
        document: dict[str, Any] = {
            "athlete_id": athlete.id,
            "sessions": sessions,
            "recordings": [str(path) for path in recordings],
            "influx": _influx(config, options, store, athlete.id),
        }
        document["left"] = _left(config, store, athlete.id, remembered=athlete.id in store.erasures())
        document["copies"] = [str(path) for path in _copies(config, store.path, athlete.id)]
    if options.json:
        print_json(document)
    else:
        _say(athlete, document)
    sys.stdout.flush()
    return _judge(document)


def _confirm(athlete: Athlete, sessions: int, recordings: int) -> None:
    if not sys.stdin.isatty():
        raise UsageError(f"erasing {athlete.name} cannot be undone", "Say --yes to do it without being asked")
    say(f"{athlete.name}: {sessions} sessions and {recordings} recordings will be gone for good.")
    if input(f"Type {athlete.id} to erase: ").strip() != athlete.id:
        raise UsageError("nothing was erased", "Type the id as shown")


def _influx(config: Config, options: argparse.Namespace, store: Store, athlete_id: str) -> dict[str, str]:
    """Erase in InfluxDB now; what cannot be done now is remembered by its random id and done later."""
    if athlete_id not in store.erasures():
        return {"state": "none", "words": "nothing was ever sent"}
    if not config.influx.url:
        words = "it was sent points once, and is not configured now: set influx.url, then station influx push"
        return {"state": "waiting", "words": words}
    try:
        outcome = erase_there(
            config.influx, influx_token(config), athlete_id, reading_token(config, options.token_file)
        )
    except StationError as error:
        return {"state": "waiting", "words": str(error)}
    if outcome.deleted:
        store.erased(athlete_id)
    return {"state": _state(outcome), "words": outcome.words}


def _state(outcome: Erased) -> str:
    if outcome.deleted:
        return "proven" if outcome.proven else "deleted"
    later = outcome.answer is not None and outcome.answer.meaning in ("busy", "unknown")
    return "waiting" if later else "refused"


def _left(config: Config, store: Store, athlete_id: str, *, remembered: bool) -> dict[str, int]:
    """Look for the id in every text of the database, and in the recordings; the memory of an erasure is no trace."""
    with store.reading() as connection:
        left = traces.of(connection, athlete_id)
    if remembered:
        left.pop("erasures.athlete_id", None)
    recordings = recordings_of(recordings_dir(config), athlete_id)
    return left | ({"recordings": len(recordings)} if recordings else {})


def _copies(config: Config, database: Path, athlete_id: str) -> list[Path]:
    """Return the files that still hold the person: of the data folder, and events that wait elsewhere."""
    recordings = [path for parts in recordings_in(recordings_dir(config)) for path in parts]
    waiting = unsaved_of(database, holding_of(config).folders)
    return sorted(
        {
            *traces.copies_with(database, athlete_id, recordings),
            *(path for path in waiting if athlete_id.encode() in path.read_bytes()),
        }
    )


def _say(athlete: Athlete, document: dict[str, Any]) -> None:
    name, sessions, files = athlete.name, document["sessions"], len(document["recordings"])
    say(f"{name} is erased: {sessions} sessions, {files} recordings.")
    if not document["left"]:
        left = (
            "only the files named below still hold them" if document["copies"] else "nothing of them is left"
        )
        say(f"Looked for again in the data folder: {left}.")
    state, words = document["influx"]["state"], document["influx"]["words"]
    told = {
        "none": f"InfluxDB: {words}.",
        "proven": f"InfluxDB: deleted; {words}.",
        "deleted": "InfluxDB: deleted, but not proven: it could not be asked afterwards. The proof needs a token that "
        "may read, the coach's or an administrator's; with the next person say it: --token-file FILE.",
        "waiting": f"InfluxDB: not yet ({words}). It is done first as soon as a station reaches it.",
        "refused": f"InfluxDB: not deleted ({words}). It is tried again by every station that starts.",
    }
    say(told[state])
    for copy in document["copies"]:
        say(f"! {copy} still holds them: delete it when you need it no more")


def _judge(document: dict[str, Any]) -> int:
    if document["left"]:
        where = ", ".join(f"{number} in {place}" for place, number in document["left"].items())
        raise StoreError(f"something is left: {where}", "Look the database over: station store check")
    if document["influx"]["state"] == "refused":
        raise InfluxError(
            f"InfluxDB still has points of athlete={document['athlete_id']}",
            "Delete them there, or give the token the right to",
        )
    return 0
