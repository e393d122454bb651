// Which limit is it? Distances to the candidates against the parameter, and the fitted mobility.

const CANDIDATE_SYMBOLS = ['circle', 'square', 'diamond', 'triangle-up', 'x', 'star', 'hexagon'];

function candidatesFigure(state) {
  const candidates = list(object(state.study.which_limit).candidates).map(object);
  if (!candidates.length) return null;
  const short = settings =>
    settings.replace(/geometry\//g, '').replace(/\d+\.\d{4,}/g, digits => number(Number(digits), 4));
  const nameOf = c => text(c.geometry) + (text(c.settings) ? ' (' + short(c.settings) + ')' : '');
  const draw = () => {
    const reach = [],
      xs = [];
    const data = candidates.map((c, i) => {
      const rows = list(c.values)
        .map(object)
        .filter(r => finite(r.value) && r.value > 0);
      rows.forEach(r => {
        xs.push(r.parameter);
        reach.push(r.value);
      });
      const paint = {accepted: 'good', excluded: 'bad'}[c.verdict] || 'muted';
      const symbol = CANDIDATE_SYMBOLS[i % CANDIDATE_SYMBOLS.length];
      return measuredTrace(rows, plain(nameOf(c)) + ': ' + text(c.verdict), colour(paint), symbol, 1.5);
    });
    return {
      data,
      layout: namesBelow(
        layoutOf({
          xaxis: logAxis(plain(state.parameterName()), xs),
          yaxis: logAxis(plain(distanceName(state.study.distance)), reach),
        }),
        candidates.length,
      ),
      says: candidates.map(c => text(c.sentence)).join(' '),
    };
  };
  return figure(
    'Which limit is it?',
    'The distance to each candidate; a candidate is excluded where it stays away from zero by more than three times its uncertainty when extrapolated.',
    withNames(state.plot(draw), candidates.length),
  );
}

function mobilityFigure(state) {
  const mobility = object(object(state.study.which_limit).mobility),
    density = list(mobility.density);
  if (!density.length) return null;
  const exponent = object(mobility.exponent).estimate,
    factor = object(mobility.factor).estimate;
  const draw = () => {
    const data = [
      {x: density, y: mobility.theta, mode: 'lines+markers', name: 'splines', line: {color: colour('accent'), width: 2}},
    ];
    if (finite(exponent) && finite(factor))
      data.push({
        x: density,
        y: density.map(r => factor * Math.pow(r, exponent)),
        mode: 'lines',
        name: number(factor, 3) + ' \u03c1^' + number(exponent, 3),
        line: {color: colour('limit'), width: 2, dash: 'dash'},
      });
    return {
      data,
      layout: layoutOf({xaxis: axis('density \u03c1'), yaxis: axis('mobility \u03b8(\u03c1)'), showlegend: true}),
      says: text(mobility.sentence),
    };
  };
  return figure('Fitted mobility', printed(text(mobility.sentence)), state.plot(draw).node);
}

function whichLimitLine(study) {
  const which = object(study.which_limit);
  return text(which.sentence) ? ['Which limit it is', text(which.sentence)] : null;
}
