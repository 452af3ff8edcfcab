"""What is installed only for those who want it, and how it gets into an installation of any kind."""

from __future__ import annotations

import shlex
import sys
from importlib import metadata, util
from pathlib import Path
from typing import Final

_NAME: Final = "heeldrop-station"
_LEFT_BY_PIPX: Final = "pipx_metadata.json"
_LEFT_BY_UV: Final = "uv-receipt.toml"
"""What these two leave in the environment of a program that they installed."""


def how_to_get(extra: str) -> str:
    """Return the command that adds an extra (``web``, ``parquet``) to this very installation.

    pip takes the extra by its name, and finds the station itself there already. pipx and uv keep programs in
    environments that nobody is meant to enter: they are told what the extra brings.
    """
    prefix = Path(sys.prefix)
    if (prefix / _LEFT_BY_PIPX).exists():
        return f"pipx inject {_NAME} {_brought_by(extra)}"
    python = shlex.quote(sys.executable)
    if (prefix / _LEFT_BY_UV).exists() or util.find_spec("pip") is None:
        return f"uv pip install --python {python} {_brought_by(extra)}"
    return f"{python} -m pip install '{_NAME}[{extra}]'"


def _brought_by(extra: str) -> str:
    """Return the requirements of an extra, each quoted for a shell."""
    conditions = (line.partition(";") for line in metadata.requires(_NAME) or ())
    asked = (f"extra == '{extra}'", f'extra == "{extra}"')
    return " ".join(
        shlex.quote(what.strip()) for what, _, condition in conditions if condition.strip() in asked
    )
