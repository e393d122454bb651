#include <gammaflow/discretization/space.h>

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
  double sum = 0;
  for (std::size_t i = 0; i < n_nodes(); ++i) sum += w[i] * a[i];
  return sum;
}

double Space::inner(const Vector &a, const Vector &b) const
{
  const double *w = data(weights_), *p = data(a), *q = data(b);
  double sum = 0;
  for (std::size_t i = 0; i < n_nodes(); ++i) sum += w[i] * p[i] * q[i];
  return sum;
}

double Space::norm(const Vector &a) const
{
  return std::sqrt(inner(a, a));
}

}  // namespace gammaflow
