"""Question and answer with a step: what is lost or damaged on the way is asked again, a refusal is told."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from station.errors import PortError
from station.sources import connect
from station.sources.conversation import Conversation
from station.wire import encode_command
from tests.support.host_time import FastTime
from tests.support.terminal_device import HEALTH, SAMPLE, TerminalDevice, identity, step_that_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station.wire import Message


@contextmanager
def _talking(says: Callable[[bytes], bytes]) -> Iterator[tuple[Conversation, TerminalDevice]]:
    with TerminalDevice(says) as device:
        connection = connect(device.url, time=FastTime())
        try:
            yield Conversation(connection, FastTime()), device
        finally:
            connection.close()


def _commands(device: TerminalDevice) -> list[str]:
    return [line.split(b"*")[0].decode() for line in device.heard.splitlines()]


def _manners(answer: Callable[[str, int], bytes]) -> Callable[[bytes], bytes]:
    """Return a streaming step: ``answer`` gets a command and how often it was heard before."""
    answered: list[str] = []

    def says(heard: bytes) -> bytes:
        new = [line.split(b"*")[0].decode() for line in heard.split(b"\n")[:-1]][len(answered) :]
        said = b""
        for command in new:
            said += identity() if command == "?" else answer(command, answered.count(command))
            answered.append(command)
        return said + SAMPLE + HEALTH

    return says


def _did(command: str) -> bytes:
    return encode_command(f"A {command}")


def test_a_streaming_step_is_not_told_to_stream() -> None:
    """Connecting asks who it is and how it is calibrated, and nothing else."""
    with _talking(step_that_answers()) as (_talk, device):
        assert _commands(device) == ["?", "K?"]


def test_a_step_silenced_by_an_earlier_program_streams_again() -> None:
    """A step that gives accounts but no samples is told to stream once it has answered."""
    heard_go = False

    def says(heard: bytes) -> bytes:
        nonlocal heard_go
        heard_go = b"\nG*" in heard
        answers = {b"?": identity(), b"K?": _did("K?"), b"G": _did("G")}
        last = heard.split(b"\n")[:-1][-1:]
        return b"".join(answers.get(line.split(b"*")[0], b"") for line in last) + HEALTH

    with _talking(says) as (_talk, device):
        assert _commands(device)[-1] == "G"
    assert heard_go


def test_a_lost_question_about_calibration_is_asked_again() -> None:
    """Without its calibration a step measures nothing, so the question is repeated until it is answered."""
    with _talking(_manners(lambda command, before: _did(command) if before else b"")) as (_talk, device):
        assert _commands(device) == ["?", "K?", "K?"]


def test_a_step_that_never_answers_is_taken_all_the_same() -> None:
    """Three questions, then the connection stands without an answer."""
    with _talking(_manners(lambda _command, _before: b"")) as (_talk, device):
        assert _commands(device) == ["?", "K?", "K?", "K?"]


def test_a_damaged_command_is_sent_again() -> None:
    """A step that could not read a line has done nothing: the command is repeated, and then it is done."""

    def answer(command: str, before: int) -> bytes:
        damaged = command == "X" and before < 2
        return encode_command("N CRC checksum") if damaged else _did(command)

    with _talking(_manners(answer)) as (talk, device):
        talk.ask("X")
        assert _commands(device)[-3:] == ["X", "X", "X"]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("N BUSY stop the stream first", "the step refuses K: BUSY stop the stream first"),
        ("N FORM no line", "K reaches the step damaged each time. Try another cable"),
        ("A K 0 1 1 0 another", "the step did not answer K. Press its reset button"),
    ],
)
def test_what_is_not_done_is_told(reply: str, told: str) -> None:
    """A refusal carries the step's own words; the answer to another command is no answer."""

    def answer(command: str, _before: int) -> bytes:
        return encode_command(reply) if command.startswith("K ") else _did(command)

    with _talking(_manners(answer)) as (talk, _device), pytest.raises(PortError, match=told):
        talk.ask("K 0 1 1 0 note")


def test_refusals_from_before_the_question_are_no_answers() -> None:
    """What the step said while connecting, also to halves of lines, is not taken for an answer later."""
    stale = encode_command("N CRC checksum") + encode_command("N UNKNOWN command")

    def answer(command: str, _before: int) -> bytes:
        return stale + _did(command) if command == "K?" else _did(command)

    with _talking(_manners(answer)) as (talk, _device):
        heard: list[Message] = talk.ask("X")
        assert {type(message).__name__ for message in heard} >= {"Ack", "Nak", "Sample"}


def test_a_port_that_goes_away_is_told() -> None:
    """A cable pulled in the middle of a question is an error with a remedy."""
    with _talking(step_that_answers()) as (talk, device):
        device.unplug()
        with pytest.raises(PortError, match="Unplug the step and plug it in again"):
            talk.ask("X")
