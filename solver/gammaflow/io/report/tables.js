// The figures behind the pictures.

function sweepTable(state) {
  const points = state.points;
  if (!points.length) return null;
  const distances = [...state.distances].sort(
    (a, b) => (b === state.study.distance) - (a === state.study.distance),
  );
  const any = take => points.some(p => finite(take(p)));
  const column = (title, cell, more) => Object.assign({title, cell, number: true}, more);
  const columns = [];
  const seen = new Set([state.sweep.parameter]);
  const parameter = key => {
    // only where it changes: one that stays stands among the parameters, if the flow has it at all
    const values = new Set(points.map(p => p[key]).filter(finite));
    if (values.size > 1 && !seen.has(key) && !(key === 'bandwidth' && seen.has('path')))
      columns.push(column(key, p => number(p[key])));
  };
  parameter('bandwidth');
  parameter('ridge');
  for (const name of distances)
    columns.push(
      column(name + (name === state.study.distance ? ' (judged)' : ''), p =>
        measured(object(object(p.distances)[name]).value, object(object(p.distances)[name]).delta),
      ),
    );
  const orders = list(object(state.claim(1)).local_orders);
  if (orders.some(finite))
    columns.push(
      column('local order', (p, i) => number(orders[orders.length === points.length ? i : i - 1])),
    );
  for (const [key, title] of [
    ['energy', 'energy'],
    ['primal_dissipation', 'primal dissipation'],
    ['dual_dissipation', 'dual dissipation'],
  ])
    if (any(p => object(p[key]).value))
      columns.push(column(title, p => measured(object(p[key]).value, object(p[key]).delta)));
  if (any(p => object(p.edb_residual).value))
    columns.push(column('EDB residual', p => number(object(p.edb_residual).value, 2)));
  if (any(p => p.level)) columns.push(column('mesh level', p => text(p.level, '\u2013')));
  if (any(p => p.nodes)) columns.push(column('nodes', p => text(p.nodes, '\u2013')));
  if (any(p => p.tolerance)) columns.push(column('tolerance', p => number(p.tolerance, 2)));
  if (any(p => p.steps)) columns.push(column('steps', p => text(p.steps, '\u2013')));
  if (any(p => p.solver_iterations))
    columns.push(column('iterations', p => text(p.solver_iterations, '\u2013')));
  const noted = points.some(p => p.resolved === false || text(p.note));
  if (noted)
    columns.push({
      title: 'note',
      note: true,
      cell: p => [
        p.resolved === false ? element('span', {class: 'mark'}, 'not resolved') : '',
        p.resolved === false && text(p.note) ? ': ' : '',
        text(p.note),
      ],
    });
  const head = state.swept ? state.parameterName() : 'flow';
  const name = (p, i) =>
    state.swept
      ? number(p.parameter)
      : text(object(state.curves[i]).label, finite(p.parameter) ? number(p.parameter) : 'kernel flow');
  return element(
    'div',
    {
      class: 'scroll',
      tabindex: '0',
      role: 'region',
      'aria-label': 'Table of the sweep points of ' + text(state.study.name, 'the case'),
    },
    element(
      'table',
      {},
      element(
        'caption',
        {},
        element('b', {}, state.swept ? 'Sweep points' : 'Flows compared'),
        element(
          'span',
          {},
          'Distances and differences with their error bars: space, time and solver errors of both runs.',
        ),
      ),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', {scope: 'col'}, head),
          columns.map(c => element('th', {scope: 'col', class: c.number ? 'number' : null}, c.title)),
        ),
      ),
      element(
        'tbody',
        {},
        points.map((p, i) =>
          element(
            'tr',
            {class: p.resolved === false ? 'unresolved' : null},
            element('th', {scope: 'row', class: 'number'}, name(p, i)),
            columns.map(c => element('td', {class: c.number ? 'number' : 'note'}, c.cell(p, i))),
          ),
        ),
      ),
    ),
  );
}

function pairsTable(pairs) {
  return element(
    'table',
    {class: 'pairs'},
    element(
      'tbody',
      {},
      pairs.map(([key, value]) =>
        element(
          'tr',
          {},
          element('th', {scope: 'row'}, key),
          element(
            'td',
            {},
            element(
              'code',
              {},
              typeof value === 'string' ? (value === '' ? '(empty)' : value) : JSON.stringify(value),
            ),
          ),
        ),
      ),
    ),
  );
}

function endMatter(study) {
  const parameters = Object.entries(object(study.parameters)).filter(
    ([, keys]) => Object.keys(object(keys)).length,
  );
  const cases = list(study.cases).filter(c => text(c.settings) || text(object(c.limit).settings));
  const operators = list(study.cases).filter(c => text(object(c.flow).operator));
  const count = parameters.reduce((sum, [, keys]) => sum + Object.keys(keys).length, 0);
  return element(
    'section',
    {class: 'end', 'aria-labelledby': 'end'},
    element('h2', {id: 'end'}, 'How it was computed'),
    element(
      'details',
      {},
      element('summary', {}, 'Parameters (' + count + ')'),
      element(
        'div',
        {},
        parameters.map(([section, keys]) => [element('h3', {}, section), pairsTable(Object.entries(keys))]),
        cases.length
          ? [
              element('h3', {}, 'What the cases add'),
              pairsTable(
                cases.map(c => [
                  text(c.name),
                  [text(c.settings), text(object(c.limit).settings) && 'limit: ' + c.limit.settings]
                    .filter(Boolean)
                    .join('\n'),
                ]),
              ),
            ]
          : '',
        operators.length
          ? [
              element('h3', {}, 'How the kernels are applied'),
              pairsTable(operators.map(c => [text(c.name, 'the study'), text(c.flow.operator)])),
            ]
          : '',
      ),
    ),
    element(
      'details',
      {open: true},
      element('summary', {}, 'Versions'),
      element('div', {}, pairsTable(Object.entries(object(study.gammaflow)))),
    ),
    element(
      'details',
      {},
      element('summary', {}, 'How to read this page'),
      element(
        'div',
        {},
        element(
          'p',
          {},
          'Two gradient flows of one energy are compared: the exact flow (the limit) and its kernel approximation, for every value of the sweep. Each distance has an error bar \u03b4 that bounds the errors of both runs in space, time and linear solvers; a point whose \u03b4 is too large against its distance is marked as not resolved and is not in the fit.',
        ),
        element(
          'p',
          {},
          'Claim 1: the solutions converge. Claim 2: so do the energies along them. Claim 3: so do the primal and the dual dissipation, each by itself. Claim 6: energy and dissipation balance in every run. A claim is confirmed when it converges to the named limit at the predicted order, refuted when it converges elsewhere or at another order, and not established when the errors are too large to tell.',
        ),
        element(
          'p',
          {},
          '\u201cAs expected\u201d compares the verdict with the one that the study announced. A study may set out to refute a claim: then \u201crefuted, as expected\u201d is its success.',
        ),
      ),
    ),
  );
}
