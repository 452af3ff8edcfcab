"""The linear model of a rep's force: a rise, a lowering and its waves, the lift of a leg, errors of weight, sway."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from station.motion.lowering_prior import PRIOR, ramp, sway_by_lag
from station.motion.lowering_shapes import wave_sds, waves

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from station.motion.lowering_frame import RepFrame

    FloatArray = NDArray[np.float64]

_LOWEST_M = 0.02
_USUAL_SHARE = 0.8
_PEAK = 1.9
"""Peak over mean speed of a smooth movement."""
_JITTER = 1e-12
_LIFTS_S = (-0.25, -0.17, -0.09, -0.01, 0.07, 0.15)
_LIFT_WIDTH_S = 0.07


@dataclass(frozen=True, slots=True)
class Explained:
    """Of draws of begin and end (``m``): what their lowerings do to ``n`` means and the return, whatever the sway."""

    effect: FloatArray
    """Each wave's, (waves, n + 1, m)."""
    left: FloatArray
    """What the expected lowering leaves of what was observed, (n + 1, m)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of draws of begin and end (``m``): how well each explains the force, and its waves given the force."""

    log: FloatArray
    """(m,)"""
    mean: FloatArray
    """Amplitudes of the waves in prior standard deviations, (m, waves)."""
    root: FloatArray
    """Cholesky factors of their precisions, (m, waves, waves)."""


