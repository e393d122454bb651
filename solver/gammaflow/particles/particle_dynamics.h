// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/parameters/parameters.h>
#include <gammaflow/particles/particle_kernel.h>
#include <gammaflow/spaces/space.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gammaflow
{
/// How particles move: x_i' is a function of all particles; where weights move, so is (log w_i)', up to a
/// constant that is the same for all i. Random dynamics add a random part at the end of each step.
class ParticleDynamics
{
 public:
  /// What dynamics are made from.
  struct Context {
    const Parameters &parameters;  ///< which must outlive it
    Domain domain;
    std::shared_ptr<const Space> space;  ///< of the domain: where densities are integrated
  };
  /// What is known of dynamics by its name.
  struct Traits {
    std::string summary;
    /// The flow of densities that they tend to as N -> infinity.
    std::string energy, geometry;
    bool moves_weights = false;
    bool random = false;

    Traits(std::string rates, std::string its_energy, std::string its_geometry)
        : summary(std::move(rates)), energy(std::move(its_energy)), geometry(std::move(its_geometry))
    {
    }
    Traits &moving_weights()
    {
      moves_weights = true;
      return *this;
    }
    Traits &with_random_steps()
    {
      random = true;
      return *this;
    }
  };
  /// Direction by direction, as coordinates are; `growth`: (log w_i)', empty where weights stay.
  struct Rate {
    std::vector<double> velocity, growth;
  };

  virtual ~ParticleDynamics() = default;
  /// NumericalFailure where there is no rate: an adaptive step is retried smaller, others end the run.
  virtual Rate rate(const PointMeasure &particles) const = 0;
  /// The particles after the random part of a step: `step`, its length, and `number`, which counts the steps.
  /// The number of particles stays.
  virtual PointMeasure randomized(const PointMeasure &particles, double, std::uint32_t) const
  {
    return particles;
  }
  /// The longest step that random dynamics may take from this state.
  virtual double longest_step(const PointMeasure &) const { return INFINITY; }
  /// The energy that the dynamics decrease; NaN where it is not defined for particles.
  virtual double energy(const PointMeasure &) const { return std::nan(""); }
  /// Lines for the log.
  virtual std::vector<std::string> description() const { return {}; }
  /// Whether velocities vanish at no-flux walls, so that particles never leave through them.
  virtual bool keeps_inside() const { return false; }
};

}  // namespace gammaflow
