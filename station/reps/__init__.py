"""Which movements are reps: the rise as the gate, then a lowering on one leg, on two, or on the same leg."""

from station.reps.candidate import RepCandidate, RepUpdate
from station.reps.detector import RepDetector
from station.reps.reading import Reading, read_reps
from station.reps.settling import Settled, settle

__all__ = ["Reading", "RepCandidate", "RepDetector", "RepUpdate", "Settled", "read_reps", "settle"]
