// The page of one evolution, of `run` and `reference`: was the promise kept, its states and its ledger over time.

function evolutionHero(study) {
  const promise = object(study.promise),
    reference = object(study.reference);
  const good = promise.kept === true && reference.reached !== false;
  const known = finite(reference.tolerance);
  const words = known
    ? reference.reached
      ? 'Relative error below ' + number(reference.tolerance) + ' in each norm'
      : 'The tolerance ' + number(reference.tolerance) + ' was not reached'
    : promise.kept
      ? 'What it promises was kept'
      : 'It does not keep what it promises';
  const sentences = [
    known && !reference.reached ? capital(text(reference.why_not)) + '.' : '',
    known
      ? 'At most ' +
        number(reference.space, 2) +
        ' from space (' +
        text(reference.meshes) +
        ' meshes) and ' +
        number(reference.in_time, 2) +
        ' from time (' +
        text(reference.tolerances) +
        ' tolerances).'
      : '',
    text(promise.sentence),
  ];
  return element(
    'div',
    {class: 'hero ' + (good ? 'good' : promise.kept ? 'open' : 'bad'), role: 'status'},
    element('span', {class: 'sign', 'aria-hidden': 'true'}, good ? '\u2713' : promise.kept ? '?' : '\u2715'),
    element('strong', {}, words),
    element('p', {}, sentences.filter(Boolean).join(' ')),
  );
}

const STYLES = [
  ['accent', 'solid'],
  ['bad', '7px,3px'],
  ['good', '2px,3px'],
  ['open', '9px,3px,2px,3px'],
];

// [{name, y[, deltas]}] over the same times as traces; on logarithmic axes what is not positive is left out.
function lines(times, curves, logarithmic) {
  return curves.map((curve, i) => {
    const [tone, dash] = STYLES[i % STYLES.length],
      y = list(curve.y).map(v => (finite(v) && !(logarithmic && v <= 0) ? v : null));
    const trace = {
      x: times,
      y,
      mode: curve.deltas || times.length < 30 ? 'lines+markers' : 'lines',
      name: plain(curve.name),
      line: {color: colour(tone), width: 2.2, dash},
      marker: {size: 5, color: colour(tone)},
      hovertemplate: '%{fullData.name}<br>t = %{x:.4~g}: %{y:.4~g}<extra></extra>',
      connectgaps: false,
    };
    if (list(curve.deltas).some(d => finite(d) && d > 0))
      trace.error_y = errorBars(y.map((v, k) => curve.deltas[k]), colour(tone), {width: 3});
    return trace;
  });
}

// A picture of curves that share their times; the legend is in the picture where there are several.
function linesPicture(times, curves, title, options) {
  const state = {logarithmic: Boolean(options && options.logarithmic), times};
  const picture = pictureOverTime(state, title, lines(times, curves, state.logarithmic), options);
  if (curves.length > 1)
    Object.assign(picture.layout, {
      showlegend: true,
      legend: Object.assign(picture.layout.legend, {
        x: 1,
        y: 1.02,
        xanchor: 'right',
        yanchor: 'bottom',
        orientation: 'h',
      }),
      margin: Object.assign({}, picture.layout.margin, {t: 34}),
    });
  return picture;
}

const allPositive = values => values.some(finite) && values.filter(finite).every(v => v > 0);
const spread = values => maximum(values) / minimum(values);

function ledgerOf(state, study) {
  const curve = object(state.curves[0]),
    times = state.times,
    figures = [];
  const add = (title, caption, label, curves, options) => {
    const there = curves.filter(c => list(c.y).some(finite));
    if (!there.length) return;
    const values = there.flatMap(c => list(c.y).filter(finite));
    // decay is seen on a logarithmic axis, where there is some
    const logarithmic = allPositive(values) && spread(values) > 20 && !(options && options.linear);
    const build = () => linesPicture(times, there, label, {logarithmic, ...options});
    figures.push(figure(title, caption, state.plot(build).node));
  };
  const single = (name, key) => [{name, y: curve[key]}];
  add(
    'Energy',
    text(study.note_on_energy, 'F(u(t)) falls along every gradient flow.'),
    'F(u(t))',
    single('energy', 'energy'),
  );
  add(
    'Dissipations',
    'R(u, u\u2032), what the motion costs, and R*(u, \u2212DF(u)), what the force gives.',
    'R and R*',
    [
      {name: 'R(u, u\u2032)', y: curve.primal_rate},
      {name: 'R*(u, \u2212DF(u))', y: curve.dual_rate},
    ],
  );
  add(
    'Energy\u2013dissipation balance',
    '|F(u(t)) + \u222b(R + R*) \u2212 F(u(0))|: what the balance misses, by time stepping alone.',
    '|residual|',
    [
      {
        name: 'residual',
        y: list(curve.edb_residual).map((v, k) => (finite(v) && k > 0 ? Math.abs(v) : null)),
      },
    ],
  );
  const mass = list(curve.mass);
  add(
    'Mass',
    'What the total mass, ' + number(mass[0], 6) + ' at the start, has gained or lost.',
    'mass \u2212 mass at 0',
    [{name: 'mass', y: mass.map(m => (finite(m) ? m - mass[0] : null))}],
    {linear: true},
  );
  add(
    'Smallest value',
    'The smallest nodal value of the state.',
    'smallest value',
    single('smallest value', 'minimum'),
  );
  add(
    'Steps',
    'Of the time integration, since the output before.',
    'steps',
    [
      {name: 'steps', y: list(curve.steps).map((v, k) => (k > 0 ? v : null))},
      ...(list(curve.rejected).some(v => v > 0)
        ? [{name: 'rejected', y: curve.rejected.map((v, k) => (k > 0 ? v : null))}]
        : []),
    ],
    {linear: true},
  );
  if (study.adapted)
    add('Mesh', 'Nodes of the mesh, which follows the state.', 'nodes', single('nodes', 'mesh_nodes'), {
      linear: true,
    });
  return figures;
}

