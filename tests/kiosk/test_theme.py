"""Both themes are legible and keep their meanings apart, also for colour-blind eyes.

Contrast: WCAG 2.1, relative luminance. Colour blindness: the matrices of Machado, Oliveira and Fernandes (2009) for
missing cones, in linear RGB. Distance: CIE 1976 in L*a*b*, where 2.3 is just noticeable.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import station.kiosk
from station.kiosk.theme import DARK, LIGHT

THEMES = {"dark": DARK, "light": LIGHT}
EYES = {
    "usual": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanope": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranope": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanope": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
LARGE_TEXT, TEXT, HIGH = 3.0, 4.5, 7.0
"""WCAG's ratios: AA for large text and marks, AA for text, AAA for text."""
APART = 15.0
"""More than six just noticeable steps."""
MEANINGS = ("go", "mind", "stop")
FEET = ("left", "right")


def colours(name: str) -> dict[str, str]:
    """Return a theme's colours by name."""
    theme = THEMES[name]
    own = {"foreground": theme.foreground, "background": theme.background, "surface": theme.surface}
    return {**theme.variables, **{key: value for key, value in own.items() if value}}


def linear(colour: str) -> np.ndarray:
    """Return linear RGB of ``#rrggbb``."""
    encoded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255.0
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours' luminances, 1 to 21."""
    light, dark = sorted((float(TO_XYZ[1] @ linear(colour)) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, eyes: str) -> np.ndarray:
    """Return L*a*b* of a colour as these eyes see it."""
    seen = np.clip(np.array(EYES[eyes]) @ linear(colour), 0.0, 1.0)
    ratio = TO_XYZ @ seen / WHITE
    curved = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    x, y, z = curved
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def apart(one: str, other: str, eyes: str) -> float:
    """Return how far two colours are apart for these eyes."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["foreground", "quiet", *MEANINGS, *FEET])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_words_can_be_read_on_every_ground(theme: str, name: str, ground: str) -> None:
    """Every colour that words are written in; the light theme, made for bright rooms, reaches the higher ratio."""
    own = colours(theme)
    wanted = HIGH if name == "foreground" or (theme == "light" and name != "quiet") else TEXT
    assert contrast(own[name], own[ground]) >= wanted


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", [*MEANINGS, *FEET])
def test_words_can_be_read_on_their_own_tint(theme: str, name: str) -> None:
    """Banners, the leg in work, the scale."""
    own = colours(theme)
    assert contrast(own[name], own[f"{name}-tint"]) >= TEXT
    assert contrast(own["foreground"], own[f"{name}-tint"]) >= HIGH


@pytest.mark.parametrize("theme", THEMES)
def test_keys_and_marks_can_be_read(theme: str) -> None:
    """Keys at the foot; the empty part of a bar, which is no text."""
    own = colours(theme)
    assert contrast(own["foreground"], own["faint"]) >= HIGH
    assert contrast(own["quiet"], own["quiet-tint"]) >= LARGE_TEXT
    for foot in FEET:
        assert contrast(own[foot], own["quiet-tint"]) >= LARGE_TEXT


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize(("one", "other"), [FEET, *combinations(MEANINGS, 2)])
def test_meanings_stay_apart_for_all_eyes(theme: str, eyes: str, one: str, other: str) -> None:
    """Left from right, and good from doubtful from wrong."""
    own = colours(theme)
    assert apart(own[one], own[other], eyes) >= APART


@pytest.mark.parametrize("eyes", EYES)
def test_feet_keep_their_hue_in_both_themes(eyes: str) -> None:
    """A foot's colour in one theme is nearer to itself in the other one than to the other foot there."""
    dark, light = colours("dark"), colours("light")
    for foot, other in (FEET, FEET[::-1]):
        assert apart(dark[foot], light[foot], eyes) < apart(dark[foot], light[other], eyes)


def test_style_sheets_name_no_colour_of_their_own() -> None:
    """All colours come from the themes: what is tested above is all there is."""
    sheets = list(Path(station.kiosk.__file__).parent.rglob("*.tcss"))
    found = {
        sheet.name: re.findall(r"#[0-9a-f]{6}\b|\brgba?\(", sheet.read_text("utf-8")) for sheet in sheets
    }
    assert len(sheets) > 10
    assert [name for name, own in found.items() if own] == []


def test_both_themes_name_the_same_colours() -> None:
    """Nothing falls back to Textual's own colours in one of them."""
    own = {key for key in DARK.variables if not key.startswith("input-")}
    assert own == {key for key in LIGHT.variables if not key.startswith("input-")}
