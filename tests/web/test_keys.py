"""Who may watch, who may work the kiosk, and whom nobody lets in."""

from __future__ import annotations

import pytest

from station.errors import UsageError
from station.web.keys import Keys, host_of, is_loopback
from station.web.serving import links

SECRET = "0123456789abcdef0123"  # noqa: S105  of a test


def test_one_secret_makes_two_keys_that_tell_nothing_of_each_other() -> None:
    """The key for watching opens no kiosk, and is the same after a restart."""
    keys = Keys.of(SECRET, with_kiosk=True)
    assert keys == Keys.of(SECRET, with_kiosk=True)
    assert keys.role(SECRET, is_local=False) == "kiosk"
    assert keys.role(keys.view, is_local=False) == "view"
    assert keys.view not in SECRET
    assert keys.role(keys.view, is_local=True) == "view"


@pytest.mark.parametrize("key", ["", "x", SECRET[:-1], SECRET + "0", "ü" * 20])
def test_other_keys_open_nothing(key: str) -> None:
    """On this computer itself everybody may watch; the kiosk opens to its token alone."""
    keys = Keys.of(SECRET, with_kiosk=True)
    assert keys.role(key, is_local=False) is None
    assert keys.role(key, is_local=True) == "view"


def test_without_a_kiosk_the_secret_opens_none() -> None:
    """Nothing is served that was not asked for."""
    assert Keys.of(SECRET, with_kiosk=False).role(SECRET, is_local=False) is None


@pytest.mark.parametrize(
    "secret", ["", "short", "with a space in the middle", "ü" * 20, "tab\tin it 0123456789"]
)
def test_a_token_that_can_be_guessed_is_refused(secret: str) -> None:
    """The variable is named; the token is not printed."""
    with pytest.raises(UsageError, match="STATION_WEB_TOKEN") as refused:
        Keys.of(secret, with_kiosk=True)
    assert not secret or secret not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("LOCALHOST", True),
     ("10.0.0.7", False), ("localhost.example", False), ("", False)],
)  # fmt: skip
def test_this_computer_is_told_from_others(host: str, expected: bool) -> None:  # noqa: FBT001  a table's column
    """By number and by its one name."""
    assert is_loopback(host) is expected


def test_a_host_is_read_from_its_header() -> None:
    """With and without a port, also of IPv6."""
    assert [host_of(text) for text in ("a:1", "a", "[::1]:9", "[::1]")] == ["a", "a", "::1", "::1"]


def test_links_hold_keys_only_where_they_are_needed() -> None:
    """On this computer watching needs none; elsewhere it does, and the network is said to listen."""
    keys = Keys.of(SECRET, with_kiosk=True)
    local, remote = ("\n".join(links(host, 8137, keys)) for host in ("127.0.0.1", "10.0.0.7"))
    assert keys.view not in local
    assert f"view?key={keys.view}" in remote
    assert SECRET in local
    assert "plain text" in remote
    assert SECRET not in "\n".join(links("10.0.0.7", 8137, Keys.of(SECRET, with_kiosk=False)))
