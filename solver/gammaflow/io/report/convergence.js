// The distance against the parameter, log-log: what was measured, with error bars, and the slope that was predicted.

// What can be drawn against the parameter: the distances, then the differences of energy and of both dissipations.
function quantities(state) {
  const result = state.distances.map(name => ({
    name,
    title: name === state.study.distance ? name + ' (judged)' : name,
    of: point => object(point.distances)[name],
    claim: name === state.study.distance ? state.claim(1) : undefined,
    axis: distanceName(name) + ' to the ' + state.limitWord + ' flow',
  }));
  const more = [
    ['energy', 'energies', state.claim(2)],
    ['primal_dissipation', 'primal dissipation', state.claim(3, 'primal dissipation')],
    ['dual_dissipation', 'dual dissipation', state.claim(3, 'dual dissipation')],
  ];
  for (const [key, title, claim] of more)
    if (state.points.some(p => finite(object(p[key]).value)))
      result.push({name: title, title, of: p => p[key], claim, axis: 'difference of ' + title});
  return result;
}

function kindOf(point, index, claim) {
  if (point.resolved === false) return 'unresolved';
  const used = claim ? list(claim.points_used) : [];
  return used.length && used[index] === false ? 'not used' : 'used';
}

const MARKS = {
  used: {symbol: 'circle', label: 'in the fit'},
  'not used': {symbol: 'circle-open', label: 'not in the fit'},
  unresolved: {symbol: 'x-thin-open', label: 'not resolved'},
};

// The legend goes where the least is drawn: top left, where values that fall leave room, or another corner.
function emptiestCorner(data, layout) {
  const along = (value, axis) => (Math.log10(value) - axis.range[0]) / (axis.range[1] - axis.range[0]);
  const drawn = data.flatMap(trace => {
    const xy = trace.x.map((x, i) => [along(x, layout.xaxis), along(trace.y[i], layout.yaxis)]);
    if (trace.mode !== 'lines') return xy.flatMap(p => [p, p, p]);
    const steps = Array.from({length: 21}, (_, i) => i / 20);
    return steps.map(s => [0, 1].map(d => (1 - s) * xy[0][d] + s * xy[1][d]));
  });
  const corners = [
    {x: 0.02, y: 0.99},
    {x: 0.98, y: 0.03},
    {x: 0.98, y: 0.99},
    {x: 0.02, y: 0.03},
  ];
  const crowd = c => drawn.filter(([x, y]) => Math.abs(x - c.x) < 0.5 && Math.abs(y - c.y) < 0.42).length;
  const best = corners.reduce((a, b) => (crowd(b) < crowd(a) ? b : a));
  const {x, y} = best;
  return {x, y, xanchor: x < 0.5 ? 'left' : 'right', yanchor: y < 0.5 ? 'bottom' : 'top'};
}

function geometricMean(values) {
  return Math.exp(values.reduce((sum, v) => sum + Math.log(v), 0) / values.length);
}

