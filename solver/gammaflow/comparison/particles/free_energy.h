// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/types.h>

#include <functional>
#include <optional>

namespace gammaflow
{
/// F(rho) = int U(rho) + V rho + 1/2 rho (W * rho) + constant, with rho of a given mass; and its value at the
/// reference.
struct FreeEnergyParts {
  std::function<double(double rho)> internal;         ///< U; empty where there is none
  std::function<double(const Point &x)> potential;    ///< V
  std::function<double(const Point &x)> interaction;  ///< W of a difference; empty where there is none
  double mass = 1, constant = 0;
  double of_density = 0, error_of_quadrature = 0;
  std::optional<double> bar;  ///< bound of the error of of_density by that of the reference; empty: unknown
};

}  // namespace gammaflow
