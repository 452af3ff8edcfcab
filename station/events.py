"""The one stream of events that everything around the core subscribes to.

Every event is a frozen value. ``type`` is its name in JSON lines. ``t_s`` and every other ``*_s`` instant is
in seconds on the *source's own clock* (device microseconds unwrapped, or a file's own time column);
``*_time_us`` is wall time in microseconds since the Unix epoch, from the fitted clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Side = Literal["left", "right", "both"]
Mode = Literal["lowering", "bilateral", "single_leg_raise"]
Tempo = Literal["fast", "borderline", "ok"]
StanceState = Literal["empty", "both", "left", "right", "transfer"]
HealthState = Literal["PASS", "RETRY", "SERVICE", "UNKNOWN"]


@dataclass(frozen=True, slots=True)
class Prescription:
    """What the athlete is asked to do; an input of the pipeline, recorded with the bytes it applies to."""

    lowering_target_s: float = 3.0
    """Prescribed seconds down; faster is a fault."""
    lowering_upper_s: float = 5.0
    """Upper end of the band; slower is never penalised."""
    target_reps: int | None = None
    planned_side: Side | None = None
    planned_added_load_kg: float | None = None
    variant: str = "straight_step"
    body_mass_kg: float | None = None
    """Stored or stated body mass; used for the added load only until an unloaded stance is measured."""
    body_mass_sd_kg: float = 0.7
    involved_side: Side | None = None
    """The injured leg, if the athlete named it: then a limb symmetry index is told."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The step said who it is."""

    type: ClassVar[str] = "identity"
    protocol: int
    firmware: str
    board: str
    uid: str
    channels: tuple[str, ...]
    gain: int
    baud: int
    reset_cause: str
    step_changed: bool = False
    """True when another step answers than the one this session began with."""


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """Counters of one converter since power-up, and its measured rate."""

    channel: str
    conversions: int
    overruns: int
    faults: int
    rate_hz: float


@dataclass(frozen=True, slots=True)
class Health:
    """The step's own account, once a second."""

    type: ClassVar[str] = "health"
    t_s: float | None
    uptime_s: float
    tx_dropped: int
    rx_errors: int
    channels: tuple[ChannelHealth, ...]


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One thing about the station that was looked at; told when its state changes. See ``docs/reference/health.md``.

    ``RETRY``: do what ``remedy`` says, and it is looked at again by itself. ``SERVICE``: somebody has to repair
    or recalibrate. ``UNKNOWN``: it could not be looked at (yet), which is no ``PASS``.
    """

    type: ClassVar[str] = "check"
    code: str
    state: HealthState
    channel: str | None
    """A channel, or a plate (``L``, ``R``) where the plate was measured; ``None``: the whole."""
    measured: float | None
    unit: str
    limit: str
    """What ``measured`` has to be, in ``unit``."""
    remedy: str
    t_s: float | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class HealthReport:
    """All checks as they stand: when the gate is through, every minute, and after each change."""

    type: ClassVar[str] = "checks"
    t_s: float | None
    gate: bool
    """Whether everything that an idle step shows has been looked at."""
    checks: tuple[HealthCheck, ...]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What one channel's counts mean: ``force_n = (count - zero) * scale_n_per_count``."""

    type: ClassVar[str] = "calibration"
    channel: str
    zero: float
    scale_n_per_count: float
    taken_unix: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Data that is wrong, missing or doubtful: nothing is dropped without one of these.

    Codes of the link: ``crc``, ``form``, ``overlong``, ``fields`` (a line that could not be used);
    of the samples: ``gap`` (``count`` conversions missing), ``saturated``, ``desync``, ``overrun``,
    ``late``, ``settling``, ``spike``, ``duplicate``, ``rate``, ``device_restart``, ``uncalibrated``;
    of the step itself: its own codes, as sent, in upper case.
    """

    type: ClassVar[str] = "fault"
    code: str
    channel: str | None
    start_s: float | None
    end_s: float | None
    count: int = 1
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChannelAccount:
    """What became of one channel's conversions since the visit began: ``announced = used + flagged + lost``."""

    channel: str
    announced: int
    """Made by the converter as far as its sequence numbers tell, from the first that arrived to the last."""
    used: int
    flagged: int
    """Arrived, told as a fault and put aside."""
    lost: int
    """Told as gaps."""
    duplicates: int = 0
    stated: int | None = None
    """Made by the step's own count between its first and last report; ``None`` without two reports of a boot."""
    numbered: int | None = None
    """Announced by sequence numbers between the same two reports."""


