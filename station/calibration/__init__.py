"""What a plate's counts mean, how well that is known, and how it was found out."""

from station.calibration.verdicts import trend_of
from station.calibration.verify import Verifier
from station.calibration.wizard import Calibrator

__all__ = ["Calibrator", "Verifier", "trend_of"]
