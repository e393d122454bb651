// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/extrapolation.h>

#include <string>
#include <vector>

namespace gammaflow
{
/// All extrapolants of a sweep to parameter 0, each with an estimate of its error from its alternatives.
class Extrapolants
{
 public:
  Extrapolants(const StateSweep &sweep, double predicted_exponent);

  /// From |u_i - u_{i+1}|: the exponents q with (e_i^q - e_{i+1}^q) / (e_{i+1}^q - e_{i+2}^q) as observed.
  const std::vector<double> &observed_exponents() const { return observed_; }
  const std::vector<Extrapolant> &all() const { return all_; }
  /// The one with the smallest error; all() is not empty.
  const Extrapolant &best() const;
  /// The last two observed exponents are the predicted one to 0.1 and differ by as much at most, and
  /// successive extrapolants by one term approach each other, or differ by no more than the bars.
  bool contract() const;

 private:
  const StateSweep &sweep_;
  std::size_t points_;
  double predicted_;
  std::vector<double> observed_;
  std::vector<Extrapolant> all_;

  double carried(const std::vector<double> &weights) const;
  /// From every stride-th point, the last of them `skip` points before the smallest parameter; without
  /// weights where there are too few points.
  Extrapolant candidate(const std::string &name, const std::vector<double> &exponents, std::size_t stride,
                        std::size_t skip) const;
  void consider(Extrapolant candidate, const std::vector<Extrapolant> &alternatives);
};

}  // namespace gammaflow
