"""What comes up with Docker, where there is none: files held against each other, the script against a stand-in."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

FOLDER: Final = Path(__file__).parents[2] / "dashboards"
INFLUX: Final = """#!/bin/sh
# Stands in for the influx command: keeps buckets in a file, and writes down how it was called.
echo "$*" >> "$STATE/calls"
case "$1 $2" in
  "bucket list") cat "$STATE/buckets" ;;
  "bucket create") printf '00dd\\t%s\\t0s\\t168h\\t0a\\timplicit\\n' "$4" >> "$STATE/buckets" ;;
  "auth create") [ ! -e "$STATE/refuse" ] || { echo "unauthorized" >&2; exit 1; }
    printf '{\\n\\t"id": "1",\\n\\t"token": "secret%s==",\\n\\t"status": "active"\\n}\\n' "$$" ;;
esac
"""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """Return the file as Docker reads it."""
    read: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    return read


def test_every_mounted_file_and_volume_is_there(compose: dict[str, Any]) -> None:
    """What a container is given exists beside the file, or among its volumes, and is used."""
    used = set()
    for service in compose["services"].values():
        for mount in service["volumes"]:
            source = mount.split(":")[0]
            if source.startswith("./"):
                assert (FOLDER / source).exists(), source
            else:
                used.add(source)
    assert used == set(compose["volumes"])


def test_nothing_listens_beyond_this_machine_and_no_secret_has_a_default(compose: dict[str, Any]) -> None:
    """Ports are bound to loopback; passwords and tokens must be chosen; images have versions."""
    for service in compose["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert not service["image"].endswith(":latest")
        assert ":" in service["image"]
        for name, value in service["environment"].items():
            if re.search("PASSWORD|TOKEN", name):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name


def test_variables_that_must_be_chosen_are_in_the_example(compose: dict[str, Any]) -> None:
    """Who copies the example sees everything there is to fill in."""
    needed = set(re.findall(r"\$\{(\w+)", (FOLDER / "compose.yaml").read_text()))
    example = {
        line.partition("=")[0] for line in (FOLDER / "compose" / "env.example").read_text().splitlines()
    }
    assert compose["name"] == "heeldrop"
    assert needed <= example


def test_grafana_finds_boards_and_data_source_where_they_are_mounted(compose: dict[str, Any]) -> None:
    """The provider's folder is the boards' mount; the data source is the one that boards begin with."""
    mounts = dict(reversed(mount.split(":")[:2]) for mount in compose["services"]["grafana"]["volumes"])
    folder = FOLDER / "compose" / "provisioning"
    provider = yaml.safe_load((folder / "dashboards" / "heeldrop.yaml").read_text())["providers"][0]
    source = yaml.safe_load((folder / "datasources" / "heeldrop.yaml").read_text())["datasources"][0]
    assert mounts[provider["options"]["path"]] == "./grafana"
    assert (source["uid"], source["url"]) == ("heeldrop", "http://influxdb:8086")
    assert source["secureJsonData"] == {"httpHeaderValue1": "Token $HEELDROP_TOKEN"}
    assert "HEELDROP_TOKEN=" in compose["services"]["grafana"]["entrypoint"][-1]


class _Setup:
    """The script, with a stand-in for InfluxDB's command."""

    def __init__(self, folder: Path) -> None:
        self.state, self.tokens = folder / "state", folder / "tokens"
        for made in (self.state, folder / "bin", self.tokens / "station", self.tokens / "coach"):
            made.mkdir(parents=True)
        (self.state / "buckets").write_text("00aa\tsteps\t26280h0m0s\t168h0m0s\t0a\timplicit\n")
        (folder / "bin" / "influx").write_text(INFLUX)
        (folder / "bin" / "influx").chmod(0o755)
        self._environment = {
            "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "STATE": str(self.state), "BUCKET": "steps",
            "TOKENS": str(self.tokens), "BOARDS": str(FOLDER / "influxdb2"),
        }  # fmt: skip

    def __call__(self) -> int:
        script = FOLDER / "compose" / "setup.sh"
        ran = subprocess.run(["/bin/sh", script], env=self._environment, check=False, capture_output=True)
        return ran.returncode

    @property
    def calls(self) -> list[str]:
        return (self.state / "calls").read_text().splitlines()


def test_the_script_makes_days_boards_and_two_tokens_once(tmp_path: Path) -> None:
    """A second run makes nothing: no second set of boards, and the tokens stay."""
    setup = _Setup(tmp_path)
    assert setup() == 0
    assert "bucket create --name steps_daily --retention 0" in setup.calls
    for name, right, mode in (("station", "write", 0o600), ("coach", "read", 0o644)):
        assert (
            f"auth create --description heeldrop-{name}: may only {right} --json "
            f"--{right}-bucket 00aa --{right}-bucket 00dd"
        ) in setup.calls
        file = setup.tokens / name / f"{name}.token"
        assert file.read_text().startswith("secret")
        assert file.read_text().strip().endswith("==")
        assert stat.S_IMODE(file.stat().st_mode) == mode
    (applied,) = (call for call in setup.calls if call.startswith("apply"))
    files = re.findall(r"--file (\S+)", applied)
    assert len(files) == 2
    assert all(Path(file).is_file() for file in files)
    before = (setup.tokens / "coach" / "coach.token").read_text()
    made = len([call for call in setup.calls if not call.startswith("bucket list")])
    assert setup() == 0
    assert len([call for call in setup.calls if not call.startswith("bucket list")]) == made
    assert (setup.tokens / "coach" / "coach.token").read_text() == before


def test_the_script_fails_when_a_token_is_refused_and_goes_on_later(tmp_path: Path) -> None:
    """No empty token is left for Grafana to start with; the next run makes it."""
    setup = _Setup(tmp_path)
    (setup.state / "refuse").write_text("")
    assert setup() != 0
    assert not (setup.tokens / "coach" / "coach.token").exists()
    (setup.state / "refuse").unlink()
    assert setup() == 0
    assert (setup.tokens / "coach" / "coach.token").read_text()