function convergencePicture(state, quantity, node) {
  const rows = state.points.map((point, index) => {
    const value = object(quantity.of(point));
    return {
      point,
      index,
      x: point.parameter,
      y: value.value,
      delta: value.delta,
      kind: kindOf(point, index, quantity.claim),
      space: value.delta_space,
      time: value.delta_time,
      atEnd: value.at_end,
    };
  });
  const drawable = rows.filter(r => finite(r.x) && r.x > 0 && finite(r.y) && r.y > 0);
  const data = [],
    claim = quantity.claim || {},
    xs = drawable.map(r => r.x);
  const anchors = drawable.filter(r => r.kind === 'used').length
    ? drawable.filter(r => r.kind === 'used')
    : drawable;
  const limit = object(claim.limit_statement),
    stays = limit.verdict === 'refuted' && finite(limit.estimate) ? limit.estimate : NaN;
  const saturates = stays > 0;
  const middle = {x: geometricMean(anchors.map(r => r.x)), y: geometricMean(anchors.map(r => r.y))};
  const line = (order, through, name, look) => {
    const ends = [minimum(xs), maximum(xs)];
    data.push({
      x: ends,
      y: ends.map(x => through.y * Math.pow(x / through.x, order)),
      mode: 'lines',
      name,
      line: look,
      hoverinfo: 'skip',
    });
  };
  const predicted = finite(claim.predicted_order) ? claim.predicted_order : object(state.study.limit).order;
  if (drawable.length > 1 && finite(claim.observed_order))
    line(
      claim.observed_order,
      middle,
      'observed slope ' + measured(claim.observed_order, claim.uncertainty),
      {color: colour('muted'), width: 1.5},
    );
  // values that stay away from zero leave the predicted line where the sweep starts
  const start = anchors.reduce((a, b) => (b.x > a.x ? b : a), anchors[0]);
  if (drawable.length > 1 && finite(predicted))
    line(predicted, saturates ? start : middle, 'predicted slope ' + number(predicted), {
      color: colour('accent'),
      width: 2,
      dash: 'dash',
    });
  if (saturates && xs.length)
    data.push({
      x: [minimum(xs), maximum(xs)],
      y: [stays, stays],
      mode: 'lines',
      name: 'limit ' + number(stays),
      line: {color: colour('bad'), width: 2, dash: 'dot'},
      hoverinfo: 'skip',
    });
  const other = object(state.study.elsewhere),
    last = rows[rows.length - 1];
  if (
    quantity.name === state.study.distance &&
    finite(other.distance) &&
    other.distance > 0 &&
    last &&
    last.x > 0
  )
    data.push({
      x: [last.x],
      y: [other.distance],
      mode: 'markers',
      name: 'to ' + plain(text(other.geometry)) + ' instead',
      marker: {symbol: 'diamond', size: 11, color: colour('good')},
      error_y: errorBars([other.delta], colour('good'), {thickness: 1.5, width: 5}),
      text: [plain('to ' + text(other.geometry) + ': ' + measured(other.distance, other.delta))],
      hovertemplate: '%{text}<extra></extra>',
    });
  for (const kind of Object.keys(MARKS)) {
    const here = drawable.filter(r => r.kind === kind);
    if (!here.length) continue;
    const colours =
      kind === 'unresolved' ? here.map(() => colour('open')) : here.map(r => state.colourOf(r.index));
    data.push({
      x: here.map(r => r.x),
      y: here.map(r => r.y),
      mode: 'markers',
      name: MARKS[kind].label,
      marker: {
        symbol: MARKS[kind].symbol,
        size: kind === 'unresolved' ? 10 : 11,
        color: colours,
        line: {width: 2, color: colours},
      },
      error_y: errorBars(here.map(r => r.delta), colour('ink'), {thickness: 1.5, width: 5}),
      text: here.map(
        r =>
          plain(state.pointName(r.point) + ': ' + measured(r.y, r.delta)) +
          '<br>' +
          MARKS[kind].label +
          (finite(r.space) && finite(r.time)
            ? '<br>error bar: space ' + number(r.space, 2) + ', time ' + number(r.time, 2)
            : '') +
          (finite(r.atEnd) ? '<br>at the end: ' + number(r.atEnd) : ''),
      ),
      hovertemplate: '%{text}<extra></extra>',
    });
  }
  const missing = rows.length - drawable.length;
  const reach = drawable
    .flatMap(r => [r.y, r.y + (r.delta || 0), Math.max(r.y - (r.delta || 0), r.y / 3)])
    .concat(
      saturates ? [stays] : [],
      finite(other.distance) && quantity.name === state.study.distance ? [other.distance] : [],
    );
  const layout = layoutOf({
    xaxis: logAxis(plain(state.parameterName()), xs),
    yaxis: logAxis(plain(quantity.axis), reach),
    annotations: missing
      ? [
          {
            xref: 'paper',
            yref: 'paper',
            x: 1,
            y: 1,
            xanchor: 'right',
            yanchor: 'bottom',
            showarrow: false,
            font: {size: letters(12), color: colour('muted')},
            text: missing + (missing === 1 ? ' value is' : ' values are') + ' zero or missing',
          },
        ]
      : [],
  });
  Object.assign(layout.legend, emptiestCorner(data, layout));
  namesWhereTheyFit(layout, data, node);
  if (missing) layout.margin.t = 26;
  const says =
    'Logarithmic plot of ' +
    quantity.axis +
    ' against the ' +
    state.parameterName() +
    ': ' +
    drawable.map(r => number(r.y) + ' at ' + number(r.x)).join(', ') +
    '.' +
    (finite(claim.observed_order)
      ? ' Observed slope ' + measured(claim.observed_order, claim.uncertainty) + '.'
      : '') +
    (finite(predicted) ? ' Predicted slope ' + number(predicted) + '.' : '');
  return {data, layout, says};
}

function convergenceFigure(state) {
  const all = quantities(state);
  if (!state.swept || !all.length) return null;
  let current = all.find(q => q.name === state.distance) || all[0];
  const plot = state.plot(node => convergencePicture(state, current, node));
  const choose = selector(
    'Quantity of the convergence plot',
    all.map(q => q.title),
    title => {
      current = all.find(q => q.title === title);
      plot.refresh();
    },
  );
  choose.value = current.title;
  return figure(
    'Convergence',
    'Largest over the times of comparison, with error bars of both runs; the dashed line has the predicted slope.',
    plot.node,
    {controls: [choose]},
  );
}
