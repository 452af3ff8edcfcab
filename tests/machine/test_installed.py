"""A stranger's first minutes with an installed wheel: no checkout beside it, no compiler, an empty home."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from station import extras
from tests.support import wheels
from tests.support.watch import wait_until

COMPILERS = re.compile(
    r"(?:.*-)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|cpp|ld|as|make|cargo|rustc)(?:-[\d.]+)?"
)


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel, and where its user lives."""

    program: Path
    home: Path
    path: str

    def variables(self) -> dict[str, str]:
        """Return all that the program is told by its surroundings."""
        return {"PATH": self.path, "HOME": str(self.home), "LANG": "C.UTF-8", "TERM": "xterm-256color"}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the command where it was installed, from a folder that holds nothing."""
        return subprocess.run(
            [self.program, *arguments], cwd=self.home, env=self.variables(), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=100,
        )  # fmt: skip


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Return a fresh environment with the wheel; what it needs besides is lent by the one that runs the tests."""
    folder = tmp_path_factory.mktemp("installed")
    environment, home, tools = folder / "environment", folder / "home", folder / "tools"
    home.mkdir()
    tools.mkdir()
    for name in {entry.name for place in ("/usr/bin", "/bin") for entry in Path(place).iterdir()}:
        if not COMPILERS.fullmatch(name):
            (tools / name).symlink_to(shutil.which(name, path="/usr/bin:/bin") or f"/usr/bin/{name}")
    assert shutil.which("cc", path=str(tools)) is None
    wheel = wheels.build(wheels.checkout(folder / "checkout"), folder)
    shutil.rmtree(folder / "checkout")
    venv.create(environment, symlinks=True)
    packages = next((environment / "lib").glob("python*/site-packages"))
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"], encoding="utf-8")
    python = environment / "bin/python"
    subprocess.run(
        [sys.executable, "-m", "pip", f"--python={python}", "install", "--quiet", "--no-index", "--no-deps",
         "--force-reinstall", wheel],
        env={**os.environ, "PATH": str(tools)}, check=True, capture_output=True,
    )  # fmt: skip
    return Installed(environment / "bin/station", home, f"{environment / 'bin'}:{tools}")


def test_it_is_the_wheel_that_runs(installed: Installed) -> None:
    """The modules that answer lie in the new environment, not in a checkout."""
    python = installed.program.with_name("python")
    code = "import station, simulators; print(station.__file__, simulators.__file__)"
    ran = subprocess.run(
        [python, "-c", code],
        cwd=installed.home,
        env=installed.variables(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(place.startswith(str(installed.program.parents[1])) for place in ran.stdout.split()), (
        ran.stdout
    )


def test_the_demo_measures_a_set_and_leaves_nothing(installed: Installed) -> None:
    """Without a terminal one set is measured, stored, read back and printed; the home folder stays empty."""
    ran = installed.run("demo")
    assert ran.returncode == 0, ran.stderr
    assert re.search(r"11 reps were stored in a temporary database and read back", ran.stdout)
    assert not list(installed.home.rglob("*.db"))


def test_help_and_doctor_speak_of_nothing_that_is_not_there(installed: Installed) -> None:
    """No step, no data: each is said with a remedy, none of them a file of a checkout."""
    assert "usage: station" in installed.run("--help").stdout
    ran = installed.run("doctor", "--port", "/dev/nowhere")
    assert ran.returncode == 1
    assert "there is no port /dev/nowhere" in ran.stdout
    assert "none yet; the first session makes it" in ran.stdout
    assert not re.search(r"Traceback|\bmake\b (?!it)|\.md\b", ran.stdout + ran.stderr)


def test_boards_plans_and_report_are_in_it(installed: Installed) -> None:
    """What reads files of the package finds them: boards for Grafana, plans, and a page of a person."""
    token = installed.home / "token"
    token.write_text("coach", encoding="ascii")
    token.chmod(0o600)
    grafana = installed.home / "provisioning"
    grafana.mkdir()
    ran = installed.run(
        "influx", "install", "--grafana", str(grafana), "--offline", "--url", "http://localhost:8086",
        "--token-file", str(token), "--dry-run",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "athlete.json" in ran.stdout
    assert not list(grafana.rglob("*.json"))
    assert "alfredson" in installed.run("plan", "list").stdout
    assert installed.run("athlete", "add", "Ann").returncode == 0
    page = installed.home / "ann.html"
    ran = installed.run("report", "Ann", "--out", str(page))
    assert ran.returncode == 0, ran.stderr
    assert "<html" in page.read_text(encoding="utf-8")


@pytest.mark.terminal
@pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux (Debian package tmux)")
def test_the_kiosk_draws_with_the_styles_of_the_wheel(installed: Installed, tmp_path: Path) -> None:
    """On a terminal the kiosk asks who is training."""
    server = ["tmux", "-S", str(tmp_path / "tmux")]
    command = f"{installed.program} kiosk --port 'sim://textbook?seed=7'"
    subprocess.run(
        [*server, "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", command],
        env=installed.variables(), cwd=installed.home, check=True,
    )  # fmt: skip

    def shows(text: str) -> bool:
        seen = subprocess.run(
            [*server, "capture-pane", "-p"], capture_output=True, text=True, check=True
        ).stdout
        return text in seen

    try:
        wait_until(lambda: shows("any key"))
        subprocess.run([*server, "send-keys", "Space"], check=True)
        wait_until(lambda: shows("Who is training?"))
    finally:
        subprocess.run([*server, "kill-server"], check=True)


@pytest.mark.parametrize(
    ("left", "extra", "remedy"),
    [
        ("pipx_metadata.json", "web", r"pipx inject heeldrop-station 'textual-serve<2,>=1\.1\.3'"),
        ("uv-receipt.toml", "parquet", r"uv pip install --python \S+ 'pyarrow>=\d+'"),
        ("nothing", "web", r"\S+python\S* -m pip install 'heeldrop-station\[web\]'"),
    ],
)
def test_each_kind_of_installation_is_told_its_own_way_to_an_extra(
    installed: Installed, left: str, extra: str, remedy: str
) -> None:
    """Pipx and uv are told what the extra brings; pip takes it by name."""
    mark = installed.program.parents[1] / left
    mark.touch()
    code = f"from station.extras import how_to_get; print(how_to_get({extra!r}))"
    python = installed.program.with_name("python")
    told = subprocess.run(
        [python, "-c", code],
        cwd=installed.home,
        env=installed.variables(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    mark.unlink()
    assert re.fullmatch(remedy, told.strip())


def test_without_pip_uv_is_the_way(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment that uv made holds no pip."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert extras.how_to_get("web").startswith("uv pip install --python ")
