#include <gammaflow/discretization/space.h>

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <cmath>
#include <limits>

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
  double own = 0;
  for (std::size_t i = 0; i < n_nodes(); ++i) own += w[i] * a[i];
  return sum(own);
}

double Space::inner(const Vector &a, const Vector &b) const
{
  const double *w = data(weights_), *p = data(a), *q = data(b);
  double own = 0;
  for (std::size_t i = 0; i < n_nodes(); ++i) own += w[i] * p[i] * q[i];
  return sum(own);
}

double Space::norm(const Vector &a) const
{
  return std::sqrt(inner(a, a));
}

double Space::sum(double own) const
{
  return distributed() ? dealii::Utilities::MPI::sum(own, weights_.get_mpi_communicator()) : own;
}

double Space::maximum(double own) const
{
  if (!distributed()) return own;
  // MPI_MAX may lose a number that is none.
  const double found[2] = {std::isnan(own) ? 0 : own, std::isnan(own) ? 1. : 0.};
  double all[2] = {0, 0};
  dealii::Utilities::MPI::max(found, weights_.get_mpi_communicator(), all);
  return all[1] > 0 ? std::numeric_limits<double>::quiet_NaN() : all[0];
}

double Space::minimum(double own) const
{
  return -maximum(-own);
}

double Space::minimum(const Vector &v) const
{
  double own = std::numeric_limits<double>::infinity();
  for (const double value : v)
    if (!(value >= own) && !std::isnan(own)) own = value;
  return minimum(own);
}

double Space::maximum(const Vector &v) const
{
  double own = -std::numeric_limits<double>::infinity();
  for (const double value : v)
    if (!(value <= own) && !std::isnan(own)) own = value;
  return maximum(own);
}

}  // namespace gammaflow
