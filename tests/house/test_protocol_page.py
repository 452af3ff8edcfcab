"""The protocol page, the golden vectors and the program that makes them say the same."""

from __future__ import annotations

import binascii
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TypedDict

import pytest

ROOT = Path(__file__).parents[2]
VECTORS = ROOT / "tests" / "vectors"


class Vector(TypedDict):
    """One line and what it means."""

    name: str
    line: str
    expect: dict[str, object]


def golden() -> list[Vector]:
    """Return the committed vectors."""
    vectors: list[Vector] = json.loads((VECTORS / "protocol1.json").read_text(encoding="ascii"))
    return vectors


def printed(line: str) -> str:
    """Return a line the way the page prints it: without its end, other bytes escaped."""
    body = line.removesuffix("\n")
    if not body.endswith("\r\r"):
        body = body.removesuffix("\r")
    escapes = {"\t": "\\t", "\r": "\\r"}
    return "".join(c if " " <= c <= "~" else escapes.get(c, f"\\x{ord(c):02x}") for c in body)


def quoted_lines() -> set[str]:
    """Return every line that stands in a code block of the page."""
    page = (ROOT / "docs" / "reference" / "protocol.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    return {line for block in blocks for line in block.splitlines()}


def test_page_quotes_every_vector() -> None:
    """A reader of the page sees every line that the codec is tested with."""
    wanted = {printed(vector["line"]) for vector in golden()} - {""}
    assert wanted - quoted_lines() == set()


def test_page_quotes_nothing_else() -> None:
    """Each example on the page is tested; the form of a line is the only other code block."""
    known = {printed(vector["line"]) for vector in golden()}
    assert quoted_lines() - known == {"BODY*CCCC\\n"}


def test_vectors_have_names_of_their_own() -> None:
    """A failing vector can be found by its name."""
    names = [vector["name"] for vector in golden()]
    assert len(names) == len(set(names))


def test_every_usable_line_has_the_checksum_of_another_implementation() -> None:
    """The C program's bit-by-bit checksum and the one of Python's library agree on all usable lines."""
    useless = {"line_fault", "nothing", "bad_command"}
    usable = [v["line"] for v in golden() if v["expect"]["kind"] not in useless]
    assert len(usable) > 30
    for line in usable:
        body, _, checksum = line.rstrip("\r\n").rpartition("*")
        assert f"{binascii.crc_hqx(body.encode(), 0xFFFF):04X}" == checksum, line


def test_program_reproduces_the_committed_file(tmp_path: Path) -> None:
    """The file was made by the program beside it and not touched by hand."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here")
    program = tmp_path / "make_vectors"
    source = VECTORS / "make_vectors.c"
    warnings = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic"]
    subprocess.run([compiler, *warnings, "-o", program, source], check=True)
    made = subprocess.run([program], check=True, capture_output=True).stdout
    assert made == (VECTORS / "protocol1.json").read_bytes()
