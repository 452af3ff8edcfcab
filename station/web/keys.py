"""Who may do what: one secret, from it one key for the kiosk and another for watching. Pure."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from station.errors import UsageError

if TYPE_CHECKING:
    from typing import Self

Role = Literal["kiosk", "view"]

VARIABLE: Final = "STATION_WEB_TOKEN"
SHORTEST: Final = 16
"""Characters: shorter tokens can be tried out."""
_VIEW_CHARACTERS: Final = 22
_LOCAL_NAMES: Final = ("localhost",)


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens what."""

    view: str
    kiosk: str | None = None
    """``None``: the kiosk is not served to anybody."""

    @classmethod
    def of(cls, secret: str, *, with_kiosk: bool) -> Self:
        """Return the keys made from a secret; the key for watching tells nothing of it. ``UsageError``: too short."""
        if len(secret) < SHORTEST or not (secret.isascii() and secret.isprintable()) or " " in secret:
            raise UsageError(
                f"{VARIABLE} holds {len(secret)} characters that are no token",
                f"Use {SHORTEST} or more letters and digits, as 'openssl rand -hex 16' prints",
            )
        view = hmac.new(secret.encode(), b"view", hashlib.sha256).hexdigest()[:_VIEW_CHARACTERS]
        return cls(view, secret if with_kiosk else None)

    def role(self, key: str, *, is_local: bool) -> Role | None:
        """Return what a key opens; whoever asks on this computer itself may watch without one."""
        given = key.encode()
        if self.kiosk is not None and hmac.compare_digest(given, self.kiosk.encode()):
            return "kiosk"
        if is_local or hmac.compare_digest(given, self.view.encode()):
            return "view"
        return None


def is_loopback(host: str) -> bool:
    """Tell whether only this computer can reach an address, by name or number."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in _LOCAL_NAMES


def host_of(header: str) -> str:
    """Return the host in ``Host:`` without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0] if header.count(":") == 1 else header
