// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>

#include <memory>
#include <mutex>

namespace gammaflow
{
/// Products Kf x of positive functions that something is divided by, or whose logarithm is taken: they have
/// to be accurate relative to themselves at every node. Sums of positive products are (dense, separable,
/// sparse with compact support), and so is the elliptic operator at degree 1. Fast transforms are accurate
/// relative to the largest value, and their round-off takes the place, and the sign, of what is far from the
/// mass; operators that leave tails of k out miss them.
class PositiveSums
{
 public:
  /// `memory_mib`: the most that the operator of exact() may take. InputError for the elliptic operator at
  /// degree 2 and more, whose entries may be negative.
  PositiveSums(std::shared_ptr<const KernelOperator> kernel, double memory_mib);

  const KernelOperator &kernel() const { return *kernel_; }
  /// A bound of the absolute error of any entry of Kf x, apart from the relative round-off of a sum; 0 where
  /// the operator is a sum of positive products already.
  double error(const Vector &x) const;
  /// The same operator as sums of positive products (separable, sparse or dense), built at the first call;
  /// null where there is none (functions of the Laplacian, elliptic) or none within the memory.
  const KernelOperator *exact() const;

 private:
  const std::shared_ptr<const KernelOperator> kernel_;
  const double memory_mib_;
  mutable std::once_flag tried_;
  mutable std::shared_ptr<const KernelOperator> exact_;
};

}  // namespace gammaflow
