"""Smart force-plate step station: bytes from a step become coached, measured, stored heel-drop reps."""

import os

# Matrices here are small: a second BLAS thread only spins, and starves the reader on a two-core kiosk.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"
