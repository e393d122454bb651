#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Opens a report in headless Chromium and looks at it as a reader would: scrolls, moves the slider, changes the theme.
#   report_in_browser.sh report.html [width of the window]      exit code 0: all is well; 1: the messages say what is not; 77: no browser
report=$1 width=${2:-1200}
browser=${CHROMIUM:-/usr/bin/chromium}
[ -x "$browser" ] || { echo "$browser is not there: the report was not drawn"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# The page with a reader appended: what it finds goes to an element of the page, which is then printed.
cat "$report" "$(dirname "$0")/report_reader.html" > "$work/page.html"
timeout 120 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --disable-dev-shm-usage --no-first-run \
  --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$work/profile" \
  --window-size="$width",900 --enable-logging=stderr --virtual-time-budget=60000 --dump-dom "file://$work/page.html" \
  > "$work/dom.html" 2> "$work/log"

failed=0
if grep -q 'CONSOLE' "$work/log"; then
  echo "console messages:"; grep 'CONSOLE' "$work/log" | cut -c1-400; failed=1
fi
found=$(sed -n 's/.*<pre id="reader">\(.*\)/\1/p' "$work/dom.html" | head -n 1)
case $found in
  ok*) ;;
  *) echo "the reader found: ${found:-nothing (the page did not finish)}"; sed -n '/<pre id="reader">/,/<\/pre>/p' "$work/dom.html" | cut -c1-400 | head -n 20; failed=1 ;;
esac
[ $failed = 0 ] && echo "$(basename "$report"): $found" | sed 's/<.*//'
exit $failed
