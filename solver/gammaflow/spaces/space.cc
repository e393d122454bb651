// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/base/sums.h>
#include <gammaflow/spaces/space.h>

#include <algorithm>
#include <cmath>

namespace gammaflow
{
Vector Space::zero() const
{
  Vector v;
  v.reinit(weights_);
  return v;
}

double Space::integrate(const Vector &f) const
{
  const double *w = data(weights_), *a = data(f);
  return sum(sum_of(n_nodes(), [=](std::size_t i) { return w[i] * a[i]; }));
}

double Space::inner(const Vector &a, const Vector &b) const
{
  const double *w = data(weights_), *p = data(a), *q = data(b);
  return sum(sum_of(n_nodes(), [=](std::size_t i) { return w[i] * p[i] * q[i]; }));
}

double Space::norm(const Vector &a) const
{
  return std::sqrt(inner(a, a));
}

double Space::sum(double own) const
{
  return sum_over_processes(own, weights_);
}

double Space::maximum(double own) const
{
  return maximum_over_processes(own, weights_);
}

double Space::minimum(double own) const
{
  return -maximum(-own);
}

double Space::minimum(const Vector &v) const
{
  const double *a = data(v);
  return -maximum(largest_of(size(v), [=](std::size_t i) { return -a[i]; }));
}

double Space::maximum(const Vector &v) const
{
  const double *a = data(v);
  return maximum(largest_of(size(v), [=](std::size_t i) { return a[i]; }));
}

std::shared_ptr<const Space> Space::between_nodes() const
{
  std::call_once(between_built_,
                 [this] { between_ = with_degree(degree_ == 8 ? 7 : std::max(3u, degree_ + 1)); });
  return between_;
}

}  // namespace gammaflow
