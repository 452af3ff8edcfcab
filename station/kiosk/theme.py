"""Colours: four meanings and two feet, in a dark and a light theme safe for colour-blind eyes."""

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
    success="#3ddc97",
    warning="#f7d94c",
    error="#ff5d6e",
    variables={
        "left": "#4aa8ff",
        "left-fill": "#1b4f80",
        "left-tint": "#10283f",
        "right": "#ff9142",
        "right-fill": "#7d4318",
        "right-tint": "#38210f",
        "go": "#3ddc97",
        "go-tint": "#0f3326",
        "mind": "#f7d94c",
        "mind-tint": "#3a3312",
        "stop": "#ff5d6e",
        "stop-tint": "#451820",
        "quiet": "#8493a3",
        "quiet-tint": "#1a232d",
        "faint": "#2a3643",
        "footer-key-foreground": "#e9eef3",
        "footer-description-foreground": "#8493a3",
        "footer-background": "#111820",
        "input-cursor-background": "#e9eef3",
        "input-selection-background": "#4aa8ff 40%",
    },
)

LIGHT: Final = Theme(
    name="kiosk-light",
    dark=False,
    primary="#0057b0",
    secondary="#a84400",
    accent="#0057b0",
    foreground="#0c1116",
    background="#ffffff",
    surface="#f1f4f7",
    panel="#e4e9ee",
    success="#006b3f",
    warning="#7a5a00",
    error="#b3001e",
    variables={
        "left": "#0057b0",
        "left-fill": "#8fbce8",
        "left-tint": "#dbeaf8",
        "right": "#a84400",
        "right-fill": "#efb48c",
        "right-tint": "#fae6d8",
        "go": "#006b3f",
        "go-tint": "#d3f0e1",
        "mind": "#7a5a00",
        "mind-tint": "#fbf0c4",
        "stop": "#b3001e",
        "stop-tint": "#fbdbe0",
        "quiet": "#54606c",
        "quiet-tint": "#e8edf1",
        "faint": "#c9d1d9",
        "footer-key-foreground": "#0c1116",
        "footer-description-foreground": "#54606c",
        "footer-background": "#f1f4f7",
    },
)
