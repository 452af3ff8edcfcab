"""The certificate of a calibration: one sheet with everything that makes its numbers believable, or not."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Final

from station.events import STANDARD_GRAVITY_M_S2
from station.pages.markup import tag
from station.pages.plot import Plot, axis_over
from station.pages.sheet import facts, page, table, verdict

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from station.calibration.model import Check, Direction, PlateCalibration, Residual, UncertaintyPart
    from station.calibration.record import CalibrationRecord
    from station.pages.markup import Part
    from station.pages.plot import Side

COVERAGE: Final = 2.0
"""Expanded uncertainties are told with this factor: about 95 of 100 (GUM 6.2)."""
PLAINLY: Final = (
    "Inspired by ISO 376, OIML R 76 and the GUM, and compliant with none of them: no accredited laboratory took part. "
    "It says how this step was calibrated by its operator, for training and measuring; it is no certificate in trade "
    "or medicine."
)
NAMES: Final[dict[str, str]] = {"L": "Left plate", "R": "Right plate"}
_SIDES: Final[dict[str, Side]] = {"L": "left", "R": "right"}
_G_PER_KG: Final = 1000.0
_LEAST_N: Final = 0.01


def certificate(record: CalibrationRecord) -> str:
    """Return the whole page. Times are told in UTC, so that it reads the same everywhere."""
    outcome = record.outcome
    body: list[Part] = [
        tag("header", tag("h1", "Calibration certificate"), tag("div", f"no. {record.id}", class_="quiet")),
        tag("p", PLAINLY, class_="quiet small"),
        _verdict(record),
        tag("h2", "Step and circumstances"),
        facts(_identity(record)),
        tag("div", [_plate(plate) for plate in outcome.plates], class_="columns"),
        tag(
            "div",
            tag("section", tag("h2", "Uncertainty budget"), _budget(outcome.plates)),
            tag("section", tag("h2", "Limits"), _limits(outcome.checks)),
            class_="columns",
        ),
        [tag("p", note, class_="small mind") for note in outcome.notes],
        tag("footer", _footer(record)),
    ]
    return page(f"Calibration {record.id} of step {record.step_uid}", body)


def _verdict(record: CalibrationRecord) -> Element:
    outcome = record.outcome
    if outcome.accepted and not outcome.passed:
        return verdict("✕", "Accepted in spite of a limit that is not kept: see below.", "stop")
    if not outcome.passed:
        return verdict(
            "✕", "Not passed: at least one limit is not kept. The calibration was not put into use.", "stop"
        )
    if not outcome.accepted:
        return verdict("!", "Passed, but not accepted: the calibration before it stays in use.", "mind")
    worst = max(plate.uncertainty.use_sd_rel for plate in outcome.plates)
    return verdict(
        "✓", f"Passed and accepted. Forces are known to ±{100 * COVERAGE * worst:.2f} % (k = 2).", "go"
    )


def _identity(record: CalibrationRecord) -> list[tuple[str, str]]:
    plan = record.outcome.plan
    masses = ", ".join(f"{mass.mass_kg:g} ± {mass.tolerance_kg:.2g}" for mass in plan.masses)
    temperature = "not measured" if plan.temperature_c is None else f"{plan.temperature_c:.1f} °C"
    taken = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=record.taken_us)
    return [
        ("step", record.step_uid),
        ("date", f"{taken:%Y-%m-%d %H:%M} UTC"),
        ("board, firmware", f"{record.board}, {record.firmware}"),
        ("operator", plan.operator or "not stated"),
        ("masses, kg", masses),
        ("temperature", temperature),
        (
            "procedure",
            f"{_preloads(plan.preloads)}, {plan.series} series {'up and down' if plan.down else 'up'}",
        ),
        ("across both plates", _sum_words(record)),
    ]


def _preloads(count: int) -> str:
    return f"{count or 'no'} preload{'' if count == 1 else 's'}"


def _sum_words(record: CalibrationRecord) -> str:
    found = record.outcome.sum_check
    if found is None:
        return "not compared"
    return (
        f"{found.left_kg:.2f} kg left, {found.right_kg:.2f} kg right, {found.both_kg:.2f} kg on both: "
        f"within {100 * found.spread_rel:.2f} %"
    )


def _plate(plate: PlateCalibration) -> Element:
    uncertainty = plate.uncertainty
    pairs = [
        ("zero", f"{plate.zero_count:.0f} counts"),
        ("scale", f"{1e6 * plate.scale_n_per_count:.3f} µN/count"),
        ("of scale, k = 2", f"±{100 * COVERAGE * uncertainty.scale_sd_rel:.3f} %"),
        ("in use, k = 2", f"±{100 * COVERAGE * uncertainty.use_sd_rel:.3f} %"),
        ("of zero, k = 2", _newtons(COVERAGE * uncertainty.zero_sd_n, "±")),
        ("noise", _newtons(plate.noise_n)),
    ]
    for cell in plate.cells:
        at = f"{'front' if cell.channel.endswith('F') else 'back'} cell {cell.channel}"
        told = f"zero {cell.zero_count:.0f} counts, {1e6 * cell.scale_n_per_count:.3f} µN/count"
        pairs.append((at, f"{told}, ±{100 * COVERAGE * cell.scale_sd_rel:.2f} % (k = 2)"))
    return tag(
        "section",
        tag("h2", NAMES[plate.plate]),
        facts(pairs),
        _residual_plot(plate),
        _hysteresis_plot(plate),
        _readings(plate),
    )


def _residual_plot(plate: PlateCalibration) -> Element:
    side = _SIDES[plate.plate]
    grams = [_G_PER_KG * each.residual_kg for each in plate.residuals]
    plot = Plot(
        axis_over([each.load_kg for each in plate.residuals], "load, kg"),
        axis_over(grams, "from the line, g", even=True),
    )
    plot.line([(0.0, 0.0), (plate.max_load_kg, 0.0)], side)
    for direction in ("up", "down"):
        points = [
            (each.load_kg, _G_PER_KG * each.residual_kg) for each in plate.residuals if each.direction == direction
        ]  # fmt: skip
        plot.marks(points, direction, side)
    return _figure(
        plot.drawn(f"Residuals of the {NAMES[plate.plate].lower()}"),
        "Residuals: ▲ going up, ▽ going down, every series.",
    )


def _hysteresis_plot(plate: PlateCalibration) -> Element | None:
    side = _SIDES[plate.plate]
    differences = _differences(plate.residuals)
    if not differences:
        return None
    plot = Plot(
        axis_over([0.0, plate.max_load_kg], "load, kg"),
        axis_over(
            [grams for points in differences.values() for _, grams in points], "down less up, g", even=True
        ),
    )
    for points in differences.values():
        plot.line(points, side)
        plot.marks(points, "dot", side)
    return _figure(
        plot.drawn(f"Hysteresis of the {NAMES[plate.plate].lower()}"),
        "Hysteresis: the same load going down, less going up; a line a series.",
    )


def _differences(residuals: tuple[Residual, ...]) -> dict[int, list[tuple[float, float]]]:
    """Return by series ``(load kg, down less up g)`` of the loads that were measured both ways."""
    read: dict[tuple[int, float, Direction], float] = {
        (each.series, each.load_kg, each.direction): each.residual_kg for each in residuals
    }
    differences: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for (series, load_kg, direction), residual_kg in sorted(read.items()):
        up_kg = read.get((series, load_kg, "up"))
        if direction == "down" and up_kg is not None:
            differences[series].append((load_kg, _G_PER_KG * (residual_kg - up_kg)))
    return differences


def _figure(picture: Element, caption: str) -> Element:
    return tag("figure", picture, tag("figcaption", caption))


def _readings(plate: PlateCalibration) -> Element:
    """Return what each load read: its mean, and each series' distance from the line."""
    cells: dict[tuple[Direction, float], dict[int, float]] = defaultdict(dict)
    for each in plate.residuals:
        cells[each.direction, each.load_kg][each.series] = each.residual_kg
    series = sorted({each.series for each in plate.residuals})
    order = sorted(cells, key=lambda key: (key[0] == "down", key[1] if key[0] == "up" else -key[1]))
    rows = [
        (
            f"{'▲' if direction == 'up' else '▽'} {load_kg:g}",
            f"{load_kg + fmean(cells[direction, load_kg].values()):.3f}",
            *(_grams(cells[direction, load_kg].get(number)) for number in series),
        )
        for direction, load_kg in order
    ]
    header = ("load, kg", "reads, kg", *(f"{number}, g" for number in series))
    return table("Readings: their mean, and each series' distance from the line", header, rows)


