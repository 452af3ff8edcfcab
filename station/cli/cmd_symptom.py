"""``station symptom``: pain, stiffness and runs."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from station.cli.coaching import coached, entry_time_us
from station.cli.common import effective, print_json, print_table, say
from station.coach.entering import check_values, entry_of
from station.coach.logbook import day_of
from station.errors import UsageError
from station.store.symptoms import KINDS, RUN_KINDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from station.coach import Coach
    from station.events import SymptomNoted
    from station.programme.model import Surface
    from station.store.rows import Athlete
    from station.store.symptoms import Entry

_WORDS: Final = {
    "next_morning": "next morning",
    "daily_life": "daily life",
    "stiffness_min": "stiffness (min)",
    "heel_bone": "heel bone",
    "visa_a": "VISA-A",
    "feels_balanced": "feels balanced",
    "run_min": "run (min)",
    "run_level": "run level",
    "run_during": "pain on the run",
}
_YES_NO: Final = ("sharp", "heel_bone", "feels_balanced")


def run(options: argparse.Namespace) -> int:
    """Add, list, correct or withdraw."""
    if options.action in ("add", "correct"):
        check_values(_said(options, (*KINDS, *RUN_KINDS)))  # before anything is opened
    with coached(options, read_only=options.action == "list") as (coach, athlete, store):
        if options.action == "list":
            return _list(coach, athlete, options)
        if options.action == "add":
            noted = _entries(athlete, options, store.now_us())
            entries = coach.keep(noted)
        elif options.action == "correct":
            said = _said(options, (*KINDS, *RUN_KINDS))
            entries = [coach.correct(athlete.id, options.entry, said)]
        else:
            entries = [coach.withdraw(athlete.id, options.entry, options.reason)]
        headline = coach.today(athlete.id, coach.day()).headline.text
    if options.json:
        print_json([_document(entry) for entry in entries])
        return 0
    for entry in entries:
        what = "withdrawn" if options.action == "withdraw" else "kept"
        say(f"{what}: {_words(entry.values)} ({day_of(entry)}, entry {entry.id})")
    say(headline)
    return 0


def _said(options: argparse.Namespace, kinds: tuple[str, ...]) -> dict[str, float]:
    told = {kind: getattr(options, kind) for kind in kinds}
    return {kind: float(value) for kind, value in told.items() if value is not None}


def _entries(athlete: Athlete, options: argparse.Namespace, now_us: int) -> list[SymptomNoted]:
    """Return what was said, and the run apart from it."""
    made_us = entry_time_us(effective(options).config, options.date, now_us)
    felt, ran = _said(options, KINDS), _said(options, RUN_KINDS)
    if options.surface is not None and not ran:
        raise UsageError("a surface without a run", "Say the run's minutes: --run 20")
    if ran and "run_min" not in ran:
        raise UsageError("a run without its minutes", "Say how long it was: --run 20")
    entries = []
    if felt:
        entries.append(entry_of(athlete.id, felt, made_us, day=options.date, leg=options.leg))
    if ran:
        surface: Surface = options.surface or "flat"
        entries.append(entry_of(athlete.id, ran, made_us, day=options.date, run_surface=surface))
    return entries


def _list(coach: Coach, athlete: Athlete, options: argparse.Namespace) -> int:
    entries = coach.entries(athlete.id)
    if options.json:
        print_json([_document(entry) for entry in entries])
    elif not entries:
        say(f"{athlete.name} has entered nothing yet: station symptom add {athlete.id} --during 2")
    else:
        print_table(
            ("entry", "day", "leg", "what", "visit", ""),
            [
                (
                    e.id,
                    day_of(e).isoformat(),
                    e.leg,
                    _words(e.values, e.run_surface),
                    e.session_id,
                    _withdrawn(e),
                )
                for e in entries
            ],
        )
    return 0


def _withdrawn(entry: Entry) -> str:
    return "" if entry.withdrawn_us is None else f"withdrawn: {entry.withdrawn_reason}"


def _words(values: Mapping[str, float], surface: str | None = None) -> str:
    told = [
        f"{_WORDS.get(kind, kind)} {('no', 'yes')[bool(value)] if kind in _YES_NO else f'{value:g}'}"
        for kind, value in values.items()
    ]
    return ", ".join([*told, *([] if surface is None else [surface])])


def _document(entry: Entry) -> dict[str, Any]:
    return asdict(entry) | {"day": day_of(entry).isoformat(), "day_stated": entry.day is not None}
