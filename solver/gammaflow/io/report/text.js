// Words and numbers. Everything that comes from the study reaches the page as text, never as markup.
'use strict';

const STUDY = JSON.parse(document.getElementById('study').textContent);
// What a report of each kind shows below its title: nodes, from STUDY. One file and one entry per kind.
const PAGES = {};
const caseId = index => 'case-' + (index + 1);

function element(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  node.append(
    ...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== ''),
  );
  return node;
}

// Plotly reads a few tags in its labels; a name must not.
const plain = text => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const finite = x => typeof x === 'number' && Number.isFinite(x);
const list = x => (Array.isArray(x) ? x : []);
const object = x => (x && typeof x === 'object' && !Array.isArray(x) ? x : {});
const text = (x, otherwise = '') => (x === null || x === undefined || x === '' ? otherwise : String(x));

const raised = n =>
  String(n)
    .replace('-', '\u207b')
    .replace(/\d/g, d => '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'[d]);
const exponent = x => Math.floor(Math.log10(Math.abs(x)) + 1e-12);
const minus = s => s.replace('-', '\u2212');

function number(x, digits = 3) {
  if (!finite(x)) return '\u2013';
  if (x === 0) return '0';
  const e = exponent(Number(x.toPrecision(digits)));
  if (e >= -3 && e < 5) return minus(String(Number(x.toPrecision(digits))));
  const mantissa = Number((x / Math.pow(10, e)).toPrecision(digits));
  return mantissa === 1 ? '10' + raised(e) : minus(String(mantissa)) + ' \u00d7 10' + raised(e);
}

// An interval; one number where both ends look alike.
function between(low, high) {
  const [from, to] = [number(low), number(high)];
  return from === to ? from : from + ' to ' + to;
}

// Value and error bar with a common exponent, the error to two digits: (1.234 \u00b1 0.012) \u00d7 10\u207b\u2075.
function measured(value, delta) {
  if (!finite(value)) return '\u2013';
  if (!finite(delta)) return number(value, 4);
  if (delta < 1e-3 * Math.abs(value) || delta === 0) return number(value, 5) + ' \u00b1 ' + number(delta, 2);
  const e = exponent(Math.max(Math.abs(value), delta)),
    scaled = e >= -2 && e < 4 ? 0 : e,
    scale = Math.pow(10, scaled);
  const decimals = Math.max(0, 1 - exponent(delta / scale));
  const pair = minus((value / scale).toFixed(decimals)) + ' \u00b1 ' + (delta / scale).toFixed(decimals);
  return scaled === 0 ? pair : '(' + pair + ') \u00d7 10' + raised(scaled);
}

const SIGNS = [
  [/->/g, '\u2192'],
  [/<DF, v>/g, '\u27e8DF, v\u27e9'],
  [/\bint (?=[FR])/g, '\u222b '],
  [/\blambda\b/g, '\u03bb'],
  [/\bsigma\b/g, '\u03c3'],
  [/\bxi\b/g, '\u03be'],
];
// A sentence of the certificate, which is plain ASCII, as one prints it: 0.34 \u00b1 0.01, 1.3 \u00d7 10\u207b\u2076.
const printed = sentence =>
  SIGNS.reduce((words, [plainly, sign]) => words.replace(plainly, sign), sentence)
    .replace(/\+-/g, '\u00b1')
    .replace(/(^|[^\d.])1e([-+]\d+)\b/g, (_, before, power) => before + '10' + raised(Number(power)))
    .replace(
      /(\d)e([-+]\d+)\b/g,
      (_, digit, power) => digit + '\u00a0\u00d7\u00a010' + raised(Number(power)),
    );

const VERDICTS = {
  confirmed: {sign: '\u2713', tone: 'good'},
  refuted: {sign: '\u2715', tone: 'bad'},
  'not established': {sign: '?', tone: 'open'},
  'not applicable': {sign: '\u2013', tone: 'plain'},
};
const verdictOf = word => VERDICTS[word] || {sign: '?', tone: 'open'};

// The verdict of a whole study or case: as expected is good news, also when "refuted" was expected.
function judgement(verdict, asExpected, expected) {
  const word = text(verdict, 'not established');
  if (asExpected === true) return {sign: '\u2713', tone: 'good', words: word + ', as expected'};
  const remark = expected ? 'not as expected (expected: ' + expected + ')' : 'not as expected';
  if (word === 'not established')
    return {sign: '?', tone: 'open', words: word + (expected ? ' (expected: ' + expected + ')' : '')};
  return {sign: '\u2715', tone: 'bad', words: word + ', ' + remark};
}

function badge(words, look) {
  return element(
    'span',
    {class: 'verdict ' + look.tone},
    element('span', {class: 'sign', 'aria-hidden': 'true'}, look.sign),
    words,
  );
}

const distanceName = name => name + (/KL$/.test(name) ? ' divergence' : ' distance');

const capital = s => s.charAt(0).toUpperCase() + s.slice(1);

// "a, b and c"
const enumerated = words =>
  words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' and ' + words[words.length - 1];

function minimum(values) {
  return values.reduce((a, b) => (b < a ? b : a), Infinity);
}
function maximum(values) {
  return values.reduce((a, b) => (b > a ? b : a), -Infinity);
}
