// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/kernels/kernel_operator.h>
#include <gammaflow/sparse/banded_factor.h>

#include <memory>

namespace gammaflow
{
/// The exponential kernel k(r) = a exp(-r/l) on a line as an elliptic problem: y = int k(|. - z|) u(z) dz is
/// exactly the solution of
///   y - l^2 y'' = 2 a l u,   l y' = y at the lower end, l y' = -y at the upper one (or y periodic),
/// since (1 - l^2 d^2) k = 2 a l delta. With the mass W and the stiffness A of the space and E the
/// ends,
///   (W + l^2 A + l E) y = 2 a l W u:
/// O(N) operations, symmetric in the pairing of the space, with an inverse that is a banded matrix. Its error
/// is that of finite elements, of order 2p at the nodes between cells. Far from walls constants are kept at
/// any bandwidth; a sum over the nodes needs it resolved. At a wall y falls to half of a constant within l:
/// this layer needs to be resolved (robin_end.h). At degree 1 every entry is positive.
class EllipticOperator : public KernelOperator
{
 public:
  /// Requires why_not() to be empty.
  EllipticOperator(std::shared_ptr<const RadialKernel> kernel, std::shared_ptr<const Space> space);
  static double estimated_bytes(const Space &space);
  /// Why the operator cannot serve this kernel on this space; empty if it can (Laplace, on an interval).
  static std::string why_not(const RadialKernel &kernel, const Space &space);

  void apply(const Vector &x, Vector &y) const override;
  void diagonal(Vector &d) const override;
  bool has_inverse() const override { return true; }
  void apply_inverse(const Vector &x, Vector &y) const override;
  std::string backend() const override { return "elliptic, with Robin ends"; }
  std::size_t memory() const override;

 private:
  std::size_t place(std::size_t node) const;

  double length_, factor_;  ///< l, and 2 a l
  std::unique_ptr<const BandedFactor> system_;
};

}  // namespace gammaflow
