"""How the kiosk looks, sounds and speaks: what was configured, and what the system says where nothing was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from station.kiosk.plain import Abilities, abilities_of, terminal_colours
from station.kiosk.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from station.config import KioskSection
    from station.kiosk.words import Units

_POUNDS = ("US", "LR", "MM")
"""Countries whose locales measure masses in pounds."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a person at the step sees, hears and reads."""

    language: str = "en"
    units: Units = "kg"
    theme: Literal["dark", "light"] = "dark"
    reduced_motion: bool = False
    sound: bool = True
    """Whether the terminal's bell sounds."""
    flash: bool = False
    """Whether the screen lights up where the bell sounds, or would."""
    able: Abilities = field(default_factory=Abilities)
    """What the terminal can show."""


def look_of(
    section: KioskSection,
    environment: Mapping[str, str],
    colours: Callable[[str], int | None] = terminal_colours,
) -> Look:
    """Return the look that is configured; ``auto`` is what the system's locale and terminal say.

    ``colours`` returns how many colours a terminal of a name has, ``None`` when nobody knows.
    """
    return Look(
        language=_language(environment) if section.language == "auto" else section.language,
        units=_units(environment) if section.units == "auto" else section.units,
        theme=section.theme,
        reduced_motion=section.reduced_motion,
        sound=section.sound == "bell",
        flash=section.flash,
        able=abilities_of(environment, section.symbols, colours),
    )


def locale_of(environment: Mapping[str, str], category: str) -> str:
    """Return a category of the locale, as ``de_DE.UTF-8``: the first variable set of those that POSIX names."""
    names = ("LC_ALL", category, "LANG")
    return next((environment[name] for name in names if environment.get(name)), "C")


def _language(environment: Mapping[str, str]) -> str:
    code = locale_of(environment, "LC_MESSAGES").partition("_")[0].partition(".")[0].lower()
    return code if code in LANGUAGES else "en"


def _units(environment: Mapping[str, str]) -> Units:
    territory = locale_of(environment, "LC_MEASUREMENT").partition(".")[0].partition("@")[0].partition("_")[2]
    return "lb" if territory.upper() in _POUNDS else "kg"
