"""Threads, clocks and ports around the core: one live session with one step."""

from station.session.live import LiveSession

__all__ = ["LiveSession"]
