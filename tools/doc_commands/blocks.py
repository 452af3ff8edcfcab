"""A page taken apart: its blocks of code, and the comments that say what to do with them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/**/*.md",
    "hardware/**/*.md",
    "dashboards/*.md",
    "simulators/*/README.md",
)
_COMMENT: Final = re.compile(r"<!--\s*(not run|file|before|run in|with):\s*(.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mark:
    """A comment that says what to do."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    line: int
    """Line of the page on which its text begins, from 0."""
    mark: Mark | None
    """The comment right before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, named from the root of the checkout, with its marks and blocks in order."""

    name: str
    text: str
    parts: tuple[Mark | Block, ...]
    code: tuple[str, ...]
    """What stands as code within its sentences and tables."""

    def blocks(self, *languages: str) -> Iterator[Block]:
        """Yield the blocks in one of these languages."""
        return (part for part in self.parts if isinstance(part, Block) and part.language in languages)

    @property
    def folder(self) -> str:
        """Where its commands are typed; empty: at home."""
        return self._said("run in")

    @property
    def server(self) -> str:
        """Which server its commands speak to; empty: none."""
        return self._said("with")

    def _said(self, key: str) -> str:
        return next((part.value for part in self.parts if isinstance(part, Mark) and part.key == key), "")


def pages(root: Path = ROOT) -> list[Page]:
    """Return every page of the checkout that may show commands: those that git knows or would take in."""
    asked = [
        "git",
        "ls-files",
        "-co",
        "--exclude-standard",
        "--",
        *(f":(glob){pattern}" for pattern in PAGES),
    ]
    names = subprocess.run(asked, cwd=root, check=True, capture_output=True, text=True).stdout  # noqa: S603  our own words
    return [
        read(name, (root / name).read_text("utf-8"))
        for name in sorted(set(names.split()))
        if (root / name).exists()
    ]


def read(name: str, text: str) -> Page:
    """Take a page apart."""
    parts: list[Mark | Block] = []
    code: list[str] = []
    before: Mark | None = None
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "fence" and token.map:
            parts.append(Block(token.info.strip(), token.content, token.map[0] + 1, before))
        code += [child.content for child in token.children or () if child.type == "code_inline"]
        if not token.hidden:
            before = None
        if token.type == "html_block":
            marks = [Mark(key, value) for key, value in _COMMENT.findall(token.content)]
            parts += marks
            before = marks[-1] if marks else None
    return Page(name, text, tuple(parts), tuple(code))
