"""What the station measures: the registry of metrics, and the arithmetic that turns reps into set values."""
