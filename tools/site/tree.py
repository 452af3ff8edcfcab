"""The tree of pages, read from the lists that people read: what a room's list names is in the room.

A page of lists is ``docs/index.md`` or a room's ``README.md``. Each item that begins with a link to a page puts that
page into the tree under the link's words, below the heading it stands under; in a room's list, pages of other rooms
are mentioned, no more. A page that no list names fails the build.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

_LISTS = re.compile(r"docs/(index|[\w-]+/README)")
_HEADING = re.compile(r"## (?P<words>.+)")
_OTHER_ROOM = re.compile(r"\.\./[^.]")
_ITEM = re.compile(r"(?:-|\d+\.) \[(?P<words>[^\]]+)\]\((?P<page>[^):#]+)\.md\)")


def grow_tree(app: Sphinx, page: str, source: list[str]) -> None:
    """Append what the lists of a page of lists say, as hidden tables of contents."""
    if _LISTS.fullmatch(page):
        captions = page == app.config.root_doc
        for heading, pages in _listed(source[0], elsewhere=captions):
            caption = f":caption: {heading}\n" if captions else ""
            source[0] += f"\n\n```{{toctree}}\n:hidden:\n{caption}\n" + "\n".join(pages) + "\n```\n"


def _listed(text: str, *, elsewhere: bool) -> Iterator[tuple[str, list[str]]]:
    """Yield each heading that has such items, with the entries that they make."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in text.splitlines():
        if begun := _HEADING.match(line):
            heading = begun["words"]
        elif (item := _ITEM.match(line)) and (elsewhere or not _OTHER_ROOM.match(item["page"])):
            found.setdefault(heading, []).append(f"{item['words'].replace('`', '')} <{item['page']}>")
    yield from found.items()


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build."""
    app.connect("source-read", grow_tree)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
