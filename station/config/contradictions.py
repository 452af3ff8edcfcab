"""What a type cannot say about a value: addresses without secrets, bands that are not upside down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from station.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from station.config.sections import Config

_SECRET = re.compile(r"//[^/?#]*@")


def refuse_contradictions(config: Config, sources: Mapping[str, str]) -> None:
    """Raise ``UsageError`` for values that fit their type and still mean nothing.

    ``sources`` says where each dotted key came from. A url with a password in it is not repeated.
    """
    _check_url(config.influx.url, sources["influx.url"])
    if not config.influx.bucket.strip():
        raise UsageError(f"influx.bucket in {sources['influx.bucket']} is empty", "Name the bucket")
    target_s, upper_s = config.training.lowering_target_s, config.training.lowering_upper_s
    if target_s > upper_s:
        written = sources["training.lowering_target_s"]
        source = sources["training.lowering_upper_s"] if written == "default" else written
        raise UsageError(
            f"training.lowering_target_s {target_s:g} is above training.lowering_upper_s {upper_s:g} in {source}",
            "The band begins at its target: set the upper end as high or higher",
        )


def _check_url(url: str, source: str) -> None:
    if not url:
        return
    if _SECRET.search(url):
        raise UsageError(
            f"influx.url in {source} holds a user or password",
            "Remove it there, and give 'user:password' as the token: STATION_INFLUX_TOKEN, or influx.token_file",
        )
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(
            f"influx.url in {source} is {url!r}, no web address",
            "Write it as http://HOST:8086 or https://HOST",
        )
