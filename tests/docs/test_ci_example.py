"""The example for others' continuous integration does what it says, and the project's own calls the one door."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support import wheels

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/examples/github-actions.yml"
OWN = ROOT / ".github/workflows/check.yml"
pytestmark = pytest.mark.timeout(600)  # a wheel is built, and half a minute of a set played
PROVIDED_BY_GITHUB = {"actions/checkout", "actions/setup-python"}


def jobs(file: Path) -> dict[str, Any]:
    """Return the jobs of a workflow."""
    found = yaml.safe_load(file.read_text("utf-8"))["jobs"]
    assert isinstance(found, dict)
    return found


def steps(file: Path) -> list[dict[str, Any]]:
    """Return the steps of all jobs, in order."""
    return [step for job in jobs(file).values() for step in job["steps"]]


def named(words: str) -> dict[str, Any]:
    """Return the step of the example whose name begins so."""
    (found,) = [step for step in steps(EXAMPLE) if step.get("name", "").startswith(words)]
    return found


class Runner:
    """A computer of others: an empty folder, and a Python that has what the station rests on, but no station."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.work = folder / "work"
        self.work.mkdir(parents=True)
        self.python = folder / "python"
        venv.create(self.python, with_pip=False, symlinks=True)
        (packages,) = (self.python / "lib").glob("python*/site-packages")
        # Found after what is installed here; a path alone does not bring this checkout, which is there by a hook.
        (packages / "rest.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
        self.environment = {
            "PATH": f"{self.python / 'bin'}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "STATION": str(wheel),
            # Where the path of a wheel stands on GitHub one that was just built stands here, and no network.
            "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_FORCE_REINSTALL": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }  # fmt: skip

    def run(self, step: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run a step as GitHub does for ``shell: bash``."""
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.work, env=self.environment, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Return the computer on which every step of the example ran well, in order."""
    folder = tmp_path_factory.mktemp("runner")
    runner = Runner(folder, wheels.build(wheels.checkout(folder / "checkout"), folder))
    for step in steps(EXAMPLE):
        if "run" in step:
            came = runner.run(step)
            assert came.returncode == 0, (step["name"], came.stdout, came.stderr)
    return runner


def test_every_step_of_the_example_runs(ran: Runner) -> None:
    """On what was installed, not on this checkout; and the truth was compared with something."""
    where = "import station; print(station.__file__)"
    told = subprocess.run(
        [ran.python / "bin/python", "-c", where], capture_output=True, text=True, check=True, cwd=ran.work
    )
    assert Path(told.stdout.strip()).is_relative_to(ran.python)
    assert "11 reps" in ran.run(named("Compare")).stdout


def test_example_fails_when_a_rep_is_wrong(ran: Runner) -> None:
    """One that was not told, and one that is a second too long."""
    file = ran.work / "events.jsonl"
    whole = file.read_text("utf-8")
    lines = whole.splitlines()
    at = next(i for i, line in enumerate(lines) if json.loads(line)["type"] == "rep_final")
    longer = json.loads(lines[at])
    longer["single_leg_time_s"] += 1.0
    try:
        for changed in ([], [json.dumps(longer)]):
            file.write_text("\n".join([*lines[:at], *changed, *lines[at + 1 :]]), encoding="utf-8")
            assert ran.run(named("Compare")).returncode != 0
    finally:
        file.write_text(whole, encoding="utf-8")


def test_example_fails_when_a_fault_is_not_told(ran: Runner) -> None:
    """Where no line is lost, nothing says so."""
    step = named("A cable that is pulled")
    step["run"] = step["run"].replace("&drop=0.02", "")
    assert ran.run(step).returncode == 1


@pytest.mark.parametrize("file", [EXAMPLE, OWN], ids=lambda file: str(file.name))
def test_what_is_not_run_here_is_what_github_provides(file: Path) -> None:
    """Everything else is a command."""
    for step in steps(file):
        assert ("run" in step) != ("uses" in step)
        if "uses" in step:
            assert step["uses"].partition("@")[0] in PROVIDED_BY_GITHUB


def test_own_workflow_calls_the_door_and_then_everything() -> None:
    """The same two commands as on any computer, which are there."""
    commands = [step["run"] for step in steps(OWN) if "run" in step]
    assert commands == ["make check", "make test"]
    for command in commands:
        subprocess.run(
            [*command.split(), "--dry-run", f"PYTHON={sys.executable}"],
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
    assert jobs(OWN)["everything"]["needs"] == "door"
