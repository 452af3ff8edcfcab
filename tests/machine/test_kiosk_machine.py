"""A kiosk's whole life under a real systemd: installed, killed, updated, taken back, never without a screen.

Every run installs it, kills it in the middle of a set, updates it and takes it back. What the machine starts by
itself, a disk that is read-only, and versions that are not fit to be switched to are left to ``-m exhaustive``.
"""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.support import scratch_machine, wheels
from tests.support.scratch_machine import ScratchMachine, why_not
from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(why_not() != "", reason=why_not()),
]
UNIT = "heeldrop-kiosk.service"
SETTINGS = """[station]
port = "sim://textbook?seed=7&speed=4&reps=24"
[storage]
emergency_dir = "/run/heeldrop-station"
"""
READ_ONLY = ("/etc", "/opt", "/usr", "/var", "/root", "/home")
ANOTHER_SHAPE = (
    ')\n"""Statements that lead',
    '    ("CREATE TABLE from_a_later_version (word TEXT)",),\n)\n"""Statements that lead',
)
ASK = """import sqlite3, sys
database = sqlite3.connect("file:/var/lib/heeldrop-station/station.db?mode=ro", uri=True)
print(database.execute(sys.argv[1]).fetchone()[0])"""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the machine is told of: scripts, settings, this version's wheel and all it needs."""
    words = scratch_machine.refused(tmp_path_factory.mktemp("probe"))
    if words:
        pytest.skip(f"needs mounts and namespaces of its own: {words}")
    folder = tmp_path_factory.mktemp(f"machine-{os.getpid()}-")
    needed = folder / "wheels"
    needed.mkdir()
    made = wheels.build(wheels.checkout(tmp_path_factory.mktemp("now") / "checkout"), needed)
    reason = wheels.wheelhouse(made, needed)
    if reason:
        pytest.skip(f"needs a package index: {reason}")
    shutil.copytree(wheels.ROOT / "hardware/kiosk", folder / "kiosk")
    settings = folder / "etc/heeldrop-station/station.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def machine(shared: Path) -> Iterator[ScratchMachine]:
    """Yield a machine on which the kiosk was just installed."""
    with ScratchMachine(shared) as running:
        (wheel,) = (shared / "wheels").glob("heeldrop_station-*.whl")
        command = (
            "/mnt/test/kiosk/install",
            "--wheelhouse",
            "/mnt/test/wheels",
            f"/mnt/test/wheels/{wheel.name}",
        )
        said = running.run(*command, "--dry-run").stdout
        assert "+ systemctl enable" in said
        assert running.run("ls", "/opt/heeldrop-station", check=False).returncode != 0, (
            "a dry run does nothing"
        )
        running.run(*command)
        running.wait_for("any key")
        yield running


def stored_reps(machine: ScratchMachine) -> int:
    """Return how many repetitions are in the kiosk's database."""
    return int(machine.run("/usr/bin/python3", "-c", ASK, "SELECT count(*) FROM reps").stdout)


def shape(machine: ScratchMachine) -> int:
    """Return the number of the database's shape."""
    return int(machine.run("/usr/bin/python3", "-c", ASK, "PRAGMA user_version").stdout)


def train(machine: ScratchMachine, reps: int) -> int:
    """Train as a guest until so many repetitions more are stored; return how many there are."""
    before = stored_reps(machine)
    machine.forget()
    machine.press_until(" ", "Who is training")
    machine.press_until(
        "\x7f\x7f1", "LEFT"
    )  # a key too many on a slow machine began a name: take it back first
    wait_until(lambda: stored_reps(machine) >= before + reps)
    return stored_reps(machine)


def other_version(tmp_path: Path, shared: Path, version: str, **changes: tuple[str, str]) -> str:
    """Build another version's wheel; return its path in the machine."""
    source = wheels.checkout(tmp_path / "checkout")
    wheels.later(source, version, **changes)
    return f"/mnt/test/wheels/{wheels.build(source, shared / 'wheels').name}"


def test_no_device_node_is_that_of_the_machine_it_runs_on(machine: ScratchMachine) -> None:
    """Taking every node away from everybody in there takes none away out here."""
    inside = machine.run("find", "/dev", "(", "-type", "c", "-o", "-type", "b", ")", "-printf", "%D:%i %p\\n")
    nodes = dict(line.split(" ", 1) for line in inside.stdout.splitlines())
    outside = {f"{was.st_dev}:{was.st_ino}" for was in (path.stat() for path in scratch_machine.DEVICES)}
    assert "/dev/null" in nodes.values()
    assert not outside & nodes.keys(), [nodes[each] for each in outside & nodes.keys()]
    rights = scratch_machine.rights_of_devices()
    machine.run("chmod", "600", "/dev/null", "/dev/zero", "/dev/console")
    assert scratch_machine.rights_of_devices() == rights
    machine.run("chmod", "666", "/dev/null", "/dev/zero", "/dev/console")


