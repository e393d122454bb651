// The first picture before Plotly is unpacked, as SVG, from what Plotly will be given: axes, curves, marks, names.

function svg(name, attributes, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...children.flat());
  return node;
}

// Where a value stands between two places on the screen, and the values that are named there.
function sketchScale(axis, values, from, to) {
  const logarithmic = axis.type === 'log',
    place = logarithmic ? Math.log10 : v => v;
  const places = values.filter(v => finite(v) && (!logarithmic || v > 0)).map(place);
  const [low, high] = axis.range || [minimum(places), maximum(places)],
    at = v => from + ((place(v) - low) / (high - low || 1)) * (to - from);
  const decades = [];
  for (let e = Math.ceil(low); e <= high; e += finite(axis.dtick) ? axis.dtick : 1) decades.push(Math.pow(10, e));
  const ticks = axis.tickvals || (logarithmic ? decades : [low, (low + high) / 2, high]);
  return {at, ticks, shows: v => finite(v) && (!logarithmic || v > 0)};
}

function sketchAxes(x, y, layout, box) {
  const line = (x1, y1, x2, y2, paint) => svg('line', {x1, y1, x2, y2, stroke: colour(paint)});
  const words = (at, anchor, said, more) =>
    svg('text', {x: at[0], y: at[1], 'text-anchor': anchor, fill: colour('ink'), 'font-size': letters(12), ...more}, said);
  const middle = [box.left - 44, (box.top + box.bottom) / 2];
  return [
    ...x.ticks.flatMap(v => [
      line(x.at(v), box.top, x.at(v), box.bottom, 'grid'),
      words([x.at(v), box.bottom + 18], 'middle', number(v)),
    ]),
    ...y.ticks.flatMap(v => [
      line(box.left, y.at(v), box.right, y.at(v), 'grid'),
      words([box.left - 6, y.at(v) + 4], 'end', number(v)),
    ]),
    line(box.left, box.bottom, box.right, box.bottom, 'line'),
    line(box.left, box.top, box.left, box.bottom, 'line'),
    words([(box.left + box.right) / 2, box.bottom + 36], 'middle', layout.xaxis.title.text),
    words(middle, 'middle', layout.yaxis.title.text, {transform: 'rotate(-90 ' + middle.join(' ') + ')'}),
  ];
}

const DASHES = {dash: '9 6', dot: '2 4', dashdot: '9 4 2 4', longdash: '14 6', longdashdot: '14 4 2 4'};

function sketchTrace(trace, x, y) {
  const points = trace.x.map((v, i) => [v, trace.y[i]]).filter(([a, b]) => x.shows(a) && y.shows(b)),
    line = object(trace.line),
    paint = i => [object(trace.marker).color].flat()[i] || object(trace.marker).color || line.color;
  const result = [];
  if (text(trace.mode, 'lines').includes('lines'))
    result.push(
      svg('polyline', {
        points: points.map(([a, b]) => x.at(a) + ',' + y.at(b)).join(' '),
        fill: 'none',
        stroke: line.color,
        'stroke-width': line.width || 2,
        'stroke-dasharray': DASHES[line.dash] || 'none',
      }),
    );
  if (text(trace.mode).includes('markers'))
    result.push(...points.map(([a, b], i) => svg('circle', {cx: x.at(a), cy: y.at(b), r: 5, fill: paint(i)})));
  return result;
}

// Curves over one pair of axes alone; false for other pictures.
function sketch(plot) {
  const {data, layout, says} = plot.build(plot.node);
  if (data.some(trace => text(trace.type, 'scatter') !== 'scatter' || trace.xaxis || trace.yaxis || !trace.x)) return false;
  const wide = plot.node.clientWidth,
    high = plot.node.clientHeight,
    {l, r, t, b} = layout.margin;
  const box = {left: l + 12, right: wide - r, top: t, bottom: high - b};
  const x = sketchScale(layout.xaxis, data.flatMap(trace => trace.x), box.left, box.right),
    y = sketchScale(layout.yaxis, data.flatMap(trace => trace.y), box.bottom, box.top);
  plot.node.setAttribute('aria-label', says);
  plot.node.replaceChildren(
    svg(
      'svg',
      {width: wide, height: high, viewBox: '0 0 ' + wide + ' ' + high},
      sketchAxes(x, y, layout, box),
      data.flatMap(trace => sketchTrace(trace, x, y)),
    ),
  );
  return true;
}

// The first picture is seen before the browser begins with Plotly; a page in the background does not wait for it.
async function sketchFirst() {
  if (!plots.length || !sketch(plots[0])) return;
  await new Promise(done => {
    setTimeout(done, 100);
    requestAnimationFrame(() => setTimeout(done));
  });
  performance.mark('picture');
}
