// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/particles/free_energy.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_estimate.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
/// A number and what it may be off by.
struct Estimated {
  double value = 0, error = 0;
};

/// The mean of f over particles of weights w, which sum up to one, with three deviations of independent ones.
Estimated mean_of(const std::vector<double> &f, const std::vector<double> &w)
{
  Estimated result;
  double variance = 0, squares = 0;
  for (std::size_t i = 0; i < f.size(); ++i) result.value += w[i] * f[i];
  for (std::size_t i = 0; i < f.size(); ++i) variance += w[i] * std::pow(f[i] - result.value, 2);
  for (const double each : w) squares += each * each;
  result.error = 3 * std::sqrt(variance * squares);
  return result;
}

/// The difference of the free energies of the law that particles are independent samples of, and of the
/// density. V is summed over the particles, W over their pairs (without i = j: a U-statistic, of at most 2000
/// of them); both have three deviations as error (Hoeffding). U is of the kernel density estimate, whose
/// variance and bias are those of the smoothed bootstrap and of what smoothing once more changes.
class FreeEnergyDifference final : public ParticleDistance
{
 public:
  explicit FreeEnergyDifference(const Context &context)
      : parts_(context.free_energy), grid_(grid_of(*context.space))
  {
  }
  Value to(const PointMeasure &particles) const override
  {
    const auto w = weights_of(particles);
    const Estimated V = of_potential(particles, w), W = of_pairs(particles, w);
    const double known = parts_->constant + V.value + W.value;
    if (!parts_->internal) return made_of(known, V.error + W.error, true);
    const DensityEstimate estimate(grid_, particles);
    const double U = internal(estimate.density());
    double error = V.error + W.error;
    if (estimate.resolved()) error += error_of(estimate, U);
    return made_of(known + U, error, estimate.resolved());
  }
  double value(const PointMeasure &particles) const override
  {
    const auto w = weights_of(particles);
    double F = parts_->constant + of_potential(particles, w).value + of_pairs(particles, w).value;
    if (parts_->internal) F += internal(DensityEstimate(grid_, particles).density());
    return std::abs(F - parts_->of_density);
  }
  std::optional<double> of_bars(const Bars &) const override { return parts_->bar; }

 private:
  static constexpr unsigned draws = 20;
  static constexpr std::size_t most_of_pairs = 2000;

  static EstimateGrid grid_of(const Space &space)
  {
    std::array<bool, 3> periodic{};
    for (unsigned d = 0; d < space.dim(); ++d) periodic[d] = space.periodic(d);
    return {space.dim(), space.lower(), space.upper(), periodic};
  }
  static std::vector<double> weights_of(const PointMeasure &particles)
  {
    std::vector<double> w = particles.weights();
    for (double &each : w) each /= particles.mass();
    return w;
  }
  Value made_of(double F, double error, bool resolved) const
  {
    Value value{std::abs(F - parts_->of_density), error + parts_->error_of_quadrature};
    value.of_particles = F;
    value.of_density = parts_->of_density;
    if (!std::isfinite(F)) value.why_no_error = "the potential is not finite at a particle";
    if (!resolved)
      value.why_no_error =
          "the best bandwidth of its estimate is below what the cells allow, or what was tried";
    if (!value.why_no_error.empty()) value.error = std::numeric_limits<double>::infinity();
    return value;
  }
  Estimated of_potential(const PointMeasure &particles, const std::vector<double> &w) const
  {
    std::vector<double> f(particles.size());
    for (std::size_t i = 0; i < f.size(); ++i) f[i] = parts_->mass * parts_->potential(particles.point(i));
    return mean_of(f, w);
  }
  Estimated of_pairs(const PointMeasure &particles, const std::vector<double> &all) const
  {
    if (!parts_->interaction) return {};
    const std::size_t step = (particles.size() + most_of_pairs - 1) / most_of_pairs;
    std::vector<Point> x;
    std::vector<double> w, f;
    for (std::size_t i = 0; i < particles.size(); i += step) {
      x.push_back(particles.point(i));
      w.push_back(all[i]);
    }
    double sum = 0;
    for (const double each : w) sum += each;
    for (double &each : w) each /= sum;
    for (std::size_t i = 0; i < x.size(); ++i) f.push_back(with_others(i, x, w));
    Estimated result = mean_of(f, w);
    const double half = parts_->mass * parts_->mass / 2;
    return {half * result.value, 2 * half * result.error};
  }
  /// sum_j w_j W(x_i - x_j) over the others, of weight one.
  double with_others(std::size_t i, const std::vector<Point> &x, const std::vector<double> &w) const
  {
    double sum = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      if (i == j) continue;
      Point z{};
      for (unsigned d = 0; d < 3; ++d) z[d] = x[i][d] - x[j][d];
      sum += w[j] * parts_->interaction(z);
    }
    return w[i] < 1 ? sum / (1 - w[i]) : 0;
  }
  double internal(const std::vector<double> &p) const
  {
    double sum = 0;
    for (const double each : p) sum += parts_->internal(parts_->mass * each);
    return sum * grid_.volume();
  }
  double error_of(const DensityEstimate &estimate, double U) const
  {
    const auto away = [&](const std::vector<double> &p) { return std::abs(internal(p) - U); };
    const auto spread = estimate.bootstrap(away, draws, 1);
    double mean = 0, square = 0;
    for (const double d : spread) mean += d / double(spread.size());
    for (const double d : spread) square += (d - mean) * (d - mean) / double(spread.size() - 1);
    return mean + 3 * std::sqrt(square) + away(estimate.smoothed_again());
  }

  std::shared_ptr<const FreeEnergyParts> parts_;
  EstimateGrid grid_;
};

ParticleDistance::Traits traits()
{
  ParticleDistance::Traits t;
  t.summary =
      "|F - F of the density|, F = int U(rho) + V rho + 1/2 rho (W * rho) of the reference; U by the "
      "kernel density estimate";
  t.by_default = false;
  t.needs_box = t.on_torus = t.needs_free_energy = true;
  t.meaning = ParticleDistance::Meaning::of_law;
  return t;
}

const Register<ParticleDistance> registered("free energy", traits(), [](const auto &context) {
  return std::make_unique<FreeEnergyDifference>(context);
});
}  // namespace
}  // namespace gammaflow
