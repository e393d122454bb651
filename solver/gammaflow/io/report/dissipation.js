// Claim 3 over time: how far the integrals of R and R* are from those of the limit, and the two parts of R.

function differenceOverTime(state, key) {
  const limit = list(object(state.limit)[key]);
  return row => list(row[key]).map((v, k) => (finite(v) && finite(limit[k]) ? Math.abs(v - limit[k]) : null));
}

function dissipationFigure(state) {
  if (!state.limit || !text(object(state.study.dissipation_in_time).sentence)) return null;
  let key = 'primal_dissipated';
  const symbols = {primal_dissipated: 'R', dual_dissipated: 'R*'};
  const plot = state.plot(() =>
    timePicture(
      state,
      '|\u222b ' + symbols[key] + '\u2091 \u2212 \u222b ' + symbols[key] + '| from 0 to t',
      differenceOverTime(state, key),
      {deltas: row => row[key + '_delta'], withLimit: false, mode: 'lines+markers'},
    ),
  );
  const choose = selector('Dissipation over time', Object.keys(symbols), value => {
    key = value;
    plot.refresh();
  });
  Object.entries(symbols).forEach(([name, symbol], i) => (choose.options[i].textContent = '\u222b ' + symbol));
  return figure(
    'Claim 3, resolved in time',
    'Difference of the dissipations from 0 to t to those of the limit flow, with error bars.',
    plot.node,
    {controls: [choose]},
  );
}

// Fit beside R of the limit, and the penalty, which goes to zero.
function partsFigure(state) {
  if (!has(state, row => row.penalty_rate)) return null;
  let part = 'penalty';
  const take = row => (row === state.limit && part === 'fit' ? row.primal_rate : row[part + '_rate']);
  const plot = state.plot(() =>
    timePicture(state, part === 'fit' ? 'fit' : 'penalty', take, {
      deltas: row => (row === state.limit ? [] : row[part + '_rate_delta']),
      withLimit: part === 'fit',
      mode: 'lines+markers',
    }),
  );
  const choose = selector('Part of R', ['penalty', 'fit'], value => {
    part = value;
    plot.refresh();
  });
  return figure(
    'The two parts of R',
    'R\u2091 = fit + penalty: what the growth or velocity f costs in the limit geometry, and what the ridge adds, ' +
      '\u03bb/2 |f|\u00b2 in the kernel\u2019s space.',
    plot.node,
    {controls: [choose]},
  );
}

function dissipationLine(study) {
  const entry = object(study.dissipation_in_time);
  return text(entry.sentence) ? ['Claim 3 in time (' + text(entry.verdict) + ')', text(entry.sentence)] : null;
}
