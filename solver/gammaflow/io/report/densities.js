// Densities with a time slider: curves in 1D, heat maps beyond.

// The slider, its play button, and the moment in words.
function timeControls(state, refresh) {
  const last = state.frames.length - 1;
  const range = element('input', {
    type: 'range',
    min: 0,
    max: last,
    step: 1,
    value: state.moment,
    'aria-label': 'Time of the densities',
  });
  const output = element('output', {});
  let timer = null;
  const show = () => {
    const words = 't = ' + number(state.frames[state.moment], 4);
    output.textContent = words;
    range.setAttribute('aria-valuetext', words);
  };
  const move = k => {
    state.moment = k;
    range.value = k;
    show();
    refresh();
  };
  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = '\u25b6 Play';
  };
  const play = element(
    'button',
    {
      type: 'button',
      class: 'button play',
      onclick: () => {
        if (timer) return stop();
        if (state.moment === last) move(0);
        play.textContent = '\u23f8 Pause';
        timer = setInterval(
          () => (state.moment < last ? move(state.moment + 1) : stop()),
          Math.max(60, Math.min(500, 6000 / (last + 1))),
        );
      },
    },
    '\u25b6 Play',
  );
  range.addEventListener('input', () => {
    if (timer) stop();
    move(Number(range.value));
  });
  show();
  return element('div', {class: 'time'}, play, range, output);
}

function densityFigure(state) {
  if (!state.frames.length || !(rowsAt(state.limit, 0).length || state.curves.some(c => rowsAt(c, 0).length)))
    return null;
  if (list(state.grid.y).length) {
    const before = state.plots.length;
    if (!state.curves.length) return null;
    const controls = timeControls(state, () => state.plots.slice(before).forEach(plot => plot.refresh()));
    const slice = text(state.series.slice);
    return mapFigures(
      state,
      (slice ? 'On the slice ' + slice + '. ' : '') +
        (state.target.length ? 'The dotted lines are level lines of the target.' : ''),
      controls,
    );
  }
  const plot = state.plot(() => curvesPicture(state), 'tall');
  return figure(
    state.ofField ? 'States' : 'Densities',
    state.limit
      ? 'The ' +
          state.limitWord +
          ' flow dashed, the kernel flows coloured' +
          (state.target.length ? ', the target grey' : '') +
          '; below, what separates each kernel flow from the ' +
          state.limitWord +
          '.'
      : 'The initial state dotted' + (state.target.length ? ', the target grey.' : '.'),
    [timeControls(state, () => plot.refresh()), plot.node],
    {wide: true},
  );
}
