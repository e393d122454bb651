// What all pictures of one case share: which curves are shown, the kind of axis, the moment of time.
class CaseState {
  constructor(study) {
    this.study = study;
    this.series = object(study.series);
    this.points = list(study.points);
    this.curves = list(this.series.points);
    this.times = list(this.series.times);
    // the plotting grid: {x[, y]}, or the nodes of a line
    const nodes = this.series.nodes;
    this.grid = Array.isArray(nodes) ? {x: nodes} : object(nodes || this.series);
    this.target = list(this.series.target);
    // order parameters are no densities
    this.ofField = this.series.field === true;
    this.limit = this.series.limit ? object(this.series.limit) : null;
    // densities may be kept at fewer times than the curves
    const framed = [this.series, this.limit, ...this.curves].find(
      row => row && list(row.density_times).length,
    );
    this.frames = framed ? framed.density_times : this.times;
    this.hidden = new Set();
    this.logarithmic = true;
    this.moment = 0;
    this.plots = [];
    // as few digits as tell the values of the sweep apart, and are true to a thousandth
    const swept = this.points.map(p => p.parameter).filter(finite);
    this.digits =
      [2, 3, 4, 5].find(
        d =>
          new Set(swept.map(p => number(p, d))).size === new Set(swept).size &&
          swept.every(p => Math.abs(Number(p.toPrecision(d)) - p) <= 1e-3 * Math.abs(p)),
      ) || 6;
    this.distances = [
      ...new Set(
        [...this.points, ...this.curves].flatMap(p => Object.keys(object(p.distances || p.distance))),
      ),
    ];
    this.distance = this.distances.includes(study.distance) ? study.distance : this.distances[0];
    this.sweep = object(study.sweep);
    this.moment = this.firstMoment();
    this.equality = study.mode === 'equality';
    this.limitWord = this.equality ? 'other' : 'limit';
    this.swept =
      !this.equality &&
      text(this.sweep.parameter, 'none') !== 'none' &&
      this.points.some(p => finite(p.parameter) && p.parameter > 0);
  }
  // The moment of the largest judged distance of the last flow that has one; without a limit, the end.
  firstMoment() {
    const last = this.frames.length - 1;
    if (!this.limit) return Math.max(0, last);
    const distances = this.curves
      .map(curve => list(object(curve.distance)[this.distance]))
      .filter(values => values.some(finite));
    if (!distances.length) return 0;
    const values = distances[distances.length - 1].map(v => (finite(v) ? v : -Infinity));
    const time = this.times[values.indexOf(maximum(values))];
    const away = this.frames.map(t => Math.abs(t - time));
    return Math.max(0, away.indexOf(minimum(away)));
  }
  plot(build, className) {
    const plot = new Plot(build, className);
    this.plots.push(plot);
    return plot;
  }
  refresh() {
    this.plots.forEach(plot => plot.refresh());
  }
  shows(key) {
    return !this.hidden.has(key);
  }
  colourOf(index) {
    return sweepColour(index, Math.max(this.curves.length, this.points.length));
  }

  parameterName() {
    return (
      {
        ridge: 'ridge \u03bb',
        bandwidth: 'bandwidth \u03c3',
        path: 'bandwidth \u03c3 (ridge \u03bb follows the path)',
      }[this.sweep.parameter] || text(this.sweep.parameter, 'parameter')
    );
  }
  limitName() {
    if (this.equality) return this.flowName(object(this.study.limit), this.limit || {});
    return this.limit ? text(this.limit.label, 'limit') : text(object(this.study.limit).geometry, 'limit');
  }
  pointName(point) {
    const symbol = {ridge: '\u03bb', bandwidth: '\u03c3', path: '\u03c3'}[this.sweep.parameter];
    if (symbol && finite(point.parameter)) return symbol + ' = ' + number(point.parameter, this.digits);
    return this.equality ? this.flowName(object(this.study.flow), point) : text(point.label, 'kernel flow');
  }
  flowName(flow, curve) {
    if (text(flow.energy) && text(flow.geometry)) return flow.energy + ' in ' + flow.geometry;
    return text(flow.geometry, text(curve.label, 'flow'));
  }
  tolerance() {
    const own = /limit\/tolerance\s*=\s*([^;\s]+)/.exec(text(this.study.settings));
    const given =
      this.study.tolerance !== undefined
        ? this.study.tolerance
        : own
          ? own[1]
          : object(object(STUDY.parameters).limit).tolerance;
    return given === undefined || given === null || given === '' ? NaN : Number(given);
  }
  claim(number, name) {
    return list(this.study.claims).find(c => c.claim === number && (!name || c.name === name));
  }
  // The legend of all pictures of the case at once; each entry hides or shows its curve everywhere.
  legend() {
    const chip = (key, label, line, paint) => {
      const swatch = element('span', {class: 'swatch ' + line, 'aria-hidden': 'true'});
      if (paint) {
        const repaint = () => {
          swatch.style.color = paint();
        };
        repaint();
        themeListeners.push(repaint);
      }
      const button = element(
        'button',
        {
          type: 'button',
          class: 'chip',
          'aria-pressed': 'true',
          onclick: () => {
            this.shows(key) ? this.hidden.add(key) : this.hidden.delete(key);
            button.setAttribute('aria-pressed', String(this.shows(key)));
            this.refresh();
          },
        },
        swatch,
        label,
      );
      return button;
    };
    const chips = [];
    if (this.limit)
      chips.push(chip('limit', this.limitWord + ': ' + this.limitName(), 'dashed', () => colour('limit')));
    this.curves.forEach((curve, i) => chips.push(chip(i, this.pointName(curve), '', () => this.colourOf(i))));
    if (!this.limit && !list(this.grid.y).length)
      chips.push(chip('initial', 'initial state', 'dotted', () => colour('muted')));
    if (this.target.length) chips.push(chip('target', 'target', 'filled'));
    return chips;
  }
}
const themeListeners = [];
