"""One panel for Grafana."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from grafana_foundation_sdk.builders import common as build_common
from grafana_foundation_sdk.builders import dashboard as build
from grafana_foundation_sdk.builders import histogram, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.variants import Dataquery
from grafana_foundation_sdk.models import common, dashboard

from tools.dashboards import influxql
from tools.dashboards.colours import HEX
from tools.dashboards.grafana_fields import UNITS, cells, overrides

if TYPE_CHECKING:
    from tools.dashboards.model import Ask, Limit, Panel

SOURCE: Final = dashboard.DataSourceRef(type_val="influxdb", uid="${source}")


class InfluxQL(Dataquery, Builder[Dataquery]):
    """A raw query, in the keys that Grafana's editor writes."""

    def __init__(self, ask: Ask, ref: str, shape: str, alias: str = "") -> None:
        self._json = {
            "refId": ref,
            "datasource": {"type": "influxdb", "uid": "${source}"},
            "rawQuery": True,
            "query": influxql.query(ask),
            "resultFormat": shape,
        }
        if alias:
            self._json["alias"] = alias

    def build(self) -> Dataquery:
        """Return itself: it is complete."""
        return self

    def to_json(self) -> dict[str, object]:
        """Return the keys."""
        return dict(self._json)


def panel(asked: Panel) -> Any:  # noqa: ANN401  the library's panels share no type but their methods
    """Return the builder of a panel; its place is still to be set."""
    made: Any = _KINDS[asked.kind](asked)
    made = made.title(asked.title).description(_about(asked))
    made = made.datasource(SOURCE).no_value(asked.empty)
    shape = "time_series" if asked.kind in ("series", "states", "spread") else "table"
    for number, ask in enumerate(asked.asks):
        alias = _alias(ask) if shape == "time_series" else ""
        made = made.with_target(InfluxQL(ask, chr(ord("A") + number), shape, alias))
    if asked.unit and asked.kind not in ("rows", "when"):
        made = made.unit(UNITS[asked.unit])
    if asked.decimals is not None and asked.kind != "rows":
        made = made.decimals(asked.decimals)
    if asked.lowest is not None:
        made = made.min(asked.lowest)
    if asked.highest is not None:
        made = made.max(asked.highest)
    if asked.words and asked.kind != "rows":
        made = made.mappings([mapping(asked)])
    if asked.limits and asked.kind != "rows":
        made = made.thresholds(thresholds(asked.limits))
    return overrides(made, asked) if asked.kind != "rows" else cells(made, asked)


def _about(asked: Panel) -> str:
    clicked = [series.pattern for series in asked.series if series.board]
    return f"{asked.about} A click on {' or '.join(clicked)} leads there." if clicked else asked.about


def thresholds(limits: tuple[Limit, ...]) -> build.ThresholdsConfig:
    """Return limits as Grafana's thresholds."""
    steps = [dashboard.Threshold(limit.value, _tone(limit)) for limit in limits]
    return build.ThresholdsConfig().mode(dashboard.ThresholdsMode.ABSOLUTE).steps(steps)


def _tone(limit: Limit) -> str:
    return "text" if limit.tone == "plain" else HEX[limit.tone]


def mapping(asked: Panel) -> dashboard.ValueMap:
    """Return what single values are called."""
    return dashboard.ValueMap({
        f"{value:g}" if isinstance(value, float) else value: dashboard.ValueMappingResult(
            text=words, color=HEX[tone], index=index
        )
        for index, (value, words, tone) in enumerate(asked.words)
    })  # fmt: skip


def _alias(ask: Ask) -> str:
    tags = " ".join(f"$tag_{tag}" for tag in ask.by)
    if tags and len(ask.columns) == 1 and not ask.columns[0].name.endswith("bound"):
        return tags
    return f"{tags} $col".strip()


def _stat(asked: Panel) -> stat.Panel:
    name = "Time" if asked.kind == "when" else asked.asks[0].name(asked.asks[0].columns[0])
    reduce = build_common.ReduceDataOptions().calcs(["lastNotNull"]).fields(f"/^{name}$/").values(False)
    made = (
        stat.Panel()
        .reduce_options(reduce)
        .graph_mode(common.BigValueGraphMode.NONE)
        .text_mode(common.BigValueTextMode.VALUE)
        .color_mode(common.BigValueColorMode.VALUE)
        .justify_mode(common.BigValueJustifyMode.CENTER)
    )
    if asked.kind == "when":
        made = made.unit("dateTimeFromNow")
    return made if asked.limits else made.color_scheme(fixed("text"))


def fixed(colour: str) -> build.FieldColor:
    """Return one colour for all values."""
    return build.FieldColor().mode(dashboard.FieldColorModeId.FIXED).fixed_color(colour)


def _series(asked: Panel) -> timeseries.Panel:
    legend = build_common.VizLegendOptions().show_legend(True).placement(common.LegendPlacement.BOTTOM)
    tooltip = build_common.VizTooltipOptions().mode(common.TooltipDisplayMode.MULTI)
    made = (
        timeseries.Panel()
        .legend(legend.display_mode(common.LegendDisplayMode.LIST))
        .tooltip(tooltip)
        .line_width(0 if asked.bars else 2)
        .fill_opacity(60 if asked.bars else 0)
        .draw_style(_style(asked))
        .show_points(common.VisibilityMode.ALWAYS if asked.points else common.VisibilityMode.NEVER)
        .point_size(7 if asked.dots else 5)
        .span_nulls(1000.0 * asked.gap_s)
        .insert_nulls(1000.0 * asked.gap_s)
    )
    if asked.stacked:
        made = made.stacking(build_common.StackingConfig().mode(common.StackingMode.NORMAL))
    if asked.lines:
        made = made.thresholds_style(
            build_common.GraphThresholdsStyleConfig().mode(common.GraphThresholdsStyleMode.DASHED)
        )
    return made


def _style(asked: Panel) -> common.GraphDrawStyle:
    if asked.dots:
        return common.GraphDrawStyle.POINTS
    return common.GraphDrawStyle.BARS if asked.bars else common.GraphDrawStyle.LINE


def _rows(_asked: Panel) -> table.Panel:
    return table.Panel().show_header(True).cell_height(common.TableCellHeight.SM).filterable(True)


def _states(_asked: Panel) -> statetimeline.Panel:
    return statetimeline.Panel().merge_values(True).row_height(0.8).show_value(common.VisibilityMode.AUTO)


def _spread(_asked: Panel) -> histogram.Panel:
    return histogram.Panel().bucket_size(1).combine(False).fill_opacity(50).line_width(1)


_KINDS: Final[dict[str, Any]] = {
    "stat": _stat, "when": _stat, "series": _series, "rows": _rows, "states": _states,
    "spread": _spread,
}  # fmt: skip
