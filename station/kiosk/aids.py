"""What helps on every screen: help for this screen, a list of what can be done now, plain terminals, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.filter import LineFilter, Monochrome

from station.kiosk.look import Look
from station.kiosk.plain import FewColours, NoColours, OnlyAscii
from station.kiosk.screens.base import KioskScreen
from station.kiosk.screens.help import HelpScreen
from station.kiosk.styles import ReadOnce
from station.kiosk.terminal import typed_driver
from station.kiosk.theme import DARK, LIGHT
from station.kiosk.words import LANGUAGES, say
from station.kiosk.words.catalogue import KG_PER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.driver import Driver
    from textual.events import AppBlur
    from textual.screen import Screen

    from station.kiosk.words import Language, Units


PALETTE_S: Final = 30.0
"""A list of commands that nobody chooses from goes after this long."""
_MOVING_SCREENS: Final = ("LiveScreen", "ReadyScreen", "PauseScreen", "StopScreen", "SetPage")
_FIRST_SCREENS: Final = ("AttractScreen", "WhoScreen", "VisitPage", "StepPage")


class Aids(App[None]):
    """Shows help, commands and plain letters, in terminals of every size; knows nothing of the step."""

    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual declares it without ClassVar
        (0, "-tiny"), (46, "-narrow"), (74, "-normal"), (104, "-wide"),
    ]  # fmt: skip
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012  Textual declares it without ClassVar
        (0, "-flat"), (16, "-low"), (20, "-small"), (23, "-mid"), (34, "-tall"),
    ]  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "help", "key.help", key_display="?", priority=True),
        Binding("ctrl+q", "quit", "key.quit", show=False, priority=True),
        Binding("f2", "light_dark", "key.theme", key_display="F2", show=False),
    ]

    look = Look()
    _plain: tuple[LineFilter, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.stylesheet = ReadOnce(variables=self.get_css_variables())

    def get_driver_class(self) -> type[Driver]:
        """Return what reads the terminal."""
        return typed_driver(super().get_driver_class())

    def on_app_blur(self, event: AppBlur) -> None:
        """Keep the line to type in: a browser tells that it is behind once more after it has come to the front."""
        event.prevent_default()

    def wear(self, look: Look) -> None:
        """Speak, measure and look like this; called once, before the first screen."""
        self.look = look
        say.speak(LANGUAGES[look.language], look.units)
        self.title = say("product")
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = LIGHT.name if look.theme == "light" and self._can_be_light else DARK.name
        self._plain = (
            *(() if look.able.colour else (NoColours(),)),
            *((FewColours(),) if look.able.few_colours else ()),
            *(() if look.able.unicode else (OnlyAscii(),)),
        )

    @property
    def _can_be_light(self) -> bool:
        return self.look.able.colour and not self.look.able.few_colours

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what changes each line on its way to the terminal; greys are colours too where there are none."""
        filters = super().get_line_filters()
        if not self._plain:
            return filters
        return [*(each for each in filters if not isinstance(each, Monochrome)), *self._plain]

    def action_light_dark(self) -> None:
        """Change between the dark and the light theme, where the terminal has colours."""
        if self._can_be_light:
            self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    # help

    def action_help(self) -> None:
        """Explain the screen in front; again: go back to it."""
        screen = self.screen
        if isinstance(screen, HelpScreen):
            screen.action_back()
        elif isinstance(screen, KioskScreen):
            self.push_screen(HelpScreen(type(screen).__name__, screen.active_bindings))

    # commands

    def action_command_palette(self) -> None:
        """Offer what can be done now, to be searched by typing; where somebody stands on the step, help instead.

        The list lies over a screen that is not drawn meanwhile, so it goes by itself, and never over a set.
        """
        if type(self.screen).__name__ in _MOVING_SCREENS:
            self.action_help()
        elif isinstance(self.screen, KioskScreen):
            palette = CommandPalette(placeholder=say("palette.search"), id="--command-palette")
            self.push_screen(palette)
            self.set_timer(PALETTE_S, lambda: self._close(palette))

    def _close(self, palette: CommandPalette) -> None:
        if self.screen is palette:
            self.pop_screen()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield what the keys of the screen do now, and what can be set."""
        seen: set[str] = set()
        for active in screen.active_bindings.values():
            binding = active.binding
            action = binding.action.removeprefix("app.")
            if active.enabled and binding.description and action not in (*seen, "interrupt"):
                seen.add(action)
                key = self.get_key_display(binding)
                yield SystemCommand(
                    binding.description, say("palette.key", key=key), lambda key=binding.key: self._press(key)
                )

        if type(screen).__name__ in _FIRST_SCREENS:
            yield from self._settings()

    def _settings(self) -> Iterable[SystemCommand]:
        """Yield the other languages and units; only where nobody's words are on show yet."""
        for language in LANGUAGES.values():
            if language is not say.language:
                words = say("palette.language", name=language.name)
                yield SystemCommand(
                    words,
                    say("palette.language_note"),
                    lambda language=language: self._speak(language, say.units),
                )
        for units in KG_PER:
            if units != say.units:
                words = say("palette.units", name=say(f"unit.{units}"))
                yield SystemCommand(
                    words, say("palette.units_note"), lambda units=units: self._speak(say.language, units)
                )

    def _speak(self, language: Language, units: Units) -> None:
        """Speak another language, and say the screen in front anew."""
        say.speak(language, units)
        self.title = say("product")
        self.call_after_refresh(self._say_anew)

    def _say_anew(self) -> None:
        self.switch_screen(type(self.screen)())

    def _press(self, key: str) -> None:
        """Press a key on the screen below, once the list of commands is gone."""
        self.call_after_refresh(self.simulate_key, key)
