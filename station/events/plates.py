"""What the plates read, and what their readings are told against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from station.events.words import Plate  # noqa: TC001  those who read events back resolve the hints

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ForceBlock:
    """Vertical force per plate on the common time base: arrays of shape ``(n,)``, N and s."""

    type: ClassVar[str] = "force"
    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    valid: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class PlateZero:
    """Where one plate's zero is now, and how far it came."""

    plate: Plate
    offset_n: float
    """From the calibration's zero."""
    moved_n: float
    """Since it was told before; refused zeros: what the plate shows beyond the zero in force."""
    age_s: float | None
    """How old the zero was that this one replaces; ``None`` for the first."""


@dataclass(frozen=True, slots=True)
class Zero:
    """A zero was taken, or refused (``taken`` is false and ``detail`` says why).

    While nobody is there it is read every second; readings that change little are told together before somebody
    steps on. ``operator``: the step's calibration came with another zero.
    """

    type: ClassVar[str] = "zero"
    cause: Literal["empty", "lifted", "operator"]
    t_s: float
    plates: tuple[PlateZero, ...]
    taken: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PlateGains:
    """How differently the plates of a step read one weight, learned from reps: the next session begins with it."""

    type: ClassVar[str] = "plate_gains"
    t_s: float
    step_uid: str
    calibration: str
    """The scales it was learned with; another calibration makes it void."""
    left_over_right: float
    """What the left plate reads for a weight, over what the right plate reads for the same."""
    sd: float
