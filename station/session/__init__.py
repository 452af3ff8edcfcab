"""Threads, clocks and ports around the core: one live session with one step."""

from station.session.assemble import Running, assembled
from station.session.live import LiveSession

__all__ = ["LiveSession", "Running", "assembled"]
