// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/parameters/parameters.h>
#include <gammaflow/spaces/space.h>

#include <memory>

namespace gammaflow
{
/// The interaction of a free energy, (W * u)_i = sum_j w_j W(x_i - x_j) u_j over the nodes, in periodic
/// directions with the nearest image. On uniform boxes by fast Fourier transforms in O(N log N)
/// (block-Toeplitz over the cells, so that the nodes of any degree will do); elsewhere with a dense matrix.
class Interaction
{
 public:
  virtual ~Interaction() = default;
  virtual void apply(const Vector &u, Vector &out) const = 0;  ///< out = W * u, nodal values
  double at_zero() const { return at_zero_; }                  ///< W(0)

 protected:
  explicit Interaction(double at_zero) : at_zero_(at_zero) {}

 private:
  double at_zero_;
};

/// The interaction of energy/W; null where W = 0. InputError where W is not even or not finite at a
/// difference of two nodes, where its symbols or matrix need more than memory/limit, and on a distributed
/// space.
std::unique_ptr<const Interaction> make_interaction(const Parameters &parameters, const Space &space);

}  // namespace gammaflow
