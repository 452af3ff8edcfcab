"""``station step calibrate``: from known masses to a calibration in the step, in the store and on paper."""

from __future__ import annotations

import signal
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from station.calibration import Calibrator
from station.calibration.model import PLATES, Abort, KnownMass, Plan
from station.calibration.plan import DEFAULT_TOLERANCE, checked
from station.cli.answers import HELP
from station.cli.common import effective, port_of
from station.cli.paper import refuse_unwritable, write_page
from station.cli.step_link import StepLink
from station.cli.telling import Teller
from station.config import database_path
from station.errors import StationError
from station.pages.certificate import certificate
from station.session.calibrating import PlateEar, known_scales, put_into_use, record_of
from station.session.guiding import Guide
from station.session.pedigree import disagreements
from station.sources import SystemTime
from station.store import Store, calibrations

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from station.calibration.record import CalibrationRecord

AS_IT_WAS = "The calibration in the step is as it was"

ASSUMED = (
    f"Nobody said how well the masses are known: {100 * DEFAULT_TOLERANCE:g} % is taken, as from a verified scale. "
    "Discs of a gym are off by 2-5 %: weigh them, and say --tolerance or 20:0.01"
)


def calibrate(options: argparse.Namespace) -> int:
    """Lead through a calibration; only an accepted one changes anything in the step."""
    config = effective(options).config
    plan = checked(plan_of(options))
    refuse_unwritable(options.certificate)
    with (
        Store.open(database_path(config)) as store,
        closing(StepLink(port_of(options, config), config.station.step_uid)) as link,
    ):
        teller = Teller(SystemTime(), json=options.json)
        if options.tolerance is None and any(tolerance_kg is None for _, tolerance_kg in options.masses):
            teller.say(f"! {ASSUMED}")
        with closing(teller):
            record = _Calibration(link, store, plan, teller).run(yes=options.yes)
        if options.certificate is not None:
            write_page(options.certificate, certificate(record))
            teller.say(f"Certificate: {options.certificate}", file=str(options.certificate))
    return 0


def plan_of(options: argparse.Namespace) -> Plan:
    """Return what was asked for."""
    share = DEFAULT_TOLERANCE if options.tolerance is None else options.tolerance / 100.0
    return Plan(
        masses=tuple(
            KnownMass(kg, share * kg if tolerance_kg is None else tolerance_kg)
            for kg, tolerance_kg in options.masses
        ),
        plates=PLATES if options.plate == "both" else (options.plate,),
        series=options.series,
        preloads=options.preloads,
        down=not options.up_only,
        corner=not options.no_corner,
        sum_check=not options.no_sum,
        operator=options.operator or "",
        temperature_c=options.temperature,
    )


class _Calibration:
    """One run of the command, once step and store are open."""

    def __init__(self, link: StepLink, store: Store, plan: Plan, teller: Teller) -> None:
        self._link, self._store, self._teller = link, store, teller
        self._time = SystemTime()
        self._known = known_scales(link.talk, link.identity)
        self._ear = PlateEar(link.identity, self._time, self._known)
        self._wizard = Calibrator(plan, self._known, self._ear.pairs)

    def run(self, *, yes: bool) -> CalibrationRecord:
        """Return what was found, kept and written. ``StationError`` when it came to nothing."""
        identity = self._link.identity
        self._teller.say(
            f"Step {identity.uid}, {identity.board}, firmware {identity.firmware}, on {self._link.url}"
        )
        for sentence in disagreements(self._store, identity.uid, self._known):
            self._teller.say(f"! {sentence}")
        if not yes:
            self._teller.say(f"To be typed at any time, with Enter: {HELP}. Ctrl-C aborts as well.")
        try:
            why = Guide(self._link, self._ear, self._wizard, self._teller).run(yes=yes)
        except KeyboardInterrupt:
            self._teller.told(self._wizard.tell(Abort()))
            raise
        outcome = self._wizard.outcome
        record = None if outcome is None else record_of(outcome, identity, self._time.now_us())
        if why or record is None or not record.outcome.accepted:
            if record is not None:
                calibrations.keep(self._store, record)
            raise StationError(f"{AS_IT_WAS}: {why}", "Put that right and calibrate again")
        with uninterrupted():
            put_into_use(self._link, self._store, record)
        plates = " and ".join(found.plate for found in record.outcome.plates)
        self._teller.say(
            f"Calibration {record.id} of plate {plates} is in the step, was read back, and is stored here.",
            id=record.id,
            step_uid=record.step_uid,
        )
        return record


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold Ctrl-C back: half a second for each plate, in which the step keeps what it is given."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