def test_it_runs_as_its_own_user_without_any_power(machine: ScratchMachine) -> None:
    """The kiosk is on the first console, as nobody in particular, with the group of serial ports and no capability."""
    pid = machine.property_of(UNIT, "MainPID")
    status = machine.run("cat", f"/proc/{pid}/status").stdout
    assert re.search(r"^NoNewPrivs:\s*1$", status, re.MULTILINE)
    assert re.search(r"^Seccomp:\s*2$", status, re.MULTILINE)
    assert set(re.findall(r"^Cap\w+:\s*(\w+)$", status, re.MULTILINE)) == {"0" * 16}
    assert machine.run("ps", "-o", "user=", "-p", pid).stdout.strip() == "station"
    dialout = machine.run("getent", "group", "dialout").stdout.split(":")[2]
    assert dialout in re.findall(r"^Groups:(.*)$", status, re.MULTILINE)[0].split()
    assert machine.run("systemctl", "is-enabled", UNIT).stdout.strip() == "enabled"
    assert machine.run("systemctl", "is-enabled", "getty@tty1", check=False).stdout.strip() == "masked"


def test_under_its_limits_the_station_sees_disk_and_clock(machine: ScratchMachine) -> None:
    """What the service may not do leaves it everything it needs: the doctor says so, under the same limits."""
    unit = machine.run("cat", f"/etc/systemd/system/{UNIT}").stdout
    unit = re.sub(
        r"ExecStart=(\S+) kiosk", r"ExecStart=\1 doctor --port sim://textbook?seed=7\&speed=4", unit
    )
    unit = re.sub(r"(?m)^(Standard|TTY|ExecStartPre|Restart|Conflicts|StateDirectory=).*\n", "", unit)
    unit += "StandardOutput=journal\n[Service]\nType=oneshot\nStateDirectory=heeldrop-station\n"
    (machine.shared / "probe.service").write_text(unit, encoding="utf-8")
    machine.run("cp", "/mnt/test/probe.service", "/run/systemd/system/probe.service")
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "probe.service", check=False)
    told = machine.run("journalctl", "--no-pager", "-o", "cat", "-u", "probe.service").stdout
    assert re.search(r"✓ data folder +/var/lib/heeldrop-station", told), told
    assert re.search(r"✓ clock", told), told
    assert "does not say" not in told, told  # the kernel's word on the clock was to be had


def test_killed_it_comes_back_with_every_rep_that_was_saved(machine: ScratchMachine) -> None:
    """In the middle of a set the process is killed: seconds later the first screen is there, and so are the reps."""
    saved = train(machine, 3)
    pid = machine.property_of(UNIT, "MainPID")
    machine.run("kill", "-9", pid)
    machine.forget()
    machine.wait_for("any key")
    assert machine.property_of(UNIT, "MainPID") != pid
    assert int(machine.property_of(UNIT, "NRestarts")) >= 1
    assert stored_reps(machine) >= saved
    assert train(machine, 2) >= saved + 2


def test_whoever_asks_gets_the_kiosks_own_data(machine: ScratchMachine) -> None:
    """Root's 'station' works as the kiosk's user: what it writes belongs to the kiosk."""
    said = machine.run("station", "store", "backup").stdout
    assert "/var/lib/heeldrop-station/backups/" in said
    owners = machine.run("find", "/var/lib/heeldrop-station", "!", "-user", "station").stdout
    assert owners == ""


@pytest.mark.exhaustive
def test_it_comes_with_the_machine(machine: ScratchMachine) -> None:
    """What the machine starts by itself brings the kiosk, and no login on its console."""
    machine.run("systemctl", "stop", UNIT)
    saved = stored_reps(machine)
    assert "stored in a temporary database" in machine.run("station", "demo").stdout
    assert stored_reps(machine) == saved, "a simulated set stays away from real ones"
    machine.run("systemctl", "start", "multi-user.target")
    machine.forget()
    machine.wait_for("any key")
    assert machine.property_of("getty@tty1.service", "ActiveState") == "inactive"


@pytest.mark.exhaustive
def test_on_a_read_only_disk_only_the_data_is_written(machine: ScratchMachine, shared: Path) -> None:
    """With all but the data folder read-only the kiosk starts, measures and saves; an update says what to do."""
    (wheel,) = (shared / "wheels").glob("heeldrop_station-0*.whl")
    data = "/var/lib/heeldrop-station"
    machine.run("systemctl", "stop", UNIT)
    for folder in READ_ONLY:
        machine.run("mount", "--bind", folder, folder)
        machine.run("mount", "-o", "remount,bind,ro", folder)
        assert machine.run("touch", f"{folder}/x", check=False).returncode != 0
    machine.run("mount", "--bind", data, data)
    machine.run("mount", "-o", "remount,bind,rw", data)
    try:
        machine.run("systemctl", "start", UNIT)
        saved = stored_reps(machine)
        assert train(machine, 2) >= saved + 2
        refused = machine.run("heeldrop-update", f"/mnt/test/wheels/{wheel.name}", check=False)
    finally:
        machine.run("systemctl", "stop", UNIT)
        machine.run("umount", "--lazy", data, *READ_ONLY)
        machine.run("systemctl", "start", UNIT)
    assert refused.returncode == 1
    assert "remount,rw" in refused.stderr


