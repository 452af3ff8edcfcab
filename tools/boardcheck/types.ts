// The parts of a board's JSON, in Grafana's own types; schemas are made from them.
import type {Dashboard as Whole, Panel as AnyPanel, RowPanel} from './node_modules/@grafana/schema/dist/types/raw/dashboard/x/types.gen';
import type * as histogram from './node_modules/@grafana/schema/dist/types/raw/composable/histogram/panelcfg/x/types.gen';
import type * as stat from './node_modules/@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/types.gen';
import type * as table from './node_modules/@grafana/schema/dist/types/raw/composable/table/panelcfg/x/types.gen';
import type * as text from './node_modules/@grafana/schema/dist/types/raw/composable/text/panelcfg/x/types.gen';
import type * as timeline from './node_modules/@grafana/schema/dist/types/raw/composable/statetimeline/panelcfg/x/types.gen';
import type * as timeseries from './node_modules/@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/types.gen';
import type * as xychart from './node_modules/@grafana/schema/dist/types/raw/composable/xychart/panelcfg/x/types.gen';

export type dashboard = Whole;
export type panel = AnyPanel;
export type row = RowPanel;
export type options_histogram = histogram.Options;
export type options_stat = stat.Options;
export type options_state_timeline = timeline.Options;
export type options_table = table.Options;
export type options_text = text.Options;
export type options_timeseries = timeseries.Options;
export type options_xychart = xychart.Options;
export type custom_histogram = histogram.FieldConfig;
export type custom_state_timeline = timeline.FieldConfig;
export type custom_table = table.FieldConfig;
export type custom_timeseries = timeseries.FieldConfig;
export type custom_xychart = xychart.FieldConfig;
