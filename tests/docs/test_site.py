"""The site of the pages: it is built without a doubt, and every kind of doubt stops it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOUND = {
    "docs/index.md": """\
# Front

[A step](room/step.md#the-step), its [source](../tools/step.py), [folder](../hardware/firmware) and [tools](../tools).

## Rooms

- [Room](room/README.md): all there is.
- [Firmware](../hardware/firmware/README.md)
""",
    "docs/room/README.md": "# Room\n\n1. [`step`](step.md), and what it does\n",
    "docs/room/step.md": "# Step\n\n![A step](../images/step.svg)\n\n## The step\n\n[Up](#step)\n",
    "docs/images/step.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "hardware/firmware/README.md": "# Firmware\n\nRuns.\n",
    "tools/step.py": "STEP = 1\n",
    "tools/notes.md": "# Not a page\n",
}
"""A small repository in which every link leads somewhere."""
DOUBTS = {
    "docs/room/step.md": """\
# Step

[no page](nowhere.md), [no file](../../tools/nowhere.py), [no folder](../../nowhere), [unlisted](../../tools/notes.md)

[no heading there](README.md#nowhere), [no heading here](#nowhere-here), ![no picture](../images/nowhere.png)

```nolanguage
```
""",
    "docs/room/lost.md": "# Lost\n\nNo list names this page.\n",
}  # fmt: skip
COMPLAINTS = (
    "step.md:3: WARNING: 'myst' cross-reference target not found: 'nowhere.md'",
    "step.md:3: WARNING: 'myst' cross-reference target not found: '../../tools/nowhere.py'",
    "step.md:3: WARNING: 'myst' cross-reference target not found: '../../nowhere'",
    "step.md:3: WARNING: Unknown source document 'tools/notes'",
    "step.md:5: WARNING: local id not found in doc 'docs/room/README': 'nowhere'",
    "step.md:5: WARNING: 'myst' cross-reference target not found: 'nowhere-here'",
    "step.md:5: WARNING: image file not readable: docs/images/nowhere.png",
    "step.md:7: WARNING: Pygments lexer name 'nolanguage' is not known",
    "lost.md: WARNING: document isn't included in any toctree",
)


@dataclass(frozen=True, slots=True)
class Built:
    """A site, or what stood in its way."""

    code: int
    complaints: str
    out: Path


def build(source: Path, out: Path) -> Built:
    """Build a site as ``make docs`` does, of other pages and into another folder."""
    said = subprocess.run(["make", "-n", "docs"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    asked = shlex.split(next(line for line in said.splitlines() if "sphinx-build" in line))
    assert asked[-2:] == [".", "build/site"]
    trees = asked.index("--doctree-dir") + 1
    asked[trees] = str(out.with_name(f"{out.name}-trees"))
    run = subprocess.run(
        [sys.executable, "-m", "sphinx", *asked[1:-2], str(source), str(out)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return Built(run.returncode, re.sub(r"\x1b\[[0-9;]*m", "", run.stderr), out)


def repository(folder: Path, files: dict[str, str]) -> Path:
    """Write files into a folder of their own."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the site of this repository."""
    return build(ROOT, tmp_path_factory.mktemp("site") / "site")


class Fetching(HTMLParser):
    """Notes what a browser fetches for a page by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep addresses of everything but links to follow."""
        if tag != "a":
            self.found += [value or "" for name, value in attrs if name in {"src", "href", "srcset"}]


def fetched(site: Built) -> Iterator[tuple[Path, str]]:
    """Yield each page with each address that it fetches."""
    for page in site.out.rglob("*.html"):
        reader = Fetching()
        reader.feed(page.read_text(encoding="utf-8"))
        yield from ((page, address) for address in reader.found)


def test_every_page_is_on_the_site_without_a_doubt(site: Built) -> None:
    """Links, anchors and pictures lead somewhere, and every page of `docs` is reached from a list."""
    assert site.code == 0, site.complaints
    assert site.complaints == ""
    pages = [path.relative_to(ROOT).with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")]
    assert pages
    assert [page for page in pages if not (site.out / page).exists()] == []
    assert "docs/index.html" in (site.out / "index.html").read_text(encoding="utf-8")


def test_nothing_is_fetched_from_elsewhere(site: Built) -> None:
    """The site is whole without a network: all that a page shows comes with it."""
    found = list(fetched(site))
    assert found
    assert [address for _, address in found if "//" in address] == []
    local = [(page, address.partition("?")[0].partition("#")[0]) for page, address in found]
    missing = [
        (page.name, address)
        for page, address in local
        if address and not address.startswith("data:") and not (page.parent / address).exists()
    ]
    assert missing == []
    styles = "".join(path.read_text(encoding="utf-8") for path in site.out.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//\S+", styles) == []


def test_links_lead_to_pages_files_and_folders(tmp_path: Path) -> None:
    """A file of the repository is there to load, a folder's link leads to its page, or is words where it has none."""
    built = build(repository(tmp_path / "sound", SOUND), tmp_path / "site")
    assert (built.code, built.complaints) == (0, "")
    front = (built.out / "docs" / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a class="reference[^"]*"[^>]* href="([^"]*)"[^>]*>(?:<[^>]*>)*([^<]*)', front)
    to = {words: address for address, words in links}
    assert to["A step"] == "room/step.html#the-step"
    assert to["folder"] == "../hardware/firmware/README.html"
    assert (built.out / "docs" / to["source"]).read_text(encoding="utf-8") == "STEP = 1\n"
    assert "tools" in front
    assert "tools" not in to
    assert to["step"] == "room/step.html", "the tree calls a page as its list does"


def test_every_kind_of_doubt_stops_the_build(tmp_path: Path) -> None:
    """Dead links to pages, files, folders and headings, missing pictures and pages that no list names are errors."""
    built = build(repository(tmp_path / "doubtful", SOUND | DOUBTS), tmp_path / "site")
    assert built.code == 1
    assert [each for each in COMPLAINTS if each not in built.complaints] == []
