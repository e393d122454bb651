// One Plotly picture: drawn when it comes near the window (the first one at once), redrawn when the theme or what is shown changes.
const plots = [];

const SWEEP = {
  // from the first value of the sweep to the last
  light: ['#e39a2c', '#dd6b3a', '#c93a63', '#93329a', '#5a4bc4', '#2f7fd6'],
  dark: ['#f2b34d', '#f08a5b', '#e8638a', '#c777dd', '#8f93f5', '#5cc4ee'],
};
const DIFFERENCE = {
  light: [
    [0, '#24508c'],
    [0.25, '#86aed6'],
    [0.5, '#f7f5f1'],
    [0.75, '#e0917c'],
    [1, '#98251f'],
  ],
  dark: [
    [0, '#8ec5ff'],
    [0.25, '#3e6ea6'],
    [0.5, '#1b1f26'],
    [0.75, '#a8523f'],
    [1, '#ffb199'],
  ],
};

const byTouch = window.matchMedia('(hover: none)').matches;
const isDark = () => document.documentElement.dataset.theme === 'dark';
const colour = name =>
  getComputedStyle(document.documentElement)
    .getPropertyValue('--' + name)
    .trim();

function sweepColour(index, count) {
  const stops = isDark() ? SWEEP.dark : SWEEP.light;
  const place = count < 2 ? 0.55 * (stops.length - 1) : (index / (count - 1)) * (stops.length - 1);
  const low = Math.min(Math.floor(place), stops.length - 2),
    share = place - low;
  const channel = (hex, i) => parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const mixed = [0, 1, 2].map(i =>
    Math.round((1 - share) * channel(stops[low], i) + share * channel(stops[low + 1], i)),
  );
  return 'rgb(' + mixed.join(',') + ')';
}

// Letters of a picture; on paper it is smaller, and so are they.
let printing = false;
const letters = pixels => (printing ? Math.round(0.75 * pixels) : pixels);

function axis(title, more) {
  const base = {
    title: {text: title, standoff: 8, font: {size: letters(13), color: colour('muted')}},
    automargin: true,
    gridcolor: colour('grid'),
    linecolor: colour('line'),
    tickfont: {size: letters(12)},
    tickcolor: colour('line'),
    ticks: 'outside',
    ticklen: 4,
    zeroline: false,
    showline: true,
    exponentformat: 'power',
    minexponent: 3,
  };
  return Object.assign(base, more);
}

// Labels of a logarithmic axis: decades where it is long, round numbers where it is short.
function logTicks(low, high) {
  const decades = high - low;
  if (decades > 2.2) return {dtick: decades > 9 ? Math.ceil(decades / 7) : 1, tickfont: {size: letters(10)}};
  if (decades < 0.2) return {nticks: 5};
  const digits = decades > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 6, 8];
  const values = [];
  for (let e = Math.floor(low); e <= high; ++e) digits.forEach(d => values.push(d * Math.pow(10, e)));
  const shown = values.filter(v => Math.log10(v) >= low && Math.log10(v) <= high);
  return {tickmode: 'array', tickvals: shown, ticktext: shown.map(v => number(v))};
}

// A logarithmic axis that holds the given values.
function logAxis(title, values, more) {
  const logs = values.filter(v => finite(v) && v > 0).map(Math.log10);
  const low = logs.length ? minimum(logs) : -1,
    high = logs.length ? maximum(logs) : 0,
    pad = Math.max(0.08 * (high - low), 0.12);
  return axis(
    title,
    Object.assign({type: 'log', range: [low - pad, high + pad]}, logTicks(low - pad, high + pad), more),
  );
}

function layoutOf(more) {
  const layout = {
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    margin: {l: 56, r: 12, t: 10, b: 44},
    hovermode: 'closest',
    showlegend: false,
    font: {family: getComputedStyle(document.body).fontFamily, size: letters(13), color: colour('ink')},
    legend: {
      x: 0.02,
      y: 0.99,
      xanchor: 'left',
      yanchor: 'top',
      font: {size: letters(12)},
      bgcolor: 'rgba(0,0,0,0)',
      tracegroupgap: 0,
    },
    // a finger that moves over a picture scrolls the page
    dragmode: byTouch ? false : 'zoom',
    modebar: {bgcolor: 'rgba(0,0,0,0)', color: colour('muted'), activecolor: colour('accent')},
    hoverlabel: {
      bgcolor: colour('surface'),
      bordercolor: colour('line'),
      font: {color: colour('ink'), size: 13},
    },
  };
  return Object.assign(layout, more);
}

// Error bars of the values of a trace, a number for each.
const errorBars = (deltas, paint, more) =>
  Object.assign({type: 'data', array: deltas.map(d => (finite(d) ? d : 0)), thickness: 1, width: 4, color: paint}, more);

// Values over the parameter, with error bars; rows: {parameter, value, delta}.
function measuredTrace(rows, name, paint, symbol, width) {
  return {
    x: rows.map(r => r.parameter),
    y: rows.map(r => r.value),
    mode: 'lines+markers',
    name,
    line: {color: paint, width},
    marker: {size: 8, symbol, color: paint},
    error_y: errorBars(
      rows.map(r => r.delta),
      paint,
    ),
    hovertemplate: '%{fullData.name}<br>%{x:.4~g}: %{y:.4~g}<extra></extra>',
  };
}

