"""Check everything that is installed on servers: ``python -m tools.boardcheck``; 1 when something is found."""

from __future__ import annotations

import sys

from tools.boardcheck.looking import flux, grafana, own_boards, own_resources, scripts_of, templates
from tools.boardcheck.npm import NotHereError


def main() -> int:
    """Print what is found, and how much was looked at."""
    resources, boards = own_resources(), own_boards()
    scripts = scripts_of(resources)
    try:
        found = templates(resources) + flux(scripts) + grafana(boards)
    except NotHereError as missing:
        print(f"boards are not checked: {missing}")
        return 0
    for words in found:
        print(words)
    print(
        f"{len(resources)} resources, {len(scripts)} Flux scripts, {len(boards)} boards: {len(found)} found"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