@dataclass(frozen=True, slots=True)
class WireAccount:
    """Everything the step sent since the visit began, and what became of it.

    Told every minute, after every set, and once more when the visit ends.
    """

    type: ClassVar[str] = "account"
    t_s: float | None
    channels: tuple[ChannelAccount, ...]
    line_faults: dict[str, int] = field(default_factory=dict)
    """Lines that could not be used, by code."""
    boots: int = 0
    """How often the step's clock began anew meanwhile."""
    unidentified: int = 0
    """Conversions given up because the step did not say who it is."""


@dataclass(frozen=True, slots=True)
class Link:
    """The state of the port changed. Made by the session layer, never by the core."""

    type: ClassVar[str] = "link"
    state: Literal["opening", "connected", "lost", "ended", "failed"]
    port: str
    time_us: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stance:
    """Who carries the load changed."""

    type: ClassVar[str] = "stance"
    state: StanceState
    start_s: float


@dataclass(frozen=True, slots=True)
class SingleLegStance:
    """One leg carried the load for a second or more, whether or not it belongs to a rep."""

    type: ClassVar[str] = "single_leg_stance"
    side: Literal["left", "right"]
    start_s: float
    end_s: float
    load_share: float = 1.0
    """Share of the load on that side: about 1 on two plates, about 0.8 on one board under both feet."""


@dataclass(frozen=True, slots=True)
class PlateGains:
    """How differently the plates of a step read one weight, learned from reps: the next session begins with it."""

    type: ClassVar[str] = "plate_gains"
    t_s: float
    step_uid: str
    calibration: str
    """The scales it was learned with; another calibration makes it void."""
    left_over_right: float
    """What the left plate reads for a weight, over what the right plate reads for the same."""
    sd: float


@dataclass(frozen=True, slots=True)
class PlateZero:
    """Where one plate's zero is now, and how far it came."""

    plate: Literal["left", "right"]
    offset_n: float
    """From the calibration's zero."""
    moved_n: float
    """Since it was told before; refused zeros: what the plate shows beyond the zero in force."""
    age_s: float | None
    """How old the zero was that this one replaces; ``None`` for the first."""


@dataclass(frozen=True, slots=True)
class Zero:
    """A zero was taken, or refused (``taken`` is false and ``detail`` says why).

    While nobody is there it is read every second; readings that change little are told together before somebody
    steps on. ``operator``: the step's calibration came with another zero.
    """

    type: ClassVar[str] = "zero"
    cause: Literal["empty", "lifted", "operator"]
    t_s: float
    plates: tuple[PlateZero, ...]
    taken: bool = True
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Weigh:
    """A quiet stance was weighed (two feet, hands assumed off)."""

    type: ClassVar[str] = "weigh"
    start_s: float
    end_s: float
    system_mass_kg: float
    system_mass_sd_kg: float
    left_share: float
    added_load_kg: float | None
    """Against the session's first, unloaded stance; ``None`` for that stance itself."""


@dataclass(frozen=True, slots=True)
class WeighProgress:
    """How much of a quiet stance is complete; sent a few times a second while nobody is weighed yet."""

    type: ClassVar[str] = "weigh_progress"
    t_s: float
    fraction: float
    still: bool


@dataclass(frozen=True, slots=True)
class Rise:
    """The body rose: the gate in front of every rep, and the pacer's cue."""

    type: ClassVar[str] = "rise"
    start_s: float
    end_s: float
    height_m: float
    left_share: float


