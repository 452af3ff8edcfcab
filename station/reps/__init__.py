"""Which movements are reps: the rise as the gate, then a lowering on one leg, on two, or on the same leg."""

from station.reps.detector import RepCandidate, RepDetector, RepUpdate

__all__ = ["RepCandidate", "RepDetector", "RepUpdate"]
