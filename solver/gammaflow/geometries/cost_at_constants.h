// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/geometries/geometry.h>

#include <cmath>

namespace gammaflow
{
/// What R(c, v) of waves v at constant densities c says of a geometry, whatever it is called.
struct CostAtConstants {
  enum class Kind {
    local,      ///< the same for waves of all lengths: growth (Fisher-Rao and its kin)
    transport,  ///< in proportion to the square of their length: fluxes (Wasserstein and its kin)
    other
  };
  Kind kind = Kind::other;
  double power = 0;  ///< p, where R(c, v) = R(1, v) c^-p

  bool is(Kind of, double p) const { return kind == of && std::abs(power - p) < 1e-6; }
};
/// `other` where R is not finite, or no power of the density.
CostAtConstants cost_at_constants(const Geometry &geometry);

}  // namespace gammaflow
