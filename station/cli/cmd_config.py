"""``station config``: what is set, and where."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from station.cli.common import effective, print_json, print_table, say
from station.config import config_path
from station.config.load import FILE_VARIABLE, TOKEN_VARIABLE

if TYPE_CHECKING:
    import argparse

    from station.config import Config
    from station.config.load import Origin


def run(options: argparse.Namespace) -> int:
    """Show values with their origin, or the file's path."""
    if options.action == "path":
        say(str(options.config or os.environ.get(FILE_VARIABLE) or config_path()))
        return 0
    shown = effective(options)
    rows = [(origin.key, _shown(origin), origin.source) for origin in shown.origins]
    rows.append(("influx token", *_token(shown.config)))
    if options.json:
        print_json([{"key": key, "value": value, "source": source} for key, value, source in rows])
    else:
        print_table(("key", "value", "from"), rows)
    return 0


def _token(config: Config) -> tuple[str, str]:
    """Say whether there is a token and where it comes from, without reading a file of secrets."""
    if os.environ.get(TOKEN_VARIABLE):
        return "(set, not shown)", TOKEN_VARIABLE
    file = config.influx.token_file
    if file is None:
        return "", "not set"
    return ("(set, not shown)" if file.expanduser().is_file() else "(no such file)"), str(file)


def _shown(origin: Origin) -> object:
    """Return a value; of a PIN only that there is one, for what is printed here is sent to others."""
    return "(set, not shown)" if origin.key.endswith("_pin") and origin.value else _written(origin.value)


def _written(value: object) -> object:
    """Return a value as TOML writes it, or as JSON would."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value if isinstance(value, (int, float)) else str(value)
