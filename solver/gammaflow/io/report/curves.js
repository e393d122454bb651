// Quantities over time: the limit flow dashed, the kernel flows coloured.

function timeTraces(state, take, options) {
  const {absolute = false, deltas = null, withLimit = true, mode = 'lines'} = options || {};
  const values = row => list(take(row)).map(v => (finite(v) ? (absolute ? Math.abs(v) : v) : null));
  const positive = state.logarithmic && !(options && options.linear);
  const shown = v => (v === null || (positive && v <= 0) ? null : v);
  const data = [];
  state.curves.forEach((curve, i) => {
    const y = values(curve);
    if (!state.shows(i) || !y.some(finite)) return;
    const trace = {
      x: state.times,
      y: y.map(shown),
      mode,
      name: plain(state.pointName(curve)),
      line: {color: state.colourOf(i), width: 2.2},
      marker: {size: 5, color: state.colourOf(i)},
      hovertemplate: '%{fullData.name}<br>t = %{x:.4~g}: %{y:.4~g}<extra></extra>',
      connectgaps: false,
    };
    const delta = deltas ? list(deltas(curve)) : [];
    if (delta.some(d => finite(d) && d > 0))
      trace.error_y = errorBars(y.map((v, k) => delta[k]), state.colourOf(i), {width: 2});
    data.push(trace);
  });
  if (withLimit && state.limit && state.shows('limit')) {
    const y = values(state.limit);
    if (y.some(finite))
      data.push({
        x: state.times,
        y: y.map(shown),
        mode: 'lines',
        name: plain(state.limitWord + ': ' + state.limitName()),
        line: {color: colour('limit'), width: 2, dash: '5px,6px'},
        hovertemplate: '%{fullData.name}<br>t = %{x:.4~g}: %{y:.4~g}<extra></extra>',
      });
  }
  return data;
}

function timePicture(state, title, take, options) {
  return pictureOverTime(state, title, timeTraces(state, take, options), options);
}

// Traces over time as a picture; options: linear, level and levelName of a line that is to be held.
function pictureOverTime(state, title, data, options) {
  const values = data.flatMap(t => t.y).filter(finite);
  const level = options && finite(options.level) ? options.level : NaN;
  if (finite(level) && state.times.length)
    data.push({
      x: [state.times[0], state.times[state.times.length - 1]],
      y: [level, level],
      mode: 'lines',
      name: options.levelName,
      line: {color: colour('bad'), width: 2, dash: 'dot'},
      hoverinfo: 'name',
      showlegend: false, // its name stands beside it
    });
  const all = finite(level) ? values.concat([level]) : values;
  const logarithmic = state.logarithmic && !(options && options.linear);
  const vertical = logarithmic ? logAxis(title, all) : axis(title, {rangemode: 'normal'});
  const annotations = values.length
    ? []
    : [
        {
          xref: 'paper',
          yref: 'paper',
          x: 0.5,
          y: 0.5,
          showarrow: false,
          font: {color: colour('muted')},
          text: logarithmic ? 'nothing positive to show on a logarithmic axis' : 'nothing to show',
        },
      ];
  if (finite(level))
    annotations.push({
      x: 1,
      xref: 'paper',
      xanchor: 'right',
      y: logarithmic ? Math.log10(level) : level,
      yanchor: 'bottom',
      showarrow: false,
      font: {color: colour('bad'), size: letters(12)},
      text: options.levelName + ' ' + number(level),
    });
  const ends = data.map(t => {
    const last = t.y.filter(finite);
    return t.name + ' ends at ' + number(last[last.length - 1]);
  });
  return {
    data,
    layout: layoutOf({xaxis: axis('time t'), yaxis: vertical, annotations}),
    says: title + ' over time. ' + ends.join('; ') + '.',
  };
}

function has(state, take) {
  return [...state.curves, state.limit].some(row => row && list(take(row)).some(finite));
}

function distanceFigure(state) {
  if (!has(state, row => object(row.distance)[state.distance])) return null;
  let name = state.distance;
  const take = row => object(row.distance)[name];
  const options = () => ({
    deltas: row => object(row.delta)[name],
    withLimit: false,
    mode: 'lines+markers',
    level: state.equality && name === state.study.distance ? state.tolerance() : NaN,
    levelName: 'tolerance',
  });
  const plot = state.plot(() => timePicture(state, plain(distanceName(name)), take, options()));
  const choose = selector('Distance over time', state.distances, value => {
    name = value;
    plot.refresh();
  });
  choose.value = name;
  return figure(
    'Distance over time',
    'Between each kernel flow and the ' + state.limitWord + ' flow at the output times.',
    plot.node,
    {controls: [choose]},
  );
}

function ledgerFigures(state) {
  const figures = [];
  const add = (title, caption, label, take, options) => {
    if (!has(state, take)) return;
    figures.push(figure(title, caption, state.plot(() => timePicture(state, label, take, options)).node));
  };
  add('Energy', 'F(u(t)) falls along every gradient flow.', 'F(u(t))', row => row.energy);
  add(
    'Energy\u2013dissipation residual',
    '|F(u(t)) + \u222b(R + R*) \u2212 F(u(0))|: what the energy balance misses, by time stepping alone.',
    '|residual|',
    row => row.edb_residual,
    {absolute: true},
  );
  add('Primal dissipation', 'R(u, u\u2032), what the motion costs.', 'R(u, u\u2032)', row => row.primal_rate);
  add(
    'Dual dissipation',
    'R*(u, \u2212DF(u)), what the force gives.',
    'R*(u, \u2212DF(u))',
    row => row.dual_rate,
  );
  for (const [key, name, symbol] of [
    ['primal_dissipated', 'Primal dissipation so far', 'R'],
    ['dual_dissipated', 'Dual dissipation so far', 'R*'],
  ])
    add(
      name,
      'The integral of ' + symbol + ' from 0 to t, with the error bar of its difference to that of the limit flow.',
      '\u222b ' + symbol + ' dt',
      row => row[key],
      {deltas: row => row[key + '_delta'], linear: true},
    );
  const linear = {linear: true};
  add(
    'Mass',
    'What the total mass has gained or lost since the start.',
    'mass \u2212 mass at 0',
    row => list(row.mass).map(m => (finite(m) ? m - row.mass[0] : null)),
    linear,
  );
  add('Positivity', 'The smallest nodal value.', 'smallest value', row => row.minimum);
  return figures;
}
