"""The coach's view: what it shows of a running kiosk, at every size, and what it says when there is none."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.command import CommandPalette

from station.config import Config, StationSection
from station.events import Fault, ForceBlock, Prescription
from station.jsonl import plain
from station.kiosk.app import KioskApp
from station.kiosk.look import Look
from station.kiosk.plain import Abilities
from station.kiosk.screens.help import HelpScreen
from station.kiosk.sharing import Sharing
from station.kiosk.view.app import ViewApp
from station.kiosk.view.screens import SetPage, StepPage, ViewPage, VisitPage
from station.kiosk.widgets.dense import Dense
from station.kiosk.widgets.drawing import Say
from station.kiosk.widgets.figure import Figure
from station.kiosk.widgets.leg import LegPanel
from station.kiosk.widgets.paragraphs import Paragraphs
from station.kiosk.words import GERMAN
from station.session import assembled
from station.store import Store
from station.viewing import Asked, Missed, Publisher, Watcher, publishing
from station.viewing.state import StateSoFar
from station.viewing.telling import SCHEMA, Opened, Waiting
from station.viewing.watcher import Tie
from tests.kiosk.coached import ScriptedCoach
from tests.kiosk.scripted import a_set, identity, link, session
from tests.kiosk.stage import Stage, settle, text_of, until
from tests.kiosk.test_monkey import Theatre
from tests.kiosk.test_turns import does, pressed
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from station.events import Event

OPENED = Opened(SCHEMA, "0.1.0", "home", "step one", 0)
ASKED = Asked("Ana", "live", Prescription(target_reps=15, planned_added_load_kg=5.0))
SIZES = [(120, 40), (80, 24), (60, 20), (20, 5), (1, 1), (200, 60)]


class House:
    """A view of a theatre."""

    def __init__(self, look: Look | None = None) -> None:
        self.now_s = 0.0
        self.theatre = Theatre()
        self.app = ViewApp(self.theatre, look=look, clock_s=lambda: self.now_s)

    def act(self, steps: Callable[[Pilot[None]], Awaitable[None]], size: tuple[int, int] = (120, 40)) -> None:
        """Run it through steps."""

        async def main() -> None:
            async with self.app.run_test(size=size) as pilot:
                await pilot.pause()
                await steps(pilot)

        asyncio.run(main())

    async def hear(self, pilot: Pilot[None], events: Sequence[Event | Asked | Opened | Missed]) -> None:
        """Let the view hear something, and draw."""
        self.theatre.heard += events
        await self.draw(pilot)

    async def draw(self, pilot: Pilot[None]) -> None:
        """Draw one frame of a page that is laid out."""
        await until(pilot, lambda: isinstance(self.app.screen, ViewPage) and self.app.screen.drawable)
        await pilot.pause()
        self.app.frame()
        await pilot.pause()

    def says(self, selector: str) -> str:
        """Return what a line says, or a list."""
        found = self.app.screen.query_one(selector)
        return found.text if isinstance(found, Say) else text_of(found) if isinstance(found, Dense) else ""


def a_visit() -> list[Event]:
    """Return everything up to the middle of a set."""
    return [
        link("connected"),
        identity(),
        session("opened", "ana"),
        *(event for t_s, event in a_set(3) if t_s < 22.0),
    ]


def test_it_shows_the_set_the_visit_and_the_step() -> None:
    """A page each, by digits, arrows and pedals; who and where above all of them."""
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, ASKED, *a_visit(), Fault("gap", "L", 1.0, 2.0, 40, "cable")])
        assert house.says("#watched").split() == ["◉", "Watching", "step", "one", "·", "Ana:", "training"]
        assert isinstance(house.app.screen, SetPage)
        assert [panel.count for panel in house.app.screen.query(LegPanel)] == [1, 1]
        await pilot.press("2")
        await house.draw(pilot)
        assert isinstance(house.app.screen, VisitPage)
        rows = house.says("#reps").splitlines()
        assert len(rows) == 3
        assert rows[1].split()[:3] == ["1", "1", "left"]
        assert "(3.0" in rows[1]
        await pilot.press("pagedown")
        await house.draw(pilot)
        assert isinstance(house.app.screen, StepPage)
        assert "A1B2C3D4" in house.says("#title")
        assert "code=gap" in house.says("#events")
        await pilot.press("right")
        await house.draw(pilot)
        assert isinstance(house.app.screen, SetPage)

    house.act(steps)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_page_at_every_size(size: tuple[int, int], language: str) -> None:
    """Also in another language and theme, and after a change of size."""
    house = House(Look(language=language, units="lb", theme="light"))

    async def steps(pilot: Pilot[None]) -> None:
        for page in "123":
            await pilot.press(page)
            await house.hear(pilot, [OPENED, ASKED, *a_visit()])
            await pilot.resize_terminal(20, 5)
            await house.draw(pilot)
            await pilot.resize_terminal(*size)
            await house.draw(pilot)
        assert isinstance(house.app.screen, StepPage)

    house.act(steps, size)


def test_it_never_stands_still_in_silence() -> None:
    """Looking, gone, refused, too slow: said in the banner; what is old is marked old."""
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        house.theatre.tie = Tie("looking")
        await house.draw(pilot)
        assert "Looking for a running station" in house.says("#banner")
        house.theatre.tie = Tie("attached", "127.0.0.1:4000")
        await house.hear(pilot, [OPENED, ASKED, *a_visit(), Missed(7)])
        assert "7 lines came too late" in house.says("#banner")
        house.now_s += 10.0
        house.theatre.tie = Tie("gone", "127.0.0.1:4000", "it ended\x1b[2J")
        await house.draw(pilot)
        assert "127.0.0.1:4000 is not heard any more" in house.says("#banner")
        assert "\x1b" not in house.says("#banner")
        assert house.app.onlooker.snapshot(house.now_s).stale
        house.theatre.tie = Tie("refused", "127.0.0.1:4000", "64 watch already")
        await house.draw(pilot)
        assert "lets nobody in" in house.says("#banner")
        house.theatre.tie = Tie("attached", "127.0.0.1:4000")
        await house.hear(pilot, [OPENED])
        assert "nobody is training" in house.says("#watched")
        assert house.app.onlooker.identity is None

    house.act(steps)


@pytest.mark.parametrize("page", "12")
def test_reps_of_nobody_are_no_guest_s(page: str) -> None:
    """Somebody on the step while the kiosk asks who trains: said on the page, until somebody is chosen."""
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        await pilot.press(page)
        nobody = Asked(None, "who")
        reps = [event for t_s, event in a_set(3) if t_s < 22.0]
        await house.hear(pilot, [OPENED, nobody, link("connected"), *reps])
        assert "counts for nobody" in house.says("#told-line")
        if page == "1":
            assert house.says("#clock-word") == ""
            assert house.says("#variant") == "nobody is training"
        assert not [one for one in house.app.screen.query("#variant") if "Guest" in str(one.render())]
        await house.hear(pilot, [Asked("Guest", "live")])
        assert house.says("#told-line") == ""
        await house.hear(pilot, [Asked(None, "headless")])
        assert house.says("#told-line") == ""

    house.act(steps)


def test_nobody_is_asked_for_nothing() -> None:
    """Before anybody is chosen and before a rep: no seconds, no exercise; they come with the name."""
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, Asked(None, "who"), link("connected")])
        said = [house.says(selector) for selector in ("#variant", "#clock-name", "#clock-word")]
        assert said == ["nobody is training", "", ""]
        assert house.app.screen.query_one("#clock", Figure).text == "\N{EN DASH}"
        await house.hear(pilot, [Asked("Ana", "live")])
        assert "Straight knee" in house.says("#variant")
        assert "3" in house.says("#clock-word")
        assert house.app.screen.query_one("#clock", Figure).text != "\N{EN DASH}"

    house.act(steps)


def test_help_and_commands_are_those_of_the_page() -> None:
    """The question mark explains the page, in the language spoken; the list of commands never lies over a set."""
    house = House(Look(language="de"))

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, ASKED, *a_visit()])
        for key, name in (("1", "set_page"), ("2", "visit_page"), ("3", "step_page")):
            await pilot.press(key)
            await house.draw(pilot)
            await pilot.press("question_mark")
            await until(pilot, lambda: isinstance(house.app.screen, HelpScreen))
            await pilot.pause()
            house.app.frame()
            said = str(house.app.screen.query_one("#text", Paragraphs).content)
            assert GERMAN[f"help.{name}"].split()[0] in said
            assert "Verlassen" in said
            await pilot.press("escape")
        await pilot.press("ctrl+p")
        assert isinstance(house.app.screen, CommandPalette)
        await pilot.press("escape", "1")
        await house.draw(pilot)
        await pilot.press("ctrl+p")
        assert isinstance(house.app.screen, HelpScreen)
        await pilot.press("escape")

    house.act(steps)


def test_help_shows_what_happens_meanwhile() -> None:
    """A lost station is told in the banner above the help too."""
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, ASKED, *a_visit()])
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(house.app.screen, HelpScreen) and house.app.screen.drawable)
        house.theatre.tie = Tie("gone", "127.0.0.1:4000", "it ended")
        house.app.frame()
        assert "is not heard any more" in house.says("#banner")

    house.act(steps)


def test_a_plain_terminal_gets_no_letter_that_it_cannot_show() -> None:
    """As the kiosk itself: without Unicode everything is ASCII."""
    house = House(Look(able=Abilities(unicode=False)))

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, ASKED, *a_visit()])
        filters = house.app.get_line_filters()
        lines = house.app.screen._compositor.render_strips()
        for line in lines:
            for each in filters:
                line = line.apply_filter(each, Color.parse("black"))  # noqa: PLW2901  one filter after the other
            assert line.text.isascii(), line.text

    house.act(steps)


def test_its_keys_leave_it_and_do_nothing_else() -> None:
    """What works the kiosk works nothing here."""
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, ASKED, *a_visit()])
        await pilot.press("p", "0", "x", "u", "enter", "space", "f9", "down", "insert")
        await house.draw(pilot)
        assert isinstance(house.app.screen, ViewPage)
        await pilot.press("escape")

    house.act(steps)
    assert house.app.return_code == 0


class Ear(Publisher):
    """Remembers what is told."""

    def __init__(self, *, site: str, name: str) -> None:
        super().__init__(site=site, name=name)
        self.told: list[Asked] = []

    def tell(self, asked: Asked) -> None:
        """Remember it."""
        self.told.append(asked)


def test_the_kiosk_tells_who_trains_where_and_what_is_asked() -> None:
    """From the list to the set: told once each, with today's sets; a view draws the same plan."""
    stage = Stage(coach=ScriptedCoach())
    ear = Ear(site="home", name="one")
    told = ear.told
    stage.app.sharing = Sharing(ear)

    async def steps(pilot: Pilot[None]) -> None:
        await stage.draw(pilot)
        await pilot.press("1")
        for _ in range(3):
            await settle(pilot)
            await stage.draw(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await stage.draw(pilot)

    stage.act(steps)
    ear.stop()
    assert [one.screen for one in told][:2] == ["who", "today"]
    assert told[0].name is None
    assert told[-1].name == "Ana Müller"
    assert len(told) == len({(one.screen, one.sets, one.prescription.planned_side) for one in told})
    house = House()
    house.theatre.heard.append(told[-1])
    house.app.onlooker.look(0.0)
    queue = stage.app.course.queue
    assert queue.sets
    assert house.app.onlooker.queue.ticked == queue.ticked
    assert house.app.onlooker.queue.current == queue.current


def test_of_two_who_take_turns_both_are_told_of() -> None:
    """Whoever waits stays in sight, with how far they are; when nobody waits, no room is taken."""
    stage = Stage(coach=ScriptedCoach())
    ear = Ear(site="home", name="one")
    told = ear.told
    stage.app.sharing = Sharing(ear)

    async def turns(pilot: Pilot[None]) -> None:
        await pressed(stage, pilot, "1", "enter")
        await does(stage, pilot, 15)
        await pressed(stage, pilot, "x", "1", "enter")
        await stage.draw(pilot)

    stage.act(turns)
    ear.stop()
    assert told[0].waiting is None
    assert (told[-1].name, told[-1].waiting) == ("Bob Okafor", Waiting("Ana Müller", 15, 1, 6))
    house = House()

    async def steps(pilot: Pilot[None]) -> None:
        await house.hear(pilot, [OPENED, told[-1], *a_visit()])
        await pilot.press("2")
        await house.draw(pilot)
        assert house.says("#waiting") == "Ana Müller waits: 15 reps so far, 1 of 6 sets done"
        await house.hear(pilot, [replace(told[-1], waiting=Waiting("Guest", 1))])
        assert house.says("#waiting") == "Guest waits: 1 rep so far"
        await house.hear(pilot, [replace(told[-1], waiting=None)])
        assert not house.app.screen.query_one("#waiting").display

    house.act(steps)


# --- with a real session ---------------------------------------------------------------------------------


def test_dead_and_knocking_watchers_take_no_rep_from_a_session(tmp_path: Path) -> None:
    """A whole set with watchers that never read and a thousand who knock: the same reps as with nobody there."""

    def measured(folder: Path, *, crowd: bool) -> list[tuple[int, int, str, float]]:
        config = Config(station=StationSection(data_dir=folder))
        with ExitStack() as stack:
            running = stack.enter_context(assembled(config, "sim://textbook?seed=7&speed=30&reps=6", None))
            publisher, why_not = stack.enter_context(publishing(config, running.session))
            assert publisher is not None, why_not
            running.session.begin(None)
            address = ("127.0.0.1", publisher.port)
            dead = [socket.create_connection(address, 10.0) for _ in range(12)] if crowd else []
            running.session.start()
            knocked = 0
            while not running.session.join(0.002):
                for _ in range(4 if crowd and knocked < 1000 else 0):
                    knocked += 1
                    with socket.socket() as one:
                        one.setblocking(False)
                        one.connect_ex(address)
            assert not crowd or knocked == 1000
            for each in dead:
                each.close()
        with Store.open(folder / "station.db", read_only=True) as store:
            (visit,) = store.sessions()
            return [
                (rep.set, rep.index, rep.side, round(rep.single_leg_time_s or 0.0, 6))
                for rep in store.reps(visit.id)
            ]

    alone = measured(tmp_path / "alone", crowd=False)
    assert len(alone) == 6
    assert measured(tmp_path / "crowded", crowd=True) == alone


def test_whoever_comes_late_to_a_session_sees_its_reps(tmp_path: Path) -> None:
    """The real stream over the real socket, folded by the view."""
    config = Config(station=StationSection(data_dir=tmp_path))
    with assembled(config, "sim://textbook?seed=7&speed=20&reps=6", None) as running:
        with publishing(config, running.session) as (publisher, _):
            assert publisher is not None
            seen = StateSoFar()
            running.session.subscribe(seen.feed)
            running.session.begin(None)
            running.session.start()
            assert running.session.join(60.0)
            port = publisher.port
            watcher = Watcher(lambda: ("127.0.0.1", port))
            watcher.start()
            app = ViewApp(watcher)

            def reps() -> int:
                app.onlooker.look(0.0)
                return len(app.onlooker.snapshot(0.0).visit.reps)

            try:
                wait_until(lambda: reps() == 6)
            finally:
                watcher.stop()
        visit = app.onlooker.snapshot(0.0).visit
        assert visit.closed
        assert all(line.saved for line in visit.reps)
        assert watcher.unread == 0


def test_whoever_watches_hears_how_it_ends(tmp_path: Path) -> None:
    """Left in the middle of a set: the final reps, the set, the visit and that all is saved are sent before the end."""
    config = Config(station=StationSection(data_dir=tmp_path))
    told: list[Event] = []
    with assembled(config, "sim://textbook?seed=7&speed=20&reps=60", None) as running:
        live = running.session
        live.subscribe(told.extend)
        with publishing(config, live) as (publisher, _):
            assert publisher is not None
            connection = socket.create_connection(("127.0.0.1", publisher.port), timeout=30.0)
            wait_until(lambda: publisher.watchers == 1)
            live.begin(None)
            live.start()
            lines = connection.makefile("rb")
            next(line for line in lines if json.loads(line)["type"] == "rep")
        heard = [json.loads(line)["type"] for line in lines]
        connection.close()
    ends = [plain(event)["type"] for event in told if not isinstance(event, ForceBlock)]
    wanted = ends[ends.index("set") :]
    assert {"session", "saved"} <= set(wanted)
    assert [kind for kind in heard if kind not in ("force", "view_beat")][-len(wanted) :] == wanted


def test_a_kiosk_that_cannot_be_watched_says_why_and_runs(tmp_path: Path) -> None:
    """The port is taken, or watching is turned off."""
    from msgspec.structs import replace  # noqa: PLC0415  of this test only

    with socket.create_server(("127.0.0.1", 0)) as taken:
        config = Config(station=StationSection(data_dir=tmp_path))
        with assembled(config, "sim://quiet?seed=7", None) as running:
            busy = replace(config, kiosk=replace(config.kiosk, view_port=taken.getsockname()[1]))
            with publishing(busy, running.session) as (publisher, why_not):
                assert publisher is None
                assert "kiosk.view_port" in why_not
            closed = replace(config, kiosk=replace(config.kiosk, view=False))
            with publishing(closed, running.session) as (publisher, why_not):
                assert (publisher, why_not) == (None, "")


def test_the_app_is_a_kiosk_whoever_watches() -> None:
    """Without a publisher nothing is told, and nothing else is different."""
    stage = Stage()

    async def steps(pilot: Pilot[None]) -> None:
        await stage.draw(pilot)
        assert isinstance(stage.app, KioskApp)
        assert stage.app.sharing.watchers is None

    stage.act(steps)
