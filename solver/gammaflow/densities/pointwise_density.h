// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/densities/density.h>
#include <gammaflow/formula/expression.h>

#include <memory>
#include <optional>
#include <string>

namespace gammaflow
{
/// The density of a section at any points, in a domain or beyond it, with the gradient of its logarithm. Up
/// to a factor: with its `floor`, without its `mass`.
class PointwiseDensity
{
 public:
  /// The space gives the domain, and with its nodes the mass that `floor` refers to; InputError where that
  /// is 1.
  PointwiseDensity(const Parameters &parameters, const std::string &section, const Space &space);

  double value(const Point &x) const { return density_->value(x) + background_; }
  /// grad log of the density; not finite where the density is not positive or underflows. Of a formula by its
  /// derivatives at t = 0; else by central differences of order four, with steps of 1e-4 of the domain's
  /// extent.
  Point log_gradient(const Point &x) const;

 private:
  Point by_formula(const Point &x) const;
  Point by_differences(const Point &x) const;

  std::shared_ptr<const Density> density_;
  std::optional<Expression> formula_;
  unsigned dim_;
  double background_ = 0;
  Point step_{};
};

}  // namespace gammaflow
