"""A scratch machine: this machine's own systemd, started a second time on a disk that forgets, with one console."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import termios
import threading
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.support.watch import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

BOOT = Path(__file__).parents[1] / "machine" / "boot.sh"
LEFT_OUT = (
    "postgresql.service",
    "systemd-timesyncd.service",
    "e2scrub_reap.service",
    "timers.target",
    "nginx.service",
)
"""Units of this machine that have no business in a scratch one."""
DEVICES = tuple(
    Path("/dev", name) for name in ("null", "zero", "full", "random", "urandom", "tty", "console", "ptmx")
)
"""Nodes of this machine that every program relies on."""
_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-9;?<>=]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[@-Z\\-_=>()].?)", re.DOTALL
)


def why_not() -> str:
    """Return why no scratch machine can be started here; empty when it can be tried."""
    if os.geteuid() != 0:
        return "needs root, to start a second systemd"
    if not Path("/lib/systemd/systemd").exists():
        return "needs systemd (Debian package systemd)"
    if "overlay" not in Path("/proc/filesystems").read_text(encoding="ascii"):
        return "needs a kernel with overlayfs"
    missing = [
        tool for tool in ("unshare", "nsenter", "runuser", "useradd", "flock") if shutil.which(tool) is None
    ]
    return f"needs {', '.join(missing)}" if missing else ""


def refused(folder: Path) -> str:
    """Try in ``folder`` what a scratch machine is made of; return the words with which this machine refuses it."""
    layers = f"lowerdir=/,upperdir={folder}/upper,workdir={folder}/work"
    tried = f"mount -t tmpfs tmpfs {folder} && mkdir {folder}/upper {folder}/work {folder}/disk && "
    tried += (
        f"mount -t overlay -o {layers} overlay {folder}/disk && mount -t sysfs -o ro sysfs {folder}/disk/sys"
    )
    ran = subprocess.run(
        ["unshare", "--mount", "--pid", "--uts", "--cgroup", "--ipc", "--fork", "--", "sh", "-c", tried],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.stderr.strip().rpartition("\n")[2] or "no reason" if ran.returncode else ""


def rights_of_devices() -> dict[str, str]:
    """Return mode, owner, group and numbers of this machine's own device nodes, by path."""
    found = ((path, path.stat()) for path in DEVICES if path.exists())
    return {str(path): f"{was.st_mode:o} {was.st_uid}:{was.st_gid} {was.st_rdev:x}" for path, was in found}


class ScratchMachine:
    """The machine while it runs. ``shared`` is its folder ``/mnt/test``; its first console is a pseudo-terminal."""

    def __init__(self, folder: Path) -> None:
        self.shared = folder
        units = folder / "etc/systemd/system"
        for each in (folder / "root", folder / "memory", units):
            each.mkdir(parents=True)
        for unit in LEFT_OUT:
            (units / unit).symlink_to("/dev/null")
        (units / "default.target").symlink_to("/lib/systemd/system/multi-user.target")
        self._log = folder / "boot.log"
        self._seen = bytearray()

    def __enter__(self) -> Self:
        self._rights = rights_of_devices()
        self._screen, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("4H", 30, 100, 0, 0))
        self._terminal = terminal  # kept open: the console is there when nobody uses it
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [BOOT, self.shared, os.ttyname(terminal)], stdin=subprocess.DEVNULL, stderr=log
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        wait_until(self._is_up)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._screen)
        os.close(self._terminal)
        for group in sorted(Path("/sys/fs/cgroup").rglob(f"{self.shared.name}/**/"), reverse=True):
            wait_until(partial(_removed, group))
        assert rights_of_devices() == self._rights, "it changed device nodes of the machine that it ran on"

    def run(self, *command: str, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the machine, as root."""
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
        }
        ran = subprocess.run(
            ["nsenter", "--target", str(self._first()), "--all", "--wd", "--", *command],
            env=environment | variables, capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert ran.returncode == 0 or not check, f"{command}: {ran.stdout}\n{ran.stderr}"
        return ran

    def press(self, keys: str) -> None:
        """Type at the first console."""
        os.write(self._screen, keys.encode())

    def shown(self) -> str:
        """Return what was drawn on the first console since it was last forgotten, without the way it was drawn."""
        return _ESCAPES.sub(b"", bytes(self._seen)).decode("utf-8", "replace")

    def wait_for(self, text: str) -> None:
        """Wait until the console was told this text."""
        self._wait(lambda: re.search(text, self.shown()) is not None)

    def press_until(self, key: str, text: str) -> None:
        """Press a key until the console is told this text, as people do."""
        pressed_s = [0.0]

        def shown() -> bool:
            if time.monotonic() - pressed_s[0] > 3:
                pressed_s[0] = time.monotonic()
                self.press(key)
            return re.search(text, self.shown()) is not None

        self._wait(shown)

    def forget(self) -> None:
        """Forget what was drawn until now."""
        self._seen.clear()

    def property_of(self, unit: str, name: str) -> str:
        """Return what systemd says of a unit."""
        return self.run("systemctl", "show", "--property", name, "--value", unit).stdout.strip()

    def _wait(self, condition: Callable[[], bool]) -> None:
        try:
            wait_until(condition)
        except AssertionError:
            raise AssertionError(self.shown()[-4000:]) from None

    def _first(self) -> int:
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        return int(children.read_text(encoding="ascii").split()[0])

    def _is_up(self) -> bool:
        if self._process.poll() is not None:
            raise AssertionError(self._log.read_text(encoding="utf-8"))
        try:
            return self.run("systemctl", "is-system-running", check=False).stdout.strip() in (
                "running",
                "degraded",
            )
        except (IndexError, OSError):
            return False

    def _read(self) -> None:
        while True:
            try:
                self._seen += os.read(self._screen, 65536)
            except OSError as error:
                if error.errno != 5:  # EIO: nobody has the console open, or it was hung up
                    return
                time.sleep(0.05)


def _removed(group: Path) -> bool:
    try:
        group.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
