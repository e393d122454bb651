// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <cstdint>
#include <vector>

namespace gammaflow
{
/// The entries k(x_i, x_j) with |x_i - x_j| inside the support (compact kernels: nothing is left out) or
/// inside the radius where k falls below `tolerance` k(0). On any mesh; in periodic directions the images are
/// added up.
class SparseOperator : public KernelOperator
{
 public:
  /// InputError where the entries need more than options.memory_mib.
  SparseOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space,
                 const KernelOperatorOptions &options);
  /// n_nodes |ball of the radius|/|domain|, at most n_nodes: an estimate; the constructor counts.
  static double expected_entries_per_row(const RadialKernel &kernel, const Space &space, double tolerance);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  std::string backend() const override;
  /// A bound of what is left out, against the norm of Kf: each row drops at most tolerance k(0) |domain|, and
  /// ||Kf|| >= <1, Kf 1> / <1, 1>. In periodic directions the images beyond the radius come on top.
  double accuracy() const override { return accuracy_; }
  std::size_t memory() const override;

 private:
  std::vector<std::size_t> row_start_;
  std::vector<std::uint32_t> column_;
  std::vector<double> value_;
  double accuracy_ = 1e-12;
};

}  // namespace gammaflow
