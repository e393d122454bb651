// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/base/types.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gammaflow
{
/// A function on the domain: an initial state or a target. Formulas, named densities, densities from data.
/// Named densities have unit mass on R^dim, or on the domain where they are bound to it (doc/densities.md).
class Density
{
 public:
  /// `section` is "initial state" or "target": where the parameters of this density stand.
  struct Context {
    const Parameters &parameters;
    std::string section;
    unsigned dim;
    Point lower, upper;                 ///< the domain's bounding box
    std::array<bool, 3> periodic = {};  ///< per direction
    bool box = true;                    ///< the domain is its bounding box
    double volume = 1;                  ///< of the domain
  };
  /// What is known of a density by its name.
  struct Traits {
    std::string summary;
  };

  virtual ~Density() = default;
  virtual double value(const Point &x) const = 0;  ///< without `mass` and `floor` of the section
  /// The values at all nodes; overridden where the tensor structure of a box makes it cheaper than node by
  /// node.
  virtual void sample(const Space &space, Vector &values) const;
  /// The density as a formula in x, y, z (up to a factor), where it is one; else empty. Enclosures of it say
  /// what a mesh may miss (between_nodes.h).
  virtual std::string formula() const { return ""; }
  /// Of densities without a formula (from data): points at or near their extremes, and the values there. Else
  /// empty.
  virtual std::vector<std::pair<Point, double>> data_points() const { return {}; }
  /// Number of samples, bandwidths and whatever else was read or chosen, for the log; may be empty.
  virtual std::string description() const { return ""; }
};

/// The nodal values of the density rho of `section`: (1 - floor) s rho + floor M/|domain|, where s scales the
/// discrete mass to M = `mass` (as given: s = 1, M = int rho). InputError, with the point, for values that
/// are not finite, not periodic on a periodic domain, or not positive where `positive` asks for it.
Vector make_density(const Parameters &parameters, const std::string &section, const Space &space,
                    bool positive);

/// Density::formula() of the density of `section`.
std::string density_formula(const Parameters &parameters, const std::string &section, const Space &space);

/// One line for the log: kind, what was read and chosen, floor and mass.
std::string density_description(const Parameters &parameters, const std::string &section, const Space &space);

}  // namespace gammaflow
