"""The core: bytes and arrival times in, frozen events out. No clock, port, thread or screen."""

from station.pipeline.body import BodyStage
from station.pipeline.pipeline import Pipeline
from station.pipeline.quality import SourceQuality

__all__ = ["BodyStage", "Pipeline", "SourceQuality"]
