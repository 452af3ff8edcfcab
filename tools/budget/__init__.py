"""The error budget: each source of error alone, in a Monte Carlo over the simulator, and what the station states."""
