"""The training programme: from a plan and a log of what happened to what to do today, and why."""
