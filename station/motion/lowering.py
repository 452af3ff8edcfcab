"""When the centre of mass went down: a posterior over lowerings of many shapes, given the force.

The force of a slow lowering is no larger than sway, so no single curve can be read from it. What the plates
said from rest before the rise to the foot's return is explained by a rise of any shape, a lowering that begins
and ends at random times with speed that wanders on the way, the lift of the free leg, errors of weight, and
sway. Given when the lowering begins and ends all of it is linear and Gaussian, so that shapes are marginalised
exactly; begin and end are drawn, weighed by the evidence of the force, and drawn again where it is
(population Monte Carlo, Cappé 2004). Times of 10 % and 90 % of the way are read from draws of the posterior.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from station.motion.lowering_draws import first_draws, log_inside, second_draws, wave_draws
from station.motion.lowering_model import ForceModel
from station.motion.lowering_pool import DRAWS, LoweringPosterior
from station.motion.lowering_prior import PRIOR
from station.motion.lowering_shapes import crossing, unit_curves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.motion.lowering_frame import RepFrame
    from station.motion.lowering_model import Evidence

    FloatArray = NDArray[np.float64]

GRID_S = 0.01
"""Accelerations come 100 a second."""
_STEP_MIN_S, _STEP_MAX_S = 0.04, 0.20
_STEPS_OF_PHASE = 32
"""Block means are this many to the single-leg phase: everything slow lies below their rate."""
_BLOCKS_MIN, _BLOCKS_MAX = 8, 400
_LOWEST_M = 0.02
_WENT_NOWHERE_M = 0.01
_CLIMB_SHARE = 0.03
_BELIEVED_MIN = 0.02
_TEMPER = 0.5
"""The first draws are few, so their weights are evened out before the second are aimed by them."""
_NARROWEST_S = 0.01


def look_at_lowering(
    acceleration_m_s2: FloatArray, *, start_s: float, frame: RepFrame, sway_m_s2: float
) -> LoweringInference | None:
    """Return what the force says of a lowering; ``None`` when too little of it was seen.

    ``acceleration_m_s2``: the body's vertical acceleration, 100 a second from ``start_s`` (rest before the
    rise) to the end of the rep, shape ``(n,)``, upwards positive, its mean zero. ``sway_m_s2``: rms of
    1.5-8 Hz while the lowering may be under way, the movement's own share included.
    """
    span_s = max(frame.off_s - frame.on_s, 0.5)
    step_ticks = round(min(max(span_s / _STEPS_OF_PHASE, _STEP_MIN_S), _STEP_MAX_S) / GRID_S)
    blocks = min(len(acceleration_m_s2) // step_ticks, _BLOCKS_MAX)
    if blocks < _BLOCKS_MIN:
        return None
    means = acceleration_m_s2[: blocks * step_ticks].reshape(blocks, step_ticks).mean(axis=1)
    return LoweringInference(frame, ForceModel(means, start_s, step_ticks * GRID_S, frame, sway_m_s2))


class LoweringInference:
    """One rep: the linear model of the force, and draws of begin and end.

    ``sway_share`` is the level of sway that explains the force best, as a share of the rms given; ``nan`` when no
    draw fits the frame.
    """

    def __init__(self, frame: RepFrame, model: ForceModel) -> None:
        self._frame, self._model = frame, model
        self._first_look()

    def _first_look(self) -> None:
        """Weigh draws over the prior: how much of what moves is sway, and roughly where the lowering is."""
        begin_s, end_s = first_draws(self._frame)
        inside = log_inside(self._frame, end_s)
        self.sway_share = float("nan")
        if not np.isfinite(inside).any():
            return
        explained = self._model.explained(begin_s, end_s)
        logs = [self._model.evidence(explained, share).log + inside for share in PRIOR.sway_shares]
        self.sway_share, log_evidence = _weigh_shares(logs)
        weight = np.exp((log_evidence - log_evidence.max()) * _TEMPER)
        weight /= weight.sum()
        pairs = np.stack((begin_s, end_s))
        self._centre_s: FloatArray = pairs @ weight
        away = pairs - self._centre_s[:, None]
        self._spread_s = np.linalg.cholesky((weight * away) @ away.T + np.eye(2) * _NARROWEST_S**2)

    def posterior(self, sway_share: float) -> LoweringPosterior | None:
        """Return the lowering, given the level of sway; ``None`` when the body did not go down."""
        if not np.isfinite(self.sway_share):
            return None
        begin_s, end_s, log_ratio = second_draws(self._frame, self._centre_s, self._spread_s)
        found = self._model.evidence(self._model.explained(begin_s, end_s), sway_share * PRIOR.wander)
        log_weight = found.log + log_ratio
        if not np.isfinite(log_weight.max()):
            return None
        weight = np.exp(log_weight - log_weight.max())
        return self._read(begin_s, end_s, found, weight / weight.sum())

    def _read(
        self, begin_s: FloatArray, end_s: FloatArray, found: Evidence, weight: FloatArray
    ) -> LoweringPosterior | None:
        """Draw lowerings and read where 10 % and 90 % of each way are."""
        chosen = np.searchsorted(np.cumsum(weight), (np.arange(DRAWS) + 0.5) / DRAWS)
        chosen = np.minimum(chosen, len(weight) - 1)
        t10, t90, depth_m, upwards_m = self._ways(chosen, self._amplitudes_m(found, chosen))
        # A lowering goes down: shapes that climb on the way are the less likely the more they do.
        believed = np.exp(-upwards_m / (_CLIMB_SHARE * np.maximum(depth_m, _LOWEST_M))) * (
            depth_m > _WENT_NOWHERE_M
        )
        if believed.sum() < DRAWS * _BELIEVED_MIN:
            return None
        lasts_s = (end_s - begin_s)[chosen]
        return LoweringPosterior(
            t10_s=begin_s[chosen] + t10 * lasts_s,
            t90_s=begin_s[chosen] + t90 * lasts_s,
            depth_m=depth_m,
            weight=believed / believed.sum(),
            on_s=self._frame.on_s,
            off_s=self._frame.off_s,
            transfer=self._frame.transfer,
        )

    def _amplitudes_m(self, found: Evidence, chosen: NDArray[np.intp]) -> FloatArray:
        """Return drawn amplitudes of the waves, ``(draws, waves)``."""
        wave_sd_m = self._model.wave_sd_m
        spread = np.linalg.solve(
            found.root[chosen].transpose(0, 2, 1), wave_draws()[:, : len(wave_sd_m), None]
        )
        amplitude_m: FloatArray = wave_sd_m * (found.mean[chosen] + spread[:, :, 0])
        amplitude_m[:, 0] += PRIOR.depth_m
        return amplitude_m

    def _ways(
        self, chosen: NDArray[np.intp], amplitude_m: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return when 10 % and 90 % of each way are done, as shares of its time, its depth, and how far it climbs."""
        t10, t90, depth_m, upwards_m = (np.empty(DRAWS) for _ in range(4))
        stopped = self._frame.stop_s is not None
        families = chosen % len(self._model.ramps)
        for family, ramps in enumerate(self._model.ramps.tolist()):
            mine = families == family
            speed, way = unit_curves(*ramps, stopped=stopped)
            path_m = amplitude_m[mine] @ way
            depth_m[mine] = path_m[:, -1]
            upwards_m[mine] = np.clip(-(amplitude_m[mine] @ speed), 0.0, None).mean(axis=1)
            share = path_m / np.maximum(path_m[:, -1:], _LOWEST_M / 10)
            t10[mine], t90[mine] = crossing(share, 0.1), crossing(share, 0.9)
        return t10, t90, depth_m, upwards_m


def _weigh_shares(logs: list[FloatArray]) -> tuple[float, FloatArray]:
    """Return the level of sway that explains most, as a share of the band's rms, and evidence near it."""
    shares = np.log(np.array(PRIOR.sway_shares))
    total = np.array([log.max() + np.log(np.mean(np.exp(log - log.max()))) for log in logs])
    total -= 0.5 * ((shares - shares[-1] - PRIOR.sway_share_mu) / PRIOR.sway_share_sd) ** 2
    weight = np.exp(total - total.max())
    share = float(np.exp((weight @ shares) / weight.sum()))
    return share, logs[int(np.argmin(np.abs(shares - np.log(share))))]
