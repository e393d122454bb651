// A map over bandwidth and ridge: the distance to a limit as colours, with its error bar and local orders in the tooltip,
// and the curve on which the nearer limit changes.

const limitOfMap = limit => text(limit.geometry) + (text(limit.settings) ? ' (' + limit.settings + ')' : '');

function orderWords(interval) {
  const [low, high] = list(interval);
  return finite(low) && finite(high) ? measured((low + high) / 2, (high - low) / 2) : 'not known';
}

// The tooltip of grid point (i, j): orders are those towards the next smaller bandwidth and ridge.
function mapPoint(map, limit, i, j) {
  const value = object(list(list(limit.values)[i])[j]),
    orders = object(limit.orders),
    inBandwidth = list(list(orders.bandwidth)[i])[j],
    inRidge = list(list(orders.ridge)[i])[j],
    nearer = list(list(object(map.change).nearer)[i])[j];
  return plain(
    '\u03c3 = ' + number(map.bandwidths[i]) + ', \u03bb = ' + number(map.ridges[j]) + ': ' + measured(value.value, value.delta) +
      (value.resolved === true ? '' : ', not resolved') +
      (inBandwidth ? '; order in \u03c3 ' + orderWords(inBandwidth) : '') +
      (inRidge ? '; order in \u03bb ' + orderWords(inRidge) : '') +
      (nearer ? '; nearer limit: ' + nearer : ''),
  );
}

// Where the nearer limit changes on a line of the grid; the bars reach to the decided points around. Coordinates are
// logarithms: cells of a picture have their edges in the middle between points.
function changeTrace(map) {
  const crossings = list(object(map.change).crossings).map(object),
    log = Math.log10;
  if (!crossings.length) return null;
  const bars = along => ({
    type: 'data',
    symmetric: false,
    array: crossings.map(c => (c.along === along ? log(c.high / c[along]) : 0)),
    arrayminus: crossings.map(c => (c.along === along ? log(c[along] / c.low) : 0)),
    color: colour('ink'),
    thickness: 1.5,
    width: 4,
  });
  return {
    x: crossings.map(c => log(c.bandwidth)),
    y: crossings.map(c => log(c.ridge)),
    mode: 'markers',
    name: 'the nearer limit changes',
    marker: {size: 8, symbol: 'diamond', color: colour('ink')},
    error_x: bars('bandwidth'),
    error_y: bars('ridge'),
    text: crossings.map(
      c => 'the nearer limit changes: ' + plain(c.along) + ' between ' + number(c.low) + ' and ' + number(c.high),
    ),
    hovertemplate: '%{text}<extra></extra>',
  };
}

// Round numbers on a bar of colours that stand for logarithms.
function colourTicks(logs) {
  const low = minimum(logs),
    high = maximum(logs),
    digits = high - low > 2.2 ? [1] : high - low > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 6, 8];
  const values = [];
  for (let e = Math.floor(low); e <= high; ++e) digits.forEach(d => values.push(d * Math.pow(10, e)));
  const shown = values.filter(v => Math.log10(v) >= low && Math.log10(v) <= high);
  return {tickvals: shown.map(Math.log10), ticktext: shown.map(v => number(v)), tickfont: {size: letters(11)}};
}

function mapOfLimit(map, limit) {
  const rows = list(limit.values).map(list),
    xs = list(map.bandwidths),
    ys = list(map.ridges),
    at = (i, j) => object(list(rows[i])[j]).value,
    logs = xs.flatMap((_, i) => ys.map((_, j) => at(i, j))).filter(v => v > 0).map(Math.log10),
    ticks = (title, values) =>
      axis(title, {tickvals: values.map(Math.log10), ticktext: values.map(v => number(v)), showgrid: false}),
    data = [
      {
        type: 'heatmap',
        x: xs.map(Math.log10),
        y: ys.map(Math.log10),
        z: ys.map((_, j) => xs.map((_, i) => (at(i, j) > 0 ? Math.log10(at(i, j)) : null))),
        text: ys.map((_, j) => xs.map((_, i) => mapPoint(map, limit, i, j))),
        colorscale: 'Viridis',
        hoverongaps: false,
        hovertemplate: '%{text}<extra></extra>',
        colorbar: Object.assign({thickness: 10, outlinewidth: 0}, logs.length ? colourTicks(logs) : {}),
      },
    ];
  const change = changeTrace(map);
  if (change) data.push(change);
  const last = object(list(rows[rows.length - 1])[ys.length - 1]);
  return {
    data,
    layout: layoutOf({
      xaxis: ticks('bandwidth \u03c3', xs),
      yaxis: ticks('ridge \u03bb', ys),
      margin: {l: 56, r: 76, t: 10, b: 44},
    }),
    says:
      'Distance to ' +
      limitOfMap(limit) +
      ' over bandwidth and ridge; at the smallest of both ' +
      measured(last.value, last.delta) +
      '. ' +
      text(object(map.change).sentence),
  };
}

function ridgeBandwidthMaps(state) {
  const map = object(state.study.map);
  return list(map.limits)
    .map(object)
    .map(limit =>
      figure(
        'Map: distance to ' + limitOfMap(limit),
        'Over bandwidth and ridge, with error bars and local orders at each point' +
          (list(object(map.change).crossings).length ? '; diamonds: the nearer limit changes there.' : '.'),
        state.plot(() => mapOfLimit(map, limit)).node,
      ),
    );
}

function mapLine(study) {
  const map = object(study.map);
  return text(map.sentence) ? ['Map over bandwidth and ridge', text(map.sentence)] : null;
}
