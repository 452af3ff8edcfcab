"""What `make setup` relies on: locks that hold everywhere, and clear words where it cannot go on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def bare_path(folder: Path, *programs: str) -> dict[str, str]:
    """Return an environment in which only these programs can be found."""
    for name in programs:
        found = shutil.which(name)
        assert found, name
        (folder / name).symlink_to(found)
    return {**os.environ, "PATH": str(folder)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_pins_and_hashes_every_package(lock: Path) -> None:
    """Every package has one version and at least one hash, so that an installer can refuse anything else."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="ascii").strip())
    assert len(entries) > 10
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[^ ]+ (; .+ )?\\\n", entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_host(lock: Path) -> None:
    """A lock made behind a mirror installs from anywhere else."""
    assert not re.search(r"://|^-", lock.read_text(encoding="ascii"), flags=re.MULTILINE)


def test_development_lock_holds_the_versions_that_users_get() -> None:
    """The tests run with exactly the packages of the runtime lock."""
    pins = [re.findall(r"^\S+==.+(?= \\$)", lock.read_text(encoding="ascii"), re.MULTILINE) for lock in LOCKS]
    assert [lock.stem for lock in LOCKS] == ["dev", "runtime"]
    assert set(pins[1]) <= set(pins[0])


def test_old_python_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """A Python that cannot run the station is named before anything is installed."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "Makefile", tmp_path)
    old = tmp_path / "python3.10"
    old.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.10.14 && exit 0\nexit 1\n', encoding="ascii"
    )
    old.chmod(0o755)
    made = subprocess.run(
        ["make", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert made.returncode != 0
    assert "make: Python 3.10.14 is too old. Install Python 3.11 or newer" in made.stderr
    assert not (tmp_path / ".venv").exists()


def test_packages_are_left_out_with_one_line_where_there_is_no_debian(tmp_path: Path) -> None:
    """Without apt-get, setup goes on and says which tests will skip."""
    environment = bare_path(tmp_path, "sh")
    script = ROOT / "tools" / "debian-packages"
    made = subprocess.run(
        ["sh", script, tmp_path / "packages"], env=environment, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0
    assert made.stderr == ""
    assert re.fullmatch(r"tests that need .*influxdb.* tmux.* will skip: this is not Debian.*\n", made.stdout)
