// Densities at one moment as heat maps: limit, kernel flow and difference; in 2D, and on a slice of 3D.

function mapPicture(state, values, range, colours, title, contours) {
  const x = list(state.grid.x),
    y = list(state.grid.y),
    k = state.moment;
  const complete = values.length > 0 && values.every(row => row.every(finite));
  const aspect = (extent(y)[1] - extent(y)[0]) / (extent(x)[1] - extent(x)[0]) || 1;
  const data = [
    {
      type: 'heatmap',
      x,
      y,
      z: values,
      zmin: range[0],
      zmax: range[1],
      colorscale: colours,
      zsmooth: complete ? 'best' : false,
      hoverongaps: false,
      hovertemplate: 'x = %{x:.4~g}, y = %{y:.4~g}: %{z:.4~g}<extra></extra>',
      colorbar: {
        x: 1.02,
        xpad: 0,
        ypad: 0,
        thickness: 10,
        len: 1,
        outlinewidth: 0,
        tickfont: {size: letters(11)},
        nticks: 5,
        exponentformat: 'power',
        minexponent: 3,
      },
    },
  ];
  const target = state.target;
  const [low, high] = extent(flat(target)),
    step = (high - low) / 7;
  if (contours && step > 0 && target.length && state.shows('target'))
    data.push({
      type: 'contour',
      x,
      y,
      z: target,
      showscale: false,
      hoverinfo: 'skip',
      autocontour: false,
      contours: {coloring: 'none', start: low + step / 2, end: high, size: step},
      line: {color: 'rgba(255,255,255,0.55)', width: 1, dash: 'dot'},
    });
  const square = {
    constrain: 'domain',
    ticks: '',
    showline: false,
    showgrid: false,
    zeroline: false,
    nticks: 5,
  };
  const layout = layoutOf({
    xaxis: axis('', Object.assign({range: extent(x)}, square)),
    yaxis: axis('', Object.assign({range: extent(y), scaleanchor: aspect ? 'x' : undefined}, square)),
    margin: {l: 34, r: 76, t: 8, b: 28},
    uirevision: 'maps',
  });
  const all = flat(values);
  return {
    data,
    layout,
    says:
      title +
      ' at t = ' +
      number(state.frames[k]) +
      ': values from ' +
      number(all.length ? minimum(all) : NaN) +
      ' to ' +
      number(all.length ? maximum(all) : NaN) +
      '.',
  };
}

function mapFigures(state, caption, controls) {
  let chosen = state.curves.length - 1,
    fixed = true;
  const kernel = () => state.curves[chosen];
  // what the flow is held against: the limit, or, of a single evolution, what it heads for or comes from
  const against = k =>
    state.limit ? rowsAt(state.limit, k) : state.target.length ? state.target : rowsAt(kernel(), 0);
  const other = state.limit ? state.limitWord : state.target.length ? 'target' : 'initial state';
  const flowWord = state.limit ? 'kernel flow' : 'state';
  const densityRange = () => {
    const moments = fixed ? state.frames.map((_, k) => k) : [state.moment];
    return extent(moments.flatMap(k => [...flat(rowsAt(state.limit, k)), ...flat(rowsAt(kernel(), k))]));
  };
  const differenceRange = () => {
    const moments = fixed ? state.frames.map((_, k) => k) : [state.moment];
    const largest = maximum(
      moments.flatMap(k => flat(difference(rowsAt(kernel(), k), against(k))).map(Math.abs)),
    );
    return finite(largest) && largest > 0 ? [-largest, largest] : [-1, 1];
  };
  const sequential = 'Viridis';
  const maps = [
    state.limit && [
      state.limitWord + ': ' + state.limitName(),
      () =>
        mapPicture(
          state,
          rowsAt(state.limit, state.moment),
          densityRange(),
          sequential,
          'The limit flow',
          true,
        ),
    ],
    [
      '',
      () =>
        mapPicture(
          state,
          rowsAt(kernel(), state.moment),
          densityRange(),
          sequential,
          state.limit ? 'The kernel flow, ' + state.pointName(kernel()) : 'The state',
          true,
        ),
    ],
    [
      flowWord + ' \u2212 ' + other,
      () =>
        mapPicture(
          state,
          difference(rowsAt(kernel(), state.moment), against(state.moment)),
          differenceRange(),
          isDark() ? DIFFERENCE.dark : DIFFERENCE.light,
          'The difference',
          false,
        ),
    ],
  ]
    .filter(Boolean)
    .map(([name, build]) => ({plot: state.plot(build), heading: element('h4', {}, name)}));
  // as high as the domain is: about 0.7 of the width are the map, 0.1 is room for labels
  const side = values => maximum(list(values)) - minimum(list(values));
  const shape = Math.min(1.6, Math.max(0.35, side(state.grid.y) / side(state.grid.x) || 1));
  maps.forEach(map => (map.plot.node.style.aspectRatio = '1 / ' + (0.7 * shape + 0.12)));
  const rename = () => {
    maps[maps.length - 2].heading.textContent = state.limit
      ? 'kernel flow: ' + state.pointName(kernel())
      : state.pointName(kernel());
  };
  rename();
  const choose = selector(
    'Kernel flow of the heat maps',
    state.curves.map(c => state.pointName(c)),
    () => {},
  );
  choose.selectedIndex = chosen;
  const refresh = () => maps.forEach(map => map.plot.refresh());
  choose.addEventListener('change', () => {
    chosen = choose.selectedIndex;
    rename();
    refresh();
  });
  const scale = element(
    'button',
    {
      type: 'button',
      class: 'button',
      'aria-pressed': 'true',
      onclick: () => {
        fixed = !fixed;
        scale.setAttribute('aria-pressed', String(fixed));
        refresh();
      },
    },
    'Same colours at all times',
  );
  return figure(
    state.ofField ? 'States' : 'Densities',
    caption,
    [
      controls,
      element(
        'div',
        {class: 'maps' + (maps.length === 2 ? ' two' : '')},
        maps.map(map => element('div', {}, map.heading, map.plot.node)),
      ),
    ],
    {wide: true, controls: state.curves.length > 1 ? [choose, scale] : [scale]},
  );
}
