// The figures behind the pictures.

function headRow(titles) {
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      titles.map(t => element('th', {scope: 'col'}, t)),
    ),
  );
}

function sweepColumns(state) {
  const points = state.points;
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
  return columns;
}

// The points as rows, with some of the columns; `where`: on the screen or on paper.
function sweepPart(state, columns, where) {
  const points = state.points;
  const head = state.swept ? state.parameterName() : 'flow';
  const name = (p, i) =>
    state.swept
      ? number(p.parameter)
      : text(object(state.curves[i]).label, finite(p.parameter) ? number(p.parameter) : 'kernel flow');
  return element(
    'div',
    {
      class: 'scroll on-' + where,
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

// One wide table on the screen, which scrolls; on paper several, as wide as a sheet.
function sweepTable(state) {
  if (!state.points.length) return null;
  const columns = sweepColumns(state),
    onASheet = 6;
  const parts = [];
  for (let i = 0; i < columns.length; i += onASheet) parts.push(columns.slice(i, i + onASheet));
  return [sweepPart(state, columns, 'screen'), ...parts.map(part => sweepPart(state, part, 'paper'))];
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
