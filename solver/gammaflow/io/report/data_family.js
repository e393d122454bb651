// Where a study has several data: each with its verdict and distance, and which is the worst, and why.

function dataFamilies(study) {
  const cases = list(study.cases).map(object);
  const rowOf = (entry, datum) => {
    const name = text(entry.case) + ', ' + text(datum.name),
      index = cases.findIndex(c => c.name === name),
      worst = datum.name === entry.worst,
      expected = index < 0 ? '' : text(cases[index].expected);
    return element(
      'tr',
      {},
      element(
        'th',
        {scope: 'row', class: 'name'},
        index < 0 ? text(datum.name) : element('a', {href: '#' + caseId(index)}, text(datum.name)),
        worst ? [' ', element('b', {}, '(the worst)')] : '',
      ),
      element(
        'td',
        {},
        badge(
          text(datum.verdict, 'not established') + (datum.as_expected === true ? ', as expected' : ''),
          judgement(datum.verdict, datum.as_expected, expected),
        ),
      ),
      element('td', {class: 'number'}, finite(datum.distance) ? number(datum.distance, 4) : 'not computed'),
    );
  };
  return list(study.data)
    .map(object)
    .filter(entry => list(entry.data).length)
    .map(entry =>
      element(
        'section',
        {class: 'case', 'aria-label': 'Data of ' + text(entry.case)},
        element('h2', {}, 'The data of ' + text(entry.case)),
        element('p', {class: 'what'}, text(entry.sentence) + ' ' + text(entry.why)),
        element(
          'div',
          {class: 'scroll overview', tabindex: '0', role: 'region', 'aria-label': 'The data'},
          element(
            'table',
            {},
            headRow(['Datum', 'Verdict', 'Distance at the last parameter']),
            element('tbody', {}, list(entry.data).map(object).map(datum => rowOf(entry, datum))),
          ),
        ),
      ),
    );
}
