// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/evolutions/geodesics/hamiltonian.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// The data of a geodesic on a space: from rho0 at t = 0 to rho1 at the end, or with the potential xi0.
struct GeodesicData {
  HamiltonianGeometry geometry;
  std::shared_ptr<const Space> space;
  Vector rho0;
  std::optional<Vector> rho1, xi0;  ///< one of them
  double end = 1;
};

/// A geodesic that is known without solving for a map or a system.
class KnownGeodesic
{
 public:
  /// What a geodesic in closed form is made from.
  struct Context {
    const GeodesicData &data;
  };
  /// What is known of a geodesic in closed form by its name.
  struct Traits {
    std::string summary;
    std::function<bool(const GeodesicData &)> applies;
    bool continuous = false;  ///< it differs from a computed one by its error in space
    std::vector<std::string> examples = {};
  };

  virtual ~KnownGeodesic() = default;
  virtual Vector state(double t) const = 0;  ///< nodal values, t in [0, end]
  /// Half of the squared speed.
  virtual double energy() const = 0;
};

}  // namespace gammaflow
