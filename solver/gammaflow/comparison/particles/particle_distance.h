// SPDX-License-Identifier: LGPL-2.1-or-later
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
struct FreeEnergyParts;

/// A distance of particles from a density on a space, both scaled to mass one. Formulas and accuracy:
/// doc/comparing.md.
class ParticleDistance
{
 public:
  /// What the number compares: the particles with the density; the density from which the particles are
  /// independent samples with the density (its error contains the sampling error); the particles with the
  /// target.
  enum class Meaning { of_particles, of_law, to_target };

  /// What a distance is made from.
  struct Context {
    std::shared_ptr<const Space> space;
    const Vector &density;
    std::shared_ptr<const RadialKernel> kernel;  ///< for those that need one; null otherwise
    std::size_t particles = 1000;                ///< the approximate number of particles of later calls
    /// The gradient of the target's logarithm, and the target at the nodes; null where there is none.
    std::function<Point(const Point &)> score = nullptr;
    std::shared_ptr<const Vector> target = nullptr;
    /// The parts of the reference's energy; null where it has none, and why.
    std::shared_ptr<const FreeEnergyParts> free_energy = nullptr;
    std::string why_no_free_energy = "it is not known here";
  };
  /// What is known of a distance by its name.
  struct Traits {
    std::string summary;
    bool needs_line = false;  ///< an interval
    bool needs_kernel = false;
    bool by_default = true;  ///< computed where nothing is said
    unsigned least_dim = 1;
    bool needs_target = false;
    bool needs_box = false;
    bool needs_free_energy = false;
    bool on_torus = false;   ///< it has a meaning where the domain is periodic, too
    bool all_pairs = false;  ///< it takes n^2 operations
    /// Of n independent samples it is n^(-1/2) times a law that does not depend on n, for large n.
    bool root_rate = false;
    Meaning meaning = Meaning::of_particles;
  };
  /// A distance and its error.
  struct Value {
    double value = 0;
    double error = 0;  ///< of quadratures and quantization, not of the density; infinite if not known
    std::string why_no_error = {};
    /// Where the value is |a - b|: a of the particles, b of the density.
    std::optional<double> of_particles = {}, of_density = {};
  };
  /// A bound of the distance of the density to the true one, by the name of a norm; empty where none is
  /// known.
  using Bars = std::function<std::optional<double>(const std::string &norm)>;

  virtual ~ParticleDistance() = default;
  /// The weights are scaled to mass one. InputError for measures that the distance does not take.
  virtual Value to(const PointMeasure &particles) const = 0;
  /// The value alone, where that is less work.
  virtual double value(const PointMeasure &particles) const { return to(particles).value; }
  /// The largest change of the value when the density (of mass one) is replaced by any within these bars;
  /// empty where they give no bound.
  virtual std::optional<double> of_bars(const Bars &bars) const = 0;
  /// The same for these particles, where that is sharper.
  virtual std::optional<double> of_bars_for(const PointMeasure &, const Bars &bars) const
  {
    return of_bars(bars);
  }
};

/// Why the distance cannot be taken on this space, in words; empty if it can.
std::string why_not_applicable(const std::string &name, const ParticleDistance::Context &context);
/// The names of the distances that are computed by default, in alphabetical order; where the domain is
/// periodic, of all that are defined there.
std::vector<std::string> default_particle_distances(const ParticleDistance::Context &context);

/// The diagonal of the bounding box.
double box_diameter(const Space &space);
/// A bound of W1 between densities of equal mass: half the diameter of the domain times the bar in L1
/// (Villani 2009, Theorem 6.15), or the bar in W1 where that is smaller. Empty where neither is known.
std::optional<double> w1_of_bars(const ParticleDistance::Bars &bars, const Space &space);
/// A bound of W_p, p = 1, 2: w1_of_bars(), or (diameter w1_of_bars())^(1/2).
std::optional<double> wasserstein_of_bars(unsigned power, const ParticleDistance::Bars &bars,
                                          const Space &space);
/// The smaller one of two bounds, the first of which may be empty.
std::optional<double> smaller(std::optional<double> known, double bound);
/// The largest error of d = (d^2)^1/2 where d^2 = `square` is known up to `error`; negative squares count as
/// 0.
double error_of_root(double square, double error);

}  // namespace gammaflow