@dataclass(frozen=True, slots=True)
class Rep:
    """One rep; ``final`` tells the provisional value (0.25 s after the foot returns) from the one at set end.

    The measured values are named, united and explained in ``station.metrics.registry``. ``None`` means
    withheld, and then ``refused`` says why.
    """

    final: bool
    set: int
    index: int
    mode: Mode
    side: Side
    start_s: float
    start_time_us: int | None
    """Wall time of ``start_s``; ``None`` for files. Frozen at the first report: re-sending is idempotent."""
    variant: str
    single_leg_start_s: float | None = None
    single_leg_end_s: float | None = None
    single_leg_time_s: float | None = None
    lowering_start_s: float | None = None
    lowering_end_s: float | None = None
    eccentric_tut_s: float | None = None
    eccentric_tut_lo_s: float | None = None
    eccentric_tut_hi_s: float | None = None
    eccentric_tut_sd_s: float | None = None
    tempo: Tempo | None = None
    near_bottom_s: float | None = None
    rise_s: float | None = None
    rise_left_share: float | None = None
    lowering_left_share: float | None = None
    left_share_sd: float | None = None
    added_load_kg: float | None = None
    added_load_sd_kg: float | None = None
    hand_share: float | None = None
    com_lowering_m: float | None = None
    lowering_speed_m_s: float | None = None
    tremor_rms_n: float | None = None
    smoothness_bw_pct: float | None = None
    load_time_kg_s: float | None = None
    faults: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """``rep`` when provisional, ``rep_final`` at set end."""
        return "rep_final" if self.final else "rep"


@dataclass(frozen=True, slots=True)
class RepWithdrawn:
    """A rep that was told while the set went on, and that all evidence at its end says was none."""

    type: ClassVar[str] = "rep_withdrawn"
    set: int
    index: int
    start_s: float


@dataclass(frozen=True, slots=True)
class SetSummary:
    """A set closed. Measured values are in ``station.metrics.registry`` at level ``set``."""

    type: ClassVar[str] = "set"
    index: int
    mode: Mode
    side: Side
    variant: str
    start_s: float
    end_s: float
    start_time_us: int | None
    closed_by: Literal["rest", "step_off", "end", "prescription"]
    reps_done: int
    reps_clean: int
    reps_left: int
    reps_right: int
    tut_total_s: float | None
    tut_good_s: float | None
    eccentric_tut_mean_s: float | None
    eccentric_tut_sd_s: float | None
    single_leg_time_mean_s: float | None
    single_leg_time_sd_s: float | None
    single_leg_asymmetry_pct: float | None
    single_leg_asymmetry_band_pct: float | None
    rise_asymmetry_pct: float | None
    added_load_kg: float | None
    added_load_sd_kg: float | None
    hand_share: float | None
    system_mass_kg: float | None
    zero_drift_n: float | None
    sample_rate_hz: float | None
    invalid_sample_share: float | None
    """``None`` for a set that was closed by recovery after a crash."""
    eccentric_tut_mean_se_s: float | None = None
    eccentric_tut_sd_se_s: float | None = None
    single_leg_time_mean_se_s: float | None = None
    single_leg_time_sd_se_s: float | None = None
    fade_s_per_rep: float | None = None
    fade_se_s_per_rep: float | None = None
    fade_pct: float | None = None
    volume_load_kg_s: float | None = None
    firmware: str | None = None
    calibration: str | None = None
    fault_counts: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A visit summed up. Values are in ``station.metrics.registry`` at level ``session``; right is positive."""

    reps_done: int
    reps_clean: int
    reps_left: int
    reps_right: int
    tut_total_s: float | None
    tut_good_s: float | None
    volume_load_kg_s: float | None
    single_leg_time_left_s: float | None
    single_leg_time_right_s: float | None
    single_leg_asymmetry_pct: float | None
    single_leg_asymmetry_band_pct: float | None
    single_leg_asymmetry: str | None
    eccentric_tut_left_s: float | None
    eccentric_tut_right_s: float | None
    eccentric_tut_asymmetry_pct: float | None
    eccentric_tut_asymmetry_band_pct: float | None
    eccentric_tut_asymmetry: str | None
    load_time_left_kg_s: float | None
    load_time_right_kg_s: float | None
    load_time_asymmetry_pct: float | None
    load_time_asymmetry_band_pct: float | None
    load_time_asymmetry: str | None
    compliant_share_left: float | None
    compliant_share_right: float | None
    compliant_asymmetry_pct: float | None
    compliant_asymmetry_band_pct: float | None
    compliant_asymmetry: str | None
    rise_share_left: float | None
    rise_share_right: float | None
    rise_share_asymmetry_pct: float | None
    rise_share_asymmetry_band_pct: float | None
    rise_share_asymmetry: str | None
    rise_left_share: float | None
    rise_asymmetry_pct: float | None
    rise_asymmetry_band_pct: float | None
    rise_asymmetry: str | None
    lowering_left_share: float | None
    lowering_asymmetry_pct: float | None
    lowering_asymmetry_band_pct: float | None
    lowering_asymmetry: str | None
    limb_symmetry_index_pct: float | None
    planned_sets: int | None = None
    planned_reps: int | None = None
    planned_load_kg: float | None = None
    reps_adherence: float | None = None
    tempo_adherence: float | None = None
    load_adherence: float | None = None
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClockStamp:
    """By which clock a visit is timed, and how much that clock was worth when the visit began."""

    state: Literal["ok", "unsure", "wrong"]
    """``ok``: the system says it is synchronised. ``wrong``: proven by ``reason``. ``unsure``: neither."""
    reason: str
    boot_id: str
    """The start of the machine within which ``offset_us`` means something."""
    offset_us: int
    """Wall time of this visit less the time since that start."""
    held: bool
    """Its points wait, because the time they are filed under may still be corrected."""


@dataclass(frozen=True, slots=True)
class SetAsked:
    """One set of a visit's plan."""

    side: Side
    mode: Mode
    variant: str
    reps: int
    added_load_kg: float


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """What the plan asked of a visit when it began: kept with it, and what adherence is told against."""

    plan_id: str
    week: int | None
    """Week of the plan, from 1."""
    phase: str
    mode: str
    """``rehab``, ``strength``, ``maintenance`` or ``performance``."""
    action: str
    """What was suggested: ``train``, ``rest``, ``done_today``, ``stop_and_ask``."""
    sets: tuple[SetAsked, ...] = ()
    """Those that were still to do when the visit began."""
    load_step_kg: float = 1.0
    """Smallest step of added load the athlete owns: half of it either way is the load as planned."""
    as_tolerated: bool = False
    """Fewer repetitions are as good as all of them."""
    override: str = ""
    """What was decided instead of the plan, as in ``load 12.5, reps 8``; who decided it and why is not told here."""
    alerts: tuple[str, ...] = ()
    """Names of the programme's alerts that stood when the visit began."""
    phase_began: bool = False
    """The athlete's visit before was in another phase or plan, or there was none."""
    override_began: bool = False
    """... something else had been decided for it."""
    alerts_began: tuple[str, ...] = ()
    """Those of ``alerts`` that did not stand when it began."""


