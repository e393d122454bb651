// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/comparison/judgement/resolved_points.h>
#include <gammaflow/comparison/judgement/strip_fit.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace gammaflow
{
/// A family of sweeps d(e) with an exponent q that is linear in two coefficients once q is given and the data
/// are transformed.
struct SweepModel {
  enum class Data { value, square, inverse, logarithm };
  /// The two columns at exponent q; false where q has no meaning for the model.
  using Columns = std::function<bool(double q, Eigen::ArrayXd &first, Eigen::ArrayXd &second)>;

  std::string name;
  Data data = Data::value;
  Columns columns;
  Allowed allowed;
  Eigen::ArrayXd shift{};  ///< where not empty, q shift is subtracted from the data

  /// The smallest possible value of the largest residual over its bar, at this exponent; at most 1 where some
  /// member passes through all strips.
  double residual(const Strips &strips, double q) const;
};

/// No model is exact beyond about six digits: where bars are so small that they contradict all models but
/// one, they are doubled, up to this factor.
constexpr double largest_miss = 4;

/// The error bars of all points as strips of the transformed data.
Strips strips_of(const ResolvedPoints &points, SweepModel::Data data);

/// All models of an order, for these parameters.
std::vector<SweepModel> order_models(const Eigen::VectorXd &parameters);

/// Two orders near each other, one of them the predicted one: a e^(p-r) + b e^p, of which a tenth of the
/// lower one is seen, and a e^p + b e^(p+r), r = 1/4, 1/2. Their order is the lower exponent.
struct MixedModel {
  std::string name;
  double order;
  SweepModel model;
};
std::vector<MixedModel> mixed_models(const Eigen::VectorXd &parameters, double predicted_order);

/// Models of the predicted order whose scale y = e/scale may lie below the range, where they show a smaller
/// order or none: their "exponent" is log10 of y at the smallest parameter.
std::vector<SweepModel> models_above_scale(const Eigen::VectorXd &parameters, double predicted_order);

/// The exponents q in [low, high] with which some member of a model passes through all strips.
struct AcceptedExponents {
  bool any = false;
  double low = 0, high = 0;
  double best = 0, residual = std::numeric_limits<double>::infinity();  ///< the smallest, and where
};
AcceptedExponents accepted_exponents(const SweepModel &model, const Strips &strips, double low, double high);

}  // namespace gammaflow
