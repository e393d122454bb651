// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

#include <optional>

namespace gammaflow
{
/// R(u, v) = fit + penalty of a geometry that is regularized: `fit` is what the same rate, growth or velocity
/// costs without the ridge lambda, `penalty` what the ridge adds. Of kernel ridge regression with the growth
/// (velocity) f: fit = 1/2 int rho |f|^2, penalty = lambda/2 |f|_H^2.
struct PrimalParts {
  double fit = 0, penalty = 0;
  double sum() const { return fit + penalty; }
};

/// Geometries whose R has these parts.
class SplitsPrimal
{
 public:
  virtual ~SplitsPrimal() = default;
  /// Whether there are any, with these parameters: told before K(u) xi is computed, which may be an inverse.
  virtual bool has_parts() const { return true; }
  /// Of the rate v = K(u) xi, where there are any.
  virtual PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector &v) const = 0;
};

bool has_primal_parts(const Geometry &geometry);
/// Nothing where the geometry has none.
std::optional<PrimalParts> primal_parts(const Geometry &geometry, const Vector &u, const Vector &xi,
                                        const Vector &v);

}  // namespace gammaflow
