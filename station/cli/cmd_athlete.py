"""``station athlete``: people who train here."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec

from station.cli.clocks import stated
from station.cli.common import effective, find_athlete, local_time, print_json, print_table, say
from station.cli.erasing import erase
from station.config import database_path
from station.errors import StationError, UsageError
from station.jsonl import plain
from station.metrics.bodies import Weighed, doubts, in_words
from station.store import Store, plans, symptoms
from station.store.people import clean_mass, clean_name

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from station.config import Config
    from station.store.rows import Athlete, Visit

_EVERYTHING = 1 << 60


def run(options: argparse.Namespace) -> int:
    """Add, rename, list, show, export, unlock or erase."""
    config = effective(options).config
    if options.action == "add":
        return _add(config, options)
    if not database_path(config).exists():
        if options.action == "list":
            return _list(None, options)
        raise UsageError("nobody trains here yet", "Add a person: station athlete add NAME")
    if options.action == "erase":
        return erase(options)
    if options.action in ("rename", "unlock"):
        return (_rename if options.action == "rename" else _unlock)(config, options)
    with Store.open(database_path(config), read_only=True) as store:
        if options.action == "list":
            return _list(store, options)
        athlete = find_athlete(store, options.athlete)
        return (
            _show(store, athlete, options) if options.action == "show" else _export(store, athlete, options)
        )


def _add(config: Config, options: argparse.Namespace) -> int:
    name, body_mass_kg = clean_name(options.name), clean_mass(options.body_mass_kg)
    with Store.open(database_path(config)) as store:
        if not options.same_name:
            _refuse_namesake(store, name)
        athlete = store.add_athlete(name, body_mass_kg)
    if options.json:
        print_json(asdict(athlete))
    else:
        say(f"{athlete.id}  {athlete.name}")
    return 0


def _refuse_namesake(store: Store, name: str) -> None:
    same = [person.id for person in store.athletes() if person.name.casefold() == name.casefold()]
    if same:
        raise UsageError(
            f"'{name}' trains here already, as {', '.join(same)}",
            "Add somebody else under a name that tells them apart, or with --same-name",
        )


def _rename(config: Config, options: argparse.Namespace) -> int:
    with Store.open(database_path(config)) as store:
        athlete = store.rename_athlete(find_athlete(store, options.athlete).id, options.name)
    say(f"{athlete.id}  {athlete.name}")
    return 0


def _unlock(config: Config, options: argparse.Namespace) -> int:
    with Store.open(database_path(config)) as store:
        athlete = find_athlete(store, options.athlete)
        had = store.has_pin(athlete.id)
        store.set_pin(athlete.id, None)
    say(f"the kiosk asks {athlete.name} for {'no PIN any more' if had else 'no PIN, and never did'}")
    return 0


def _list(store: Store | None, options: argparse.Namespace) -> int:
    people = store.athletes() if store else []
    visits = {person.id: store.last_visit_us(person.id) if store else None for person in people}
    if options.json:
        print_json([asdict(person) | {"last_visit_us": visits[person.id]} for person in people])
    elif not people:
        say("nobody yet; add a person: station athlete add NAME")
    else:
        rows = [(p.id, p.name, p.body_mass_kg, local_time(visits[p.id])) for p in people]
        print_table(("id", "name", "kg", "last visit"), rows)
    return 0


def _show(store: Store, athlete: Athlete, options: argparse.Namespace) -> int:
    visits = store.sessions(athlete.id, _EVERYTHING)
    if options.json:
        print_json(asdict(athlete) | {"sessions": [asdict(visit) for visit in visits]})
        return 0
    mass = "" if athlete.body_mass_kg is None else f", {athlete.body_mass_kg:g} kg"
    say(f"{athlete.name} ({athlete.id}){mass}: {len(visits)} sessions")
    if visits:
        rows = [(stated(v), v.sets_done, v.reps_done, v.state, v.id) for v in visits]
        print_table(("when", "sets", "reps", "state", "session"), rows)
        for words in _other_bodies(visits):
            say(f"! {words}")
    return 0


def _other_bodies(visits: Iterable[Visit]) -> Iterator[str]:
    """Tell visits of which one may be somebody else's."""
    weighed = (Weighed(v.opened_us, v.body_mass_kg) for v in visits if v.body_mass_kg is not None)
    yield from (in_words(*pair, local_time) for pair in doubts(weighed))


def _export(store: Store, athlete: Athlete, options: argparse.Namespace) -> int:
    document = asdict(athlete) | _programme(store, athlete.id)
    document["sessions"] = [_session(store, v) for v in store.sessions(athlete.id, _EVERYTHING)]
    if options.out is None:
        print_json(document)
        return 0
    try:
        with options.out.open("xb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(document)) + b"\n")
    except FileExistsError as error:
        raise StationError(f"{options.out} exists already", "Choose another name") from error
    except OSError as error:
        raise StationError(
            f"{options.out} cannot be written: {error.strerror}", "Choose another place"
        ) from error
    return 0


def _programme(store: Store, athlete_id: str) -> dict[str, Any]:
    """Return everything the programme keeps about a person."""
    with store.reading() as connection:
        return {
            "profile": plans.profile(connection, athlete_id),
            "plans": plans.assignments(connection, athlete_id),
            "overrides": plans.overrides(connection, athlete_id),
            "symptoms": symptoms.entries(connection, athlete_id),
        }


def _session(store: Store, visit: Any) -> dict[str, Any]:  # noqa: ANN401  a row of the store
    with store.reading() as connection:
        plan = plans.session_plan(connection, visit.id)
    return asdict(visit) | {
        "plan": plan,
        "sets": [plain(summary) for summary in store.sets(visit.id)],
        "reps": [plain(rep) for rep in store.reps(visit.id)],
        "provisional_reps": [plain(rep) for rep in store.provisional_reps(visit.id)],
        "events": [plain(event) for event in store.events(visit.id)],
    }
