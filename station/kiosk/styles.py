"""Styles are read once: Textual reads every sheet again for each screen that brings one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual.css.stylesheet import Stylesheet

if TYPE_CHECKING:
    from textual.css.model import RuleSet
    from textual.css.types import CSSLocation

_Read = tuple[frozenset[tuple[str, str]], str, "CSSLocation", bool, int, str]
_READ: Final[dict[_Read, list[RuleSet]]] = {}
"""What was read, by colours and by source: two themes of a few dozen sheets, for as long as the process lives."""


class ReadOnce(Stylesheet):
    """A style sheet that keeps what it has read: rules never change, only which of them apply."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._colours = frozenset((variables or {}).items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """Set the colours of a theme."""
        super().set_variables(variables)
        self._colours = frozenset(variables.items())

    def reparse(self) -> None:
        """Take every source anew; what is known is not read again. A bad source leaves the rules as they were."""
        self.parse()

    def _parse_rules(
        self,
        css: str,
        read_from: CSSLocation,
        is_default_rules: bool = False,  # noqa: FBT001, FBT002  Textual's own signature
        tie_breaker: int = 0,
        scope: str = "",
    ) -> list[RuleSet]:
        key = (self._colours, css, read_from, is_default_rules, tie_breaker, scope)
        if key not in _READ:
            _READ[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return _READ[key]
