// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/time/linear/collocation_multigrid.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
Vector ones_on(const Space &space)
{
  Vector ones = space.zero();
  ones = 1.;
  return ones;
}
}  // namespace

CollocationMultigrid::CollocationMultigrid(const Flow &flow, std::vector<std::vector<double>> a)
    : a_(std::move(a)),
      gamma_(a_.size() == 1 ? a_[0][0] : std::sqrt(1. / 12)),
      multigrid_(flow),
      ones_(ones_on(flow.space())),
      ratio_(ones_),
      work_(ones_),
      once_(ones_),
      twice_(ones_)
{
}

void CollocationMultigrid::prepare(const LinearizedFlow &at, const Vector &scale, const double step)
{
  multigrid_.prepare(at, ones_, gamma_ * step);
  if (!at.flow().positive()) return;
  for (std::size_t i = 0; i < size(ratio_); ++i) data(ratio_)[i] = data(at.state())[i] / data(scale)[i];
}

void CollocationMultigrid::solve(const Vector &x, Vector &y) const
{
  for (std::size_t i = 0; i < size(ratio_); ++i) data(work_)[i] = data(x)[i] / data(ratio_)[i];
  multigrid_.apply(work_, y);
  y.scale(ratio_);
}

void CollocationMultigrid::apply(const Vector &r, Vector &z) const
{
  const std::size_t n = size(ones_), stages = a_.size();
  if (stages == 1) {
    std::copy(data(r), data(r) + n, data(once_));
    solve(once_, twice_);
    std::copy(data(twice_), data(twice_) + n, data(z));
    return;
  }
  std::fill(data(z), data(z) + 2 * n, 0.);
  for (std::size_t j = 0; j < 2; ++j) {
    std::copy(data(r) + j * n, data(r) + (j + 1) * n, data(twice_));
    solve(twice_, once_);
    solve(once_, twice_);
    const double other = a_[1 - j][j];
    for (std::size_t k = 0; k < n; ++k) {
      const double p = data(once_)[k], q = data(twice_)[k];
      data(z)[j * n + k] += q + (p - q) / (4 * gamma_);
      data(z)[(1 - j) * n + k] -= other * (p - q) / gamma_;
    }
  }
}

}  // namespace gammaflow
