"""The plans: eight files that come with the station, and the reading of any other with errors that name the line."""

from __future__ import annotations

from station.programme.plans.reading import PlanError, PlanProblem, read_plan, shipped, shipped_text

__all__ = ["PlanError", "PlanProblem", "read_plan", "shipped", "shipped_text"]
