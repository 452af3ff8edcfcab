"""Who carries the load: empty, both feet, one leg; zero of empty plates; weight of a quiet stance."""

from station.stance.history import History
from station.stance.tracker import StanceChange, StanceItem, StanceStage, Weighed, WeightGuess, ZeroSet
from station.stance.weighing import QuietStance

__all__ = [
    "History",
    "QuietStance",
    "StanceChange",
    "StanceItem",
    "StanceStage",
    "Weighed",
    "WeightGuess",
    "ZeroSet",
]
