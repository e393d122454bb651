// The page of a study from top to bottom: verdict, cases, how it was computed.

function hero(study) {
  const cases = list(study.cases),
    met = cases.filter(c => c.as_expected === true).length;
  const words = new Map();
  cases.forEach(c =>
    words.set(text(c.verdict, 'not established'), (words.get(text(c.verdict, 'not established')) || 0) + 1),
  );
  const look = judgement(study.verdict, study.as_expected, cases.length === 1 ? text(cases[0].expected) : '');
  const counts = [...words].map(([word, n]) => n + ' ' + word);
  const which = cases.length === 2 ? 'Both' : 'All ' + cases.length;
  const all =
    cases.length === 1
      ? ''
      : met === cases.length
        ? which + ' cases are as expected' + (words.size > 1 ? ': ' + enumerated(counts) + '.' : '.')
        : met + ' of ' + cases.length + ' cases are as expected (' + enumerated(counts) + ').';
  return element(
    'div',
    {class: 'hero ' + look.tone, role: 'status'},
    element('span', {class: 'sign', 'aria-hidden': 'true'}, look.sign),
    element('strong', {}, capital(look.words)),
    all ? element('p', {}, all) : '',
  );
}

function orders(claim) {
  if (!claim || (!finite(claim.observed_order) && !finite(claim.predicted_order))) return null;
  const interval = object(claim.order_statement),
    known = finite(interval.low) && finite(interval.high);
  const seen = known
    ? element('b', {class: 'number'}, between(interval.low, interval.high))
    : finite(claim.observed_order)
      ? element('b', {class: 'number'}, measured(claim.observed_order, claim.uncertainty))
      : 'not found';
  return [
    'order ',
    seen,
    ' ',
    finite(claim.predicted_order) ? element('span', {}, 'predicted ' + number(claim.predicted_order)) : '',
  ];
}

function overview(study) {
  const cases = list(study.cases);
  if (cases.length < 2) return '';
  return element(
    'div',
    {class: 'scroll overview', tabindex: '0', role: 'region', 'aria-label': 'The cases'},
    element(
      'table',
      {},
      headRow(['Case', 'Verdict', 'Compared', 'Order of claim 1']),
      element(
        'tbody',
        {},
        cases.map((c, i) => {
          const look = judgement(c.verdict, c.as_expected, text(c.expected));
          return element(
            'tr',
            {},
            element(
              'th',
              {scope: 'row', class: 'name'},
              element('a', {href: '#' + caseId(i)}, text(c.name, 'case ' + (i + 1))),
            ),
            element(
              'td',
              {},
              badge(
                text(c.verdict, 'not established') +
                  (c.as_expected === true ? ', as expected' : c.expected ? ', expected: ' + c.expected : ''),
                look,
              ),
            ),
            element(
              'td',
              {class: 'short'},
              text(object(c.flow).geometry, 'kernel flow') +
                ' \u2192 ' +
                text(object(c.limit).geometry, 'limit'),
            ),
            element('td', {class: 'short'}, orders(list(c.claims).find(k => k.claim === 1)) || '\u2013'),
          );
        }),
      ),
    ),
  );
}

function whatIsCompared(state) {
  const flow = object(state.study.flow),
    limit = object(state.study.limit),
    bold = words => element('b', {}, words);
  const kernel = text(flow.kernel)
    ? [' with the ', bold(flow.kernel), /kernel$/.test(flow.kernel) ? '' : ' kernel']
    : '';
  const sentence = [
    bold(text(flow.energy, 'The energy')),
    ' in the geometry ',
    bold(text(flow.geometry, 'unnamed')),
    kernel,
  ];
  if (state.equality)
    sentence.push(
      ' against ',
      text(limit.energy) && limit.energy !== flow.energy ? [bold(limit.energy), ' in '] : '',
      bold(text(limit.geometry, state.limitName())),
      ': the two flows are claimed to be equal.',
    );
  else
    sentence.push(
      ' against ',
      text(limit.energy) && limit.energy !== flow.energy ? [bold(limit.energy), ' in '] : '',
      bold(text(limit.geometry, state.limitName())),
      state.swept ? ' as the ' + state.parameterName() + ' falls.' : '.',
    );
  if (text(state.study.distance))
    sentence.push(' Judged by the ', bold(distanceName(state.study.distance)), '.');
  // what the geometry's own prediction takes for granted; a limit that the study names comes without
  if (text(limit.note) && limit.note !== 'named by the study')
    sentence.push(' The prediction assumes: ' + limit.note.replace(/\.?$/, '.'));
  return element('p', {class: 'what'}, sentence);
}

