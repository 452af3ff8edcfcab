"""Renew the pages."""

from __future__ import annotations

from tools.reference import PAGES, REFERENCE

if __name__ == "__main__":
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