def _grams(residual_kg: float | None) -> str:
    return "" if residual_kg is None else f"{_G_PER_KG * residual_kg:+.0f}"


def _budget(plates: tuple[PlateCalibration, ...]) -> Element:
    """Return the parts of the uncertainty with their size on each plate."""
    found: dict[tuple[str, str, str], dict[str, UncertaintyPart]] = defaultdict(dict)
    for plate in plates:
        for part in plate.uncertainty.parts:
            found[part.name, part.kind, part.of][plate.plate] = part
    rows = [(*key, _part_size(parts.get("L")), _part_size(parts.get("R"))) for key, parts in found.items()]
    caption = "Standard uncertainties (GUM): A from repeats, B from anything else"
    return table(caption, ("source", "type", "of", "left", "right"), rows, words=(0, 1, 2))


def _part_size(part: UncertaintyPart | None) -> str:
    if part is None:
        return ""
    return _newtons(part.sd) if part.of == "zero" else f"{100 * part.sd:.3f} %"


def _newtons(size_n: float, sign: str = "") -> str:
    """Return a size to 0.01 N; what would be rounded to nothing is told as less than that."""
    return f"{sign}{size_n:.2f} N" if size_n >= _LEAST_N else f"< {_LEAST_N:g} N"


def _limits(checks: tuple[Check, ...]) -> Element:
    """Return each limit once, with what was found of the plates."""
    found: dict[str, dict[str | None, Check]] = defaultdict(dict)
    for check in checks:
        found[check.code][check.plate] = check
    rows = []
    for code, by_plate in found.items():
        any_check = next(iter(by_plate.values()))
        rows.append((
            code.replace("_", " ").lower(),
            _measured(by_plate.get("L")),
            _measured(by_plate.get("R")),
            _measured(by_plate.get(None)),
            _sized(any_check.limit, any_check.unit),
        ))  # fmt: skip
    header = ("what", "left", "right", "both", "limit")
    return table("✓ kept, ✕ not kept, · not measured", header, rows)


def _measured(check: Check | None) -> str:
    if check is None:
        return ""
    mark = {True: "✓", False: "✕", None: "·"}[check.passed]
    return mark if check.measured is None else f"{_sized(check.measured, check.unit)} {mark}"


def _sized(value: float, unit: str) -> str:
    return f"{100 * value:.2g} %" if unit == "share" else f"{value:.2g} {unit}"


def _footer(record: CalibrationRecord) -> str:
    previous = ", ".join(
        f"{plate} {scale.scale_n_per_count:.7g} N/count"
        for plate, scale in sorted(record.outcome.previous.items())
    )
    return (
        f"Calibration {record.id} of step {record.step_uid}, station {record.station_version}. Scales before it: "
        f"{previous or 'none'}. Masses are told as newtons at {STANDARD_GRAVITY_M_S2} m/s²."
    )
