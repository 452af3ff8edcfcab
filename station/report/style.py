"""The report's own style, on top of the sheet's: figures, tiles, legends, and where pages may break."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
@page { margin: 13mm 13mm 15mm; @bottom-right { content: counter(page) " / " counter(pages);
  font: 7.5pt system-ui, "DejaVu Sans", sans-serif; color: #54606c; } }
body { font-size: 10.5pt; line-height: 1.4; padding: 7mm 9mm; }
h1 { font-size: 20pt; line-height: 1.15; overflow-wrap: anywhere; }
h2 { font-size: 13pt; margin: 7mm 0 2mm; break-after: avoid; }
h3 { font-size: 10.5pt; margin: 3mm 0 1mm; break-after: avoid; }
p, li { max-width: 78ch; overflow-wrap: anywhere; }
ul, ol { margin: 0 0 1.5mm; padding-left: 5mm; } li { margin: 0 0 0.8mm; }
header { align-items: flex-start; border-bottom: 0.5mm solid var(--ink); padding-bottom: 2mm; }
header > div { min-width: 0; } header .about { text-align: right; flex: none; max-width: 50%; }
p.small, li { break-inside: avoid; } thead { break-after: avoid; } .keep { break-inside: avoid; }
h1.long { font-size: 13pt; }
.small, caption, figcaption, footer { font-size: 8.5pt; }
section { break-inside: auto; }
table { break-inside: auto; font-size: 9pt; } tr { break-inside: avoid; } thead { display: table-header-group; }
th, td { padding: 0.7mm 1.2mm; } .scroll { overflow-x: auto; }
td { font-variant-numeric: tabular-nums; }
.brief { margin: 3mm 0 2mm; padding: 2.5mm 4mm 1.5mm; border-left: 1.2mm solid var(--ink); background: #f3f5f7;
  break-inside: avoid; }
.brief h2 { border: 0; font-size: 9pt; margin: 0 0 0.6mm; padding: 0; color: var(--quiet); }
.readers { display: flex; flex-wrap: wrap; gap: 0 6mm; margin: 2mm 0 0; color: var(--quiet); }
.readers p { margin: 0; } .readers a { color: inherit; }
.brief p { margin: 0 0 0.9mm; max-width: none; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 2.5mm; margin: 3mm 0; padding: 0;
  list-style: none; }
.tiles li { border: 0.25mm solid var(--faint); border-radius: 1.2mm; padding: 2mm 2.5mm 1.6mm; margin: 0;
  break-inside: avoid; display: flex; flex-direction: column; min-width: 0; }
.tiles .name { color: var(--quiet); font-size: 8.5pt; }
.tiles .value { font-size: 16pt; font-weight: 650; line-height: 1.2; letter-spacing: -0.01em; }
.tiles .note { color: var(--quiet); font-size: 8pt; line-height: 1.3; flex: 1; }
.tiles svg { margin-top: 1mm; height: 7mm; }
figure { margin: 1mm 0 2mm; }
.whole, .keys + figure { break-inside: avoid; }
.keys { break-after: avoid; display: flex; flex-wrap: wrap; gap: 0.5mm 5mm; margin: 0.5mm 0; font-size: 8.5pt;
  max-width: none; }
.keys span::before { content: ""; display: inline-block; width: 2.4mm; height: 2.4mm; margin-right: 1.4mm;
  vertical-align: -0.2mm; background: currentColor; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.key.left { color: var(--left); } .key.right { color: var(--right); }
.keys .left::before, .keys .morning::before { border-radius: 50%; }
.keys .right::before { transform: rotate(45deg) scale(0.9); }
.keys .planned::before, .keys .whisker::before { height: 0; width: 5mm; border-top: 0.5mm dashed #54606c;
  background: none; vertical-align: 0.8mm; }
.keys .whisker::before { border-top-style: solid; border-top-color: #8a949e; }
.keys .during::before { content: "\\00d7"; background: none; font-weight: 700; width: auto;
  height: auto; color: #0c1116; }
.keys .after::before { content: "○"; background: none; width: auto; height: auto; color: #0c1116; }
.keys .daily::before { background: #54606c; }
.keys .doubtful::before { content: "┊"; background: none; width: auto; height: auto; }
.keys .run::before { content: "△"; background: none; width: auto; height: auto; }
.keys .slow::before { background: #8fb8a3; } .keys .near::before { background: #e3d7a6; }
.keys .fast::before { background: #b3001e; }
.keys .noise::before { background: #d5dae0; }
.keys .below::before { background: #ffffff; border: 0.4mm solid #54606c; border-radius: 50%; }
.plan { border: 0.4mm solid var(--ink); border-radius: 1.2mm; padding: 2.5mm 4mm; margin-bottom: 2mm;
  break-inside: avoid; }
.weeks tr > :nth-child(-n+2) { white-space: nowrap; min-width: 0; } .weeks td, .weeks th { padding: 0.6mm 0.9mm; }
.plan .what { font-size: 13pt; font-weight: 650; }
.mindful { border-left: 1.2mm solid var(--mind); padding-left: 3mm; }
dl.plain { grid-template-columns: max-content 1fr; gap: 0.6mm 4mm; }
dl.words { display: block; columns: 2; column-gap: 8mm; } dl.words > div { break-inside: avoid; margin-bottom: 1.6mm; }
dl.words dt { color: var(--ink); font-weight: 600; } dl.words dd { max-width: 84ch; }
dl.words .formula { color: var(--quiet); font-size: 8.5pt; }
svg { font-size: 11px; }
svg .grid { stroke-width: 0.6; } svg .axis { stroke-width: 0.9; }
svg .line { fill: none; stroke-width: 1.4; stroke-linejoin: round; }
svg .line.left { stroke: var(--left); stroke-width: 3; }
svg .line.right { stroke: var(--right); stroke-dasharray: 7 5; }
svg .planned { stroke: #54606c; stroke-dasharray: 5 3; }
svg .line.morning { stroke: #7b3fa0; stroke-width: 1.2; }
svg .mark { stroke-width: 1.2; }
svg .mark.left { fill: var(--left); stroke: var(--left); }
svg .mark.right { fill: none; stroke: var(--right); stroke-width: 1.6; }
svg .mark.both { fill: #54606c; stroke: none; } svg .whisker.both { stroke: #54606c; }
.keys .both::before { background: #54606c; }
svg .mark.below { fill: var(--ground); stroke: #54606c; stroke-width: 1.4; }
svg .mark.morning { fill: #7b3fa0; stroke: #7b3fa0; }
svg .mark.during { fill: none; stroke: var(--ink); stroke-width: 1.1; }
svg .mark.after { fill: var(--ground); stroke: var(--ink); stroke-width: 1; }
svg .mark.daily { fill: #54606c; stroke: none; }
svg .mark.run { fill: none; stroke: var(--quiet); stroke-width: 1; }
.keys .morning { color: #7b3fa0; }
svg .whisker { stroke-width: 1.3; opacity: 0.6; fill: none; }
svg .whisker.left { stroke: var(--left); } svg .whisker.right { stroke: var(--right); }
svg .whisker.noise-line { stroke: #8a949e; stroke-width: 4; opacity: 0.45; }
svg .noise { fill: #d5dae0; }
svg .rule { stroke: var(--ink); stroke-width: 0.9; }
svg .none { stroke: none; }
svg .too-much { fill: #f7ecec; }
svg .phase { fill: #e6eaee; } svg .phase.odd { fill: #d5dbe1; }
svg .away { fill: #f0f0ee; }
svg .tick { stroke: var(--ink); stroke-width: 1.5; } svg .tick.doubtful { stroke-dasharray: 2 2; }
svg .stiff { fill: #8a949e; }
svg .slow { fill: #8fb8a3; } svg .near { fill: #e3d7a6; } svg .fast { fill: #b3001e; }
svg .note { fill: var(--quiet); font-size: 10px; } svg .strong { font-weight: 700; }
svg text.side.left { fill: var(--left); stroke: none; } svg text.side.right { fill: var(--right); stroke: none; }
svg .stamp { fill: var(--stop); font-size: 10px; font-weight: 700; }
svg .halo { paint-order: stroke; stroke: var(--ground); stroke-width: 3px; stroke-linejoin: round; }
svg .way { fill: none; stroke: #54606c; stroke-width: 1.6; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
svg .end { fill: var(--ink); stroke: none; }
svg rect, svg path, .brief, .plan { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media (max-width: 700px) {
  body { padding: 4mm; } dl.words { columns: 1; } header { display: block; }
  .tiles { grid-template-columns: repeat(2, 1fr); }
  header .about { text-align: left; max-width: none; margin-top: 2mm; }
  figure { overflow-x: auto; } figure svg { min-width: 600px; } .tiles svg { min-width: 0; } }
@media (max-width: 700px) {
  td.words, tbody th.words { min-width: 9em; } .scroll, figure { background:
    linear-gradient(to right, var(--ground) 30%, transparent) left / 12mm 100% no-repeat local,
    linear-gradient(to left, var(--ground) 30%, transparent) right / 12mm 100% no-repeat local,
    linear-gradient(to right, #9aa4ae, transparent) left / 3mm 100% no-repeat scroll,
    linear-gradient(to left, #9aa4ae, transparent) right / 3mm 100% no-repeat scroll; } }
@media (forced-colors: active) { .keys { forced-color-adjust: none; background: var(--ground); color: var(--ink);
  padding: 0.5mm 1mm; } }
@media print { body { padding: 0; font-size: 9.5pt; } h2 { margin-top: 4.5mm; } .brief { font-size: 9pt; }
  .tiles { gap: 2mm; margin: 2mm 0; } .tiles li { padding: 1.4mm 2.2mm 1mm; } .tiles .value { font-size: 14pt; }
  .tiles svg { height: 6mm; margin-top: 0.5mm; } .tiles .note { font-size: 7.5pt; } .readers { font-size: 7.5pt; }
  .readers a { text-decoration: none; } dl.words { font-size: 8.5pt; line-height: 1.3; }
  dl.words .formula { font-size: 7.5pt; } dl.words > div { margin-bottom: 1.1mm; } }
"""
