#pragma once

#include <gammaflow/base/registry.h>
#include <gammaflow/kernels/kernel.h>
#include <gammaflow/measures/point_measure.h>
#include <gammaflow/spaces/space.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gammaflow
{
/// A distance of particles from a density on a space, both scaled to mass one. Formulas and accuracy:
/// doc/comparing.md.
class ParticleDistance
{
 public:
  /// grad log of the target at a point.
  using Score = std::function<Point(const Point &x)>;
  struct Context {
    std::shared_ptr<const Space> space;
    const Vector &density;
    std::shared_ptr<const RadialKernel> kernel;  ///< for those that need one; null otherwise
    Score score;                                 ///< likewise
    std::size_t particles = 1000;                ///< how many are going to be held against it, about
    unsigned long seed = 1;                      ///< of those that choose at random
  };
  struct Traits {
    std::string summary;
    bool needs_line = false;  ///< an interval
    bool needs_kernel = false;
    bool needs_score = false;
    bool by_default = true;  ///< computed where nothing is said
    unsigned least_dim = 1;
    std::size_t most_particles = std::size_t(-1);  ///< by default
  };
  struct Value {
    double value = 0;
    double error = 0;  ///< of quadratures and quantization, not of the density
  };
  /// What is known of the error of the density: its distance to the true one in a norm, where there is a bar.
  using Bars = std::function<std::optional<double>(const std::string &norm)>;

  virtual ~ParticleDistance() = default;
  virtual Value to(const PointMeasure &particles) const = 0;
  /// What the value changes by, at most, where the density (of mass one) is another one within these bars;
  /// nothing where they do not bound it.
  virtual std::optional<double> of_bars(const Bars &bars) const = 0;
};

/// Why the distance cannot be taken on this space, in words; empty if it can.
std::string why_not_applicable(const std::string &name, const ParticleDistance::Context &context);
/// The names of those that can be taken and are, where nothing is said, in alphabetical order.
std::vector<std::string> default_particle_distances(const ParticleDistance::Context &context);

/// The longest distance of two points of the bounding box.
double box_diameter(const Space &space);
/// W1 of densities of equal mass on a domain is at most half its diameter times L1: that is how much mass
/// moves, and how far (Villani 2009, Theorem 6.15). A bar in W1 itself counts where there is one.
std::optional<double> w1_of_bars(const ParticleDistance::Bars &bars, const Space &space);
/// The error of d where d^2 is known up to `error`.
double error_of_root(double square, double error);

}  // namespace gammaflow
