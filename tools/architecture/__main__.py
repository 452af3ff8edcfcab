"""Renew the picture."""

from __future__ import annotations

from tools.architecture import PICTURE, picture

if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
