// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/sweep_value.h>

#include <Eigen/Core>

#include <cstddef>
#include <string>
#include <vector>

namespace gammaflow
{
/// The points of a sweep that a fit may use, in descending order of the parameter: finite entries of possible
/// sign, value >= 1e-13, delta < value and delta <= budget * value, one per parameter (the more accurate
/// one).
struct ResolvedPoints {
  std::vector<std::size_t> index;  ///< into the values as they were given
  Eigen::VectorXd parameter, value, delta;
  Eigen::VectorXd log_parameter, log_value;
  Eigen::VectorXd log_delta;    ///< bounds the error of log_value: -log(1 - delta/value)
  Eigen::VectorXd local_order;  ///< between consecutive points; one entry less
  Eigen::VectorXd order_delta;  ///< bounds the error of local_order
  std::string note;             ///< what was left out, and why; each sentence ends in a full stop

  ResolvedPoints(const std::vector<SweepValue> &values, double budget);
  Eigen::Index size() const { return parameter.size(); }
};

/// "0.1", "1e-05": four digits, for sentences.
std::string short_number(double x);

}  // namespace gammaflow
