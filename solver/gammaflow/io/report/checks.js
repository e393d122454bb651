// What is looked at beside the claims: a figure and a line for each.

function checkFigures(state) {
  return [decayFigure(state)].filter(Boolean);
}

// [name, sentence] of each check of a case.
function checkLines(study) {
  return [decayLine(study)].filter(Boolean);
}
