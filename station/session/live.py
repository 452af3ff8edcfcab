"""One live session with one step: threads around the core, and the few calls that steer it."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from station.errors import StationError
from station.events import Alarm, Prescription
from station.health import HealthWatch
from station.recording import recording_name
from station.session.audience import Audience
from station.session.core import Core
from station.session.curves import Curves
from station.session.held import holding_of
from station.session.idle import Idle, Known
from station.session.items import Begin, Configure, End, Keep, Publish, SourceEnded, Stored
from station.session.reader import Reader
from station.session.recorder import Recorder
from station.session.storage import Storage
from station.session.streams import header_of, parts_of, pipeline_of
from station.session.timeline import SteadyTime, TimeLine
from station.session.visit import VisitBook
from station.session.worker import Worker
from station.sources import SystemTime
from station.sources.chunks import GATHER_S
from station.sources.conversation import Conversation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from station.config import Config
    from station.events import Calibration, ClockStamp, Event, PlateGains, SessionPlan, SymptomNoted
    from station.pipeline import Pipeline
    from station.session.audience import Subscriber
    from station.session.items import Item
    from station.session.storage import EventWriter
    from station.sources import HostTime

_JOIN_S = 10.0


class LiveSession:
    """Reads a port, measures, records and stores, and tells subscribers in the order of the stream.

    Threads: reader (port to inbox), core (pipeline and all subscribers), recorder, storage. Whatever happens
    to one of them is an ``Alarm`` in the stream. The session ends when its source ends or ``stop`` is called,
    with a last ``Link`` of state ``ended`` or ``failed``.
    """

    def __init__(
        self,
        port: str,
        config: Config,
        *,
        writer: EventWriter | None = None,
        recordings_dir: Path | None = None,
        recording_file: Path | None = None,
        calibrations: Iterable[Calibration] = (),
        plate_gains: Iterable[PlateGains] = (),
        patient: bool = False,
        time: HostTime | None = None,
        clock: Callable[[], ClockStamp] | None = None,
        known_calibration: Callable[[str], Sequence[Calibration]] | None = None,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        """Nothing is opened before ``start``.

        ``recordings_dir`` keeps the wire under a name of its own there, ``recording_file`` in that file.
        ``plate_gains`` are what earlier sessions learned of the plates they met.
        ``patient`` waits for a port that is not there yet instead of ending with its error.
        ``clock`` says what the clock is worth by which a visit is timed that begins now.
        ``known_calibration`` returns what is stored of the calibration of the step of that uid.
        """
        self._time = time if isinstance(time, TimeLine) else TimeLine(time or SystemTime())
        self._config, self._new_id, self._recordings_dir = config, new_id, recordings_dir
        self._inbox: SimpleQueue[Item] = SimpleQueue()
        self._audience = Audience(self._time)
        self.port = port
        self._started = False
        known = Known(tuple(calibrations), tuple(plate_gains))
        self._recorder = self._make_recorder(recording_file, known)
        self._storage = Storage(writer, self._inbox, self._time, holding_of(config)) if writer else None
        uid = config.station.step_uid
        self._reader = Reader(
            port,
            uid=uid,
            inbox=self._inbox,
            time=SteadyTime(self._time),
            patient=patient,
            gather_s=GATHER_S,
        )
        self._core = Core(
            self._inbox,
            pipeline_of(self._config, known),
            VisitBook(port, new_id),
            self._time,
            self._audience,
            storage=self._storage,
            recorder=self._recorder,
            idle=Idle(known),
            fresh=self._begin_afresh,
            ask_again=self._reader.ask_again,
            clock=clock,
            health=HealthWatch(known_calibration or (lambda _uid: ())),
            curves=Curves(config.influx.force_hz) if config.influx.force_hz and config.influx.url else None,
        )
        self._workers = self._make_workers()

    @property
    def recording_path(self) -> Path | None:
        """Return where the wire is kept; the file exists once the first bytes have arrived."""
        return self._recorder.path if self._recorder else None

    @property
    def error(self) -> StationError | None:
        """Return why the source ended, ``None`` while it runs or when it ended as it should."""
        return self._core.error

    @property
    def unsaved(self) -> StationError | None:
        """Return what could not be saved by the end of the session, and where it is; ``None`` when all was."""
        return self._storage.unsaved if self._storage else None

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call ``callback`` with every batch of events, in order, from one thread; return how to end it."""
        self._audience.join(callback)
        return lambda: self._audience.leave(callback)

    def publish(self, event: Event) -> None:
        """Put an event made elsewhere (the forwarder's state) into the stream; callable from any thread."""
        self._inbox.put(Publish([event]))

    def note(self, symptom: SymptomNoted) -> None:
        """Keep what a person said, in the stream and in the store, in its place; callable from any thread."""
        self._inbox.put(Keep([symptom]))

    def begin(
        self,
        athlete_id: str | None,
        prescription: Prescription | None = None,
        plan: SessionPlan | None = None,
    ) -> None:
        """Open a visit; the one before is closed. Before ``start``: as soon as the step answers.

        ``plan`` is kept with the visit, and its summary tells how closely it was followed.
        """
        begin = Begin(athlete_id, prescription or Prescription(), self._time.steady_us(), plan)
        if self._started:
            self._inbox.put(begin)
        else:
            self._core.first_visit = begin

    def configure(self, prescription: Prescription) -> None:
        """Use this prescription from the next rep on."""
        self._inbox.put(Configure(prescription))

    def end(self) -> None:
        """Close the visit; the stream goes on."""
        self._inbox.put(End(self._time.steady_us()))

    @contextmanager
    def conversation(self) -> Iterator[Conversation]:
        """Yield a way to talk to the step meanwhile, for one thread: the session hears and keeps all of it.

        ``PortError`` when no step is there to be spoken to, or somebody does already.
        """
        connection = self._reader.share()
        try:
            yield Conversation(connection, self._time)
        finally:
            connection.close()

    def start(self) -> None:
        """Start the threads."""
        self._started = True
        for worker in self._workers.values():
            worker.start()

    def stop(self) -> None:
        """End in order: close the visit, store everything, let go of the port. Returns when that is done."""
        self._reader.stop()
        self.join(_JOIN_S)

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the session; return whether it has ended."""
        deadline_s = None if timeout_s is None else self._time.monotonic_s() + timeout_s
        for worker in self._workers.values():
            left_s = None if deadline_s is None else max(0.0, deadline_s - self._time.monotonic_s())
            if worker.ident is not None:
                worker.join(left_s)
        return not any(worker.is_alive() for worker in self._workers.values())

    def _make_recorder(self, file: Path | None, known: Known) -> Recorder | None:
        if file is None and self._recordings_dir is None:
            return None
        return Recorder(
            file or self._new_recording(),
            header_of(self.port, self._config, known),
            self._inbox,
            self._time,
            keeps_everything=file is not None,
            limits=parts_of(self._config),
        )

    def _new_recording(self) -> Path:
        folder = self._recordings_dir or Path()
        return folder / recording_name(self._time.now_us(), self._new_id())

    def _begin_afresh(self, known: Known) -> Pipeline:
        """Begin another recording, with a pipeline of its own; called on the core's thread."""
        if self._recorder:
            self._recorder.go_on_in(self._new_recording(), header_of(self.port, self._config, known))
            self._reader.ask_again()
        return pipeline_of(self._config, known)

    def _make_workers(self) -> dict[str, Worker]:
        bodies = {"reader": self._reader.run, "core": self._core.run}
        if self._recorder:
            bodies["recorder"] = self._recorder.run
        if self._storage:
            bodies["storage"] = self._storage.run
        return {name: Worker(name, body, self._died) for name, body in bodies.items()}

    def _died(self, role: str, error: Exception) -> None:
        """Tell that a worker died, from its own thread, and keep the others from waiting for it."""
        alarm = Alarm(role, f"{type(error).__name__}: {error}", self._time.now_us())
        if role == "core":
            self._core_died(alarm)
            return
        self._inbox.put(Publish([alarm]))
        if role == "reader":
            self._inbox.put(SourceEnded(_failure(alarm)))
        elif role == "storage":
            self._inbox.put(Stored())

    def _core_died(self, alarm: Alarm) -> None:
        """Still on the core's thread, so subscribers see one order: the alarm, then the end."""
        self._reader.stop()
        if self._recorder:
            self._recorder.finish()
        if self._storage:
            self._storage.put([alarm])
            self._storage.finish()
        self._core.fail(alarm, _failure(alarm))


def _failure(alarm: Alarm) -> StationError:
    return StationError(f"the {alarm.source} of the session failed: {alarm.message}", "Start it again")
