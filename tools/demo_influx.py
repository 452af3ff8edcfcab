"""``make demo-influx``: the demo, forwarded to a real InfluxDB that this program starts and ends."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from station.store import Store
from tools.influxd import InfluxServer, ServersMissingError
from tools.readback import MEASUREMENTS, differences, expected_rows, influx_rows

_COLUMNS = ("time", "side", "set_index", "rep_index", "single_leg_time_s", "eccentric_tut_s", "faults")


def _station(arguments: list[str], environment: dict[str, str]) -> int:
    """Run a station command and return its exit code."""
    command = [sys.executable, "-m", "station.cli", *arguments]
    return subprocess.run(command, env=os.environ | environment, check=False).returncode  # noqa: S603  own command


def _database(folder: Path) -> Path:
    """Return the one database the demo has made."""
    found = sorted(folder.rglob("*.db"))
    if not found:
        raise FileNotFoundError(f"the demo stored nothing in {folder}")
    return found[0]


def _show(store: Store, server: InfluxServer) -> int:
    """Print the reps of both, then whether everything agrees."""
    print(f"\n{'':8}" + "  ".join(f"{name:>17}" for name in _COLUMNS))
    for stored, sent in zip(expected_rows(store, "rep"), influx_rows(server, "rep"), strict=False):
        for place, row in (("store", stored), ("influx", sent)):
            print(f"{place:8}" + "  ".join(f"{row.get(name, '')!s:>17}" for name in _COLUMNS))
    found = differences(store, server)
    for line in found:
        print(line)
    counts = ", ".join(f"{len(influx_rows(server, name))} {name}" for name in MEASUREMENTS)
    print(f"\nInfluxDB holds {counts}: " + ("different from the store" if found else "equal to the store"))
    return 1 if found else 0


def main() -> int:
    """Run the demo against InfluxDB and compare; 0 when every row arrived once."""
    with tempfile.TemporaryDirectory(prefix="demo-influx-") as name:
        folder = Path(name)
        try:
            with InfluxServer(folder / "influxd") as server:
                data = folder / "data"
                environment = server.environment() | {"STATION_STATION_DATA_DIR": str(data)}
                if code := _station(["demo"], environment):
                    return code
                print("\nInfluxDB got its points while the demo ran; what its end left goes now:", flush=True)
                if code := _station(["influx", "push"], environment):
                    return code
                with Store.open(_database(data), read_only=True) as store:
                    return _show(store, server)
        except (ServersMissingError, FileNotFoundError) as error:
            print(f"demo-influx: {error}", file=sys.stderr)
            return 1


if __name__ == "__main__":
    sys.exit(main())
