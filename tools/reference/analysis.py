"""The page of the document that ``station analyze --json`` prints: its keys are those of one that was made."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from simulators.options import options_of_url
from simulators.scenarios import perform
from station.analysis import SCHEMA, TOLD_EVENTS, analyze_table
from station.metrics.findings import Finding
from tools.reference.events import anchor, title
from tools.tables import table

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEAD: Final = f"""\
# The document of an analysis

Generated from the code by `python -m tools.reference`. `station analyze FILE --json` prints one document a file, each on a line of its own, with the schema `{SCHEMA}`. A reader skips keys that it does not know; what one means changes only with the number of the schema. Times that end in `_s` count from the beginning of the source's own clock. Null is what is not known.
"""  # noqa: E501  prose lines of a page
_EXAMPLE: Final = "sim://textbook?seed=7&reps=2"
_KEYS: Final = {
    "schema": f"`{SCHEMA}`",
    "file": "as it was named",
    "mode": "of all sets, as in `lowering`; `mixed` where they differ, null without a set",
    "body_mass_kg": "the lightest stance weighed; `--body-mass-kg` where all are loaded, or nobody was weighed",
    "system_mass_kg": "the last stance that was weighed, with what was carried",
    "quality": "[how good the source is](#quality)",
    "sets": "every set, as the event [`set`](events.md#set)",
    "reps": "every rep in its last word, as the event [`rep_final`](events.md#rep-rep-final)",
    "session": "all of it taken for one visit: [`SessionSummary`](events.md#sessionsummary)",
    "events": "what else was told, in order: {told}",
}
_QUALITY: Final = {
    "duration_s": "from the first instant with forces to the last",
    "valid_share": "share of the instants with forces to rely on; null without any",
    "mean_left_share": "of the force, while more than 100 N stood on the plates",
    "mean_total_n": "... and the force on both plates then",
    "scale_sd_rel": "standard uncertainty of the plates' scales, relative",
    "scale_sd_stated": "whether the calibration states it; else it is assumed",
    "rate_hz": "samples a second of the slower plate",
    "faults": "how often each [fault of the signal](codes.md#faults-of-the-signal) came, by its code",
    "found": "[what was found wrong](#found), a line for each kind and plate",
}
_FOUND: Final = {
    "code": "of the fault, as above; or what else was found",
    "plate": "`left`, `right`; null for both or neither",
    "count": "samples, lines or times",
    "start_s": "beginning of the first",
    "end_s": "end of the last",
    "words": "a sentence for people",
    "withheld": "[metrics](metrics.md) that were refused because of it, each with the number of reps",
}


def analysis_page() -> str:
    """Return ``docs/reference/analyze.md``. ``ValueError`` where words and documents differ."""
    document = _document()
    told = ", ".join(f"[`{title(kind)}`](events.md#{anchor(kind)})" for kind in TOLD_EVENTS)
    keys = _KEYS | {"events": _KEYS["events"].format(told=told)}
    found = dict.fromkeys(each.name for each in fields(Finding))
    return "\n".join(
        [
            _HEAD,
            _rows(document, keys),
            "## `quality`\n",
            _rows(document["quality"], _QUALITY),
            "## `found`\n",
            _rows(found, _FOUND),
        ]
    )


def _document() -> dict[str, Any]:
    motion = perform(options_of_url(_EXAMPLE).settings).motion
    t_s = np.arange(0.0, motion.duration_s, 0.01)
    left_n, right_n = (
        np.interp(t_s, motion.time_s(), force_n) for force_n in (motion.left_n, motion.right_n)
    )
    document: dict[str, Any] = json.loads(json.dumps(analyze_table(t_s, left_n, right_n), default=list))
    return document


def _rows(made: Mapping[str, object], words: Mapping[str, str]) -> str:
    if differing := made.keys() ^ words.keys():
        raise ValueError(f"without words, or without a value: {sorted(differing)}")
    return table(("key", "says"), [(f"`{key}`", words[key]) for key in made])
