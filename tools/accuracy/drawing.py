"""One rep as a picture: forces, the true height of the body, true times beside told ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure

from simulators.scenarios import SCENARIOS

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from simulators.body import Motion
    from simulators.truth import RepTruth
    from station.events import Rep
    from tools.accuracy.scene import Scene

_LEFT, _RIGHT, _TRUE, _TOLD, _TOTAL = "#0072b2", "#d55e00", "#222222", "#009e73", "#888888"
"""Okabe-Ito colours: told apart by colour-blind readers too."""
_WHISKER = "#004d3a"
_BEFORE_S, _AFTER_S = 0.8, 1.2
_IDLE_S = (8.0, 20.0)
_DPI = 90
_SMALL = 8
_MM = 1000.0
_STEADY = 0.8
"""Of the steady-equivalent lowering time lies between 10 and 90 % of the way."""


def figure_of(scene: Scene, number: int) -> Figure:
    """Draw rep ``number`` of a performance, from 1; of one without reps, a stretch of its forces."""
    figure = _rep_figure(scene, *scene.pairs[number - 1]) if scene.pairs else _idle_figure(scene)
    for axes in figure.axes:
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=_SMALL)
        axes.xaxis.label.set_fontsize(_SMALL)
        axes.yaxis.label.set_fontsize(_SMALL)
    return figure


def write(figure: Figure, path: Path) -> None:
    """Write a picture; the same figure is the same bytes on one machine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=_DPI, pil_kwargs={"optimize": True}, metadata={"Software": ""})


# --- parts --------------------------------------------------------------------------------------------


def _rep_figure(scene: Scene, rep: Rep | None, truth: RepTruth) -> Figure:
    figure = Figure(figsize=(7.8, 6.0), layout="constrained")
    forces, height, times = figure.subplots(3, 1, sharex=True, height_ratios=(3, 3, 2))
    end_s = max(truth.single_leg_end_s or 0.0, truth.nominal_end_s)
    span_s = truth.start_s - _BEFORE_S, end_s + _AFTER_S
    figure.suptitle(_headline(scene, truth) + "\n" + _verdict(rep, truth), x=0.02, ha="left", fontsize=9)
    _draw_forces(forces, scene, span_s)
    _draw_height(height, scene.motion, truth, span_s)
    _draw_times(times, rep, truth)
    for at_s in (truth.single_leg_start_s, truth.single_leg_end_s):
        if at_s is not None:
            for axes in (forces, height, times):
                axes.axvline(at_s, color=_TRUE, lw=0.7, ls=(0, (2, 3)), zorder=0)
    times.set_xlim(*span_s)
    times.set_xlabel("device time, s")
    return figure


def _idle_figure(scene: Scene) -> Figure:
    figure = Figure(figsize=(7.8, 2.8), layout="constrained")
    forces = figure.subplots()
    figure.suptitle(
        f"{scene.name}, {scene.shapes}, seed {scene.seed}: {SCENARIOS[scene.name].about}\n"
        f"reps told: {scene.told}",
        x=0.02,
        ha="left",
        fontsize=9,
    )
    _draw_forces(forces, scene, _IDLE_S)
    forces.set_xlim(*_IDLE_S)
    forces.set_xlabel("device time, s")
    return figure


def _headline(scene: Scene, truth: RepTruth) -> str:
    faults = f", did: {', '.join(truth.faults)}" if truth.faults else ""
    return f"{scene.name}, {scene.shapes}, seed {scene.seed}, set {truth.set}, rep {truth.index}{faults}"


def _verdict(rep: Rep | None, truth: RepTruth) -> str:
    """Say what was told beside what was so."""
    true = f"true lowering {truth.eccentric_tut_s:.2f} s, depth {truth.com_lowering_m * _MM:.0f} mm"
    if truth.single_leg_time_s is not None:
        true += f", on one leg {truth.single_leg_time_s:.2f} s"
    if rep is None:
        return f"{true}\nnot told"
    told = f"told: {rep.side}, tempo {rep.tempo or 'not judged'}"
    if rep.eccentric_tut_s is not None:
        interval = f"90 %: {rep.eccentric_tut_lo_s:.2f}-{rep.eccentric_tut_hi_s:.2f}"
        told += f", lowering {rep.eccentric_tut_s:.2f} s ({interval})"
    else:
        told += f", lowering refused: {rep.refused.get('eccentric_tut_s', '')}"
    told += f", depth {rep.com_lowering_m * _MM:.0f} mm" if rep.com_lowering_m is not None else ""
    told += f", on one leg {rep.single_leg_time_s:.2f} s" if rep.single_leg_time_s is not None else ""
    return f"{true}\n{told}" + (f", faults: {', '.join(rep.faults)}" if rep.faults else "")


