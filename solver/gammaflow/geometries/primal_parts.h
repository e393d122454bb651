// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

#include <optional>

namespace gammaflow
{
/// R(u, v) = fit + penalty of a geometry with a ridge lambda: `fit` is the cost of the same rate, growth or
/// velocity without the ridge, `penalty` the rest. Of kernel ridge regression with the growth (velocity) f:
/// fit = 1/2 int rho |f|^2, penalty = lambda/2 |f|_H^2.
struct PrimalParts {
  double fit = 0, penalty = 0;
  double sum() const { return fit + penalty; }
};

/// Geometries whose R has these parts.
class SplitsPrimal
{
 public:
  virtual ~SplitsPrimal() = default;
  /// Whether R has parts, with these parameters. Nothing is computed.
  virtual bool has_parts() const { return true; }
  /// The parts of R(u, v) for the rate v = K(u) xi. Requires has_parts().
  virtual PrimalParts primal_parts(const Vector &u, const Vector &xi, const Vector &v) const = 0;
};

/// Whether the geometry is a SplitsPrimal that has parts.
bool has_primal_parts(const Geometry &geometry);
/// SplitsPrimal::primal_parts(); empty where has_primal_parts() is false.
std::optional<PrimalParts> primal_parts(const Geometry &geometry, const Vector &u, const Vector &xi,
                                        const Vector &v);

}  // namespace gammaflow
