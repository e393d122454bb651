// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/eigen.h>
#include <gammaflow/base/threads.h>
#include <gammaflow/kernels/backend_choice.h>
#include <gammaflow/kernels/cell_list.h>
#include <gammaflow/kernels/image_sum.h>
#include <gammaflow/kernels/radial_integrals.h>
#include <gammaflow/kernels/sparse_operator.h>

#include <algorithm>
#include <atomic>
#include <cmath>

namespace gammaflow
{
namespace
{
double reach(const RadialKernel &kernel, double tolerance)
{
  return kernel.compact() ? kernel.radius(0) : kernel.radius(tolerance);
}

/// visit(j, r) for every node j and every one of its images at r <= radius from node i.
template <class Visit>
void for_images(const CellList &cells, const Space &space, std::size_t i, double radius, const Visit &visit)
{
  std::array<long, 3> most{};
  Point period{};
  for (unsigned d = 0; d < space.dim(); ++d)
    if (space.periodic(d)) {
      period[d] = space.upper()[d] - space.lower()[d];
      most[d] = long(std::ceil(radius / period[d]));
    }
  const Point &x = space.nodes()[i];
  for (long c = -most[2]; c <= most[2]; ++c)
    for (long b = -most[1]; b <= most[1]; ++b)
      for (long a = -most[0]; a <= most[0]; ++a)
        cells.neighbours(
            {{x[0] + double(a) * period[0], x[1] + double(b) * period[1], x[2] + double(c) * period[2]}},
            visit);
}
}  // namespace

double SparseOperator::expected_entries_per_row(const RadialKernel &kernel, const Space &space,
                                                double tolerance)
{
  const double ball =
      sphere_area(space.dim()) / space.dim() * std::pow(reach(kernel, tolerance), int(space.dim()));
  return std::min(1., ball / space.volume()) * double(space.n_nodes());
}

SparseOperator::SparseOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space,
                               const KernelOperatorOptions &options)
    : KernelOperator(kernel, space)
{
  const double tolerance = options.tolerance;
  const ImageSum images(kernel, *space, tolerance);  // refuses kernels whose images do not add up
  const std::size_t n = space->n_nodes();
  const double radius = reach(*kernel, tolerance);
  const CellList cells(space->nodes(), space->lower(), space->upper(), radius);

  // Images of one node count separately here and are merged below.
  row_start_.assign(n + 1, 0);
  parallel_ranges(n, 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      for_images(cells, *space, i, radius, [&](std::size_t, double) { ++row_start_[i + 1]; });
  });
  for (std::size_t i = 0; i < n; ++i) row_start_[i + 1] = std::min(row_start_[i + 1], n) + row_start_[i];
  require_memory("sparse", 12. * double(row_start_[n]) + 8. * double(n), options,
                 "a smaller bandwidth, or on a uniform box operator = fft");
  column_.resize(row_start_[n]);
  value_.resize(row_start_[n]);

  std::vector<std::size_t> used(n);
  parallel_ranges(n, 64, [&](std::size_t begin, std::size_t end) {
    std::vector<std::pair<std::uint32_t, double>> row;
    for (std::size_t i = begin; i < end; ++i) {
      row.clear();
      for_images(cells, *space, i, radius,
                 [&](std::size_t j, double r) { row.emplace_back(std::uint32_t(j), kernel->profile(r)); });
      std::sort(row.begin(), row.end());
      std::size_t at = row_start_[i];
      for (std::size_t k = 0; k < row.size(); ++k)
        if (k > 0 && row[k].first == row[k - 1].first)
          value_[at - 1] += row[k].second;
        else {
          column_[at] = row[k].first;
          value_[at++] = row[k].second;
        }
      used[i] = at - row_start_[i];
    }
  });
  std::size_t to = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t from = row_start_[i];
    row_start_[i] = to;
    for (std::size_t k = 0; k < used[i]; ++k, ++to) {
      column_[to] = column_[from + k];
      value_[to] = value_[from + k];
    }
  }
  row_start_[n] = to;
  column_.resize(to);
  value_.resize(to);

  if (!kernel->compact()) {
    Vector one = space->zero(), mass = space->zero();
    as_eigen(one).setOnes();
    apply(one, mass);
    double far = 1;  // images of the domain that reach beyond the radius, counted generously
    for (unsigned d = 0; d < space->dim(); ++d) far *= 2. * (images.images(d) + 1) - 1;
    accuracy_ = std::max(1e-12, far * tolerance * kernel->profile(0) * space->volume() * space->volume() /
                                    space->integrate(mass));
  }
}

void SparseOperator::apply(const Vector &x, Vector &y) const
{
  const Eigen::VectorXd weighted = as_eigen(space().weights()).cwiseProduct(as_eigen(x));
  double *out = data(y);
  parallel_ranges(space().n_nodes(), 2000, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      double sum = 0;
      for (std::size_t k = row_start_[i]; k < row_start_[i + 1]; ++k)
        sum += value_[k] * weighted[Eigen::Index(column_[k])];
      out[i] = sum;
    }
  });
}

void SparseOperator::diagonal(Vector &d) const
{
  for (std::size_t i = 0; i < space().n_nodes(); ++i)
    for (std::size_t k = row_start_[i]; k < row_start_[i + 1]; ++k)
      if (column_[k] == i) data(d)[i] = value_[k] * data(space().weights())[i];
}

std::string SparseOperator::backend() const
{
  const auto &radial = dynamic_cast<const RadialKernel &>(kernel());
  return "sparse (" + std::string(radial.compact() ? "compact support, " : "truncated, ") +
         std::to_string(value_.size() / space().n_nodes()) + " entries per row)";
}

std::size_t SparseOperator::memory() const
{
  return sizeof(std::size_t) * row_start_.size() + sizeof(std::uint32_t) * column_.size() +
         sizeof(double) * value_.size();
}

}  // namespace gammaflow
