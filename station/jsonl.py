"""Events as JSON lines: one object a line, ``type`` first, no value that is not a number."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from station.text import json_safe

if TYPE_CHECKING:
    from station.events import Event


def plain(event: Any) -> dict[str, Any]:  # noqa: ANN401  an event, or what the stream for watchers adds
    """Return an event as plain values: ``type``, then its fields; NaN and infinity become ``None``."""
    values = {field.name: getattr(event, field.name) for field in fields(event)}
    return {"type": event.type} | {name: plain_value(value) for name, value in values.items()}


def plain_value(value: Any) -> Any:  # noqa: ANN401  JSON is any value
    """Return a value that JSON can hold; arrays and tuples become lists."""
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, (np.ndarray, list, tuple)):
        return [plain_value(item) for item in (value.tolist() if isinstance(value, np.ndarray) else value)]
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    if isinstance(value, np.generic):
        return value.item()
    return plain_value(msgspec.to_builtins(value)) if hasattr(value, "__dataclass_fields__") else value


def encode(event: Event) -> bytes:
    """Return the event's line without its newline."""
    return json_safe(msgspec.json.encode(plain(event)))