function errorFigure(state, study) {
  const reference = object(study.reference),
    norms = Object.entries(object(reference.errors));
  if (!norms.length) return null;
  const times = list(norms[0][1].times);
  const build = () =>
    linesPicture(
      times,
      norms.map(([name, norm]) => ({name, y: norm.relative})),
      'relative error',
      {
        logarithmic: true,
        level: reference.tolerance,
        levelName: 'tolerance',
      },
    );
  return figure(
    'Error bars',
    'The estimated error of the state in each norm, from space and time, relative to the largest norm of the state.',
    state.plot(build).node,
  );
}

function observableFigure(state, study) {
  const all = list(study.observables).filter(o => list(o.values).some(finite));
  if (!all.length) return null;
  let chosen = 0;
  const plot = state.plot(() => {
    const {name, values, bars} = all[chosen];
    return linesPicture(state.times, [{name, y: values, deltas: bars}], plain(name), {linear: true});
  });
  const choose = selector(
    'Observable',
    all.map(o => o.name),
    () => {
      chosen = choose.selectedIndex;
      plot.refresh();
    },
  );
  const certified = all.some(o => list(o.bars).length);
  return figure(
    'Observables',
    'At the output times' + (certified ? ', with their error bars.' : '.'),
    plot.node,
    {controls: all.length > 1 ? [choose] : []},
  );
}

function numbersTable(label, title, remark, head, rows) {
  return element(
    'div',
    {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label},
    element(
      'table',
      {},
      element('caption', {}, element('b', {}, title), element('span', {}, remark)),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head.map(h => element('th', {scope: 'col', class: 'number'}, h)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map(([first, ...cells]) =>
          element(
            'tr',
            {},
            element('th', {scope: 'row', class: 'number'}, first),
            cells.map(cell => element('td', {class: 'number'}, cell)),
          ),
        ),
      ),
    ),
  );
}

function eventsTable(study) {
  const events = list(study.events).map(object);
  if (!events.length) return '';
  return numbersTable(
    'Events',
    'Events',
    'The first time at which each condition holds.',
    ['event', 'time'],
    events.map(e => [
      text(e.name) === text(e.condition) ? text(e.name) : text(e.name) + ': ' + text(e.condition),
      !e.happens ? 'never' : finite(e.time) ? measured(e.time, e.bar) : 'not located',
    ]),
  );
}

function ledgerTable(state, study) {
  const curve = object(state.curves[0]);
  const columns = [
    ['mass', 'mass', 8],
    ['minimum', 'minimum', 4],
    ['energy', 'energy', 8],
    ['primal_dissipated', '\u222b R', 6],
    ['dual_dissipated', '\u222b R*', 6],
    ['edb_residual', 'balance', 2],
    ['mesh_nodes', 'nodes', 8],
    ['steps', 'steps', 8],
    ['rejected', 'rejected', 8],
    ['solver_iterations', 'iterations', 8],
  ].filter(([key]) =>
    list(curve[key]).some(v => finite(v) && (v !== 0 || key === 'mass' || key === 'energy')),
  );
  return fold(
    'Ledger (' + state.times.length + ' output times)',
    numbersTable(
      'Ledger',
      'Ledger',
      'Steps and iterations count since the row before.',
      ['time', ...columns.map(c => c[1])],
      state.times.map((t, k) => [
        number(t, 6),
        ...columns.map(([key, , digits]) => number(curve[key][k], digits)),
      ]),
    ),
  );
}

function evolutionSection(study, report) {
  const state = new CaseState(study);
  const first = [errorFigure(state, report), observableFigure(state, study)].filter(Boolean);
  const density = densityFigure(state);
  return element(
    'div',
    {class: 'case evolution', id: 'cases'},
    density && !list(state.grid.y).length
      ? element('div', {class: 'toolbar', role: 'group', 'aria-label': 'Curves shown'}, state.legend())
      : '',
    element(
      'div',
      {class: 'figures' + (density && list(state.grid.y).length ? ' apart' : '')},
      density || '',
      paired([...first, ...ledgerOf(state, study)]),
    ),
    pairsTable(list(study.described)),
    eventsTable(study),
    ledgerTable(state, study),
  );
}

const HOW_TO_READ_AN_EVOLUTION = [
  'One evolution is shown: its states at up to 21 of the output times, and what was measured at every output time. All numbers stand in ledger.csv, the states in the HDF5 file beside this page.',
  'Energy, both dissipations and the balance between them are measured, not assumed: along an exact gradient flow the balance is zero, what is left of it comes from time stepping.',
  'Error bars of a reference bound the difference to the solution of the equation, as far as refined meshes and time steps tell; those of a run are not known.',
];

PAGES.evolution = report =>
  [
    evolutionHero(report),
    list(report.cases).map(study => evolutionSection(study, report)),
    endMatter(report, HOW_TO_READ_AN_EVOLUTION),
  ].flat();
