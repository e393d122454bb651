// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/study/plan/grid_data.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
namespace
{
bool inside(const Space &space, const Point &x)
{
  for (unsigned d = 0; d < space.dim(); ++d)
    if (!(x[d] >= space.lower()[d] && x[d] <= space.upper()[d])) return false;
  return true;
}

/// Nothing outside of the domain; all processes must ask.
std::optional<double> value_at(const Space &space, const Vector &u, const Point &x)
{
  if (!inside(space, x)) return std::nullopt;
  if (space.tensor_grid() != nullptr) return space.evaluate(u, x);
  try {
    return space.evaluate(u, x);
  } catch (const InputError &) {  // in the bounding box alone
    return std::nullopt;
  }
}

/// f_h - f_2h, at the points of a cell's size around x.
class Seen
{
 public:
  Seen(const Density &f, const Space &space, const Space &coarser)
      : fine_(space), coarse_(coarser), f_h_(space.zero()), f_2h_(coarser.zero())
  {
    f.sample(space, f_h_);
    f.sample(coarser, f_2h_);
  }

  std::optional<double> interpolant(const Point &x) const { return value_at(fine_, f_h_, x); }

  double around(const Point &x) const
  {
    constexpr int steps = 4;
    double most = 0;
    for (int i = -steps; i <= steps; ++i) {
      Point near = x;
      for (unsigned d = 0; d < fine_.dim(); ++d)
        near[d] = std::clamp(x[d] + i * coarse_.spacing() / steps, fine_.lower()[d], fine_.upper()[d]);
      const auto fine = interpolant(near), coarse = value_at(coarse_, f_2h_, near);
      if (fine && coarse) most = std::max(most, std::abs(*fine - *coarse));
    }
    return most;
  }

 private:
  const Space &fine_, &coarse_;
  Vector f_h_, f_2h_;
};
}  // namespace

std::optional<UnseenValue> unseen_value(const Parameters &parameters, const std::string &section,
                                        const Space &space, const Space &coarser, double tolerance)
{
  const std::string kind = parameters.text(section, "kind");
  const auto f = Registry<Density>::make(kind, density_context(parameters, section, space));
  const auto points = f->data_points();
  if (points.empty()) return std::nullopt;
  double largest = 0;
  for (const auto &[x, value] : points) largest = std::max(largest, std::abs(value));
  const Seen seen(*f, space, coarser);
  UnseenValue worst;
  for (const auto &[x, value] : points) {
    const auto interpolant = seen.interpolant(x);
    if (!interpolant) continue;
    const double off = std::abs(value - *interpolant);
    if (off > tolerance * largest && off > worst.found && off > 3 * seen.around(x)) worst = {x, off};
  }
  if (worst.found > 0) return worst;
  return std::nullopt;
}

}  // namespace gammaflow
