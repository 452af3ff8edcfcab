"""Pages whose commands are run, and what they print compared with what the page says."""

from __future__ import annotations

import pytest

from tools.doc_commands.blocks import Page, pages
from tools.doc_commands.play import play
from tools.influxd import ServersMissingError

LESSONS = "docs/tutorial/"
"""Their commands are as many as those of all other pages: each half is a file of tests, for a worker of its own."""


def pages_to_run(*, lessons: bool) -> list[Page]:
    """Return the lessons, or every other page, that have commands to run."""
    return [
        page for page in pages() if page.name.startswith(LESSONS) == lessons and any(page.blocks("console"))
    ]


def stale(page: Page) -> list[str]:
    """Run a page's commands in a new home folder; return, in words, those that print something else now."""
    try:
        played = list(play(page))
    except ServersMissingError as missing:
        pytest.skip(str(missing))
    return [
        f"{page.name}:{one.block.line}: {one.said.command}\n"
        f"the page says [{one.said.code}]:\n{one.said.prints}\n"
        f"it prints now [{one.code}]:\n{one.printed}\n"
        for one in played
        if one.stale
    ]
