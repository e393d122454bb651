// What every page has: the colours, the title, the list of cases; what is on it is in PAGES.
// Theme: the system's, or what the button says; kept for the next visit where the browser allows it.
function themeButton() {
  const system = window.matchMedia('(prefers-color-scheme: dark)'),
    button = document.getElementById('theme');
  const names = {automatic: 'dark', dark: 'light', light: 'automatic'};
  let theme = 'automatic';
  try {
    theme = localStorage.getItem('gammaflow theme') || theme;
  } catch (error) {
    /* a page without storage */
  }
  if (!(theme in names)) theme = 'automatic';
  const apply = () => {
    document.documentElement.dataset.theme =
      theme === 'automatic' ? (system.matches ? 'dark' : 'light') : theme;
    const sign = {automatic: '\u25d0', dark: '\u25cf', light: '\u25cb'}[theme];
    button.replaceChildren(
      element('span', {'aria-hidden': 'true'}, sign),
      element('span', {class: 'theme-word'}, ' Theme: ' + theme),
    );
    button.setAttribute('aria-label', 'Theme: ' + theme + '. Change to ' + names[theme] + '.');
    themeListeners.forEach(listener => listener());
    plots.forEach(plot => plot.refresh());
  };
  button.addEventListener('click', () => {
    theme = names[theme];
    try {
      localStorage.setItem('gammaflow theme', theme);
    } catch (error) {
      /* the choice lasts as long as the page */
    }
    apply();
  });
  system.addEventListener('change', () => theme === 'automatic' && apply());
  apply();
}

function build() {
  const info = object(STUDY.study),
    cases = list(STUDY.cases),
    page = document.getElementById('page');
  themeButton();
  page.replaceChildren(
    element('h1', {}, text(info.name, 'Study')),
    text(info.description) ? element('p', {class: 'lead'}, info.description) : '',
    ...PAGES[text(STUDY.kind, 'study')](STUDY),
  );
  if (cases.length > 1) {
    const jump = document.getElementById('jump');
    jump.replaceChildren(
      element('option', {value: ''}, 'overview'),
      ...cases.map((c, i) => element('option', {value: caseId(i)}, text(c.name, 'case ' + (i + 1)))),
    );
    jump.addEventListener('change', () =>
      jump.value ? document.getElementById(jump.value).scrollIntoView() : window.scrollTo(0, 0),
    );
    jump.parentElement.hidden = false;
  }
  return sketchFirst().then(unpackPlotly).then(drawWhenNear, error =>
    page.prepend(
      element('p', {class: 'lead'}, 'The pictures need a browser of 2023 or later: ' + error.message + '.'),
    ),
  );
}

const drawing = build();
