// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/io/progress.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace gammaflow
{
namespace
{
unsigned terminal_width()
{
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

const char *const clear_line = "\r\033[K";
}  // namespace

std::function<void(double fraction, const std::string &what)> Progress::observer;

Progress::Progress(bool quiet)
    : quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) != 0),
      start_(std::chrono::steady_clock::now()),
      last_drawn_(start_ - std::chrono::hours(1))
{
  const char *terminal = std::getenv("TERM");
  if (terminal != nullptr && std::string(terminal) == "dumb") terminal_ = false;
}

Progress::~Progress()
{
  finish();
}

void Progress::log(const std::string &line)
{
  if (observer) observer(std::nan(""), line);
  if (quiet_) return;
  finish();
  std::cout << line << std::endl;
}

void Progress::update(double fraction, const std::string &what)
{
  if (!std::isfinite(fraction)) return;
  fraction = std::min(1., std::max(0., fraction));
  if (observer) observer(fraction, what);
  if (quiet_) return;
  const auto now = std::chrono::steady_clock::now();
  if (terminal_) {
    if (now - last_drawn_ < std::chrono::milliseconds(100) && fraction < 1) return;
    last_drawn_ = now;
    drawn_ = true;
    std::cerr << clear_line << bar(fraction, elapsed(), what, terminal_width() - 1) << std::flush;
  } else {
    const int tenth = static_cast<int>(10 * fraction);
    const bool silent_for_long = now - last_drawn_ > std::chrono::minutes(1);
    if ((tenth <= last_tenth_ && !silent_for_long) || elapsed() < 2) return;
    last_tenth_ = std::max(tenth, last_tenth_);
    last_drawn_ = now;
    std::cerr << bar(fraction, elapsed(), what, 110) << std::endl;
  }
}

void Progress::finish()
{
  if (drawn_) std::cerr << clear_line << std::flush;
  drawn_ = false;
}

bool Progress::colours(int file_descriptor)
{
  const char *never = std::getenv("NO_COLOR");
  return isatty(file_descriptor) != 0 && (never == nullptr || *never == '\0');
}

std::string Progress::clock(double seconds)
{
  const long total = std::lround(std::max(0., seconds));
  char text[32];
  if (total >= 3600)
    std::snprintf(text, sizeof(text), "%ld:%02ld:%02ld", total / 3600, total / 60 % 60, total % 60);
  else
    std::snprintf(text, sizeof(text), "%ld:%02ld", total / 60, total % 60);
  return text;
}

std::string Progress::bar(double fraction, double elapsed, const std::string &what, unsigned width)
{
  const unsigned cells = width < 100 ? 12 : 24;  // a narrow window is for the words
  const unsigned full = static_cast<unsigned>(std::lround(fraction * cells));
  char percent[16];
  std::snprintf(percent, sizeof(percent), " %3.0f %%  ", 100 * fraction);
  std::string left = clock(elapsed) + " passed";
  if (fraction > 0.02 && fraction < 1) left = clock(elapsed / fraction * (1 - fraction)) + " left";
  const std::string line =
      "[" + std::string(full, '#') + std::string(cells - full, '-') + "]" + percent + left + "  " + what;
  return line.substr(0, width);
}

double Progress::elapsed() const
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

}  // namespace gammaflow
