"""Colours: four meanings and two feet, in a dark and a high-contrast light theme, safe for colour-blind eyes."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

# Blue and orange stay apart in every common kind of colour blindness; amber is kept well away from orange
# by its lightness, and no colour speaks alone: a symbol or a word stands beside each.
DARK: Final = Theme(
    name="kiosk-dark",
    dark=True,
    primary="#4aa8ff",
    secondary="#ff9142",
    accent="#4aa8ff",
    foreground="#e9eef3",
    background="#0b0f14",
    surface="#111820",
    panel="#18222d",
    success="#39e6ac",
    warning="#ffe359",
    error="#ff596a",
    variables={
        "left": "#4aa8ff",
        "left-fill": "#1b4f80",
        "left-tint": "#10283f",
        "right": "#ff9142",
        "right-fill": "#7d4318",
        "right-tint": "#38210f",
        "go": "#39e6ac",
        "go-tint": "#0f3326",
        "mind": "#ffe359",
        "mind-tint": "#3a3312",
        "stop": "#ff596a",
        "stop-tint": "#451820",
        "quiet": "#8493a3",
        "quiet-tint": "#1a232d",
        "faint": "#2a3643",
        "input-cursor-background": "#e9eef3",
        "input-selection-background": "#4aa8ff 40%",
    },
)

LIGHT: Final = Theme(
    name="kiosk-light",
    dark=False,
    primary="#0050a6",
    secondary="#8c3800",
    accent="#0050a6",
    foreground="#0c1116",
    background="#ffffff",
    surface="#f1f4f7",
    panel="#e4e9ee",
    success="#005939",
    warning="#664e00",
    error="#990030",
    variables={
        "left": "#0050a6",
        "left-fill": "#8fbce8",
        "left-tint": "#dbeaf8",
        "right": "#8c3800",
        "right-fill": "#efb48c",
        "right-tint": "#fae6d8",
        "go": "#005939",
        "go-tint": "#d3f0e1",
        "mind": "#664e00",
        "mind-tint": "#fbf0c4",
        "stop": "#990030",
        "stop-tint": "#fbdbe0",
        "quiet": "#54606c",
        "quiet-tint": "#e8edf1",
        "faint": "#c9d1d9",
    },
)
