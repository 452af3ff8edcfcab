"""Lines of the stream back into events; what cannot be read is ``None``, never an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, get_args

import msgspec
import numpy as np

from station import events as ev
from station.viewing.telling import Told

if TYPE_CHECKING:
    from station.events import Event

_KINDS: Final[dict[str, type]] = {
    kind.type: kind for kind in (*get_args(ev.Event), *get_args(Told)) if kind not in (ev.Rep, ev.ForceBlock)
} | {"rep": ev.Rep, "rep_final": ev.Rep}


def event_of(line: bytes) -> Event | Told | None:
    """Return what a line tells; ``None`` for a line that tells nothing this program knows."""
    try:
        values = msgspec.json.decode(line)
        if not isinstance(values, dict):
            return None
        if values.get("type") == "force":
            return _force(values)
        kind = _KINDS.get(values.pop("type", ""))
        return None if kind is None else msgspec.convert(values, kind)
    except (msgspec.MsgspecError, ValueError, TypeError, LookupError, OverflowError, RecursionError):
        return None


def _force(values: dict[str, Any]) -> ev.ForceBlock | None:
    arrays = [np.array(values[name], dtype=np.float64) for name in ("t_s", "left_n", "right_n")]
    valid = np.array(values["valid"], dtype=np.bool_)
    if any(array.ndim != 1 or array.shape != valid.shape for array in arrays):
        return None
    t_s = arrays[0]
    if not np.isfinite(t_s).all() or (np.diff(t_s) < 0).any():
        return None
    return ev.ForceBlock(t_s, arrays[1], arrays[2], valid)
