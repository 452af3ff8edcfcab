"""What the station depends on, audited: ``python -m tools.audit``, a part of ``make check``; exit code 1 for trouble.

Offline: every package of the locks that is installed has the locked version, every file of it is still what
was installed, and all fit together. Not offline, because it needs a database of advisories: ``make audit``.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
RUNTIME = ROOT / "requirements" / "runtime.lock"
LOCKS = (RUNTIME, ROOT / "requirements" / "dev.lock")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_ADVISORIES = ["--strict", "--require-hashes", "--disable-pip", "--requirement"]
"""``--strict``: a package of which the database knows nothing is a failure, not a pass."""


def locked(*locks: Path) -> dict[str, set[str]]:
    """Return the versions that locks pin, by name; more than one where systems differ."""
    versions: dict[str, set[str]] = {}
    for lock in locks:
        for name, version in _PIN.findall(lock.read_text(encoding="ascii")):
            versions.setdefault(_plain(name), set()).add(version)
    return versions


def without_hash(lock: Path) -> list[str]:
    """Return the packages of a lock that any file of their name would satisfy."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="ascii").strip())
    return [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry]


def other_versions(wanted: dict[str, set[str]]) -> list[str]:
    """Return what is installed in another version than locked."""
    installed = {_plain(each.metadata["Name"]): each.version for each in metadata.distributions()}
    return [
        f"{name} is {installed[name]}, locked is {' or '.join(sorted(versions))}"
        for name, versions in sorted(wanted.items())
        if name in installed and installed[name] not in versions
    ]


def changed_files(names: set[str]) -> Iterator[str]:
    """Yield the files of installed packages that are no longer what was installed, or are gone."""
    for package in metadata.distributions():
        if _plain(package.metadata["Name"]) in names:
            for file in package.files or ():
                if (
                    file.hash is not None
                    and _digest(Path(str(file.locate())), file.hash.mode) != file.hash.value
                ):
                    yield str(file)


def _digest(path: Path, mode: str) -> str:
    try:
        raw = hashlib.new(mode, path.read_bytes()).digest()
    except OSError:
        return "gone"
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main(arguments: list[str]) -> int:
    """Audit; with ``--advisories`` also ask pip-audit's database, which must be reachable and complete then."""
    wanted = locked(*LOCKS)
    trouble = [f"{name} in {lock.name} has no hash" for lock in LOCKS for name in without_hash(lock)]
    trouble += other_versions(wanted)
    trouble += [f"{file} was changed after it was installed" for file in changed_files(set(wanted))]
    fits = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    trouble += fits.stdout.splitlines() if fits.returncode else []
    for line in trouble:
        print(f"audit: {line}", file=sys.stderr)
    if not trouble:
        print(f"audit: {len(wanted)} locked packages have hashes; what is installed is what was locked")
    if "--advisories" in arguments:
        command = [sys.executable, "-m", "pip_audit", *_ADVISORIES, str(RUNTIME)]
        return subprocess.run(command, check=False).returncode or int(bool(trouble))  # noqa: S603  our own words
    print("audit: known vulnerabilities were NOT looked up: that needs a network; there, run 'make audit'")
    return int(bool(trouble))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