// The verdicts of the two statements of a claim.
function statements(claim) {
  return element(
    'p',
    {class: 'statement'},
    ['limit', 'order'].map(name => [
      element('span', {}, name + ' '),
      badge(
        text(object(claim[name + '_statement']).verdict, 'not established'),
        verdictOf(object(claim[name + '_statement']).verdict),
      ),
      ' ',
    ]),
  );
}

function modelsTable(models, what) {
  return element(
    'table',
    {},
    headRow(['Model', 'passes all error bars', what, 'worst residual']),
    element(
      'tbody',
      {},
      models
        .map(object)
        .map(m =>
          element(
            'tr',
            {},
            element('th', {scope: 'row'}, text(m.name)),
            element('td', {}, m.accepted ? 'yes' : 'no'),
            element(
              'td',
              {class: 'number'},
              finite(m.low) ? between(m.low, m.high) : '\u2013',
            ),
            element('td', {class: 'number'}, finite(m.residual) ? number(m.residual, 2) + ' bars' : '\u2013'),
          ),
        ),
    ),
  );
}

// How both statements were arrived at: range, thresholds, parts of the uncertainty, models, extrapolation.
function evidenceOf(claim) {
  const limit = object(claim.limit_statement),
    order = object(claim.order_statement),
    state = object(limit.extrapolation),
    parts = [];
  const range = list(order.range).filter(finite).length === 2 ? order.range : list(limit.range);
  if (finite(range[0]) && finite(range[1]) && range[1] > 0)
    parts.push(element('p', {}, 'Parameters from ' + number(range[0]) + ' to ' + number(range[1]) + '.'));
  if (finite(limit.bound) && finite(limit.smallest))
    parts.push(
      element(
        'p',
        {},
        'The limit is at most ' +
          number(limit.bound) +
          ', the smallest value of the sweep is ' +
          number(limit.smallest) +
          '; confirmed needs at most ' +
          number(limit.part) +
          ' of it.',
      ),
    );
  if (finite(state.estimate))
    parts.push(
      element(
        'p',
        {},
        'Extrapolated to parameter 0 (' +
          text(object(state.chosen).name, 'Richardson') +
          '): ' +
          measured(state.estimate, (state.from_bars || 0) + (state.from_models || 0)) +
          ' from the claimed limit; of the uncertainty, ' +
          number(state.from_bars, 2) +
          ' come from error bars and ' +
          number(state.from_models, 2) +
          ' from other extrapolations.',
      ),
    );
  if (finite(order.low))
    parts.push(
      element(
        'p',
        {},
        'Half width of the interval of the order: ' +
          number(order.part_from_bars, 2) +
          ' from error bars, ' +
          number(order.part_from_models, 2) +
          ' from the choice of the model. ' +
          (order.settled ? 'The local orders have settled.' : 'The local orders have not settled.'),
      ),
    );
  if (text(order.note)) parts.push(element('p', {}, printed(order.note)));
  if (list(order.models).length) parts.push(modelsTable(order.models, 'orders'));
  if (list(limit.models).length) parts.push(modelsTable(limit.models, 'limits'));
  if (!parts.length) return '';
  return element(
    'details',
    {class: 'evidence'},
    element('summary', {}, 'Range, models, uncertainty'),
    element('div', {}, parts),
  );
}

function claimRow(claim) {
  const look = verdictOf(claim.verdict),
    order = orders(claim),
    two = claim.limit_statement && claim.order_statement;
  return element(
    'li',
    {class: 'claim'},
    element(
      'div',
      {class: 'name'},
      capital(text(claim.name, 'claim')),
      element('small', {}, 'claim ' + text(claim.claim, '?')),
    ),
    element(
      'div',
      {class: 'text'},
      two
        ? [printed(text(claim.sentence)), statements(claim), evidenceOf(claim)]
        : printed(text(claim.sentence, text(claim.quantity))),
    ),
    element('div', {class: 'order'}, order || ''),
    element('div', {}, badge(text(claim.verdict, 'not established'), look)),
  );
}

// Conditions of which the same is to be said stand in one line, with their names.
function conditionsBySentence(study) {
  const lines = [];
  for (const condition of list(study.conditions).map(object)) {
    const name = text(condition.name),
      sentence = text(condition.sentence, name),
      same = lines.find(line => line.holds === condition.holds && line.sentence === sentence);
    if (same) same.names.push(name);
    else lines.push({holds: condition.holds, sentence, names: [name]});
  }
  return lines;
}

function placeOfFailure(point) {
  if (text(point.map))
    return (
      ' on the map to ' + point.map + ' at \u03c3 = ' + number(point.bandwidth) + ', \u03bb = ' + number(point.ridge)
    );
  return finite(point.parameter) ? ' at ' + number(point.parameter) : '';
}