class ForceModel:
    """Explains block means of acceleration, given when the lowering begins and ends."""

    def __init__(
        self, means_m_s2: FloatArray, start_s: float, step_s: float, frame: RepFrame, sway_m_s2: float
    ) -> None:
        self._frame, self._step_s = frame, step_s
        n = len(means_m_s2)
        self._edges_s: FloatArray = start_s + np.arange(n + 1, dtype=np.float64) * step_s
        self._stopped = frame.stop_s is not None
        self.ramps = np.array(PRIOR.stopped_ramps if self._stopped else PRIOR.ramps)
        """Speeding up and slowing down of every family of lowerings; draws take turns."""
        height_m = PRIOR.depth_m
        if frame.rise_seen:
            height_m = max(frame.rise_height_m * PRIOR.rise_gain, _LOWEST_M)
        usual_m = max(height_m, _USUAL_SHARE * PRIOR.depth_m)
        uneven = wave_sds(PRIOR.uneven_sd, PRIOR.rush_sd, stopped=self._stopped)
        self.wave_sd_m = np.array([PRIOR.depth_sd_m, *(usual_m * wave for wave in uneven)])
        """Prior standard deviations of the waves' amplitudes."""
        nuisance = self._nuisances(n)
        self._covariance = np.zeros((n + 1, n + 1))
        self._covariance[:n, :n] = nuisance @ nuisance.T
        self._covariance[n, n] = (PRIOR.return_sd_share * usual_m) ** 2 + PRIOR.return_sd_m**2
        # One more observation: what the rise gained, the lowering loses again.
        self._observed = np.append(means_m_s2, -height_m)
        if frame.rise_seen:
            rise_m_s = self._add_rise(height_m)
            self._observed[:n] -= np.diff(rise_m_s) / step_s
            self._observed[n] = -(_trapezoid(n + 1, step_s) @ rise_m_s)
        self._sway = self._sway_of_unit(n) * sway_m_s2**2

    def evidence(self, explained: Explained, share: float) -> Evidence:
        """Marginalise rise, waves, nuisances and sway (``share`` of the band's rms) for each begin and end."""
        n = len(self._edges_s) - 1
        covariance = self._covariance.copy()
        covariance[:n, :n] += self._sway * share**2
        root = np.linalg.cholesky(covariance + np.eye(n + 1) * _JITTER)
        whitening = np.linalg.inv(root)
        white_left = (whitening @ explained.left).T[:, :, None]
        # One small matrix for each begin and end, in one piece: products of them are most of the work.
        columns = np.ascontiguousarray((whitening @ explained.effect).transpose(2, 0, 1))
        precision = columns @ columns.transpose(0, 2, 1) + np.eye(len(self.wave_sd_m))
        pull = columns @ white_left
        precision_root = np.asarray(np.linalg.cholesky(precision), dtype=np.float64)
        mean = np.asarray(np.linalg.solve(precision, pull), dtype=np.float64)
        log = 0.5 * (pull * mean).sum(axis=(1, 2)) - 0.5 * (white_left**2).sum(axis=(1, 2))
        log -= np.log(np.diagonal(precision_root, axis1=1, axis2=2)).sum(axis=1)
        log -= np.log(np.diag(root)).sum()
        return Evidence(log, mean[:, :, 0], precision_root)

    def explained(self, begin_s: FloatArray, end_s: FloatArray) -> Explained:
        """Return what lowerings that begin and end then do to the force, s, shape ``(m,)`` each."""
        n, m = len(self._edges_s) - 1, len(begin_s)
        lasts_s = end_s - begin_s
        x = np.clip((self._edges_s[:, None] - begin_s) / lasts_s, 0.0, 1.0)
        up, down = self.ramps[np.arange(m) % len(self.ramps)].T
        speeds = waves(x, up, down, stopped=self._stopped) / lasts_s
        effect = np.empty_like(speeds)
        effect[:, :n] = (speeds[:, :-1] - speeds[:, 1:]) / self._step_s
        effect[:, n] = -(_trapezoid(n + 1, self._step_s) @ speeds)
        left = self._observed[:, None] - PRIOR.depth_m * effect[0]
        return Explained(effect * self.wave_sd_m[:, None, None], left)

    def _add_rise(self, height_m: float) -> FloatArray:
        """Return the expected speed of the rise, m/s, and let the covariance allow for any other."""
        frame, step_s, edges_s = self._frame, self._step_s, self._edges_s
        n = len(edges_s) - 1
        lasts_s = frame.rise_end_s - frame.rise_start_s
        x = np.clip((edges_s - frame.rise_start_s + 0.05) / (lasts_s + 0.15), 0.0, 1.0)
        # Minimum jerk (Flash 1985), as a mean to depart from.
        rise_m_s: FloatArray = height_m / (lasts_s + 0.15) * 30.0 * x**2 * (1.0 - x) ** 2
        begun = ramp((edges_s - frame.rise_start_s + 0.15) / 0.25)
        going_on = ramp((frame.rise_end_s + 0.25 - edges_s) / 0.25)
        envelope = PRIOR.rise_sd_share * _PEAK * height_m / lasts_s * begun * going_on
        apart = (edges_s[:, None] - edges_s[None, :]) / PRIOR.rise_scale_s
        speeds = envelope[:, None] * envelope[None, :] * np.exp(-0.5 * apart**2)
        across = np.diff(speeds, axis=1) / step_s
        whole = _trapezoid(n + 1, step_s)
        self._covariance[:n, :n] += np.diff(across, axis=0) / step_s
        self._covariance[:n, n] += whole @ across
        self._covariance[n, :n] += whole @ across
        self._covariance[n, n] += whole @ speeds @ whole
        return rise_m_s

    def _nuisances(self, n: int) -> FloatArray:
        """Return accelerations of one standard deviation each that are no movement of the rep, ``(n, k)``."""
        frame = self._frame
        columns = [np.full(n, PRIOR.offset_sd_m_s2)]
        if frame.transfer:
            middle_s = self._edges_s[:-1] + self._step_s / 2
            alone = ramp((middle_s - frame.on_s + 0.3) / 0.4) * ramp((frame.off_s + 0.1 - middle_s) / 0.2)
            columns.append(PRIOR.single_offset_sd_m_s2 * alone)
            for at_s in _LIFTS_S:
                pulse = np.exp(-0.5 * ((self._edges_s - frame.on_s - at_s) / _LIFT_WIDTH_S) ** 2)
                columns.append(PRIOR.lift_sd_m_s * np.diff(pulse) / self._step_s)
        return np.array(columns).T

    def _sway_of_unit(self, n: int) -> FloatArray:
        """Return the covariance of sway of unit rms, less while on two feet, ``(n, n)``."""
        by_lag = sway_by_lag(round(self._step_s * 1000))[:n]
        apart = np.abs(np.arange(n)[:, None] - np.arange(n)[None, :])
        if not self._frame.transfer:
            even: FloatArray = by_lag[apart]
            return even
        middle_s = self._edges_s[:-1] + self._step_s / 2
        alone = np.clip((middle_s - self._frame.on_s + 0.15) / 0.3, 0.0, 1.0)
        alone *= np.clip((self._frame.off_s + 0.15 - middle_s) / 0.3, 0.0, 1.0)
        level = PRIOR.two_feet_share + (1.0 - PRIOR.two_feet_share) * alone
        sway: FloatArray = by_lag[apart] * level[:, None] * level[None, :]
        return sway


def _trapezoid(points: int, step_s: float) -> FloatArray:
    """Return the weights that integrate samples ``step_s`` apart."""
    weights = np.full(points, step_s)
    weights[0] = weights[-1] = step_s / 2.0
    return weights
