// Draws a board's cells: pictures by giraffe, which InfluxDB 2 draws with itself; numbers and tables as plain HTML.
const {Plot, newTable} = Giraffe;

function table(cell) {
  const x = [], y = [], names = [];
  for (const one of cell.series) one.x.forEach((at, i) => { x.push(at); y.push(one.y[i]); names.push(one.name); });
  return newTable(x.length).addColumn('x', 'dateTime:RFC3339', 'time', x)
    .addColumn('y', 'double', 'number', y).addColumn('series', 'string', 'string', names);
}

function config(cell) {
  const common = {
    table: table(cell), valueFormatters: {x: time(cell.range), y: v => format(v)},
    axisColor: '#4a5361', tickFont: '11px system-ui, sans-serif', tickFontColor: '#b9c2ce', gridColor: '#2b323d',
    gridOpacity: 1, xAxisLabel: '', yAxisLabel: cell.label, legendHide: true, axisOpacity: 1,
  };
  if (cell.kind === 'histogram')
    return {...common, layers: [{type: 'histogram', x: 'y', binCount: cell.bins, fill: ['series'],
      colors: cell.colours, position: 'stacked', fillOpacity: 0.8, strokeOpacity: 1}]};
  return {...common, xDomain: cell.range, layers: [{
    type: 'line', x: 'x', y: 'y', fill: ['series'], position: cell.position, colors: cell.colours, lineWidth: 2,
    interpolation: {bar: 'step', step: 'step'}[cell.geom] ?? 'linear', shadeBelow: cell.geom === 'bar',
    shadeBelowOpacity: 0.35}]};
}

const DAYS = 3 * 86400e3;
function time([start, stop]) {
  const long = stop - start > DAYS;
  return ms => new Date(ms).toISOString().slice(...(long ? [5, 10] : [11, 16]));
}
const format = v => Math.abs(v) >= 1000 ? (v / 1000).toFixed(1) + 'k' : String(+v.toFixed(2));

// giraffe takes the first colours in the order of series, and blends when there are more series than colours.
function key(cell) {
  if (cell.series.length < 2) return '';
  const own = cell.series.length <= cell.colours.length;
  return cell.series.map((one, at) => `<i style="background:${own ? cell.colours[at] : 'none'}"></i>${one.name}`).join('');
}

for (const cell of window.CELLS) {
  const place = document.getElementById(cell.id);
  place.previousElementSibling.innerHTML = key(cell);
  ReactDOM.render(React.createElement(Plot, {config: config(cell)}), place);
}
document.title = 'drawn';
