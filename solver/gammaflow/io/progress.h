// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace gammaflow
{
/// Shows the progress of a computation: on a terminal one bar that is redrawn, with the remaining time; in a
/// log plain lines, at most one per tenth of the work; nothing when quiet. Lines of text go to standard
/// output, the bar to standard error.
class Progress
{
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress &) = delete;
  Progress &operator=(const Progress &) = delete;

  /// A line of the log, above the bar.
  void log(const std::string &line);
  /// `fraction` of the whole in [0, 1]; it may go back when more work turns out to be needed.
  void update(double fraction, const std::string &what);
  /// Removes the bar; further updates draw it anew.
  void finish();

  /// Colours (and the bar) are for terminals, and never where NO_COLOR is set.
  static bool colours(int file_descriptor);
  /// A callback that receives all of this, also where it is quiet: of another program that runs a command
  /// (program.h). Lines of the log come with the fraction NaN. An exception that it throws ends the command.
  static std::function<void(double fraction, const std::string &what)> observer;
  /// "1:05", "2:03:09": seconds as a clock shows them.
  static std::string clock(double seconds);
  /// "[#####-----]  50 %  0:12 left  what", cut to `width` columns. `elapsed` seconds have passed.
  static std::string bar(double fraction, double elapsed, const std::string &what, unsigned width);

 private:
  double elapsed() const;

  bool quiet_, terminal_, drawn_ = false;
  std::chrono::steady_clock::time_point start_, last_drawn_;
  int last_tenth_ = -1;
};

}  // namespace gammaflow