// Names below the curves, one a line. Plotly makes room for a legend by itself, but at the cost of the curves.
const NAMES = {from: 50, line: 19, curves: 250};

function namesBelow(layout, count, curves = NAMES.curves) {
  layout.showlegend = true;
  layout.margin.b = NAMES.from + count * NAMES.line;
  Object.assign(layout.legend, {
    x: 0,
    y: -NAMES.from / curves,
    xanchor: 'left',
    yanchor: 'top',
    traceorder: 'normal', // regions that are filled would turn it round
  });
  return layout;
}

// Names among the curves where they fit into the picture, else below.
function namesWhereTheyFit(layout, data, node) {
  const named = data.filter(trace => trace.showlegend !== false && text(trace.name)).map(trace => trace.name.length),
    wide = 45 + maximum(named) * (printing ? 4.8 : 6.4),
    room = node.clientWidth - layout.margin.l - layout.margin.r;
  layout.showlegend = true;
  if (!named.length || wide < 0.95 * room) return layout;
  return namesBelow(layout, named.length, Math.max(60, node.clientHeight - 10 - NAMES.from - named.length * NAMES.line));
}

// A picture that is high enough for its curves and the names below them.
function withNames(plot, count) {
  plot.node.style.height = NAMES.curves + 10 + NAMES.from + count * NAMES.line + 'px';
  return plot.node;
}

const CONFIG = {
  displayModeBar: byTouch ? false : 'hover', // it would lie on the curves
  displaylogo: false,
  responsive: true,
  showTips: false,
  modeBarButtonsToRemove: [
    'select2d',
    'lasso2d',
    'autoScale2d',
    'zoomIn2d',
    'zoomOut2d',
    'toggleSpikelines',
    'hoverClosestCartesian',
    'hoverCompareCartesian',
  ],
};

// build(node) -> {data, layout, says}: `says` is the picture in words, for those who hear the page.
class Plot {
  constructor(build, className) {
    this.build = build;
    this.drawn = false;
    this.node = element('div', {
      class: 'picture' + (className ? ' ' + className : ''),
      role: 'img',
      'aria-label': 'A plot',
    });
    plots.push(this);
  }
  draw(anew) {
    const picture = this.build(this.node);
    this.node.setAttribute('aria-label', picture.says);
    if (printing)
      Object.assign(picture.layout, {width: this.node.clientWidth, height: this.node.clientHeight});
    if (!this.drawn) this.node.replaceChildren();
    (anew ? Plotly.newPlot : Plotly.react)(this.node, picture.data, picture.layout, CONFIG);
    if (!this.drawn) performance.mark('picture');
    this.drawn = true;
  }
  refresh() {
    if (this.drawn) this.draw();
  }
}

function unzipped(bytes) {
  const unzip = new DecompressionStream('gzip'),
    into = unzip.writable.getWriter();
  into.write(bytes);
  into.close();
  return unzip.readable;
}

// Plotly is in the page, packed; it is unpacked once the text is there to be read.
async function unpackPlotly() {
  const packed = document.getElementById('plotly');
  const coded = atob(packed.textContent),
    bytes = new Uint8Array(coded.length);
  for (let i = 0; i < bytes.length; ++i) bytes[i] = coded.charCodeAt(i);
  const script = element('script');
  script.textContent = await new Response(packed.dataset.coding === 'gzip' ? unzipped(bytes) : bytes).text();
  document.head.append(script);
  packed.remove();
}

// On paper: all pictures, in the light colours, as wide as the sheet lets them be.
function drawOnPaper() {
  const root = document.documentElement.dataset;
  let theme = root.theme;
  const redraw = on => {
    printing = on;
    root.paper = String(on);
    if (on) theme = root.theme;
    root.theme = on ? 'light' : theme;
    themeListeners.forEach(listener => listener());
    plots.forEach(plot => plot.draw(true));
  };
  window.addEventListener('beforeprint', () => redraw(true));
  window.addEventListener('afterprint', () => redraw(false));
}

// The first picture at once, wherever it stands; the others when they are near.
function drawWhenNear() {
  drawOnPaper();
  if (plots.length > 0) {
    plots[0].draw();
  }
  if (!('IntersectionObserver' in window)) return plots.forEach(plot => plot.draw());
  const byNode = new Map(plots.map(plot => [plot.node, plot]));
  const observer = new IntersectionObserver(
    entries => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        observer.unobserve(entry.target);
        byNode.get(entry.target).draw();
      }
    },
    {rootMargin: '700px 0px'},
  );
  plots.slice(1).forEach(plot => observer.observe(plot.node));
}

function figure(title, caption, content, options) {
  const {controls = [], wide = false} = options || {};
  return element(
    'figure',
    {class: 'figure' + (wide ? ' wide' : '')},
    element('header', {}, element('h3', {}, title), controls),
    element('figcaption', {}, caption),
    content,
  );
}

// Two beside each other; the last of an odd number is wide.
function paired(group) {
  if (group.length % 2) group[group.length - 1].classList.add('wide');
  return group;
}

function selector(label, names, onchange) {
  const select = element(
    'select',
    {'aria-label': label, onchange: () => onchange(select.value)},
    names.map(name => element('option', {value: name}, name)),
  );
  return select;
}
