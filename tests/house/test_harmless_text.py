"""Names, notes, ports and servers' words: whatever they say, nothing they reach can be commanded by it."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.cli.words import Words
from station.events import Alarm, Discarded, Fault, InfluxState, Link
from station.jsonl import encode as json_line
from station.sinks.influx.answers import server_words
from station.sinks.influx.lines import encode as line_protocol
from station.store import Point, Store, StoreWriter
from station.store.people import clean_name
from station.text import harmless, json_safe, spelled_out
from tests.cli.conftest import station
from tests.support.stream import opened, visit

if TYPE_CHECKING:
    from pathlib import Path

    from station.events import Event
    from tests.support.command import Command

__all__ = ["station"]

HOSTILE = (
    "\x1b[2J\x1b]0;gone\x07", "\x9b31m", "a\nb\rc", "[bold]red[/bold]", "{name}", "\u202egnp.exe", "\u2066x\u2069",
    "a\u2028b", "\x7f", "\x00", "A" * 10_000, "e" + "\u0301" * 500, "'; DROP TABLE athletes; --", "a,b=c d",
    "<script>alert(1)</script>", '"; DROP SERIES', "\\", "\ud800", "=1+1", "🦵🏽", "\u200d" * 50, "\ufeff",
)  # fmt: skip
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=300))
COMMANDS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@given(TEXTS)
def test_shown_text_cannot_command(text: str) -> None:
    """Nothing but printable characters remains, in one line, of bounded length."""
    for shown in (spelled_out(text), harmless(text)):
        assert shown.isprintable() or shown == ""
        assert not COMMANDS.search(shown)
    assert len(harmless(text)) <= 60
    assert len(spelled_out(text, 100)) <= 1000
    assert text != spelled_out(text) or len(text) <= 2000


@given(st.text(st.characters(categories=["L", "Nd", "Zs"], exclude_characters="\xa0"), max_size=50))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    """Names of every language pass unchanged."""
    ordinary = unicodedata.normalize("NFC", " ".join(text.split()))
    assert harmless(ordinary) == ordinary
    if ordinary.isprintable():
        assert spelled_out(ordinary) == ordinary


@given(TEXTS.filter(lambda text: not COMMANDS.search(text) or "\ud800" not in text))
def test_json_lines_mean_what_was_said_and_command_nothing(text: str) -> None:
    """Readers get the very text back; the line itself is printable and one line."""
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        return
    line = json_line(Alarm("storage", text, 1)).decode()
    assert json.loads(line)["message"] == text
    assert not COMMANDS.search(line)
    assert "\n" not in line
    assert len(line.splitlines()) == 1


def test_json_outside_the_basic_plane_is_escaped_rightly() -> None:
    """A character that does not print and needs two units is two escapes; ordinary JSON is left alone."""
    assert json.loads(json_safe('"\U000e0001🦵"'.encode())) == "\U000e0001🦵"
    assert json_safe(b'{"a":1}') == b'{"a":1}'


@given(TEXTS)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_line_protocol_is_one_line_whatever_it_holds(text: str) -> None:
    """Tags and fields of any text make one line with the same measurement, tag keys and field keys."""
    if any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        return
    line = line_protocol(Point("rep", {"site": text, "station": "b"}, {"port": text, "n": 1}, 7)).decode()
    assert not COMMANDS.search(line)
    assert "\n" not in line
    pattern = r'rep,site=((?:[^\\, =]|\\[, =])+),station=b port="((?:[^"\\]|\\["\\])*)",n=1i 7'
    assert re.fullmatch(pattern, line)


@given(TEXTS)
def test_words_of_events_are_shown_harmlessly(text: str) -> None:
    """Every text a step, port, server or part of the station can say, as the commands print it."""
    words = Words()
    events: list[Event] = [
        Alarm("storage", text, 1), Link("lost", text, 1, text), InfluxState("waiting", 1, 0, text),
        Fault("TIMEOUT", "L", 1.0, 1.0, 1, text), Discarded({"rep": 1}, text, text, 1),
    ]  # fmt: skip
    for event in events:
        line = words.line(event)
        assert line is None or not COMMANDS.search(spelled_out(line))


@given(TEXTS)
def test_server_words_are_one_short_line(text: str) -> None:
    """A hostile server's message reaches log and screen as plain words."""
    for body in (text, json.dumps({"message": text}), json.dumps({"error": text, "data": text})):
        said = server_words(body, text)
        assert said.isprintable() or said == ""
        assert len(said) <= 300


@pytest.mark.parametrize("name", [h for h in HOSTILE if not h.isprintable() or len(h) > 120])
def test_names_that_could_command_are_refused(name: str) -> None:
    """Control characters, changes of direction and endless names never enter the store by a command or a key."""
    with pytest.raises(Exception, match="name") as caught:
        clean_name(name)
    assert spelled_out(str(caught.value)).isprintable()


@pytest.mark.parametrize("name", [h for h in HOSTILE if "\ud800" not in h and "\x00" not in h])
def test_names_put_in_behind_the_stores_back_are_harmless(station: Command, name: str) -> None:
    """A name from an old or edited database: listed, shown, exported, erased, and nothing is commanded or lost."""
    path = station.data / "station.db"
    with Store.open(path) as store:
        athlete, other = store.add_athlete("Ann"), store.add_athlete("Bob")
        with store.transaction() as connection:
            connection.execute("UPDATE athletes SET name = ? WHERE id = ?", (name, athlete.id))
        StoreWriter(store, "clinic", "step1").handle([opened("a", athlete.id), *visit("b")])
    commands: tuple[tuple[str, ...], ...] = (
        ("athlete", "list"), ("athlete", "list", "--json"), ("athlete", "show", athlete.id),
        ("athlete", "show", athlete.id, "--json"), ("athlete", "export", athlete.id), ("export", "reps"),
        ("influx", "status"), ("athlete", "show", name), ("athlete", "erase", athlete.id, "--yes"),
    )  # fmt: skip
    for command in commands:
        ran = station.inside(*command)
        assert not COMMANDS.search(ran.out.replace("\r\n", "\n") if command[0] == "export" else ran.out)
        assert not COMMANDS.search(ran.err)
    with Store.open(path, read_only=True) as store:
        assert [each.id for each in store.athletes()] == [other.id]


def test_exported_table_holds_no_formula(station: Command) -> None:
    """Cells of text never begin a spreadsheet's formula: people are ids, everything else is ours or a number."""
    with Store.open(station.data / "station.db") as store:
        athlete = store.add_athlete("=HYPERLINK(1)")
        StoreWriter(store, "clinic", "step1").handle([opened("a", athlete.id), *visit("b")[1:-1]])
    for what in ("reps", "sets", "sessions", "provisional"):
        for row in csv.reader(io.StringIO(station.inside("export", what).out)):
            assert all(not cell.startswith(("=", "@", "+", "\t")) for cell in row)
            assert "HYPERLINK" not in "".join(row)


@pytest.mark.parametrize("folder", ["data"])
def test_paths_in_errors_are_spelled_out(station: Command, tmp_path: Path, folder: str) -> None:
    """A file whose name holds an escape sequence is named without driving the terminal."""
    odd = tmp_path / f"{folder}\x1b[2J.hdr"
    odd.write_bytes(b"nonsense")
    for command in (("analyze", str(odd)), ("replay", str(odd)), ("analyze", str(odd), "--json")):
        ran = station.inside(*command)
        assert ran.code != 0
        assert "\x1b" not in ran.err + ran.out
