// The end of every report: how it was computed, with which versions, how it is to be read.

const sections = parameters =>
  Object.entries(object(parameters)).filter(([, keys]) => Object.keys(object(keys)).length);
const tablesOf = parameters =>
  sections(parameters).map(([section, keys]) => [
    element('h3', {}, section),
    pairsTable(Object.entries(keys)),
  ]);
const countOf = parameters =>
  sections(parameters).reduce((sum, [, keys]) => sum + Object.keys(keys).length, 0);

const fold = (title, content, open) =>
  element('details', {open}, element('summary', {}, title), element('div', {}, content));

function duration(seconds) {
  if (!finite(seconds)) return '\u2013';
  if (seconds < 100) return number(seconds, 3) + ' s';
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? minutes + ' min' : Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

function whatTheCasesAdd(study) {
  const cases = list(study.cases).filter(c => text(c.settings) || text(object(c.limit).settings));
  const operators = list(study.cases).filter(c => text(object(c.flow).operator));
  return [
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
  ];
}

// howToRead: paragraphs.
function endMatter(study, howToRead) {
  const computed = object(study.computed),
    known = computed.changed !== undefined;
  return element(
    'section',
    {class: 'end', 'aria-labelledby': 'end'},
    element('h2', {id: 'end'}, 'How it was computed'),
    text(computed.command)
      ? pairsTable([
          ['Command', computed.command],
          ['Date', text(computed.date)],
          ['Duration', duration(computed.seconds)],
        ])
      : '',
    known
      ? fold(
          'Parameters that differ from the defaults (' + countOf(computed.changed) + ')',
          [tablesOf(computed.changed), whatTheCasesAdd(study)],
          true,
        )
      : '',
    text(computed.text)
      ? fold('The parameter file, ' + text(computed.file), element('pre', {}, computed.text))
      : '',
    fold('All parameters (' + countOf(study.parameters) + ')', [
      tablesOf(study.parameters),
      known ? '' : whatTheCasesAdd(study),
    ]),
    fold('Versions', pairsTable(Object.entries(object(study.gammaflow))), true),
    fold(
      'How to read this page',
      howToRead.map(words => element('p', {}, words)),
    ),
  );
}
