// What is looked at beside the claims: a figure and a line for each.

function checkFigures(state) {
  const inPairs = figures => {
    const there = figures.filter(Boolean);
    if (there.length === 1) there[0].classList.add('wide');
    return there;
  };
  return [
    ...inPairs([candidatesFigure(state), mobilityFigure(state)]),
    ...inPairs(ridgeBandwidthMaps(state)),
    ...inPairs([dissipationFigure(state), partsFigure(state)]),
    ...inPairs([decayFigure(state)]),
    ...inPairs([moscoFigure(state), rayleighFigure(state)]),
  ];
}

// [name, sentence] of each check of a case.
function checkLines(study) {
  return [whichLimitLine(study), mapLine(study), dissipationLine(study), decayLine(study), ...fixedStateLines(study)].filter(Boolean);
}
