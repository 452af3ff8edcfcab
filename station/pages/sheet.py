"""The sheet that every page is written on: A4, quiet, readable on a screen and on paper, grey printers included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station.pages.markup import tag, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from station.pages.markup import Part

_NOTHING_FROM_OUTSIDE: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""The page needs nothing but itself; a browser is told to fetch and run nothing."""
STYLE: Final = """
@page { size: A4; margin: 12mm 14mm; }
:root { --ink: #0c1116; --quiet: #54606c; --faint: #c9d1d9; --ground: #ffffff;
  --left: #0057b0; --right: #a84400; --go: #006b3f; --mind: #7a5a00; --stop: #b3001e; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 6mm 8mm; max-width: 210mm; background: var(--ground); color: var(--ink);
  font: 9pt/1.3 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 17pt; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 10pt; margin: 3.2mm 0 1mm; padding-bottom: 0.4mm; border-bottom: 0.3mm solid var(--ink); }
p { margin: 0 0 1mm; }
header { display: flex; justify-content: space-between; align-items: baseline; gap: 6mm; }
.quiet { color: var(--quiet); }
.small { font-size: 7.6pt; }
.verdict { margin: 2mm 0; padding: 1.6mm 3mm; border: 0.4mm solid currentColor; border-left-width: 2mm;
  font-size: 11pt; font-weight: 600; break-inside: avoid; }
.go { color: var(--go); } .mind { color: var(--mind); } .stop { color: var(--stop); }
dl { display: grid; grid-template-columns: repeat(2, max-content 1fr); gap: 0.3mm 3mm; margin: 0; }
dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; break-inside: avoid; }
caption { text-align: left; color: var(--quiet); font-size: 7.6pt; padding: 0.6mm 0; }
th, td { padding: 0.25mm 0.8mm; text-align: right; white-space: nowrap;
  border-bottom: 0.1mm solid var(--faint); vertical-align: top; }
th { font-weight: 600; border-bottom-color: var(--quiet); }
tbody th { font-weight: inherit; border-bottom-color: var(--faint); }
th.words, td.words { text-align: left; white-space: normal; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 6mm; align-items: start; }
.columns > * { min-width: 0; }
.columns th, .columns td { white-space: normal; }
section { break-inside: avoid; }
figure { margin: 0; break-inside: avoid; }
figcaption { color: var(--quiet); font-size: 7.6pt; }
svg { display: block; width: 100%; height: auto; font: 9px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .axis { stroke: var(--ink); stroke-width: 0.8; fill: none; }
svg .grid { stroke: var(--faint); stroke-width: 0.5; }
svg .limit { stroke: var(--stop); stroke-width: 0.9; stroke-dasharray: 4 3; }
svg .trace { fill: none; stroke-width: 1; }
svg .left { stroke: var(--left); } svg .right { stroke: var(--right); }
svg .filled.left { fill: var(--left); } svg .filled.right { fill: var(--right); }
svg .open { fill: var(--ground); }
svg .mark { stroke-width: 1; }
svg .label { fill: var(--quiet); }
footer { margin-top: 3mm; padding-top: 1mm; border-top: 0.1mm solid var(--faint);
  color: var(--quiet); font-size: 7.6pt; }
@media (max-width: 700px) {
  .columns { grid-template-columns: 1fr; } dl { grid-template-columns: max-content 1fr; }
  section { overflow-x: auto; } }
@media (forced-colors: active) { svg { forced-color-adjust: none; background: var(--ground); } }
@media print { body { padding: 0; max-width: none; font-size: 8pt; } }
"""


def page(title: str, body: Sequence[Part], style: str = "") -> str:
    """Return a whole page of HTML with everything in it; ``style`` is the page's own, after the sheet's."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_NOTHING_FROM_OUTSIDE),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        _style(style),
    )
    return "<!DOCTYPE html>\n" + written(tag("html", head, tag("body", *body), lang="en")) + "\n"


def _style(more: str) -> Element:
    style = tag("style")
    style.text = STYLE + more  # longer than text from outside may be
    return style


def verdict(mark: str, words: str, tone: str) -> Element:
    """Return the one sentence of a page that is read first; the mark says what the colour says."""
    return tag("p", f"{mark} {words}", class_=f"verdict {tone}")


def facts(pairs: Sequence[tuple[str, str]]) -> Element:
    """Return names with their values, two pairs a line."""
    return tag("dl", [[tag("dt", name), tag("dd", value)] for name, value in pairs])


def table(
    caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], words: Sequence[int] = (0,)
) -> Element:
    """Return a table; ``words`` are the columns that are read from the left, the others are numbers.

    The first column names the rows.
    """
    kinds = ["words" if at in words else None for at in range(len(header))]
    head = tag("tr", [tag("th", name, scope="col", class_=kinds[at]) for at, name in enumerate(header)])
    body = [
        tag("tr", [
            tag("td", cell, class_=kinds[at]) if at else tag("th", cell, scope="row", class_=kinds[at])
            for at, cell in enumerate(row)
        ])
        for row in rows
    ]  # fmt: skip
    return tag("table", tag("caption", caption) if caption else None, tag("thead", head), tag("tbody", body))


def scrolling(name: str, made: Part, kind: str = "keep") -> Element:
    """Return a box in which a table wider than the screen scrolls, by keyboard too; ``name`` is read aloud."""
    return tag("div", made, class_=f"scroll {kind}", tabindex="0", role="region", aria_label=name)
