// The rate at which F - inf F falls, beside the constant of the theory.

function decayFigure(state) {
  const decay = object(state.study.decay),
    limit = object(decay.limit),
    take = row => row.quotient;
  if (!has(state, take)) return null;
  const constant = object(list(limit.constants)[0]);
  const known = object(limit.infimum);
  const plot = state.plot(() =>
    timePicture(state, '2 R* / (F \u2212 inf F)', take, {
      deltas: row => row.quotient_delta,
      mode: 'lines+markers',
      level: finite(constant.value) ? constant.value : NaN,
      levelName: 'constant of the limit',
    }),
  );
  const slow = list(decay.flows).map(object),
    last = slow[slow.length - 1] || {};
  const facts = [
    finite(constant.value)
      ? 'The dotted line is the constant for the limit flow: ' + text(constant.theory) + '. ' + text(constant.sentence)
      : 'No constant is known for the limit flow.',
    text(known.basis) ? 'inf F is ' + text(known.basis) + '.' : '',
    finite(last.speed) ? 'At the last parameter the kernel flow falls ' + number(last.speed, 4) + ' times as fast.' : '',
  ];
  return figure(
    'Decay',
    printed('F \u2212 inf F falls at the rate 2 R*/(F \u2212 inf F). ' + facts.filter(Boolean).join(' ')),
    plot.node,
    {wide: true},
  );
}

function decayLine(study) {
  const decay = object(study.decay);
  return text(decay.sentence) ? ['Decay (' + text(decay.verdict) + ')', text(decay.sentence)] : null;
}
