// Densities at one moment: values on the plotting grid, and the curves of 1D.

const flat = values => (Array.isArray(values) ? values.flat(Infinity).filter(finite) : []);
const rowsAt = (row, k) => list(list(row && row.density)[k]);
const difference = (a, b) =>
  a.map((value, i) =>
    Array.isArray(value)
      ? difference(value, list(b[i]))
      : finite(value) && finite(b[i])
        ? value - b[i]
        : null,
  );

function extent(values, pad = 0) {
  const low = minimum(values),
    high = maximum(values),
    room = pad * (high - low || Math.abs(high) || 1);
  return values.length ? [low - room, high + room] : [0, 1];
}

function curvesPicture(state) {
  const k = state.moment,
    x = list(state.grid.x),
    data = [],
    limit = rowsAt(state.limit, k);
  const target = state.target;
  const hover = '%{fullData.name}<br>x = %{x:.4~g}: %{y:.4~g}<extra></extra>';
  if (target.length && state.shows('target'))
    data.push({
      x,
      y: target,
      name: 'target',
      mode: 'lines',
      line: {color: colour('target'), width: 1.2, simplify: false},
      fill: 'tozeroy',
      fillcolor: colour('target-fill'),
      hovertemplate: hover,
    });
  if (!state.limit && state.shows('initial'))
    data.push({
      x,
      y: rowsAt(state.curves[0], 0),
      name: 'initial state',
      mode: 'lines',
      line: {color: colour('muted'), width: 1.5, dash: 'dot', simplify: false},
      hovertemplate: hover,
    });
  state.curves.forEach((curve, i) => {
    const y = rowsAt(curve, k);
    if (!state.shows(i) || !y.length) return;
    const line = {color: state.colourOf(i), width: 2.2, simplify: false},
      name = plain(state.pointName(curve));
    data.push({x, y, name, mode: 'lines', line, hovertemplate: hover});
    if (limit.length)
      data.push({
        x,
        y: difference(y, limit),
        name: name + ' \u2212 ' + state.limitWord,
        mode: 'lines',
        line,
        yaxis: 'y2',
        hovertemplate: hover,
      });
  });
  if (limit.length && state.shows('limit'))
    data.push({
      x,
      y: limit,
      name: plain(state.limitWord + ': ' + state.limitName()),
      mode: 'lines',
      line: {color: colour('limit'), width: 2, dash: '5px,6px', simplify: false},
      hovertemplate: hover,
    });
  const everything = [state.limit, ...state.curves]
    .flatMap(row => flat(row && row.density))
    .concat(flat(target));
  const densityRange = extent(everything, 0.04);
  if (everything.length && minimum(everything) >= 0 && minimum(everything) < 0.5 * maximum(everything))
    densityRange[0] = 0;
  const layout = layoutOf({
    xaxis: axis('x', {anchor: limit.length ? 'y2' : 'y', range: extent(x.filter(finite)), automargin: true}),
    yaxis: axis(state.ofField ? 'u' : 'density', {
      domain: limit.length ? [0.4, 1] : [0, 1],
      range: densityRange,
    }),
    uirevision: 'densities',
  });
  // the axis follows the moment, but does not blow up what is nothing against other moments (as at t = 0)
  const largest = k =>
    maximum(
      state.curves.flatMap(curve => flat(difference(rowsAt(curve, k), rowsAt(state.limit, k))).map(Math.abs)),
    );
  const least = 1e-3 * maximum(state.frames.map((_, k) => largest(k)));
  if (limit.length)
    layout.yaxis2 = axis('minus the ' + state.limitWord, {
      domain: [0, 0.31],
      range: least > 0 && largest(k) < least ? [-least, least] : undefined,
      zeroline: true,
      zerolinecolor: colour('muted'),
      nticks: 5,
    });
  const peak = flat(limit.length ? limit : rowsAt(state.curves[0], k));
  const gaps = (limit.length ? state.curves : [])
    .map((curve, i) => [curve, i])
    .filter(([, i]) => state.shows(i))
    .map(([curve]) => {
      const gap = flat(difference(rowsAt(curve, k), limit)).map(Math.abs);
      return state.pointName(curve) + ' is at most ' + number(gap.length ? maximum(gap) : NaN) + ' away';
    });
  return {
    data,
    layout,
    says:
      (state.ofField ? 'States' : 'Densities') +
      ' at t = ' +
      number(state.frames[k]) +
      (state.limit ? '. The limit flow' : '. The state') +
      (peak.length ? ' has its largest value ' + number(maximum(peak)) : ' is not shown') +
      (gaps.length ? '; from it ' + gaps.join(', ') : '') +
      '.',
  };
}
