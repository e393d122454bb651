// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/references/certified_evolution.h>

#include <ostream>
#include <string>
#include <vector>

namespace gammaflow
{
/// An estimated error against the true one: of a flow with a closed form, in one norm, at one output time.
struct CoverageCase {
  std::string closed_form, settings, norm;
  double tolerance = 0, time = 0;
  double bar = 0, error = 0;  ///< both relative to the norm of the state
  bool reached = false;       ///< the bar is below the tolerance

  /// Errors of at most bar + round_off count as covered.
  static constexpr double round_off = 1e-13;
  bool covered() const { return bar + round_off >= error; }
  /// bar / max(error, round_off); of divergences, which are squares of distances to leading order, its root.
  double excess() const;
};

/// Certifies the example `settings` of a closed form at each tolerance and compares the error bars with the
/// errors: those of the states as functions, on a mesh that is once finer and of degree 8, against the closed
/// form there.
std::vector<CoverageCase> coverage_of(const std::string &closed_form, const std::string &settings,
                                      const std::vector<double> &tolerances,
                                      const CertificationMonitor &monitor = {});

/// The relative true error of an evolution at each of `errors`, on a mesh that is so many times finer.
std::vector<double> true_errors(const CertifiedEvolution &run, unsigned finer = 1);

/// How many bars cover the true error, and how much larger than it they are.
struct CoverageSummary {
  std::size_t cases = 0, covered = 0, not_reached = 0;
  double median_excess = 0, largest_excess = 0, worst_ratio = 0;  ///< worst_ratio: largest error / bar
  double share() const { return cases == 0 ? 0 : double(covered) / double(cases); }
  /// Whether at least 95 % are covered, and bars are at most ten times the errors in the median.
  bool kept() const { return cases > 0 && share() >= 0.95 && median_excess <= 10; }
};
CoverageSummary summary_of(const std::vector<CoverageCase> &cases);

/// What a row of a table says of a bar, behind what names its case.
constexpr const char *bar_columns = "tolerance,reached,norm,time,error bar,true error,bar / error,covered";
void write_bar(std::ostream &out, const CoverageCase &bar);

std::string coverage_csv(const std::vector<CoverageCase> &cases);

}  // namespace gammaflow
