"""Smart force-plate step station: bytes from a step become coached, measured, stored heel-drop reps."""

__version__ = "0.1.0"
