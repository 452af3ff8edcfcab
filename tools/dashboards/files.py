"""Every generated file, by its name under ``dashboards/``."""

from __future__ import annotations

from tools.dashboards import grafana, influxdb2, upkeep
from tools.dashboards.boards import BOARDS


def files() -> dict[str, str]:
    """Return the text of every file."""
    shared = influxdb2.variables()
    boards = {board.name: influxdb2.dashboard(board) for board in BOARDS}
    written = {f"grafana/{board.name}.json": grafana.document(board) for board in BOARDS}
    written |= {f"influxdb2/{name}.yml": influxdb2.written([made]) for name, made in boards.items()}
    written["influxdb2/variables.yml"] = influxdb2.written(shared)
    written["influxdb2/tasks.json"] = upkeep.as_json()
    return written | {"influxdb2/templates.json": influxdb2.as_json([*shared, *boards.values()])}
