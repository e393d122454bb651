// What is looked at beside the claims: a figure and a line for each.

function checkFigures(state) {
  const pair = [moscoFigure(state), rayleighFigure(state)].filter(Boolean);
  if (pair.length === 1) pair[0].classList.add('wide');
  return [decayFigure(state), ...pair].filter(Boolean);
}

// [name, sentence] of each check of a case.
function checkLines(study) {
  return [decayLine(study), ...fixedStateLines(study)].filter(Boolean);
}
