"""Whether the step, its plates and this machine are fit to measure: checks, each with a code and a remedy."""