def test_installing_again_changes_nothing(machine: ScratchMachine, shared: Path) -> None:
    """The same wheel again keeps settings, data and program, and says so."""
    (wheel,) = (shared / "wheels").glob("heeldrop_station-0*.whl")
    before = machine.run("readlink", "/opt/heeldrop-station/current").stdout
    reps = stored_reps(machine)
    said = machine.run("/mnt/test/kiosk/install", f"/mnt/test/wheels/{wheel.name}").stdout
    assert "is installed already" in said
    assert machine.run("readlink", "/opt/heeldrop-station/current").stdout == before
    assert machine.run("cat", "/etc/heeldrop-station/station.toml").stdout == SETTINGS
    assert stored_reps(machine) >= reps  # somebody still trains


def test_an_update_that_changes_the_database_and_the_way_back(
    machine: ScratchMachine, shared: Path, tmp_path: Path
) -> None:
    """A later version takes the data along; the way back brings its old shape back, and keeps what came since."""
    old_shape, reps = shape(machine), train(machine, 2)
    wheel = other_version(tmp_path, shared, "9.1.0", station__store__schema=ANOTHER_SHAPE)
    machine.run("heeldrop-update", "--wheelhouse", "/mnt/test/wheels", wheel)
    assert machine.run("station", "--version").stdout.strip() == "station 9.1.0"
    assert machine.property_of(UNIT, "ActiveState") == "active"
    assert shape(machine) == old_shape + 1
    before_rollback = stored_reps(machine)
    assert before_rollback >= reps
    since = train(machine, 2)

    said = machine.run("heeldrop-rollback").stdout
    assert "was written by a newer station" in said
    assert machine.run("station", "--version").stdout.strip() != "station 9.1.0"
    assert shape(machine) == old_shape
    assert reps <= stored_reps(machine) == before_rollback < since
    machine.forget()
    kept = machine.run(
        "find", "/var/lib/heeldrop-station", "-name", "station.before-restore-*.db"
    ).stdout.split()
    assert len(kept) == 1
    train(machine, 1)

    machine.run("heeldrop-rollback")  # forward again: the database is taken along, nothing is put back
    assert machine.run("station", "--version").stdout.strip() == "station 9.1.0"
    assert stored_reps(machine) > before_rollback
    machine.run("heeldrop-rollback")


@pytest.mark.exhaustive
def test_a_version_that_cannot_measure_is_never_switched_to(
    machine: ScratchMachine, shared: Path, tmp_path: Path
) -> None:
    """It fails its trial beside the one that runs, which is not even interrupted."""
    pid = machine.property_of(UNIT, "MainPID")
    current = machine.run("readlink", "/opt/heeldrop-station/current").stdout
    broken = (
        "    configured = effective(options).config\n    with",
        '    raise SystemExit("broken")\n    with',
    )
    wheel = other_version(tmp_path, shared, "9.2.0", station__cli__cmd_demo=broken)
    refused = machine.run("heeldrop-update", "--wheelhouse", "/mnt/test/wheels", wheel, check=False)
    assert refused.returncode == 1
    assert "is not fit" in refused.stderr
    assert machine.property_of(UNIT, "MainPID") == pid
    assert machine.run("readlink", "/opt/heeldrop-station/current").stdout == current


@pytest.mark.exhaustive
def test_a_version_whose_kiosk_falls_is_taken_back(
    machine: ScratchMachine, shared: Path, tmp_path: Path
) -> None:
    """It measures but its screen does not stay up: the one before is back by itself, with all reps."""
    reps, before = stored_reps(machine), machine.run("station", "--version").stdout
    broken = (
        "    _refuse_nonsense(options)\n    configuration",
        '    raise SystemExit("broken")\n    configuration',
    )
    wheel = other_version(tmp_path, shared, "9.3.0", station__cli__cmd_kiosk=broken)
    taken_back = machine.run("heeldrop-update", "--wheelhouse", "/mnt/test/wheels", wheel, check=False)
    assert taken_back.returncode == 1
    assert "did not stay up" in taken_back.stderr
    assert machine.run("station", "--version").stdout == before
    assert machine.property_of(UNIT, "ActiveState") == "active"
    assert stored_reps(machine) >= reps
