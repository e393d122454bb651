#pragma once

#include <gammaflow/comparison/resolved_points.h>
#include <gammaflow/comparison/strip_fit.h>

#include <functional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A family of sweeps d(e) with an exponent q, linear in two coefficients once q is given and the data are
/// transformed (d, d^2, 1/d, log d).
struct SweepModel {
  std::string name;
  enum class Data { value, square, inverse, logarithm } data = Data::value;
  /// The two columns at exponent q; false where q has no meaning for the model.
  std::function<bool(double q, Eigen::ArrayXd &first, Eigen::ArrayXd &second)> columns;
  Allowed allowed;
  Eigen::ArrayXd shift{};  ///< where not empty, q shift is subtracted from the data

  /// The smallest largest residual over bar at this exponent.
  double residual(const Strips &strips, double q) const;
};

/// The points from `first` on as strips of the transformed data.
Strips strips_of(const ResolvedPoints &points, SweepModel::Data data);

/// All models of an order, for these parameters (in descending order).
std::vector<SweepModel> order_models(const Eigen::VectorXd &parameters);

/// The exponents q in [low, high] with which a model passes through all strips.
struct AcceptedExponents {
  bool any = false;
  double low = 0, high = 0, best = 0, residual = 0;
};
AcceptedExponents accepted_exponents(const SweepModel &model, const Strips &strips, double low, double high);

}  // namespace gammaflow
