"""How the site is built of the pages that lie in the repository: ``make docs``.

The repository's root is the source, so a relative link is the same link on the site and where the files are read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pygments.lexers.javascript import JavascriptLexer
from pygments.lexers.special import TextLexer

if TYPE_CHECKING:
    from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parents[1]))  # tools/site

project = "Heel-drop station"
author = "the authors of the heel-drop station"
project_copyright = f"2026, {author}"

extensions = ["myst_parser", "tools.site.tree", "tools.site.folders"]
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/**.md",
    "dashboards/*.md",
    "hardware/*.md",
    "hardware/*/README.md",
    "simulators/*/README.md",
]
# Folders without a page are not walked through: some hold hundreds of thousands of files.
exclude_patterns = [
  ".*", "build", "dist", "requirements", "station", "tests", "tools",
  "**/build", "**/node_modules", "**/__pycache__", "docs/_*", "docs/images",
]  # fmt: skip

myst_heading_anchors = 4  # links to a heading are checked, with the names that code forges give to headings
myst_enable_extensions: list[str] = []
smartquotes = False  # what stands in a page is often typed in again
highlight_language = "text"
pygments_style = "friendly"
pygments_dark_style = "github-dark"

html_theme = "furo"
html_title = project
html_static_path = ["_static"]
templates_path = ["_templates"]
html_additional_pages = {"index": "moved.html"}  # the front page is docs/index.html
html_css_files = ["station.css"]
html_favicon = "_static/logo-light.svg"
html_copy_source = False
html_show_sphinx = False
html_use_index = False
html_theme_options = {
    "light_logo": "logo-light.svg",
    "dark_logo": "logo-dark.svg",
    # The colours of the kiosk's two themes, station/kiosk/theme.py.
    "light_css_variables": {
        "color-brand-primary": "#0050a6",
        "color-brand-content": "#0050a6",
        "color-brand-visited": "#0050a6",
        "color-foreground-primary": "#0c1116",
        "color-foreground-secondary": "#54606c",
        "color-background-secondary": "#f1f4f7",
        "color-background-border": "#c9d1d9",
        "color-code-background": "#f1f4f7",
    },
    "dark_css_variables": {
        "color-brand-primary": "#4aa8ff",
        "color-brand-content": "#4aa8ff",
        "color-brand-visited": "#4aa8ff",
        "color-foreground-primary": "#e9eef3",
        "color-foreground-secondary": "#8493a3",
        "color-background-primary": "#0b0f14",
        "color-background-secondary": "#111820",
        "color-background-hover": "#18222d",
        "color-background-border": "#2a3643",
        "color-code-background": "#111820",
    },
}

linkcheck_anchors_ignore_for_url = [r"https://github\.com/"]  # their headings are made by a script
linkcheck_timeout = 20
linkcheck_workers = 4


def setup(app: Sphinx) -> None:
    """Name languages that Pygments does not know."""
    app.add_lexer("flux", JavascriptLexer)  # near enough
    app.add_lexer("usage", TextLexer)  # how a command is written, not a command to type
