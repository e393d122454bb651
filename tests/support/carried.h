// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/curves/curve.h>
#include <gammaflow/measures/cellwise_density.h>

#include "flows.h"
#include <cmath>
#include <memory>
#include <vector>

namespace gammaflow::testing
{
const double pi = std::acos(-1.), speed = 0.3, amplitude = 0.4, half_waves = 4;

/// Carried from 1 by the velocity speed sin(pi x).
inline double carried(double t, double x)
{
  const double e = std::exp(-speed * pi * t);
  return e / (std::pow(std::cos(pi * x / 2), 2) + std::pow(e * std::sin(pi * x / 2), 2));
}

/// A curve with waves (section `oscillation`) on the density above.
struct CarriedWaves {
  explicit CarriedWaves(const std::string &name)
      : parameters(flow_parameters(
            "KL", "Wasserstein",
            "domain/cells = 24; domain/degree = 6; initial state/formula = 1; geometry/gradients = "
            "staggered; "
            "oscillation/base = formula; oscillation/length = 1/(4*pi); oscillation/amplitude = 0.4; "
            "oscillation/amplitude exponent = 0; oscillation/length exponent = 0; curve formula/formula = "
            "exp(-0.3*pi*t)/(cos(pi*x/2)^2 + exp(-0.6*pi*t)*sin(pi*x/2)^2)")),
        flow(make_flow(parameters)),
        curve(Registry<Curve>::make(name, {parameters, flow, 1, 0, true, {}}))
  {
  }
  /// The largest |int_0^x w_e' + w_e f| at the nodes, in parts of the largest w_e f: how far the curve is
  /// from being carried by f = speed sin(pi x).
  double not_carried() const
  {
    const Vector w = curve->state(time), v = curve->rate(time);
    const Grid1D &grid = flow.space().tensor_grid()->direction[0];
    const CellwiseDensity moved(grid, std::vector<double>(v.begin(), v.end()));
    double worst = 0, largest = 0;
    for (std::size_t i = 0; i < grid.nodes.size(); ++i) {
      const double flux = data(w)[i] * speed * std::sin(pi * grid.nodes[i]);
      worst = std::max(worst, std::abs(moved.left_of(grid.nodes[i]) + flux));
      largest = std::max(largest, std::abs(flux));
    }
    return worst / largest;
  }

  Parameters parameters;
  Flow flow;
  std::unique_ptr<Curve> curve;
  double time = 0.6;
};

}  // namespace gammaflow::testing
