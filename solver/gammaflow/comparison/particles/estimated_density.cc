// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/distances/divergence_bound.h>
#include <gammaflow/comparison/particles/particle_distance.h>
#include <gammaflow/measures/density_estimate.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gammaflow
{
namespace
{
enum class Norm { l1, l2, hellinger, kl };

/// Distances between the density that the particles are samples of, taken to be their kernel density
/// estimate, and that of the reference, cell by cell. The error is the mean and three deviations of what the
/// smoothed bootstrap is away from the estimate, and what smoothing does to the estimate once more, as its
/// bias is that of a density that is smooth already: by the triangle inequality a bound for the norms and
/// Hellinger. Of KL it is that of both parts of what the value changes by,
///   KL(q, u) - KL(p, u) = KL(q, p) + int (q - p) log(p/u).
class EstimatedDensity final : public ParticleDistance
{
 public:
  EstimatedDensity(const Context &context, Norm norm) : norm_(norm), grid_(grid_of(*context.space))
  {
    const Space &space = *context.space;
    // at the middles, and the means over the cells by Gauss's two points in each direction
    density_ = on_cells(space, context.density, 1);
    means_ = on_cells(space, context.density, 2);
    least_ = *std::min_element(density_.begin(), density_.end());
  }

  Value to(const PointMeasure &particles) const override
  {
    const DensityEstimate estimate(grid_, particles);
    const double value = between(estimate.density(), density_);
    if (!estimate.resolved())
      return {value, std::numeric_limits<double>::infinity(),
              "the best bandwidth of its estimate is below what the cells allow, or what was tried"};
    const auto away = [&](const std::vector<double> &other) {
      return norm_ == Norm::kl ? change_of_kl(other, estimate.density()) : between(other, estimate.density());
    };
    const auto spread = estimate.bootstrap(away, draws, 1);
    double mean = 0, square = 0;
    for (const double d : spread) mean += d / double(spread.size());
    for (const double d : spread) square += (d - mean) * (d - mean) / double(spread.size() - 1);
    const double of_quadrature =
        norm_ == Norm::kl ? std::abs(between(estimate.density(), means_) - value) : between(density_, means_);
    return {value, mean + 3 * std::sqrt(square) + away(estimate.smoothed_again()) + of_quadrature};
  }
  double value(const PointMeasure &particles) const override
  {
    return between(DensityEstimate(grid_, particles).density(), density_);
  }

  std::optional<double> of_bars(const Bars &bars) const override
  {
    const auto l1 = bars("L1"), l2 = bars("L2"), most = bars("Linf");
    if (norm_ == Norm::l1) return l1;
    if (norm_ == Norm::l2) return l2;
    // |KL(p, a) - KL(p, b)| <= int p |a - b| / min(a, b)
    if (norm_ == Norm::kl)
      return most && *most < least_ ? std::optional<double>(*most / (least_ - *most)) : std::nullopt;
    std::optional<double> best;
    if (l1) best = smaller(best, 2 * std::sqrt(*l1));
    if (l2 && least_ > 0) best = smaller(best, 2 * *l2 / std::sqrt(least_));
    return best;
  }
  /// Of KL in the tails, too, where no bar in Linf is below the density.
  std::optional<double> of_bars_for(const PointMeasure &particles, const Bars &bars) const override
  {
    const auto known = of_bars(bars), most = bars("Linf");
    if (norm_ != Norm::kl || !most) return known;
    const double volume = grid_.volume() * double(grid_.size());
    const NormBars norms{bars("L1").value_or(volume * *most), bars("L2").value_or(std::sqrt(volume) * *most),
                         *most};
    const std::vector<double> estimate = DensityEstimate(grid_, particles).density();
    const auto parts = [&](double level) {
      DivergenceParts sum;
      for (std::size_t c = 0; c < estimate.size(); ++c)
        sum.add(false, level, grid_.volume(), estimate[c], density_[c]);
      return sum;
    };
    const double bound =
        divergence_bound(false, parts, norms, least_, *std::max_element(density_.begin(), density_.end()));
    return std::isfinite(bound) ? smaller(known, bound) : known;
  }

 private:
  static constexpr unsigned draws = 20;

  static EstimateGrid grid_of(const Space &space)
  {
    std::array<bool, 3> periodic{};
    for (unsigned d = 0; d < space.dim(); ++d) periodic[d] = space.periodic(d);
    return {space.dim(), space.lower(), space.upper(), periodic};
  }
  /// The density of mass one on the cells, by its values at 1 or 2 points in each direction.
  std::vector<double> on_cells(const Space &space, const Vector &density, unsigned points) const
  {
    std::vector<double> result(grid_.size(), 0.);
    const unsigned count = points == 1 ? 1 : 1u << grid_.dim;
    for (std::size_t c = 0; c < result.size(); ++c)
      for (unsigned corner = 0; corner < count; ++corner) {
        Point x = grid_.middle(c);
        for (unsigned d = 0; points > 1 && d < grid_.dim; ++d)
          x[d] += ((corner >> d & 1u) != 0 ? 0.5 : -0.5) / std::sqrt(3.) * grid_.width[d];
        result[c] += std::max(0., space.evaluate(density, x)) / count;
      }
    const double sum = std::accumulate(result.begin(), result.end(), 0.) * grid_.volume();
    for (double &value : result) value /= sum;
    return result;
  }
  /// Both parts of KL(q, u) - KL(p, u); where p is 0, that is what q has there.
  double change_of_kl(const std::vector<double> &q, const std::vector<double> &p) const
  {
    double divergence = 0, along = 0;
    for (std::size_t c = 0; c < q.size(); ++c) {
      const double base = p[c] > 0 ? p[c] : density_[c];
      divergence += (q[c] > 0 ? q[c] * std::log(q[c] / base) : 0) - q[c] + p[c];
      if (p[c] > 0) along += (q[c] - p[c]) * std::log(p[c] / density_[c]);
    }
    return grid_.volume() * (std::abs(divergence) + std::abs(along));
  }
  double between(const std::vector<double> &a, const std::vector<double> &b) const
  {
    double sum = 0;
    for (std::size_t c = 0; c < a.size(); ++c) switch (norm_) {
        case Norm::l1:
          sum += std::abs(a[c] - b[c]);
          break;
        case Norm::l2:
          sum += (a[c] - b[c]) * (a[c] - b[c]);
          break;
        case Norm::hellinger:
          sum += std::pow(std::sqrt(a[c]) - std::sqrt(b[c]), 2);
          break;
        case Norm::kl:
          sum += (a[c] > 0 ? a[c] * std::log(a[c] / b[c]) : 0) - a[c] + b[c];
          break;
      }
    sum *= grid_.volume();
    return norm_ == Norm::l2 ? std::sqrt(sum) : norm_ == Norm::hellinger ? 2 * std::sqrt(sum) : sum;
  }

  Norm norm_;
  EstimateGrid grid_;
  std::vector<double> density_, means_;
  double least_ = 0;
};

template <Norm norm>
Register<ParticleDistance> registered(const std::string &name, const std::string &formula)
{
  ParticleDistance::Traits t;
  t.summary = formula + ", p the kernel density estimate of the particles, u the density";
  t.by_default = false;
  t.needs_box = t.on_torus = true;
  t.meaning = ParticleDistance::Meaning::of_law;
  return {name, t, [](const auto &context) { return std::make_unique<EstimatedDensity>(context, norm); }};
}

const auto l1 = registered<Norm::l1>("density L1", "int |p - u|");
const auto l2 = registered<Norm::l2>("density L2", "(int (p - u)^2)^(1/2)");
const auto hellinger =
    registered<Norm::hellinger>("density Hellinger", "2 (int (p^(1/2) - u^(1/2))^2)^(1/2)");
const auto kl = registered<Norm::kl>("density KL", "int p log(p/u) - p + u");
}  // namespace
}  // namespace gammaflow
