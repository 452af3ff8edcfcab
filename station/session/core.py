"""The core thread: the only one that touches the pipeline, the visit and those who are told."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Literal

from station.events import (
    Fault,
    ForceBlock,
    Link,
    Recording,
    Rep,
    RepWithdrawn,
    SetCurve,
    SetSummary,
    WeighProgress,
)
from station.recording import CLOCK_SET, VISIT_OPENED
from station.session.items import (
    Arrived,
    Begin,
    Configure,
    End,
    Keep,
    LinkChanged,
    Publish,
    SourceEnded,
    Stored,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from queue import SimpleQueue

    from station.errors import StationError
    from station.events import Alarm, ClockStamp, Event, Prescription
    from station.health import HealthWatch
    from station.pipeline import Pipeline
    from station.session.audience import Audience
    from station.session.curves import Curves
    from station.session.idle import Idle, Known
    from station.session.items import Item
    from station.session.recorder import Recorder
    from station.session.storage import Storage
    from station.session.timeline import TimeLine
    from station.session.visit import VisitBook

_NEVER_STORED = (ForceBlock, WeighProgress)


class Core:
    """Takes items from the inbox in order, makes events of them, and tells everybody in that order."""

    def __init__(
        self,
        inbox: SimpleQueue[Item],
        pipeline: Pipeline,
        book: VisitBook,
        time: TimeLine,
        audience: Audience,
        *,
        storage: Storage | None,
        recorder: Recorder | None,
        idle: Idle,
        fresh: Callable[[Known], Pipeline],
        ask_again: Callable[[], None],
        clock: Callable[[], ClockStamp] | None = None,
        health: HealthWatch | None = None,
        curves: Curves | None = None,
    ) -> None:
        """``fresh`` begins a new recording and returns the pipeline whose stream it holds from its start.

        ``ask_again`` asks the step once more who it is and how it is calibrated. ``clock`` says what the clock
        of a visit that begins is worth. ``health`` hears the wire and every event, and adds its own.
        ``curves`` thins forces out, to be stored for sending.
        """
        self._curves = curves
        self._health = health
        pipeline.ear = health.hear if health else None
        self._inbox, self._pipeline, self._book, self._time = inbox, pipeline, book, time
        self._audience = audience
        self._storage, self._recorder, self._fresh = storage, recorder, fresh
        self._ask_again = ask_again
        self._clock, self._brings_time = clock, False
        self._idle = idle
        self._link_state = "opening"
        self._end: SourceEnded | None = None
        self._finished = False
        self.error: StationError | None = None
        self.first_visit: Begin | None = None
        """Opened when the step answers for the first time; a port that never does leaves no empty visit."""

    def run(self) -> None:
        """Handle items until the source has ended and everything is stored."""
        while not self._finished:
            self._take(self._inbox.get())

    def fail(self, alarm: Alarm, error: StationError) -> None:
        """Tell the subscribers that the core itself has died, as its thread's last deed."""
        self.error = error
        self._audience.tell([alarm])
        self._finish()

    def _take(self, item: Item) -> None:
        if isinstance(item, Publish):
            self._audience.tell(item.events)
            self._look_after(item.events)
        elif isinstance(item, Keep):
            (self._tell if self._end is None else self._audience.tell)(item.events)
        elif isinstance(item, Stored):
            self._stored()
        elif self._end is None:
            self._take_from_source(item)

    def _take_from_source(self, item: Item) -> None:
        if isinstance(item, (Arrived, LinkChanged)):
            self._brings_time = item.brings_time
        self._watch_clock(looked=isinstance(item, Arrived) and not self._brings_time)
        if isinstance(item, Arrived):
            self._arrived(item)
        elif isinstance(item, LinkChanged):
            self._link_changed(replace(item.link, time_us=self._stamp(item.link.time_us)))
        elif isinstance(item, Begin):
            self._begin(item, self._time.wall_us)
        elif isinstance(item, Configure):
            self._tell(self._configure(item.prescription))
        elif isinstance(item, End):
            self._close_visit(self._time.wall_us(item.time_us))
        elif isinstance(item, SourceEnded):
            self._source_ended(item)

    def _stamp(self, stamp_us: int) -> int:
        """Return the wall time of the reader's stamp, by the clock in use; a source's own stamps are left alone."""
        return stamp_us if self._brings_time else self._time.wall_us(stamp_us)

    def _watch_clock(self, *, looked: bool) -> None:
        """Tell when this computer's clock was set; go over to it as soon as nobody is being measured.

        ``looked``: the reader has just asked for the time, to stamp what it read.
        """
        for step in self._time.steps(looked=looked):
            self._tell([step])
        if not self._book.is_open:
            self._adopt_clock()

    def _adopt_clock(self) -> None:
        by_us = self._time.adopt()
        if not by_us or self._brings_time:
            return
        if self._recorder:
            self._recorder.control(self._time.now_us(), CLOCK_SET, by_us=by_us)
        self._idle.clock_set(by_us)
        self._tell(self._pipeline.clock_set(by_us))

    def _arrived(self, item: Arrived) -> None:
        events: list[Event] = []
        for stamp_us, raw in item.chunks:
            arrival_us = self._stamp(stamp_us)
            if self._health:
                self._health.now_us = arrival_us
            if self._recorder:
                self._recorder.wire(arrival_us, raw)
            events += self._pipeline.feed(raw, arrival_us)
        for event in events:
            if isinstance(event, Fault) and event.code == "uncalibrated" and event.channel:
                self._ask_again()  # the answer to the question at connecting was lost on the way
                break
        self._tell(events)
        if item.chunks[-1][1].endswith(b"\n"):
            self._begin_afresh_when_idle(self._stamp(item.chunks[-1][0]))

    def _begin_afresh_when_idle(self, arrival_us: int) -> None:
        """Start a new recording, and with it a new pipeline, because replay begins where a file begins."""
        if self._recorder is None or self._recorder.keeps_everything:
            return
        if self._idle.is_due(arrival_us, visit_open=self._book.is_open):
            self._tell(self._pipeline.finish())
            self._pipeline = self._fresh(self._idle.known)
            self._pipeline.ear = self._health.hear if self._health else None

    def _link_changed(self, link: Link) -> None:
        events: list[Event] = [link]
        if link.state == "lost" and self._link_state == "connected":
            if self._recorder:
                self._recorder.control(link.time_us, "link_lost")
            events += self._pipeline.link_lost(link.time_us)
        self._link_state = link.state
        self._tell(events)
        if link.state == "connected" and self.first_visit is not None:
            begin, self.first_visit = self.first_visit, None
            self._begin(replace(begin, time_us=link.time_us), lambda time_us: time_us)

    def _begin(self, item: Begin, wall_us: Callable[[int], int]) -> None:
        if not self._close_visit(wall_us(item.time_us)):
            self._tell(self._pipeline_begins(wall_us(item.time_us)))
        self._adopt_clock()
        item = replace(item, time_us=wall_us(item.time_us))
        clock = None if self._brings_time or self._clock is None else self._clock()
        opened = self._book.open(item.athlete_id, item.prescription, item.time_us, clock, item.plan)
        kept: list[Event] = []
        if self._recorder:
            self._recorder.control(
                item.time_us, VISIT_OPENED, session_id=opened.session_id, athlete_id=opened.athlete_id
            )
            kept.append(Recording("begun", self._recorder.path.name, item.time_us))
        self._tell([opened, *kept, *self._configure(item.prescription)])

    def _configure(self, prescription: Prescription) -> list[Event]:
        if self._recorder:
            self._recorder.control(self._time.now_us(), "configure", prescription=asdict(prescription))
        return self._pipeline.configure(prescription)

    def _pipeline_begins(self, time_us: int) -> list[Event]:
        if self._recorder:
            self._recorder.control(time_us, "begin_session")
        return self._pipeline.begin_session()

    def _close_visit(self, time_us: int) -> bool:
        """Close the visit after its open set; return whether there was one."""
        if not self._book.is_open:
            return False
        self._tell(self._pipeline_begins(time_us))
        self._tell([self._book.close(time_us)])
        return True

    def _source_ended(self, item: SourceEnded) -> None:
        self._end, self.error = item, item.error
        self._tell(self._pipeline.finish())
        if self._book.is_open:
            self._tell([self._book.close(self._time.now_us())])
        if self._recorder:
            self._recorder.finish()
        if self._storage:
            self._storage.finish()
        else:
            self._finish()

    def _stored(self) -> None:
        """Nothing more will be stored: because this is the end, or because the storage thread died."""
        self._storage = None
        if self._end is not None:
            self._finish()

    def _finish(self) -> None:
        state: Literal["failed", "ended"] = "failed" if self.error else "ended"
        self._finished = True
        self._audience.tell([Link(state, self._book.port, self._time.now_us(), str(self.error or ""))])

    def _look_after(self, events: Sequence[Event]) -> None:
        """Let health know what other threads told, and tell what it makes of that."""
        if self._health and self._end is None:
            self._health.note(events)
            self._tell(())

    def _tell(self, events: Sequence[Event]) -> None:
        """Count, store and publish what the core made. Reps outside every visit are nobody's: not stored."""
        if self._health:
            self._health.note(events)
            events = [*events, *self._health.take()]
        if not events:
            return
        self._book.note(events)
        self._idle.note(events)
        kept = [event for event in events if not isinstance(event, _NEVER_STORED)]
        kept += self._curves.take(events) if self._curves else ()
        if not self._book.is_open:
            kept = [
                event for event in kept if not isinstance(event, (Rep, RepWithdrawn, SetCurve, SetSummary))
            ]
        if self._storage and kept:
            self._storage.put(kept)
        self._audience.tell(events)
