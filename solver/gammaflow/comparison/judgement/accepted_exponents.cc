// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/comparison/judgement/order_models.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The smallest residual over exponents, on a grid of step 0.1 that is refined around each minimum.
class Search
{
 public:
  Search(const SweepModel &model, const Strips &strips, double low, double high)
      : model_(model), strips_(strips)
  {
    const int steps = std::max(4, int(std::ceil((high - low) / 0.1)));
    for (int i = 0; i <= steps; ++i) {
      q_.push_back(low + (high - low) * i / steps);
      t_.push_back(at(q_.back()));
    }
  }

  AcceptedExponents result() const
  {
    AcceptedExponents result;
    for (std::size_t i = 0; i < q_.size(); ++i) {
      const double before = i > 0 ? t_[i - 1] : infinity, after = i + 1 < q_.size() ? t_[i + 1] : infinity;
      if (!std::isfinite(t_[i]) || t_[i] > before || t_[i] >= after) continue;
      const auto [best, residual] = minimum(i);
      if (residual < result.residual) {
        result.residual = residual;
        result.best = best;
      }
      if (residual > 1) continue;
      const double low = end(i, best, -1), high = end(i, best, 1);
      result.low = result.any ? std::min(result.low, low) : low;
      result.high = result.any ? std::max(result.high, high) : high;
      result.any = true;
    }
    return result;
  }

 private:
  const SweepModel &model_;
  const Strips &strips_;
  std::vector<double> q_, t_;

  double at(double q) const { return model_.residual(strips_, q); }

  /// Golden section between the neighbours of the grid's minimum i.
  std::pair<double, double> minimum(std::size_t i) const
  {
    double a = i > 0 ? q_[i - 1] : q_[i], b = i + 1 < q_.size() ? q_[i + 1] : q_[i];
    std::pair<double, double> best{q_[i], t_[i]};
    const double golden = (std::sqrt(5.0) - 1) / 2;
    double c = b - golden * (b - a), d = a + golden * (b - a), tc = at(c), td = at(d);
    for (int k = 0; k < 60 && b - a > 1e-13 && best.second > 0.01; ++k) {
      if (tc < best.second) best = {c, tc};
      if (td < best.second) best = {d, td};
      if (tc < td) {
        b = d, d = c, td = tc;
        tc = at(c = b - golden * (b - a));
      } else {
        a = c, c = d, tc = td;
        td = at(d = a + golden * (b - a));
      }
    }
    return best;
  }

  /// The end of the accepted exponents around `best`, in steps of the grid from i on, then by bisection.
  double end(std::size_t i, double best, int step) const
  {
    double inside = best;
    for (auto k = std::ptrdiff_t(i) - step; k >= 0 && k < std::ptrdiff_t(q_.size()); k += step) {
      double outside = q_[std::size_t(k)];
      if ((outside - best) * step <= 0) continue;
      if (t_[std::size_t(k)] <= 1) {
        inside = outside;
        continue;
      }
      for (int halved = 0; halved < 50; ++halved) {
        const double middle = (inside + outside) / 2;
        (at(middle) <= 1 ? inside : outside) = middle;
      }
      return outside;
    }
    return inside;
  }
};
}  // namespace

AcceptedExponents accepted_exponents(const SweepModel &model, const Strips &strips, double low, double high)
{
  return Search(model, strips, low, high).result();
}

}  // namespace gammaflow
