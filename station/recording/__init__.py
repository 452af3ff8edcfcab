"""The wire kept verbatim with its arrival times, and played back to bit-identical events."""

from station.recording.format import CLOCK_SET, FORMAT_VERSION, Control, Hole, Record, Wire
from station.recording.player import Player, Replay, replay_events
from station.recording.reader import RecordingInfo, is_recording, read_info, read_records
from station.recording.shelf import VISIT_OPENED, recordings_of
from station.recording.writer import RecordingWriter, part_path, recording_name

__all__ = [
    "CLOCK_SET",
    "FORMAT_VERSION",
    "VISIT_OPENED",
    "Control",
    "Hole",
    "Player",
    "Record",
    "RecordingInfo",
    "RecordingWriter",
    "Replay",
    "Wire",
    "is_recording",
    "part_path",
    "read_info",
    "read_records",
    "recording_name",
    "recordings_of",
    "replay_events",
]
