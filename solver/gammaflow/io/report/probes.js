// Claims 4 and 5 against the parameter: the functional along probe curves over D with its band, and how far recovery
// sequences are from D.

const PROBE_LINES = ['solid', 'dash', 'dot', 'dashdot', 'longdash', 'longdashdot'];

const solvedPoints = probe => list(object(probe).points).map(object).filter(p => !p.failure && finite(p.limit));

// Curves over the parameter, with their names below.
function curvesLayout(state, xs, label, heights, names) {
  return namesBelow(
    layoutOf({xaxis: logAxis(plain(state.parameterName()), xs), yaxis: logAxis(label, heights)}),
    names,
  );
}

// The region between two curves over the same parameters, in a colour that lets through what is below it: `count` such
// regions may lie on each other.
function regionBetween(x, low, high, paint, count) {
  const opacity = Math.max(0.04, 0.2 / count).toFixed(2);
  const edge = {x, mode: 'lines', line: {width: 0}, showlegend: false, hoverinfo: 'skip'};
  return [
    Object.assign({y: low}, edge),
    Object.assign({y: high, fill: 'tonexty', fillcolor: paint.replace('rgb(', 'rgba(').replace(')', ',' + opacity + ')')}, edge),
  ];
}

// Where the bounds of D_e are apart: the region between them, up to `top` where there is no upper one.
function boundsOf(rows, paint, top, count) {
  const upper = p => (finite(p.total[1]) ? p.total[1] / p.limit : top);
  return rows.some(p => upper(p) > (p.total[0] + 2 * (p.delta || 0)) / p.limit)
    ? regionBetween(
        rows.map(p => p.parameter),
        rows.map(p => p.total[0] / p.limit),
        rows.map(upper),
        paint,
        count,
      )
    : [];
}

// The lower bound of D_e over D, and the region up to the upper one; where R_e may be infinite there is none, and the
// marks are open.
function probePicture(state, claim, names) {
  const probes = list(claim.probes).map(object),
    data = [],
    open = [],
    heights = [1],
    xs = [];
  let band = 0;
  probes.forEach((probe, i) => {
    const rows = solvedPoints(probe).filter(p => finite(list(p.total)[0]) && p.limit > 0);
    if (!rows.length) return;
    const paint = sweepColour(i, probes.length);
    rows.forEach(p => {
      xs.push(p.parameter);
      heights.push(p.total[0] / p.limit);
      if (finite(p.total[1]) && p.total[1] < 100 * p.total[0]) heights.push(p.total[1] / p.limit);
      band = Math.max(band, (p.limit_delta || 0) / p.limit);
    });
    data.push({
      x: rows.map(p => p.parameter),
      y: rows.map(p => p.total[0] / p.limit),
      mode: 'lines+markers',
      name: plain(text(probe.name)),
      line: {color: paint, width: 2, dash: PROBE_LINES[i % PROBE_LINES.length]},
      marker: {
        size: 8,
        color: paint,
        symbol: rows.map(p => (finite(p.total[1]) ? 'circle' : 'triangle-up-open')),
      },
      error_y: errorBars(rows.map(p => p.delta / p.limit), paint, {thickness: 1.5}),
      text: rows.map(p =>
        plain(
          text(probe.name) +
            ': ' +
            (finite(p.total[1]) ? '' : 'at least ') +
            measured(p.total[0], p.delta) +
            ', D = ' +
            measured(p.limit, p.limit_delta),
        ),
      ),
      hovertemplate: '%{text}<extra></extra>',
    });
    open.push([rows, paint]);
  });
  const ends = xs.length ? [minimum(xs), maximum(xs)] : [],
    top = 1e3 * maximum(heights);
  data.unshift(...open.flatMap(([rows, paint]) => boundsOf(rows, paint, top, open.length)));
  if (ends.length)
    data.unshift({
      x: ends,
      y: [1, 1],
      mode: 'lines',
      name: 'D, with its error bar',
      line: {color: colour('limit'), width: 2},
      error_y: errorBars([band, band], colour('limit'), {thickness: 2, width: 8}),
      hoverinfo: 'name',
    });
  const layout = curvesLayout(state, xs, 'D<sub>e</sub> / D', heights, names);
  const says =
    'The functional along each probe over that of its limit: ' +
    probes
      .map(p => {
        const last = solvedPoints(p).slice(-1)[0];
        return text(p.name) + (last ? ' ' + number(list(last.total)[0] / last.limit) : '') + ', ' + text(p.outcome);
      })
      .join('; ') +
    '.';
  return {data, layout, says};
}

function recoveryPicture(state, claim, names) {
  const sequences = list(claim.sequences).map(object),
    data = [],
    heights = [],
    xs = [];
  sequences.forEach((sequence, i) => {
    const rows = solvedPoints(sequence).filter(p => finite(list(p.total)[0]) && p.total[0] !== p.limit);
    if (!rows.length) return;
    const paint = sweepColour(i, sequences.length),
      far = p => Math.abs(p.total[0] - p.limit);
    rows.forEach(p => {
      xs.push(p.parameter);
      heights.push(far(p));
    });
    data.push({
      x: rows.map(p => p.parameter),
      y: rows.map(far),
      mode: 'lines+markers',
      name: plain(text(sequence.probe) + ', ' + text(sequence.kind)),
      line: {color: paint, width: 2, dash: PROBE_LINES[i % PROBE_LINES.length]},
      marker: {size: 8, color: paint},
      error_y: errorBars(rows.map(p => p.delta), paint, {thickness: 1.5}),
      hovertemplate: '%{fullData.name}<br>%{y:.4~g} at %{x:.4~g}<extra></extra>',
    });
  });
  const layout = curvesLayout(state, xs, '|D<sub>e</sub>(w<sub>e</sub>) \u2212 D(w)|', heights, names);
  const says =
    'How far the functional along recovery sequences is from its limit: ' +
    sequences.map(s => text(s.probe) + ', ' + text(s.kind) + ': ' + text(s.verdict)).join('; ') +
    '.';
  return {data, layout, says};
}

// Beside each other, with room for as many names: the axes are at one height.
function probeFigures(state) {
  const result = [],
    bound = object(state.claim(4)),
    recovery = object(state.claim(5)),
    probes = list(bound.probes).length,
    sequences = list(recovery.sequences).length,
    names = Math.max(probes ? probes + 1 : 0, sequences);
  const add = (title, caption, picture) =>
    result.push(figure(title, caption, withNames(state.plot(picture), names)));
  if (probes)
    add(
      'Lower bound',
      'D\u2091 of the kernel flow along curves that need not be solutions (probes), over D of their limit. The bound says that no curve ends below ' +
        '1. Open triangles are lower bounds: there R may be infinite. A shaded region is between both bounds.',
      () => probePicture(state, bound, names),
    );
  if (sequences)
    add(
      'Recovery',
      'How far D\u2091 along curves that were made for the kernel flow is from D along the curve that they tend to: it has to fall to 0.',
      () => recoveryPicture(state, recovery, names),
    );
  return result;
}
