"""Renew the pages: all of them, or none."""

from __future__ import annotations

from tools.reference import PAGES, REFERENCE

if __name__ == "__main__":
    written = {name: page() for name, page in PAGES.items()}
    for name, text in written.items():
        (REFERENCE / name).write_text(text, encoding="utf-8")
