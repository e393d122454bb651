// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/study/coverage/coverage.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// A flow with a closed form from random data, whose error bars are compared with the true errors.
struct RandomCase {
  std::string kind;  ///< of the data: several modes, narrow, near vacuum, high frequency, kink, jump, spike
  std::string flow;  ///< Fisher-Rao, ...; of studies the two flows
  std::string settings;  ///< of the parameters; of studies those of both flows
  std::string other;     ///< of studies: what the second flow has in addition; empty for references
  double tolerance = 1e-4;
  unsigned dim = 1;
  unsigned finer = 1;  ///< how often the mesh of the closed form is halved against the finest one

  bool in_time() const;  ///< whether bars_in_time() are its bars (time_cases.h)
  bool smooth() const { return kind != "kink" && kind != "jump" && kind != "spike"; }
};

/// `rounds` cases for each kind of data and each flow, in 1D and 2D, the same for the same seed.
std::vector<RandomCase> random_cases(unsigned seed, unsigned rounds);

/// The bars of one case against its true errors; of studies those of the distance between both flows, on two
/// levels of the mesh.
struct RandomResult {
  RandomCase data;
  std::vector<CoverageCase> bars;
};
/// Computes the case and compares its bars with the true errors.
RandomResult coverage_of(const RandomCase &data, const CertificationMonitor &monitor = {});

/// Whose bars: of the states of references, of the distances that studies measure, or of one side of these
/// the part that is in time.
enum class BarsOf { all, references, studies, in_time };
BarsOf bars_from(const RandomCase &data);

/// The results of one norm and kind of data; "smooth" is every kind that is, "" are all.
std::vector<CoverageCase> bars_of(const std::vector<RandomResult> &results, const std::string &kind,
                                  const std::string &norm, BarsOf what = BarsOf::all);

std::string random_coverage_csv(const std::vector<RandomResult> &results);

}  // namespace gammaflow
