"""Tables of other plates: read fast, and every mistake named with file, line, value and remedy."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.errors import RecordingError
from station.sources.table import read_table

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "t_s,left_n,right_n\n"
GOOD = HEADER + "".join(f"{at / 50:.2f},400.5,{300 + at % 3}\n" for at in range(101))


def row(number: int, text: str) -> str:
    """Return the good table with one line of the file replaced."""
    lines = GOOD.splitlines()
    lines[number - 1] = text
    return "\n".join(lines) + "\n"


def test_columns_come_back_as_arrays(tmp_path: Path) -> None:
    """Times and forces are what was written."""
    path = tmp_path / "a.csv"
    path.write_text(GOOD)
    table = read_table(path)
    np.testing.assert_allclose(table.t_s, np.arange(101) / 50)
    assert (table.left_n[7], table.right_n[7], table.hint) == (400.5, 301.0, "")


@pytest.mark.parametrize(
    "text",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("\n", "\n\n", 3),
        '"t_s", "left_n", "right_n"\n' + GOOD.partition("\n")[2],
        GOOD.rstrip("\n"),
    ],
    ids=["Windows lines", "byte order mark", "blank lines", "quoted header", "no last newline"],
)
def test_harmless_differences_are_read(tmp_path: Path, text: str) -> None:
    """What spreadsheets do to a file does not change it."""
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    assert len(read_table(path).t_s) == 101


def test_forces_of_the_wrong_sign_are_hinted_at(tmp_path: Path) -> None:
    """A plate that writes loads as negative numbers is told from an empty one."""
    path = tmp_path / "a.csv"
    path.write_text(GOOD.replace(",", ",-").replace(",-left_n,-right_n", ",left_n,right_n"))
    assert "turn the signs" in read_table(path).hint


def test_quoted_commas_of_other_columns_are_harmless(tmp_path: Path) -> None:
    """A remark may hold a comma when it is quoted."""
    path = tmp_path / "a.csv"
    path.write_text(
        "\n".join(line + (',"a, b"' if at else ",note") for at, line in enumerate(GOOD.splitlines()))
    )
    assert len(read_table(path).t_s) == 101


def test_gzip_is_recognised_by_content(tmp_path: Path) -> None:
    """A compressed table needs no particular name."""
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(GOOD.encode()))
    assert len(read_table(path).t_s) == 101


def test_order_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    """The three columns are found by name; others are ignored, even when they hold text."""
    path = tmp_path / "a.csv"
    lines = [f"{right},note,{t},{left}" for t, left, right in (line.split(",") for line in GOOD.splitlines())]
    path.write_text("\n".join(lines))
    assert read_table(path).right_n[2] == 302.0


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "is empty. Export it again"),
        ("  \n \n", "is empty"),
        (HEADER, "has a header but no data"),
        ("time,l,r\n1,2,3\n", "no column t_s and left_n and right_n in 'time,l,r'. The first line"),
        ("t_s\n0.1\n0.2\n", "line 1: no column left_n and right_n"),
        (GOOD.replace(",", ";"), "Separate the columns by commas"),
        (GOOD.replace("left_n", "right_n"), "no column left_n"),
        (GOOD.replace("t_s,left_n", "t_s,t_s,left_n"), "column t_s stands there twice"),
        (GOOD.partition("\n")[2], "line 1: no column t_s"),
        (row(5, "0.06,abc,300"), "line 5: left_n is 'abc', not a number"),
        (row(5, "0.06,1_0,300"), "line 5: left_n is '1_0', not a number"),
        (row(9, "0.14,,300"), "line 9: left_n is '', not a number"),
        (row(9, "0.14,400"), "line 9: no value for right_n in '0.14,400'"),
        (row(9, "0.14,nan,300"), "line 9: left_n is nan, which is no measurement"),
        (row(9, "0.14,400,inf"), "line 9: right_n is inf, which is no measurement"),
        (row(9, "0.12,400,300"), "line 9: t_s is 0.12, the time of the line before. Times must rise"),
        (row(9, "0.05,400,300"), "line 9: t_s is 0.05, earlier than 0.12 before it. Times must rise"),
        (row(9, "0.14,400,9e9"), "line 9: right_n is 9000000000, more than any plate measures"),
        ("\n".join(GOOD.splitlines()[:20]), "is too short: 19 lines over 0.36 s"),
        (HEADER + "".join(f"{20 * at},400,300\n" for at in range(100)), "t_s is in seconds (not milli"),
        (HEADER + "".join(f"{at / 1e6},400,300\n" for at in range(1, 200)), "is too short"),
        (GOOD + "1e6,400,300\n", "spans 278 hours. Split it"),
        ("\0\1\2" * 99, "is neither a recording nor text"),
        ("t_s,left_n,right_n\n\0" * 99, "is neither a recording nor text"),
    ],
)  # fmt: skip
def test_every_mistake_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    """One line names the file, the line, the value and what to do."""
    path = tmp_path / "plates.csv"
    path.write_text(text)
    with pytest.raises(RecordingError) as refusal:
        read_table(path)
    assert complaint in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_binary_missing_and_damaged_files_are_told(tmp_path: Path) -> None:
    """What is no text at all is refused too."""
    path = tmp_path / "a.csv"
    for raw, complaint in (
        (b"\xff\xfe\x80", "nor text"),
        (gzip.compress(GOOD.encode())[:200], "damaged gzip"),
    ):
        path.write_bytes(raw)
        with pytest.raises(RecordingError, match=complaint):
            read_table(path)
    with pytest.raises(RecordingError, match="there is no file"):
        read_table(tmp_path / "missing.csv")
    with pytest.raises(RecordingError, match="cannot be read: Is a directory"):
        read_table(tmp_path)


def test_kilograms_are_suspected_not_refused(tmp_path: Path) -> None:
    """A table that looks like kilograms is read, with a hint; a dumbbell in newtons looks the same."""
    path = tmp_path / "a.csv"
    path.write_text(GOOD.replace("400.5", "40.5").replace(",30", ",3"))
    assert "multiply the columns by 9.80665" in read_table(path).hint


@settings(max_examples=200, deadline=None)
@given(junk=st.text(alphabet="0123456789.,-+e \nnaift_slrgh", max_size=200))
def test_junk_is_refused_or_read_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, junk: str
) -> None:
    """Whatever follows the header: a table with finite, ascending times, or a one-line refusal."""
    path = tmp_path_factory.mktemp("junk") / "a.csv"
    path.write_text(HEADER + junk)
    try:
        table = read_table(path)
    except RecordingError as refusal:
        assert "\n" not in str(refusal)  # noqa: PT017  both outcomes are right
    else:
        assert np.all(np.diff(table.t_s) > 0)
        assert np.all(np.isfinite([table.t_s, table.left_n, table.right_n]))
