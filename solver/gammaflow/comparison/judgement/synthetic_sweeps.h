// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/extrapolation.h>
#include <gammaflow/comparison/judgement/sweep_value.h>

#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gammaflow
{
/// A sweep whose order and limit are known, with values displaced within their error bars.
struct SyntheticSweep {
  std::vector<SweepValue> values;
  std::optional<StateSweep> states;  ///< of a sweep of fields
  double order = 1;                  ///< the true one, as the parameter tends to 0
  /// The wrong order that the sweep is to be judged with; empty: drawn at random.
  std::optional<double> other_order = {};
};

/// A class of such sweeps, drawn at random.
struct SyntheticClass {
  std::string name;
  bool fields = false;
  bool clean = false;         ///< sweeps that are to be confirmed
  bool hidden_limit = false;  ///< the limit is 0.3 to 0.95 of the smallest distance
  std::function<SyntheticSweep(std::mt19937 &)> draw;
};

std::vector<SyntheticClass> synthetic_scalar_classes();
std::vector<SyntheticClass> synthetic_field_classes();

/// Parameters and relative error bars of a sweep: 4 to 8 points (5 to 8 if `clean`), ratio 2 to 4, bars from
/// 1e-4 to 5 %, log-uniform.
struct Ladder {
  std::vector<double> parameter;
  double bar = 0;     ///< relative to the distance
  bool ends = false;  ///< the values stand at the ends of their bars
  Ladder(std::mt19937 &random, bool clean, double largest);
};

/// log-uniform in [low, high]
double log_uniform(std::mt19937 &random, double low, double high);
double uniform(std::mt19937 &random, double low, double high);
/// 1/2, 1, 3/2 or 2
double random_order(std::mt19937 &random);

}  // namespace gammaflow