// Points that could not be solved, conditions of the prediction, the declared limit beside the claimed one, and
// what could not be looked at.
function remarks(study) {
  const lines = [];
  for (const point of list(study.failed_points).map(object))
    lines.push([
      element('b', {}, 'Not solved' + placeOfFailure(point) + ': '),
      text(point.failure),
    ]);
  for (const condition of conditionsBySentence(study))
    lines.push([
      element(
        'b',
        {},
        ({yes: 'Condition holds', no: 'Condition does not hold'}[condition.holds] || 'Condition undecided') +
          ' (' +
          condition.names.join(', ') +
          '): ',
      ),
      printed(condition.sentence),
    ]);
  const other = object(study.elsewhere),
    apart = object(other.separation);
  if (finite(apart.value))
    lines.push([
      element('b', {}, 'The geometry itself declares ' + text(other.geometry) + ': '),
      'its flow is ' + measured(apart.value, apart.delta) + ' from that of the claimed limit.',
    ]);
  for (const [name, sentence] of checkLines(study))
    lines.push([element('b', {}, name + ': '), printed(sentence)]);
  for (const note of list(study.notes)) lines.push([printed(text(note))]);
  const compared = object(study.compared);
  if (compared.times)
    lines.push([
      compared.between_outputs
        ? 'The flows are compared at ' + compared.times + ' times: the outputs, and times between them.'
        : 'The flows are compared at the output times only.',
    ]);
  if (!lines.length) return '';
  return element(
    'ul',
    {class: 'remarks'},
    lines.map(line => element('li', {}, line)),
  );
}

// What a paper can quote.
function methods(study) {
  const given = object(study.methods);
  if (!text(given.text)) return '';
  return fold('Methods, to quote', [
    element('p', {}, given.text),
    element('h3', {}, 'The same in LaTeX'),
    element('pre', {class: 'wrapped'}, text(given.latex)),
  ]);
}

function caseSection(study, index) {
  const state = new CaseState(study),
    look = judgement(study.verdict, study.as_expected, text(study.expected)),
    id = caseId(index);
  const chips = state.legend();
  const scale = element(
    'button',
    {
      type: 'button',
      class: 'button apart',
      'aria-pressed': 'true',
      onclick: () => {
        state.logarithmic = !state.logarithmic;
        scale.setAttribute('aria-pressed', String(state.logarithmic));
        state.refresh();
      },
    },
    'Logarithmic over time',
  );
  const first = [convergenceFigure(state), distanceFigure(state)].filter(Boolean),
    density = densityFigure(state);
  const figures = [...(density ? [density] : []), ...paired(ledgerFigures(state)), ...checkFigures(state)];
  figures.push(...paired(probeFigures(state)));
  const toolbar =
    first.length || figures.length
      ? element('div', {class: 'toolbar', role: 'group', 'aria-label': 'Curves shown'}, chips, scale)
      : '';
  return element(
    'section',
    {class: 'case', id, 'aria-labelledby': id + '-name'},
    element(
      'div',
      {class: 'case-head'},
      element('h2', {id: id + '-name'}, text(study.name, 'Case ' + (index + 1))),
      badge(look.words, look),
    ),
    whatIsCompared(state),
    toolbar,
    element('div', {class: 'figures'}, paired(first)),
    element('ul', {class: 'claims'}, list(study.claims).map(claimRow)),
    remarks(study),
    element('div', {class: 'figures apart'}, figures),
    sweepTable(state),
    methods(study),
  );
}

const HOW_TO_READ_A_STUDY = [
  'Two gradient flows of one energy are compared: the exact flow (the limit) and its kernel approximation, for every value of the sweep. Each distance has an error bar \u03b4 that bounds the errors of both runs in space, time and linear solvers; a point whose \u03b4 is too large against its distance is marked as not resolved and is not in the fit.',
  'Claim 1: the solutions converge. Claim 2: so do the energies along them. Claim 3: so do the primal and the dual dissipation, each by itself. Claim 6: energy and dissipation balance in every run. A claim is confirmed when it converges to the named limit at the predicted order, refuted when it converges elsewhere or at another order, and not established when the errors are too large to tell.',
  '\u201cAs expected\u201d compares the verdict with the one that the study announced. A study may set out to refute a claim: then \u201crefuted, as expected\u201d is its success.',
];

PAGES.study = study => [
  hero(study),
  overview(study),
  ...dataFamilies(study),
  element('div', {id: 'cases'}, list(study.cases).map(caseSection)),
  endMatter(study, HOW_TO_READ_A_STUDY),
];
