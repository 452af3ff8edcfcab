"""PINs that people may put before their name on the kiosk: four digits, kept as a salted hash.

They keep curious eyes out. Whoever can read the database can try ten thousand PINs, and reads the data itself anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING, Final

from station.errors import UsageError
from station.store import people

if TYPE_CHECKING:
    import sqlite3

VERSION_11: Final[tuple[str, ...]] = (
    """CREATE TABLE pins (
        athlete_id TEXT PRIMARY KEY REFERENCES athletes ON DELETE CASCADE, salt BLOB NOT NULL, hash BLOB NOT NULL)""",
)

_PIN: Final = re.compile(r"[0-9]{4}", re.ASCII)
_SALT_BYTES: Final = 16
_COST: Final = {"n": 1 << 12, "r": 8, "p": 1}
"""Memory 4 MiB, about 10 ms: a person does not notice, and the step's computer may be small (RFC 7914)."""


def clean_pin(pin: str) -> str:
    """Return the PIN; refuse what is not four digits."""
    if not _PIN.fullmatch(pin):
        raise UsageError("a PIN has four digits", "Give four digits, for example with a pedal: 0 to 9 each")
    return pin


def has(connection: sqlite3.Connection, athlete_id: str) -> bool:
    """Tell whether a person has a PIN."""
    return connection.execute("SELECT 1 FROM pins WHERE athlete_id = ?", (athlete_id,)).fetchone() is not None


def put(connection: sqlite3.Connection, athlete_id: str, pin: str | None) -> None:
    """Keep a person's PIN, or none from now on; ``StoreError`` for nobody, ``UsageError`` for what is no PIN."""
    athlete = people.get(connection, athlete_id)
    connection.execute("DELETE FROM pins WHERE athlete_id = ?", (athlete.id,))
    if pin is not None:
        salt = secrets.token_bytes(_SALT_BYTES)
        connection.execute(
            "INSERT INTO pins VALUES (?, ?, ?)", (athlete.id, salt, _hash(clean_pin(pin), salt))
        )


def opens(connection: sqlite3.Connection, athlete_id: str, pin: str) -> bool:
    """Tell whether this is the PIN of a person; without one every PIN is."""
    row = connection.execute("SELECT salt, hash FROM pins WHERE athlete_id = ?", (athlete_id,)).fetchone()
    return row is None or hmac.compare_digest(_hash(pin, row[0]), row[1])


def _hash(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, **_COST)
