"""Line protocol: exact bytes, and whatever goes in comes back from the real InfluxDB."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.sinks.influx.client import WriteClient
from station.sinks.influx.lines import encode, field_text, tag_text
from station.store import Point

if TYPE_CHECKING:
    from station.config import InfluxSection
    from station.store.rows import FieldValue
    from tools.influxd import InfluxServer

AWKWARD = st.text(
    alphabet=st.one_of(st.sampled_from("\\,= \"'\n\r\t\x1bé漢😀"), st.characters(codec="utf-8")), max_size=40
)
INT64 = st.integers(-(2**63), 2**63 - 1)
EXACT_INTS = st.integers(-(2**53), 2**53)
FLOATS = st.floats(allow_nan=False, allow_infinity=False, width=64)
ROUNDS = 40


def point(fields: dict[str, FieldValue], tag: str = "home", time_us: int = 1_760_000_000_000_001) -> Point:
    """Return a point with one tag."""
    return Point("probe", {"site": tag}, fields, time_us)


def test_types_are_spelled_out() -> None:
    """A float has its point also when it is whole, an int its ``i``; tags are sorted, fields are not."""
    fields: dict[str, FieldValue] = {"b": 3.0, "a": 3, "c": True, "d": 'say "hi" \\', "e": 1e-7}
    tagged = Point("rep", {"site": "a b,c=d", "athlete": "none"}, fields, 17)
    assert encode(tagged) == (
        rb'rep,athlete=none,site=a\ b\,c\=d b=3.0,a=3i,c=true,d="say \"hi\" \\",e=1e-07 17'
    )


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**63, -(2**63) - 1])
def test_what_influx_cannot_hold_is_refused(value: float) -> None:
    """No number disappears in silence: the error names the field."""
    with pytest.raises(ValueError, match="load"):
        encode(point({"load": value}))


@pytest.mark.parametrize("name", ["", "time", "Ümlaut", "a b", "a,b", "_x", "1a", "a\nb"])
def test_names_are_identifiers(name: str) -> None:
    """A metric's name is what dashboards type; anything else is a mistake here, not a surprise there."""
    with pytest.raises(ValueError, match="name"):
        encode(point({name: 1.0}))


def test_point_without_fields_is_refused() -> None:
    """InfluxDB has no such thing."""
    with pytest.raises(ValueError, match="without"):
        encode(point({}))


@given(AWKWARD)
def test_tags_are_never_empty_and_stay_what_they_are(value: str) -> None:
    """A tag prints, is never empty, fits, and cleaning it twice changes nothing."""
    cleaned = tag_text(value)
    assert cleaned
    assert cleaned.isprintable()
    assert tag_text(cleaned) == cleaned


@given(AWKWARD, AWKWARD, FLOATS, INT64, st.booleans())
def test_one_point_is_one_line(tag: str, text: str, number: float, whole: int, yes: bool) -> None:  # noqa: FBT001  a value
    """No text can end a line and begin another."""
    line = encode(point({"text": text, "number": number, "whole": whole, "yes": yes}, tag))
    assert len(line.splitlines()) == 1


@pytest.mark.influx
@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(AWKWARD, AWKWARD, FLOATS, EXACT_INTS, st.booleans()), min_size=1, max_size=30))
def test_everything_comes_back(
    influx: InfluxServer, config: InfluxSection, rows: list[tuple[str, str, float, int, bool]]
) -> None:
    """Names, texts and numbers written by the station are read by InfluxQL exactly as they were."""
    influx.query('DROP MEASUREMENT "probe"')
    points = [
        point(
            {"text": text, "number": number, "whole": whole, "yes": yes}, tag, 1_760_000_000_000_000 + place
        )
        for place, (tag, text, number, whole, yes) in enumerate(rows)
    ]
    with WriteClient(config, influx.write_token) as client:
        assert client.send(b"\n".join(map(encode, points))).meaning == "stored"
    answer = influx.query('SELECT * FROM "probe"')
    found = [(r["time"], r["site"], r["text"], float(r["number"]), r["whole"], r["yes"]) for r in answer]
    assert found == [
        (each.time_us, tag_text(tag), field_text(text), number, whole, yes)
        for each, (tag, text, number, whole, yes) in zip(points, rows, strict=True)
    ]
