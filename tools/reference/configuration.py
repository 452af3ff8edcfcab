"""The page of settings, from the sections of the configuration."""

from __future__ import annotations

from station.config import document_keys
from tools.tables import table

_CONFIGURATION_HEAD = """\
# Configuration

Generated from `station/config/sections.py` by `python -m tools.reference`. One TOML file; `station config path` prints where it is looked for, `--config FILE` or the variable `STATION_CONFIG` names another. Relative paths in it begin at its own folder. Each key can be overridden by the environment variable beside it. Unknown keys are refused by name. `station config show` prints every effective value and where it came from.
"""  # noqa: E501  prose lines of a page


def configuration_page() -> str:
    """Return ``docs/reference/configuration.md``."""
    parts = [_CONFIGURATION_HEAD]
    keys = document_keys()
    for section in dict.fromkeys(key.section for key in keys):
        parts.append(f"## `[{section}]`\n")
        rows = [
            (f"`{key.name}`", key.kind, _default(key.default), key.meaning, f"`{key.environment}`")
            for key in keys
            if key.section == section
        ]
        parts.append(table(("key", "kind", "default", "meaning", "variable"), rows))
    return "\n".join(parts)


def _default(value: object) -> str:
    if value is None or value == "":
        return "empty"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"
