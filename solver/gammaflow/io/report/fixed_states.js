// Potentials at the initial state: differences to those of the limit against the parameter.

function moscoFigure(state) {
  const mosco = object(state.study.mosco);
  const tables = [
    ['R*', object(mosco.dual), 'accent', 'circle'],
    ['R', object(mosco.primal), 'good', 'square'],
  ].filter(([, table]) => list(table.largest).length);
  if (!tables.length) return null;
  const draw = () => {
    const data = [],
      xs = [],
      reach = [];
    for (const [name, table, paint, symbol] of tables) {
      const rows = table.largest.map(object).filter(r => finite(r.value) && r.value > 0);
      rows.forEach(r => {
        xs.push(r.parameter);
        reach.push(r.value, r.value + (r.delta || 0));
      });
      data.push(measuredTrace(rows, name, colour(paint), symbol, 2));
    }
    return {
      data,
      layout: layoutOf({
        xaxis: logAxis(plain(state.parameterName()), xs),
        yaxis: logAxis('largest relative difference', reach),
        showlegend: true,
      }),
      says:
        'Largest relative difference of the potentials at the initial state to those of the limit: ' +
        data.map(t => t.name + ' ends at ' + number(t.y[t.y.length - 1])).join('; ') + '.',
    };
  };
  return figure(
    'Potentials at the initial state',
    'R*(u, \u03be) of smooth forces and, where it is known to be finite, R(u, v) of their rates, against those of the limit geometry.',
    state.plot(draw).node,
  );
}

// Trial rates from the best to the worst, for the flow at the last parameter.
function rayleighFigure(state) {
  const flows = list(object(state.study.rayleigh).flows);
  if (!flows.length) return null;
  const last = object(flows[flows.length - 1]);
  const rates = list(last.rates)
    .map(object)
    .filter(r => finite(r.excess))
    .sort((a, b) => b.excess - a.excess);
  const shown = r => Math.max(Math.abs(r.excess), 1e-17);
  const places = rates.map((r, i) => i);
  const draw = () => {
    const across = logAxis('excess over the minimum', rates.map(shown));
    const bars = {
      type: 'bar',
      orientation: 'h',
      x: rates.map(shown),
      y: places,
      marker: {
        opacity: 0.3,
        color: rates.map(r => colour(r.excess < -state.study.rayleigh.tolerance ? 'bad' : 'accent')),
      },
      textposition: 'none',
      text: rates.map(r => plain(r.name) + ': ' + number(r.excess, 3)),
      hovertemplate: '%{text}<extra></extra>',
    };
    // on the bars, which leaves the whole width to them
    const names = {
      mode: 'text',
      x: rates.map(() => Math.pow(10, across.range[0])),
      y: places,
      text: rates.map(r => plain(r.name)),
      textposition: 'middle right',
      textfont: {size: letters(11), color: colour('ink')},
      hoverinfo: 'skip',
    };
    return {
      data: [bars, names],
      layout: layoutOf({
        xaxis: across,
        yaxis: axis('', {showticklabels: false, ticks: '', showgrid: false}),
        margin: {l: 12, r: 12, t: 10, b: 44},
      }),
      says: 'Excess of trial rates: ' + rates.map(r => r.name + ' ' + number(r.excess, 3)).join('; ') + '.',
    };
  };
  return figure(
    'Trial rates',
    'R(u, v) + \u27e8DF, v\u27e9 less its minimum, in parts of R*, at the last parameter: no rate may be better than the computed one.',
    state.plot(draw).node,
  );
}

function fixedStateLines(study) {
  const line = (name, entry) =>
    text(entry.sentence) ? [name + ' (' + text(entry.verdict) + ')', text(entry.sentence)] : null;
  return [
    line('Mosco convergence', object(study.mosco)),
    line('Helmholtz\u2013Rayleigh', object(study.rayleigh)),
  ];
}
