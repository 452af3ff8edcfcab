"""Names as people write them, and what only looks like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from station.errors import UsageError
from station.store import Store
from station.store.people import clean_name
from station.text import harmless, spelled_out

if TYPE_CHECKING:
    from pathlib import Path

PERSIAN = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize("name", [PERSIAN, FAMILY, f"Ann {FAMILY}"])
def test_names_may_have_the_joiners_of_their_script(name: str, tmp_path: Path) -> None:
    """They are stored, shown and found as they were written; where there is little room the joiner is left out."""
    with Store.open(tmp_path / "station.db") as store:
        added = store.add_athlete(name)
        assert store.athlete(added.id).name == name
    assert spelled_out(name) == name
    assert harmless(name) == name.replace("\u200c", "").replace("\u200d", "")


@pytest.mark.parametrize(
    "name", ["A\u200dnn", "\u200dAnn", "Ann\u200c", "\u0639\u200c\u200c\u0639", "\u0639\u202e\u0639"]
)
def test_what_only_hides_is_refused_and_spelled_out(name: str) -> None:
    """Two people of one look cannot be made by what does not show."""
    with pytest.raises(UsageError, match="control characters"):
        clean_name(name)
    assert spelled_out(name).isascii() or "\\u20" in spelled_out(name)


def test_blanks_make_no_second_person() -> None:
    """Blanks around a name and in a row look like one, and are one."""
    assert clean_name("  Empty   Person ") == "Empty Person"
