#pragma once

#include <gammaflow/core/parameters.h>
#include <gammaflow/core/registry.h>
#include <gammaflow/core/types.h>
#include <gammaflow/discretization/space.h>

#include <memory>
#include <string>

namespace gammaflow
{
/// A function on the domain: an initial state or a target. Formulas, named densities, densities from data.
class Density
{
 public:
  /// `section` is "initial state" or "target": where the parameters of this density stand.
  struct Context {
    const Parameters &parameters;
    std::string section;
    unsigned dim;
    Point lower, upper;  ///< the domain's bounding box
  };
  struct Traits {
    std::string summary;
  };

  virtual ~Density() = default;
  virtual double value(const Point &x) const = 0;
};

/// The nodal values of the density of `section` on the space, scaled to its `mass` if one is given.
/// Non-finite values, and values that are not positive where `positive` asks for it, are an InputError that
/// names the point.
Vector make_density(const Parameters &parameters, const std::string &section, const Space &space,
                    bool positive);

}  // namespace gammaflow
