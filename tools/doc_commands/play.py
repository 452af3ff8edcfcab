"""All commands of one page, played in order."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.doc_commands.blocks import Block, Mark, Page
from tools.doc_commands.console import Exchange, anew, exchanges
from tools.doc_commands.server import names_of
from tools.doc_commands.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Played:
    """One command of a page, and what it did."""

    block: Block
    said: Exchange
    printed: str
    code: int

    @property
    def stale(self) -> bool:
        """Whether the page says something else."""
        return not self.said.agrees(self.printed, self.code)


def play(page: Page) -> Iterator[Played]:
    """Run every command of a page in a home folder that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="page-", ignore_cleanup_errors=True) as folder,
        names_of(page.server, Path(folder)) as names,
        Shell(Path(folder) / "home", names, in_checkout=bool(page.folder)) as shell,
    ):
        for part in page.parts:
            if isinstance(part, Mark):
                _prepare(part, shell)
            elif part.language == "console":
                for said in exchanges(part.text):
                    yield Played(part, said, *shell.run(said.command))
            elif part.mark is not None and part.mark.key == "file":
                shell.write(part.mark.value, part.text)


def _prepare(mark: Mark, shell: Shell) -> None:
    if mark.key == "before":
        printed, code = shell.run(mark.value)
        if code:
            raise RuntimeError(f"<!-- before: {mark.value} --> ended with {code}: {printed}")


def renewed(page: Page, played: list[Played]) -> str:
    """Return the page with what its commands print now."""
    lines = page.text.splitlines(keepends=True)
    for block in reversed(list(page.blocks("console"))):
        new = [
            line
            for one in played
            if one.block is block
            for line in anew(one.said, one.printed, one.code).lines()
        ]
        fence = lines[block.line - 1]
        indent = fence[: len(fence) - len(fence.lstrip())]
        lines[block.line : block.line + len(block.text.splitlines())] = [
            f"{indent}{line}".rstrip() + "\n" for line in new
        ]
    return "".join(lines)
