"""Who carries the load: empty, both feet, one leg; zero of empty plates; weight of a quiet stance."""

from station.stance.history import History
from station.stance.shared import SharedBoard, SharedStance
from station.stance.tracker import (
    StanceChange,
    StanceItem,
    StanceStage,
    StillProgress,
    Weighed,
    WeightGuess,
)
from station.stance.weighing import QuietStance
from station.stance.zero import ZeroReading, ZeroRefused, ZeroSet

__all__ = [
    "History",
    "QuietStance",
    "SharedBoard",
    "SharedStance",
    "StanceChange",
    "StanceItem",
    "StanceStage",
    "StillProgress",
    "Weighed",
    "WeightGuess",
    "ZeroReading",
    "ZeroRefused",
    "ZeroSet",
]