@dataclass(frozen=True, slots=True)
class SetCurve:
    """A set's forces, thinned out, for dashboards: stored only to be sent. Made by the session layer."""

    type: ClassVar[str] = "set_curve"
    index: int
    side: Side
    variant: str
    start_s: float
    start_time_us: int | None
    t_s: tuple[float, ...]
    """Middle of each stretch of time, on the source's own clock."""
    left_n: tuple[float, ...]
    """Mean over the stretch's good instants."""
    right_n: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SymptomNoted:
    """A person said how it feels, or that they ran; at the step, between sets or in the middle of one.

    ``values`` by kind, as in ``station.store.symptoms.KINDS``: pain NRS 0 to 10, minutes, 1 for yes and 0 for no.
    """

    type: ClassVar[str] = "symptom"
    athlete_id: str | None
    """``None``: a guest, of whom it is kept with the visit's events only."""
    time_us: int
    values: dict[str, float]
    leg: Side | None = None
    """``None``: not said."""
    session_id: str | None = None
    """The visit it was said in."""
    day: str | None = None
    """Local date it tells of, as in 2026-03-01, when that was stated; ``None``: the date of ``time_us``."""
    run_surface: str | None = None
    """``flat``, ``hills`` or ``speed`` of a run; ``None``: not about a run."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A person's visit began or ended. Made by the session layer."""

    type: ClassVar[str] = "session"
    state: Literal["opened", "closed"]
    session_id: str
    athlete_id: str | None
    time_us: int
    port: str
    step_uid: str | None = None
    body_mass_kg: float | None = None
    sets_done: int = 0
    reps_done: int = 0
    summary: SessionSummary | None = None
    """Of a visit that closed."""
    clock: ClockStamp | None = None
    """``None`` when the source brings its own time."""
    plan: SessionPlan | None = None
    """What was planned for it; ``None`` without a plan."""


