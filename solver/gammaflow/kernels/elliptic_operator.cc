// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/kernels/elliptic_operator.h>
#include <gammaflow/spaces/lines/laplacian_1d.h>

#include <algorithm>
#include <vector>

namespace gammaflow
{
namespace
{
std::size_t band_of(const Space &space)
{
  return space.periodic(0) ? 2 * space.degree() : space.degree();
}
}  // namespace

std::string EllipticOperator::why_not(const RadialKernel &kernel, const Space &space)
{
  const ExponentialProfile profile = kernel.exponential();
  if (space.dim() != 1 || !space.tensor_grid()) return "the domain is not an interval";
  if (!(profile.rate > 0) || profile.value[1] != 0 || profile.value[2] != 0)
    return "only an exponential (Laplace) is the Green's function of a problem of second order";
  return "";
}

double EllipticOperator::estimated_bytes(const Space &space)
{
  return double(sizeof(double)) * double(band_of(space) + 1) * double(space.n_nodes());
}

EllipticOperator::EllipticOperator(std::shared_ptr<const RadialKernel> kernel,
                                   std::shared_ptr<const Space> space)
    : KernelOperator(kernel, std::move(space)),
      length_(1 / kernel->exponential().rate),
      factor_(2 * kernel->profile(0) * length_)
{
  const Grid1D &grid = space_->tensor_grid()->direction[0];
  const auto laplacian = Laplacian1D::shared(grid);
  const std::size_t n = grid.size(), band = std::min(band_of(*space_), n - 1);
  std::vector<double> entries(n * (band + 1), 0.);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t k = laplacian->row_start[i]; k < laplacian->row_start[i + 1]; ++k) {
      const std::size_t row = place(i), column = place(laplacian->columns[k]);
      if (column > row) continue;
      entries[row * (band + 1) + row - column] +=
          length_ * length_ * laplacian->values[k] * grid.weights[i] + (row == column ? grid.weights[i] : 0);
    }
  if (!grid.periodic)
    for (const std::size_t end : {std::size_t(0), n - 1}) entries[end * (band + 1)] += length_;
  system_ = std::make_unique<const BandedFactor>(band, std::move(entries));
}

/// The row of a node: in a period 0, n-1, 1, n-2, ..., so that neighbours across its ends are near as well.
std::size_t EllipticOperator::place(const std::size_t node) const
{
  if (!space_->periodic(0)) return node;
  const std::size_t n = space_->n_nodes();
  return 2 * node < n ? 2 * node : 2 * (n - 1 - node) + 1;
}

void EllipticOperator::apply(const Vector &x, Vector &y) const
{
  static thread_local std::vector<double> rows;
  rows.resize(size(x));
  const double *weights = data(space_->weights());
  for (std::size_t i = 0; i < size(x); ++i) rows[place(i)] = factor_ * weights[i] * data(x)[i];
  system_->solve(rows.data());
  for (std::size_t i = 0; i < size(x); ++i) data(y)[i] = rows[place(i)];
}

void EllipticOperator::diagonal(Vector &d) const
{
  const std::vector<double> inverse = system_->inverse_diagonal();
  for (std::size_t i = 0; i < size(d); ++i)
    data(d)[i] = factor_ * data(space_->weights())[i] * inverse[place(i)];
}

void EllipticOperator::apply_inverse(const Vector &x, Vector &y) const
{
  space_->laplacian().laplacian(x, y);
  for (std::size_t i = 0; i < size(x); ++i)
    data(y)[i] = (data(x)[i] + length_ * length_ * data(y)[i]) / factor_;
  if (space_->periodic(0)) return;
  for (const std::size_t end : {std::size_t(0), size(x) - 1})
    data(y)[end] += length_ * data(x)[end] / (data(space_->weights())[end] * factor_);
}

std::size_t EllipticOperator::memory() const
{
  return std::size_t(estimated_bytes(*space_));
}

}  // namespace gammaflow
