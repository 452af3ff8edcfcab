"""Language and units: as configured, else as the system's locale says."""

from __future__ import annotations

import pytest

from station.config import KioskSection
from station.kiosk.look import Look, look_of


@pytest.mark.parametrize(
    ("environment", "language", "units"),
    [
        ({}, "en", "kg"),
        ({"LANG": "C"}, "en", "kg"),
        ({"LANG": "de_DE.UTF-8"}, "de", "kg"),
        ({"LANG": "de"}, "de", "kg"),
        ({"LANG": "en_US.UTF-8"}, "en", "lb"),
        ({"LANG": "en_US.UTF-8", "LC_MEASUREMENT": "de_DE.UTF-8"}, "en", "kg"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "de_AT.UTF-8"}, "de", "lb"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "de_CH"}, "de", "kg"),
        ({"LANG": "fr_FR.UTF-8"}, "en", "kg"),
        ({"LANG": "", "LC_MESSAGES": "de_DE@euro"}, "de", "kg"),
        ({"LANG": "\x1b[31m"}, "en", "kg"),
    ],
)
def test_the_system_s_locale_decides_what_nobody_configured(
    environment: dict[str, str], language: str, units: str
) -> None:
    """POSIX: LC_ALL before the category's own variable before LANG."""
    look = look_of(KioskSection(), environment)
    assert (look.language, look.units) == (language, units)


def test_what_is_configured_is_asked_of_nobody() -> None:
    """A German step in an American image shows kilograms."""
    section = KioskSection(language="de", units="kg", theme="light", sound="none", flash=True)
    assert look_of(section, {"LANG": "en_US.UTF-8"}, lambda _term: 256) == Look(
        "de", "kg", "light", sound=False, flash=True
    )
