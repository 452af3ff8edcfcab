"""``station live``: measure without a screen."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from station.cli import close_output
from station.cli.common import effective, find_athlete, influx_token, port_of, put, say, warn
from station.cli.words import Words
from station.config.prescribe import prescription_of
from station.errors import PortError
from station.events import Alarm, ForceBlock, Identity, SetSummary, WeighProgress
from station.jsonl import encode
from station.session import LiveSession, assembled
from station.text import spelled_out
from station.viewing import Asked, publishing

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from station.coach import Guide
    from station.config import Config
    from station.events import Event, Prescription
    from station.session import Running


def run(options: argparse.Namespace) -> int:
    """Measure until the source ends; exit code 1 when the step could not be reached or something broke."""
    config = effective(options).config
    port = port_of(options, config)
    prescription = _prescription(options, config)
    with ExitStack() as stack:
        if options.no_store:
            session = LiveSession(port, config)
            stack.callback(session.stop)
            session.begin(None, prescription)
            return watch(session, Printer(json=options.json, force=options.force))
        running = stack.enter_context(assembled(config, port, influx_token(config)))
        printer = Printer(json=options.json, force=options.force)
        if options.athlete is None:
            running.session.begin(None, prescription)
        else:
            _begin(running, options, prescription)
        running.forwarder.start()
        publisher, why_not = stack.enter_context(publishing(config, running.session))
        if publisher is None and why_not:
            warn(why_not)
        elif publisher is not None:
            publisher.tell(Asked(options.athlete, "headless", prescription))
        return watch(running.session, printer)


def watch(session: LiveSession, printer: Printer, *, needs_step: bool = True) -> int:
    """Start a session, print its events, wait for its end; raise what ended it.

    ``PortError`` also when the source ended and nothing on it was ever understood as a step.
    """
    session.subscribe(printer.take)
    session.start()
    while not session.join(0.5):
        if printer.unwritten:
            session.stop()
    if printer.unwritten:
        raise printer.unwritten
    if session.error:
        raise session.error
    if needs_step and not printer.met:
        raise PortError(
            f"{session.port} ended and no step ever said who it is",
            "Check its power, its cable and the baud rate: station doctor",
        )
    return 1 if printer.alarmed else 0


class Printer:
    """Prints events as they come; notes when the output takes no more."""

    def __init__(self, *, json: bool, force: bool = False, quiet: bool = False) -> None:
        """``quiet`` prints alarms only."""
        self._json, self._quiet, self._words = json, quiet, Words()
        self._silent = (WeighProgress,) if force else (WeighProgress, ForceBlock)
        self.unwritten: OSError | None = None
        self.alarmed = False
        self.met = False

    def take(self, events: Sequence[Event]) -> None:
        """Print one batch."""
        self.alarmed |= any(isinstance(event, Alarm) for event in events)
        self.met |= any(isinstance(event, Identity) for event in events)
        lines = [line for event in events if (line := self._line(event)) is not None]
        if not lines or self.unwritten:
            return
        try:
            put(lines)
        except OSError as error:  # raised again by ``watch``, in the thread that can end the program
            self.unwritten = error
            close_output()

    def _line(self, event: Event) -> str | None:
        if isinstance(event, self._silent) or (self._quiet and not isinstance(event, Alarm)):
            return None
        if self._json:
            return encode(event).decode()
        line = self._words.line(event)
        return None if line is None else spelled_out(line)


def _prescription(options: argparse.Namespace, config: Config) -> Prescription:
    return _as_told(prescription_of(config), options)


def _as_told(prescription: Prescription, options: argparse.Namespace) -> Prescription:
    """Return the prescription with what the command line says, which overrules the plan too."""
    if options.lowering_s is not None:
        upper_s = max(prescription.lowering_upper_s, options.lowering_s)
        prescription = replace(prescription, lowering_target_s=options.lowering_s, lowering_upper_s=upper_s)
    if options.reps is not None:
        prescription = replace(prescription, target_reps=options.reps)
    return prescription


def _begin(running: Running, options: argparse.Namespace, prescription: Prescription) -> None:
    """Open a visit of a person who follows their plan set by set, if they have one."""
    from station.cli.coaching import coach_of  # noqa: PLC0415  guests need no programme

    athlete = find_athlete(running.store, options.athlete)
    coach = coach_of(running.store, effective(options))
    base = replace(prescription, body_mass_kg=athlete.body_mass_kg)
    guide = coach.guide(athlete.id, coach.day(), base)
    if guide.plan is not None and not options.json:
        say(guide.advice.headline.text)
    running.session.begin(athlete.id, _as_told(guide.prescription, options), guide.plan)
    running.session.subscribe(_Following(running.session, guide, options).take)


class _Following:
    """Asks for the next set of the plan as soon as one has closed."""

    def __init__(self, session: LiveSession, guide: Guide, options: argparse.Namespace) -> None:
        self._session, self._guide, self._options = session, guide, options

    def take(self, events: Sequence[Event]) -> None:
        """Look for sets that closed."""
        for event in events:
            if isinstance(event, SetSummary):
                self._guide = self._guide.after_set(event)
                self._session.configure(_as_told(self._guide.prescription, self._options))
