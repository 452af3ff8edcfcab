"""What the commands of all pages but lessons print; ``python -m tools.doc_commands PAGE`` writes it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.played_pages import pages_to_run, stale

if TYPE_CHECKING:
    from tools.doc_commands.blocks import Page


@pytest.mark.parametrize("page", pages_to_run(lessons=False), ids=lambda page: page.name)
def test_commands_print_what_the_page_says(page: Page) -> None:
    """Every command of the page, in order."""
    assert not (wrong := stale(page)), "\n".join(wrong)
