"""Counts become newtons on one time base for both plates."""

from station.force.grid import GRID_HZ, GRID_S, ForceGrid, GridBlock
from station.force.intake import ChannelIntake
from station.force.mender import Mender
from station.force.table import grid_table, mend_table
from station.force.tally import Tally

__all__ = [
    "GRID_HZ",
    "GRID_S",
    "ChannelIntake",
    "ForceGrid",
    "GridBlock",
    "Mender",
    "Tally",
    "grid_table",
    "mend_table",
]
