"""Movement of the centre of mass: rises and drops as they happen, lowering times with their uncertainty."""

from station.motion.balance import MotionStage
from station.motion.gains import GainTracker
from station.motion.lobes import Lobe, LobeFinder, unseen_rise

__all__ = ["GainTracker", "Lobe", "LobeFinder", "MotionStage", "unseen_rise"]
