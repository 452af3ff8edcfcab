"""``station step verify``: one known mass, or one known person, within a minute; kept, and held against the past."""

from __future__ import annotations

import secrets
from contextlib import closing
from typing import TYPE_CHECKING, Final

from station.calibration import Verifier
from station.calibration.model import PLATES, Abort, KnownMass
from station.calibration.plan import DEFAULT_TOLERANCE
from station.calibration.record import VerificationRecord
from station.cli.common import effective, find_athlete, port_of
from station.cli.step_link import StepLink
from station.cli.telling import Teller, document
from station.config import database_path
from station.errors import StationError, UsageError
from station.session.calibrating import ID_BYTES, PlateEar, known_scales
from station.session.guiding import Guide
from station.session.pedigree import disagreements, kept_id
from station.sources import SystemTime
from station.store import Store, calibrations

if TYPE_CHECKING:
    import argparse

    from station.calibration.model import KnownScale, Plate, Verification
    from station.store.rows import Athlete

BODY_MASS_SD_KG: Final = 0.7
"""A person's mass varies by this from day to day, with food, drink and clothes."""
PATIENCE_S: Final = 60.0
"""So long somebody may take to put right what is refused, where nobody can be asked: no terminal, no input."""
_RECTANGULAR: Final = 3.0**0.5
"""A tolerance is this many standard deviations wide (GUM 4.3.7)."""


def verify(options: argparse.Namespace) -> int:
    """Hold the step against what is known; 1 when it has to be calibrated again."""
    if (options.mass is None) == (options.athlete is None):
        raise UsageError("verify needs one known thing", "Say --mass KG, or --athlete NAME")
    config = effective(options).config
    with (
        Store.open(database_path(config)) as store,
        closing(Teller(SystemTime(), json=options.json)) as teller,
    ):
        athlete = find_athlete(store, options.athlete) if options.athlete is not None else None
        mass = _mass(options, athlete)
        with closing(StepLink(port_of(options, config), config.station.step_uid)) as link:
            work = _Verifying(link, store, teller, options.operator or "", athlete)
            plates: tuple[Plate | None, ...] = PLATES if options.plate == "both" else (options.plate,)
            verdicts = [work.one(mass, plate) for plate in (plates if athlete is None else (None,))]
    return 1 if "recalibrate" in verdicts else 0


def _mass(options: argparse.Namespace, athlete: Athlete | None) -> KnownMass:
    share = None if options.tolerance is None else options.tolerance / 100.0
    if athlete is None:
        return KnownMass(options.mass, options.mass * (DEFAULT_TOLERANCE if share is None else share))
    if athlete.body_mass_kg is None:
        raise UsageError(
            f"no body mass of {athlete.name} is stored", "Store it, or verify with iron: --mass KG"
        )
    known_kg = athlete.body_mass_kg
    return KnownMass(known_kg, BODY_MASS_SD_KG * _RECTANGULAR if share is None else known_kg * share)


class _Verifying:
    """Verifications of one step in a row."""

    def __init__(
        self, link: StepLink, store: Store, teller: Teller, operator: str, athlete: Athlete | None
    ) -> None:
        self._link, self._store, self._teller = link, store, teller
        self._operator, self._athlete = operator, athlete
        self._known = known_scales(link.talk, link.identity)
        self._ear = PlateEar(link.identity, SystemTime(), self._known)
        for sentence in disagreements(store, link.identity.uid, self._known):
            teller.say(f"! {sentence}")

    def one(self, mass: KnownMass, plate: Plate | None) -> str:
        """Verify one plate, or both at once; return the verdict."""
        verifier = Verifier(self._known, mass, plate)
        try:
            why = Guide(self._link, self._ear, verifier, self._teller).run(patience_s=PATIENCE_S)
        except KeyboardInterrupt:
            self._teller.told(verifier.tell(Abort()))
            raise
        if why or verifier.result is None:
            raise StationError(f"nothing was verified: {why}", "Try again")
        self._keep(verifier.result)
        return verifier.result.verdict

    def _keep(self, found: Verification) -> None:
        now_us, uid = SystemTime().now_us(), self._link.identity.uid
        record = VerificationRecord(
            secrets.token_hex(ID_BYTES),
            uid,
            calibration_in_force(self._known, found.plate),
            now_us,
            self._operator,
            self._athlete.id if self._athlete is not None else None,
            found,
        )
        calibrations.keep_verification(self._store, record)
        going = calibrations.trend(self._store, uid, found.plate)
        self._teller.say(going.sentence, id=record.id, trend=document(going))


def calibration_in_force(known: dict[Plate, KnownScale], plate: Plate | None) -> str | None:
    """Return the id of the calibration that a plate, or both, measure by; ``None`` when they tell none, or two."""
    ids = {kept_id(known.get(each)) for each in (PLATES if plate is None else (plate,))}
    return ids.pop() if len(ids) == 1 else None
