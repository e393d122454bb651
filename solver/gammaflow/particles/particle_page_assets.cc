// SPDX-License-Identifier: LGPL-2.1-or-later
namespace gammaflow
{
extern const char *const particle_page_style, *const particle_page_script;

const char *const particle_page_style = R"css(
:root { --paper: #faf8f4; --surface: #fff; --ink: #1d2129; --muted: #5b6270; --line: #e4e0d7; --accent: #2b5c8f;
  --target: #8d94a1; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #13161b; --surface: #1b1f26; --ink: #e9e7e2;
  --muted: #a2a9b6; --line: #303640; --accent: #8cb8ea; --target: #7d8594; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
pre { white-space: pre-wrap; color: var(--muted); }
canvas { max-width: 100%; background: var(--surface); border: 1px solid var(--line); }
#time { width: min(28rem, 60vw); vertical-align: middle; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.85rem; }
th, td { padding: 0.1rem 0.6rem; text-align: right; border-bottom: 1px solid var(--line); }
#plots { display: flex; flex-wrap: wrap; gap: 1rem; }
svg { background: var(--surface); border: 1px solid var(--line); }
svg text { fill: var(--muted); font-size: 12px; }
svg polyline { fill: none; stroke: var(--accent); stroke-width: 2; }
)css";

const char *const particle_page_script = R"js('use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const canvas = document.getElementById('view'), pen = canvas.getContext('2d');
const slider = document.getElementById('time'), now = document.getElementById('now');
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const lower = data.lower, extent = data.upper.map((u, d) => u - data.lower[d]);
const left = 8, top_ = 8, wide = canvas.width - 16, high = canvas.height - 16;
const across = (x) => left + (wide * (x - lower[0])) / extent[0];
const up = (y) => top_ + high - (high * (y - lower[1])) / extent[1];

function shade() {
  const n = 61, largest = Math.max(...data.target.filter((v) => v !== null));
  const edge = (i, length) => Math.round((length * (i - 0.5)) / (n - 1));
  pen.fillStyle = colour('--target');
  for (let j = 0; j < n; ++j)
    for (let i = 0; i < n; ++i) {
      const x = edge(i, wide), y = edge(j, high);
      pen.globalAlpha = (0.6 * (data.target[i + n * j] || 0)) / largest;
      pen.fillRect(left + x, top_ + high - edge(j + 1, high), edge(i + 1, wide) - x, edge(j + 1, high) - y);
    }
  pen.globalAlpha = 1;
}

function plane(frame) {
  if (data.target.length) shade();
  pen.fillStyle = colour('--accent');
  pen.globalAlpha = frame.x[0].length > 500 ? 0.5 : 0.8;
  frame.x[0].forEach((x, i) => {
    const radius = 3 * Math.sqrt(frame.w.length ? frame.w[i] : 1);
    pen.beginPath();
    pen.arc(across(x), up(frame.x[1][i]), radius, 0, 7);
    pen.fill();
  });
  pen.globalAlpha = 1;
}

function line(frame) {
  const n = frame.x[0].length, bins = Math.max(10, Math.min(80, Math.round(2 * Math.sqrt(n))));
  const count = new Array(bins).fill(0);
  frame.x[0].forEach((x, i) => {
    const bin = Math.floor((bins * (x - lower[0])) / extent[0]);
    if (bin >= 0 && bin < bins) count[bin] += ((frame.w.length ? frame.w[i] : 1) * bins) / (n * extent[0]);
  });
  const values = data.target.map((v) => v || 0);
  const mass = (values.reduce((a, b) => a + b, 0) * extent[0]) / (values.length - 1);
  const largest = Math.max(...count, ...values.map((v) => v / mass)) * 1.05, base = top_ + high - 20;
  const height = (v) => base - ((high - 20) * v) / largest;
  pen.fillStyle = colour('--accent');
  pen.globalAlpha = 0.45;
  count.forEach((c, b) => pen.fillRect(left + (wide * b) / bins, height(c), wide / bins - 1, base - height(c)));
  pen.globalAlpha = 0.6;
  frame.x[0].forEach((x) => pen.fillRect(across(x) - 0.5, base + 3, 1, 14));
  pen.globalAlpha = 1;
  pen.strokeStyle = colour('--target');
  pen.lineWidth = 2;
  pen.beginPath();
  values.forEach((v, i) => pen.lineTo(left + (wide * i) / (values.length - 1), height(v / mass)));
  pen.stroke();
}

function draw() {
  const k = Number(slider.value);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  (data.dim === 1 ? line : plane)(data.frames[k]);
  now.textContent = 't = ' + Number(data.times[k].toPrecision(4));
}

function curve(column) {
  const points = data.ledger.map((row) => [row[0], row[column]]).filter((p) => p[1] !== null);
  if (points.length < 2) return '';
  const ys = points.map((p) => p[1]), low = Math.min(...ys), most = Math.max(...ys), range = most - low || 1;
  const end = points[points.length - 1][0] - points[0][0];
  const at = points.map((p) => (10 + (260 * (p[0] - points[0][0])) / end).toFixed(1) + ',' +
    (120 - (90 * (p[1] - low)) / range).toFixed(1));
  const digits = (v) => String(Number(v.toPrecision(4)));
  return '<svg width="280" height="140" role="img" aria-label="' + data.columns[column] + '"><text x="10" y="16">' +
    data.columns[column] + ', ' + digits(low) + ' to ' + digits(most) +
    '</text><polyline points="' + at.join(' ') + '"/></svg>';
}

slider.max = data.frames.length - 1;
slider.addEventListener('input', draw);
let timer = null;
document.getElementById('play').addEventListener('click', (event) => {
  if (timer !== null) {
    clearInterval(timer);
    timer = null;
    event.target.textContent = 'Play';
    return;
  }
  event.target.textContent = 'Pause';
  timer = setInterval(() => {
    slider.value = (Number(slider.value) + 1) % data.frames.length;
    draw();
  }, 150);
});
const counts = ['time', 'steps', 'rejected', 'evaluations', 'outside'];
document.getElementById('plots').innerHTML = data.columns
  .map((name, c) => (counts.includes(name) ? '' : curve(c))).join('');
for (const id of ['movie', 'curves']) document.getElementById(id).hidden = false;
draw();
)js";

}  // namespace gammaflow
