// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/space.h>

#include <vector>

namespace gammaflow
{
/// <a, b> = sum_i w_i a_i b_i over the nodes of all processes. Vectors of several functions, one after the
/// other, have the sum of their products.
class InnerProduct
{
 public:
  /// With the weights of the nodes: int a b dx.
  explicit InnerProduct(const Space &space) : InnerProduct(space, space.weights()) {}
  InnerProduct(const Space &space, const Vector &weights) : space_(space), weights_(weights) {}
  InnerProduct(const Space &space, Vector &&weights) = delete;  // they must stay

  double of(const Vector &a, const Vector &b) const;
  double norm(const Vector &a) const;
  /// <v, q> for each q, and <v, v> last, in one way through memory and one sum over processes.
  void of_all(const Vector &v, const std::vector<const Vector *> &others,
              std::vector<double> &products) const;

 private:
  const Space &space_;
  const Vector &weights_;
};

}  // namespace gammaflow