def _draw_forces(axes: Axes, scene: Scene, span_s: tuple[float, float]) -> None:
    shown = (scene.t_s >= span_s[0]) & (scene.t_s <= span_s[1])
    t_s, left_n, right_n = scene.t_s[shown], scene.left_n[shown], scene.right_n[shown]
    axes.plot(t_s, left_n + right_n, color=_TOTAL, lw=0.8, label="both")
    axes.plot(t_s, left_n, color=_LEFT, lw=1.2, label="left")
    axes.plot(t_s, right_n, color=_RIGHT, lw=1.2, label="right")
    axes.set_ylabel("force as heard, N")
    axes.legend(ncols=3, loc="upper right", bbox_to_anchor=(1.0, 1.18), frameon=False, fontsize=_SMALL)


def _draw_height(axes: Axes, motion: Motion, truth: RepTruth, span_s: tuple[float, float]) -> None:
    t_s = motion.time_s()
    shown = (t_s >= span_s[0]) & (t_s <= span_s[1])
    t_s, height_mm = t_s[shown][::8], motion.height_m[shown][::8] * _MM
    axes.plot(t_s, height_mm, color=_TRUE, lw=1.4)
    for at_s, name in ((truth.lowering_start_s, "10 %"), (truth.lowering_end_s, "90 %")):
        place = (at_s, float(np.interp(at_s, t_s, height_mm)))
        axes.plot(*place, "o", color=_TRUE, ms=5)
        axes.annotate(name, place, (5, 4), textcoords="offset points", fontsize=_SMALL)
    axes.set_ylabel("true height of the\ncentre of mass, mm")


def _draw_times(axes: Axes, rep: Rep | None, truth: RepTruth) -> None:
    """Draw true spans dark and told ones green, pale where the time was withheld.

    The whisker is the 90 % interval of the lowering time, laid on the told start.
    """
    lanes = [("10 to 90 %", "lowering_start_s", "lowering_end_s", "eccentric_tut_s")]
    if truth.single_leg_start_s is not None:
        lanes.append(("on one leg", "single_leg_start_s", "single_leg_end_s", "single_leg_time_s"))
    names = []
    for lane, (name, start, end, value) in enumerate(lanes):
        _bar(axes, -2 * lane, _span_of(truth, start, end), _TRUE)
        withheld = getattr(rep, value, None) is None
        _bar(axes, -2 * lane - 1, _span_of(rep, start, end), _TOLD, alpha=0.3 if withheld else 0.85)
        names += [f"{name}, true", f"{name}, told"]
    if rep is not None:
        _draw_interval(axes, rep)
    axes.set_yticks([-lane for lane in range(len(names))], names)
    axes.set_ylim(0.4 - len(names), 0.6)


def _span_of(of: Rep | RepTruth | None, start: str, end: str) -> tuple[float | None, float | None]:
    return getattr(of, start, None), getattr(of, end, None)


def _bar(
    axes: Axes, lane: int, span_s: tuple[float | None, float | None], colour: str, alpha: float = 0.85
) -> None:
    start_s, end_s = span_s
    if start_s is not None and end_s is not None:
        axes.barh(lane, end_s - start_s, left=start_s, height=0.55, color=colour, alpha=alpha)


def _draw_interval(axes: Axes, rep: Rep) -> None:
    start_s, low_s, high_s = rep.lowering_start_s, rep.eccentric_tut_lo_s, rep.eccentric_tut_hi_s
    if start_s is None or low_s is None or high_s is None:
        return
    ends_s = [start_s + _STEADY * bound_s for bound_s in (low_s, high_s)]
    middle_s, half_s = sum(ends_s) / 2, (ends_s[1] - ends_s[0]) / 2
    axes.errorbar(middle_s, -1, xerr=half_s, color=_WHISKER, capsize=5, lw=1.6, fmt="none")
    axes.annotate(
        "90 %", (ends_s[1], -1), (6, -3), textcoords="offset points", color=_WHISKER, fontsize=_SMALL
    )
