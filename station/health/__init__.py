"""Is the step to be trusted now? One table of checks, judged from the wire and from events; pure."""

from station.health.table import BY_CODE, RULES, Rule
from station.health.views import CheckView, view, views, worst
from station.health.watch import HealthWatch

__all__ = ["BY_CODE", "RULES", "CheckView", "HealthWatch", "Rule", "view", "views", "worst"]