@dataclass(frozen=True, slots=True)
class Saved:
    """This is on disk now. Made by the store after its commit."""

    type: ClassVar[str] = "saved"
    what: Literal["session", "rep", "rep_final", "set", "symptom"]
    session_id: str
    """Empty for a symptom told outside every visit."""
    set: int | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class InfluxState:
    """How the forwarder is doing. Made by the forwarder."""

    type: ClassVar[str] = "influx"
    state: Literal["off", "ok", "waiting", "refused"]
    pending: int
    parked: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StoreState:
    """Whether what was measured reaches the disk. Made by the storage thread when that changes.

    ``held``: the disk refuses, events wait in memory, or also in ``file``. ``ok``: everything is saved again.
    ``unsaved``: the session ended before they could be saved; they are in ``file``, or lost when there is none.
    """

    type: ClassVar[str] = "store"
    state: Literal["ok", "held", "unsaved"]
    reps: int
    events: int
    detail: str = ""
    file: str = ""
    lost: int = 0
    """Events given up, because neither disk nor memory nor another folder took them."""


@dataclass(frozen=True, slots=True)
class Recording:
    """The wire is kept in this file of the recordings folder, or no longer. Made by the recorder."""

    type: ClassVar[str] = "recording"
    state: Literal["begun", "continued", "stopped"]
    file: str
    time_us: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The station tidied up, or found something to tidy up."""

    type: ClassVar[str] = "upkeep"
    what: Literal["recordings_deleted", "events_deleted", "low_space", "space_again"]
    time_us: int
    detail: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClockStep:
    """This computer's clock was set. A visit that is open keeps its own time to its end; the next uses the new one."""

    type: ClassVar[str] = "clock_step"
    time_us: int
    """On the time that is kept meanwhile."""
    before_us: int
    """What the clock would have said without the step."""
    after_us: int
    """What it said instead."""
    step_s: float


@dataclass(frozen=True, slots=True)
class ClockState:
    """What this computer's clock is worth. Made by the clock's keeper when that changes."""

    type: ClassVar[str] = "clock"
    state: Literal["ok", "unsure", "wrong"]
    reason: str
    held: int
    """Sessions whose points wait for the clock."""


@dataclass(frozen=True, slots=True)
class ClockCorrected:
    """A session's times were corrected, or judged as good as they are. For the record."""

    type: ClassVar[str] = "clock_corrected"
    time_us: int
    by_s: float
    detail: str
    resent: int = 0
    """Points that InfluxDB has under the old times as well: they were sent again under the new ones."""


@dataclass(frozen=True, slots=True)
class Discarded:
    """Somebody gave up points that InfluxDB had refused. Made by whoever did it, for the record."""

    type: ClassVar[str] = "discarded"
    points: dict[str, int]
    """How many, by measurement."""
    reason: str
    refusal: str
    """The server's words about the first of them."""
    time_us: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A part of the station itself failed (a dead worker, a full disk); shown, never swallowed."""

    type: ClassVar[str] = "alarm"
    source: str
    message: str
    time_us: int


@dataclass(frozen=True, slots=True, eq=False)
class ForceBlock:
    """Vertical force per plate on the common time base: arrays of shape ``(n,)``, N and s."""

    type: ClassVar[str] = "force"
    t_s: NDArray[np.float64]
    left_n: NDArray[np.float64]
    right_n: NDArray[np.float64]
    valid: NDArray[np.bool_]


Event = (
    Identity | Health | Calibration | PlateGains | Zero | Fault | WireAccount | Link | Stance | SingleLegStance | Weigh
    | WeighProgress | Rise | SymptomNoted | Rep | RepWithdrawn | SetSummary | Session | Saved | InfluxState | Alarm
    | Discarded | ForceBlock | StoreState | Recording | Upkeep | ClockStep | ClockState | ClockCorrected | HealthCheck
    | HealthReport | SetCurve
)  # fmt: skip
