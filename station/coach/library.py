"""The plans there are to choose from: those that come with the station, and the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station.errors import UsageError
from station.programme.plans import read_plan, shipped, shipped_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from station.programme.model import Plan

LARGEST_BYTES = 1 << 20
"""No plan is as long; a file that is was put there by mistake."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file among the user's plans that is none."""

    file: Path
    problem: str


@dataclass(frozen=True, slots=True)
class Library:
    """Plans by id; a plan of the user's with the id of one that comes with the station stands instead of it."""

    plans: Mapping[str, Plan]
    own: Mapping[str, Path]
    """Which of them are the user's, and where."""
    unreadable: tuple[Unreadable, ...] = ()

    @classmethod
    def open(cls, folder: Path) -> Library:
        """Read the user's plans, ``*.toml`` of ``folder``, which need not exist; one that is wrong hides no other."""
        plans, own, unreadable = dict(shipped()), dict[str, "Path"](), list[Unreadable]()
        for file in sorted(folder.glob("*.toml")):
            try:
                plan = read_file(file)
            except UsageError as error:
                unreadable.append(Unreadable(file, str(error)))
                continue
            if plan.id in own:
                unreadable.append(
                    Unreadable(file, f"{file}: the id {plan.id!r} is that of {own[plan.id]} too")
                )
                continue
            plans[plan.id], own[plan.id] = plan, file
        return cls(plans, own, tuple(unreadable))

    def text(self, plan_id: str) -> str:
        """Return a plan's file as it is, to start one's own from; ``UsageError`` as of ``find``."""
        plan = self.find(plan_id)
        return self.own[plan.id].read_text(encoding="utf-8") if plan.id in self.own else shipped_text(plan.id)

    def find(self, plan_id: str) -> Plan:
        """Return a plan; ``UsageError`` names those there are, or what is wrong with the file of that name."""
        if plan_id in self.plans:
            return self.plans[plan_id]
        for each in self.unreadable:
            if each.file.stem == plan_id:
                raise UsageError(each.problem, "Mend the file, then: station plan validate FILE")
        raise UsageError(f"no plan '{plan_id}'", f"Choose one of {', '.join(sorted(self.plans))}")


def read_file(file: Path) -> Plan:
    """Read a plan; ``UsageError`` names file, line and key."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}", "Check the path") from error
    if len(raw) > LARGEST_BYTES:
        raise UsageError(f"{file} is larger than {LARGEST_BYTES} bytes", "Give a plan, a TOML file")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise UsageError(f"{file}, line {line} is not UTF-8", "Save the file as UTF-8 text") from error
    return read_plan(text, str(file))
