"""When the centre of mass went down: a posterior over lowerings of many shapes, given the force.

The force of a slow lowering is no larger than sway, so no single curve can be read from it. What the plates
said from rest before the rise to the foot's return is explained by a rise of any shape, a lowering that begins
and ends at random times with speed that wanders on the way, the lift of the free leg, errors of weight, and
sway. Given when the lowering begins and ends all of it is linear and Gaussian, so that shapes are marginalised
exactly; begin and end are drawn, weighed by the evidence of the force, and drawn again where it is
(population Monte Carlo, Cappé 2004). Times of 10 % and 90 % of the way are read from draws of the posterior.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from station.motion.lowering_pool import DRAWS, LoweringPosterior
from station.motion.lowering_prior import PRIOR, ramp, sway_by_lag

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

GRID_S = 0.01
"""Accelerations come 100 a second."""
_STEP_MIN_S, _STEP_MAX_S = 0.04, 0.20
_STEPS_OF_PHASE = 32
"""Block means are this many to the single-leg phase: everything slow lies below their rate."""
_BLOCKS_MIN, _BLOCKS_MAX = 8, 400
_FIRST, _SECOND = 192, 384
"""Draws of begin and end: over the prior, and where the evidence is."""
_WAVES = 6
_RUSHES = ((0.95, 0.03), (0.87, 0.05))
"""Where along the way, and how wide, people rush into what stops them."""
_SHORTEST_S = 0.3
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class RepFrame:
    """What is known of a rep before the lowering is looked for; s and m on the source's clock."""

    rise_start_s: float
    rise_end_s: float
    rise_height_m: float
    on_s: float
    """The free foot left; without a transfer, the end of the rise."""
    off_s: float
    """The foot returned, or the latest end of the lowering."""
    transfer: bool
    """One leg took over: lift-off and the plates' gains disturb."""
    rise_seen: bool = True
    """The rise is within the data, from rest; else the data begin at the top."""
    stop_s: float | None = None
    """Something stopped the lowering here: a rebound began, or the heel met the floor."""

    @property
    def first_s(self) -> float:
        """Earliest begin of the lowering."""
        if not self.transfer:
            return self.rise_end_s
        return max(self.on_s - PRIOR.lead_s, self.rise_end_s - 0.1)

    @property
    def last_s(self) -> float:
        """Latest end of the lowering."""
        end_s = self.off_s + PRIOR.tail_s if self.stop_s is None else self.stop_s
        return max(end_s, self.first_s + 0.5)


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
    return LoweringInference(means, start_s, step_ticks * GRID_S, frame, sway_m_s2)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Of draws of begin and end (``m``): how well each explains the force, and its waves given the force."""

    log: FloatArray
    """(m,)"""
    mean: FloatArray
    """Amplitudes of the waves in prior standard deviations, (m, waves)."""
    root: FloatArray
    """Cholesky factors of their precisions, (m, waves, waves)."""


class LoweringInference:
    """One rep: the linear model of the force, and draws of begin and end.

    ``sway_share`` is the level of sway that explains the force best, as a share of the rms given; ``nan`` when no
    draw fits the frame.
    """

    def __init__(
        self, means_m_s2: FloatArray, start_s: float, step_s: float, frame: RepFrame, sway_m_s2: float
    ) -> None:
        self.frame, self.step_s = frame, step_s
        n = len(means_m_s2)
        self.edges_s: FloatArray = start_s + np.arange(n + 1, dtype=np.float64) * step_s
        self.ramps = np.array(PRIOR.ramps if frame.stop_s is None else PRIOR.stopped_ramps)
        height_m = PRIOR.depth_m
        if frame.rise_seen:
            height_m = max(frame.rise_height_m * PRIOR.rise_gain, _LOWEST_M)
        self.usual_m = max(height_m, _USUAL_SHARE * PRIOR.depth_m)
        self.stopped = frame.stop_s is not None
        waves = [PRIOR.uneven_sd / k**0.5 for k in range(1, _WAVES)]
        waves += [PRIOR.rush_sd] * len(_RUSHES) if self.stopped else []
        self.wave_sd_m = np.array([PRIOR.depth_sd_m, *(self.usual_m * wave for wave in waves)])
        nuisance = self._nuisances(n)
        self.covariance = np.zeros((n + 1, n + 1))
        self.covariance[:n, :n] = nuisance @ nuisance.T
        self.covariance[n, n] = (PRIOR.return_sd_share * self.usual_m) ** 2 + PRIOR.return_sd_m**2
        # One more observation: what the rise gained, the lowering loses again.
        self.observed = np.append(means_m_s2, -height_m)
        if frame.rise_seen:
            rise_m_s = self._add_rise(height_m)
            self.observed[:n] -= np.diff(rise_m_s) / step_s
            self.observed[n] = -(_trapezoid(n + 1, step_s) @ rise_m_s)
        self.sway = self._sway(n) * sway_m_s2**2
        self._first_look()

    def _add_rise(self, height_m: float) -> FloatArray:
        """Return the expected speed of the rise, m/s, and let the covariance allow for any other."""
        frame, step_s, edges_s = self.frame, self.step_s, self.edges_s
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
        self.covariance[:n, :n] += np.diff(across, axis=0) / step_s
        self.covariance[:n, n] += whole @ across
        self.covariance[n, :n] += whole @ across
        self.covariance[n, n] += whole @ speeds @ whole
        return rise_m_s

    def _nuisances(self, n: int) -> FloatArray:
        """Return accelerations of one standard deviation each that are no movement of the rep, ``(n, k)``."""
        frame = self.frame
        columns = [np.full(n, PRIOR.offset_sd_m_s2)]
        if frame.transfer:
            middle_s = self.edges_s[:-1] + self.step_s / 2
            alone = ramp((middle_s - frame.on_s + 0.3) / 0.4) * ramp((frame.off_s + 0.1 - middle_s) / 0.2)
            columns.append(PRIOR.single_offset_sd_m_s2 * alone)
            for at_s in _LIFTS_S:
                pulse = np.exp(-0.5 * ((self.edges_s - frame.on_s - at_s) / _LIFT_WIDTH_S) ** 2)
                columns.append(PRIOR.lift_sd_m_s * np.diff(pulse) / self.step_s)
        return np.array(columns).T

    def _sway(self, n: int) -> FloatArray:
        """Return the covariance of sway of unit rms, less while on two feet, ``(n, n)``."""
        by_lag = sway_by_lag(round(self.step_s * 1000))[:n]
        apart = np.abs(np.arange(n)[:, None] - np.arange(n)[None, :])
        if not self.frame.transfer:
            even: FloatArray = by_lag[apart]
            return even
        middle_s = self.edges_s[:-1] + self.step_s / 2
        alone = np.clip((middle_s - self.frame.on_s + 0.15) / 0.3, 0.0, 1.0)
        alone *= np.clip((self.frame.off_s + 0.15 - middle_s) / 0.3, 0.0, 1.0)
        level = PRIOR.two_feet_share + (1.0 - PRIOR.two_feet_share) * alone
        sway: FloatArray = by_lag[apart] * level[:, None] * level[None, :]
        return sway

    # --- begin and end --------------------------------------------------------------------------------

    def _first_look(self) -> None:
        """Weigh draws over the prior: how much of what moves is sway, and roughly where the lowering is."""
        begin_s, end_s = self._first_draws()
        inside = np.where(end_s <= self.frame.last_s + _LATE_S, 0.0, -np.inf)
        self.sway_share = float("nan")
        if not np.isfinite(inside).any():
            return
        logs = [self._evidence(begin_s, end_s, share).log + inside for share in PRIOR.sway_shares]
        self.sway_share, log_evidence = self._weigh_shares(logs)
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
        begin_s, end_s, log_ratio = self._second_draws()
        found = self._evidence(begin_s, end_s, sway_share * PRIOR.wander)
        log_weight = found.log + log_ratio
        if not np.isfinite(log_weight.max()):
            return None
        weight = np.exp(log_weight - log_weight.max())
        return self._read(begin_s, end_s, found, weight / weight.sum())

    def _first_draws(self) -> tuple[FloatArray, FloatArray]:
        frame, draws = self.frame, _draws()
        window_s = frame.last_s - frame.first_s
        if frame.stop_s is not None:
            begin_s = frame.first_s + window_s * draws["top_before_stop"]
            end_s = frame.stop_s + PRIOR.stop_sd_s * draws["normal"][0]
        elif frame.transfer:
            begin_s = frame.first_s + window_s * draws["top_share"]
            end_s = begin_s + window_s * draws["lowering_share"]
        else:
            begin_s = frame.first_s + draws["top_s"]
            end_s = begin_s + draws["lowering_s"]
        return begin_s, np.maximum(end_s, begin_s + _SHORTEST_S)

    def _log_prior(self, begin_s: FloatArray, end_s: FloatArray) -> FloatArray:
        """Return the logarithm of the prior's density of begin and end, but for a constant; shape ``(m,)``."""
        frame = self.frame
        window_s = frame.last_s - frame.first_s
        top = np.maximum((begin_s - frame.first_s) / window_s, _TINY)
        lowering = np.maximum((end_s - begin_s) / window_s, _TINY)
        bottom = np.maximum(1.0 - top - lowering, _TINY)
        if frame.stop_s is not None:
            log = (PRIOR.top_shape - 1.0) * np.log(top) + (PRIOR.lowering_shape - 1.0) * np.log(lowering)
            log -= 0.5 * ((end_s - frame.stop_s) / PRIOR.stop_sd_s) ** 2
        elif frame.transfer:
            log = (PRIOR.top_shape - 1.0) * np.log(top) + (PRIOR.lowering_shape - 1.0) * np.log(lowering)
            log += (PRIOR.bottom_shape - 1.0) * np.log(bottom)
        else:
            ratio = np.log(lowering * window_s / PRIOR.lowering_median_s) / PRIOR.lowering_log_sd
            log = (_TOP_GAMMA - 1.0) * np.log(top) - _TOP_GAMMA * top * window_s / PRIOR.top_mean_s
            log += -0.5 * ratio**2 - np.log(lowering)
        outside = (
            (begin_s < frame.first_s) | (end_s - begin_s < _SHORTEST_S) | (end_s > frame.last_s + _LATE_S)
        )
        return np.where(outside, -np.inf, log)

    @staticmethod
    def _weigh_shares(logs: list[FloatArray]) -> tuple[float, FloatArray]:
        """Return the level of sway that explains most, as a share of the band's rms, and evidence near it."""
        shares = np.log(np.array(PRIOR.sway_shares))
        total = np.array([log.max() + np.log(np.mean(np.exp(log - log.max()))) for log in logs])
        total -= 0.5 * ((shares - shares[-1] - PRIOR.sway_share_mu) / PRIOR.sway_share_sd) ** 2
        weight = np.exp(total - total.max())
        share = float(np.exp((weight @ shares) / weight.sum()))
        return share, logs[int(np.argmin(np.abs(shares - np.log(share))))]

    def _second_draws(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return draws where the evidence is, and the logarithm of prior over proposal at each."""
        steps = _draws()["second"]
        begin_s, end_s = self._centre_s[:, None] + self._spread_s @ steps
        log_proposal = -0.5 * (_HEAVY + 2.0) * np.log1p((steps**2).sum(axis=0) / _HEAVY)
        return begin_s, np.maximum(end_s, begin_s + _TINY), self._log_prior(begin_s, end_s) - log_proposal

    def _evidence(self, begin_s: FloatArray, end_s: FloatArray, share: float) -> _Evidence:
        """Marginalise rise, waves, nuisances and sway (``share`` of the band's rms) for each begin and end."""
        n = len(self.edges_s) - 1
        covariance = self.covariance.copy()
        covariance[:n, :n] += self.sway * share**2
        root = np.linalg.cholesky(covariance + np.eye(n + 1) * _JITTER)
        whitening = np.linalg.inv(root)
        design, left = self._explained(begin_s, end_s)
        white = (whitening @ design.reshape(n + 1, -1)).reshape(design.shape)
        white_left = (whitening @ left).T[:, :, None]
        columns = white.transpose(1, 2, 0)
        precision = columns @ columns.transpose(0, 2, 1) + np.eye(len(self.wave_sd_m))
        pull = columns @ white_left
        precision_root = np.asarray(np.linalg.cholesky(precision), dtype=np.float64)
        mean = np.asarray(np.linalg.solve(precision, pull), dtype=np.float64)
        log = 0.5 * (pull * mean).sum(axis=(1, 2)) - 0.5 * (white_left**2).sum(axis=(1, 2))
        log -= np.log(np.diagonal(precision_root, axis1=1, axis2=2)).sum(axis=1)
        log -= np.log(np.diag(root)).sum()
        return _Evidence(log, mean[:, :, 0], precision_root)

    def _explained(self, begin_s: FloatArray, end_s: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return each wave's effect, ``(n + 1, m, waves)``, and what the mean leaves, ``(n + 1, m)``."""
        n, m = len(self.edges_s) - 1, len(begin_s)
        lasts_s = end_s - begin_s
        x = np.clip((self.edges_s[:, None] - begin_s) / lasts_s, 0.0, 1.0)
        up, down = self.ramps[np.arange(m) % len(self.ramps)].T
        speeds = _waves(x, up, down, stopped=self.stopped) / lasts_s[:, None]
        effect = np.empty((n + 1, m, len(self.wave_sd_m)))
        effect[:n] = np.diff(speeds, axis=0) / -self.step_s
        effect[n] = -np.tensordot(_trapezoid(n + 1, self.step_s), speeds, axes=1)
        left = self.observed[:, None] - PRIOR.depth_m * effect[:, :, 0]
        return effect * self.wave_sd_m, left

    # --- what came of it ------------------------------------------------------------------------------

    def _read(
        self, begin_s: FloatArray, end_s: FloatArray, found: _Evidence, weight: FloatArray
    ) -> LoweringPosterior | None:
        """Draw lowerings and read where 10 % and 90 % of each way are."""
        chosen = np.searchsorted(np.cumsum(weight), (np.arange(DRAWS) + 0.5) / DRAWS)
        chosen = np.minimum(chosen, len(weight) - 1)
        spread = np.linalg.solve(
            found.root[chosen].transpose(0, 2, 1), _draws()["waves"][:, : len(self.wave_sd_m), None]
        )
        amplitude_m = self.wave_sd_m * (found.mean[chosen] + spread[:, :, 0])
        amplitude_m[:, 0] += PRIOR.depth_m
        t10, t90, depth_m, upwards_m = (np.empty(DRAWS) for _ in range(4))
        families = chosen % len(self.ramps)
        for family, ramps in enumerate(self.ramps.tolist()):
            mine = families == family
            speed, way = _unit_curves(*ramps, stopped=self.stopped)
            path_m = amplitude_m[mine] @ way
            depth_m[mine] = path_m[:, -1]
            upwards_m[mine] = np.clip(-(amplitude_m[mine] @ speed), 0.0, None).mean(axis=1)
            share = path_m / np.maximum(path_m[:, -1:], _LOWEST_M / 10)
            t10[mine], t90[mine] = _crossing(share, 0.1), _crossing(share, 0.9)
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
            on_s=self.frame.on_s,
            off_s=self.frame.off_s,
            transfer=self.frame.transfer,
        )


_LOWEST_M = 0.02
_USUAL_SHARE = 0.8
_PEAK = 1.9
"""Peak over mean speed of a smooth movement."""
_WENT_NOWHERE_M = 0.01
_CLIMB_SHARE = 0.03
_BELIEVED_MIN = 0.02
_TOP_GAMMA = 1.5
_LATE_S = 0.05
_TINY = 1e-6
_JITTER = 1e-12
_TEMPER = 0.5
"""The first draws are few, so their weights are evened out before the second are aimed by them."""
_NARROWEST_S = 0.01
_HEAVY = 5.0
_LIFTS_S = (-0.25, -0.17, -0.09, -0.01, 0.07, 0.15)
_LIFT_WIDTH_S = 0.07
_CURVE = np.linspace(0.0, 1.0, 97)


@lru_cache(maxsize=1)
def _draws() -> dict[str, FloatArray]:
    """Return the random numbers of every estimate, the same for each rep: it depends on its data only."""
    rng = np.random.default_rng(_SEED)
    prior = PRIOR
    shares = rng.dirichlet((prior.top_shape, prior.lowering_shape, prior.bottom_shape), _FIRST).T
    normal = rng.standard_normal((2, _SECOND))
    return {
        "top_share": shares[0],
        "lowering_share": shares[1],
        "top_before_stop": rng.beta(prior.top_shape, prior.lowering_shape, _FIRST),
        "top_s": rng.gamma(_TOP_GAMMA, prior.top_mean_s / _TOP_GAMMA, _FIRST),
        "lowering_s": prior.lowering_median_s * np.exp(prior.lowering_log_sd * rng.standard_normal(_FIRST)),
        "normal": rng.standard_normal((1, _FIRST)),
        "second": normal / np.sqrt(rng.chisquare(_HEAVY, _SECOND) / _HEAVY),
        "waves": rng.standard_normal((DRAWS, _WAVES + len(_RUSHES))),
    }


def _waves(x: FloatArray, up: FloatArray | float, down: FloatArray | float, *, stopped: bool) -> FloatArray:
    """Return speeds of unit-length lowerings over ``x``, and what may ride on them; ``(*x.shape, waves)``."""
    base = ramp(x / up) * ramp((1.0 - x) / down) / (1.0 - (up + down) / 2.0)
    waves = np.empty((*x.shape, _WAVES + (len(_RUSHES) if stopped else 0)))
    first = np.cos(np.pi * x)
    before, wave = np.ones_like(x), first
    waves[..., 0] = base
    for k in range(1, _WAVES):
        waves[..., k] = base * wave
        before, wave = wave, 2.0 * first * wave - before  # cosines of multiples (Chebyshev)
    if stopped:
        for k, (centre, width) in enumerate(_RUSHES, start=_WAVES):
            waves[..., k] = base * np.exp(-0.5 * ((x - centre) / width) ** 2)
    return waves


@lru_cache(maxsize=16)
def _unit_curves(up: float, down: float, *, stopped: bool) -> tuple[FloatArray, FloatArray]:
    """Return speeds and ways of the waves over ``_CURVE``, each ``(waves, points)``."""
    speed = _waves(_CURVE, up, down, stopped=stopped).T
    pieces = 0.5 * (speed[:, 1:] + speed[:, :-1]) * (_CURVE[1] - _CURVE[0])
    return speed, np.concatenate((np.zeros((len(speed), 1)), np.cumsum(pieces, axis=1)), axis=1)


def _trapezoid(points: int, step_s: float) -> FloatArray:
    """Return the weights that integrate samples ``step_s`` apart."""
    weights = np.full(points, step_s)
    weights[0] = weights[-1] = step_s / 2.0
    return weights


def _crossing(share: FloatArray, level: float) -> FloatArray:
    """Return where on ``_CURVE`` each row of ``share`` first reaches ``level``, interpolated."""
    after = np.maximum(np.argmax(share >= level, axis=1), 1)
    row = np.arange(len(share))
    low, high = share[row, after - 1], share[row, after]
    fraction = np.clip((level - low) / np.where(high == low, 1.0, high - low), 0.0, 1.0)
    crossing: FloatArray = _CURVE[after - 1] + fraction * _CURVE[1]
    return crossing
