"""What the operator's jobs do with the step: calibrate, verify, zero, watch. Each runs on a thread of its own."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from station.calibration import Calibrator, Verifier
from station.calibration.record import VerificationRecord
from station.errors import StationError
from station.kiosk.raw import RawWindow
from station.kiosk.raw_trace import RawRing
from station.kiosk.retelling import retold, value_words
from station.kiosk.words import say
from station.session.calibrating import ID_BYTES, PlateEar, known_scales, put_into_use, record_of
from station.session.guiding import Guide
from station.session.pedigree import disagreements, kept_id
from station.session.zeroing import keep_zeros, take_zero
from station.store import calibrations

if TYPE_CHECKING:
    from collections.abc import Callable

    from station.calibration.model import KnownMass, Plan, Plate
    from station.kiosk.operating import Job, SessionLink


def calibrating(plan: Plan) -> Callable[[Job, SessionLink], str]:
    """Return the work of a guided calibration."""

    def work(job: Job, link: SessionLink) -> str:
        known = known_scales(link.talk, link.identity)
        ear = PlateEar(link.identity, job.desk.time, known)
        job.sentence = value_words("; ".join(disagreements(job.desk.store, link.identity.uid, known)))
        wizard = Calibrator(plan, known, ear.pairs)
        why = Guide(link, ear, wizard, job).run()
        outcome, store = wizard.outcome, job.desk.store
        record = None if outcome is None else record_of(outcome, link.identity, job.desk.time.now_us())
        if why or record is None or not record.outcome.accepted:
            if record is not None:
                calibrations.keep(store, record)
            raise StationError(f"{say('calibrate.as_it_was')}: {value_words(why)}", say("ended.again"))
        put_into_use(link, store, record)
        return say("calibrate.done", id=record.id)

    return work


def verifying(mass: KnownMass, plate: Plate | None) -> Callable[[Job, SessionLink], str]:
    """Return the work of a verification."""

    def work(job: Job, link: SessionLink) -> str:
        known = known_scales(link.talk, link.identity)
        verifier = Verifier(known, mass, plate)
        why = Guide(link, PlateEar(link.identity, job.desk.time, known), verifier, job).run()
        found = verifier.result
        if why or found is None:
            raise StationError(f"{say('ended.nothing_verified')}: {value_words(why)}", say("ended.again"))
        ids = {kept_id(known.get(each)) for each in known if found.plate in (None, each)}
        record = VerificationRecord(
            secrets.token_hex(ID_BYTES),
            link.identity.uid,
            ids.pop() if len(ids) == 1 else None,
            job.desk.time.now_us(),
            "",
            None,
            found,
        )
        calibrations.keep_verification(job.desk.store, record)
        going = calibrations.trend(job.desk.store, link.identity.uid, found.plate)
        return say("verify.done", found=retold(found.sentence), going=retold(going.sentence))

    return work


def zeroing(job: Job, link: SessionLink) -> str:
    """Take a new zero and tell by how much it moved."""
    store = job.desk.store
    zeros = take_zero(link, job.desk.time.now_us(), lambda found: keep_zeros(store, link.identity.uid, found))
    rows = (
        say("zero.row", channel=each.channel, moved=f"{each.moved_n:+.2f}", sd=f"{each.sd_n:.2f}")
        for each in zeros
    )
    return "\n".join((say("zero.done"), *rows))


def watching(job: Job, link: SessionLink) -> str:
    """Keep the newest second of every converter until the screen is left."""
    window = RawWindow(link.identity.channels)
    link.talk.connection.send("K?")  # its answer is heard with everything else
    while not job.gone:
        window.feed(link.listen())
        job.raw = window.rows()
    return ""


def tracing(job: Job, link: SessionLink) -> str:
    """Keep the newest ten seconds of every converter until the screen is left."""
    ring = RawRing(link.identity.channels)
    while not job.gone:
        ring.feed(link.listen())
        job.trace = ring.lines()
    return ""
