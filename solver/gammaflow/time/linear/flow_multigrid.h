// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/spaces/solvers/low_order_multigrid.h>
#include <gammaflow/time/linear/gmres.h>
#include <gammaflow/time/linear/linearized_flow.h>

#include <memory>

namespace gammaflow
{
/// An approximate inverse of the linearized step s + h J in the variable of the flow (see FlowPreconditioner)
/// by algebraic multigrid, of the leading part of J, (m L_m + r)(kappa L + f) with m L_m = M^-1 A(m):
///   kappa = 0        J y = K (f y):  s/f + h (M^-1 A(m) + r) acts on f y, symmetric whatever the contrast of
///                    m, r and f (KL in Wasserstein: m = 1/f = rho)
///   m = 0            s/r + h (f + kappa L)
///   both             1 + b L + a L^2 = (1 + c1 L)(1 + c2 L), a = h m kappa, b = h (m f + r kappa), divided
///   by
///                    1 + h r f, with means m, r, f; the first factor has the variable mobility, and where it
///                    has no real roots (1 + sqrt(a) L)^2 stands for it: the quotient is between 1/2 and 1
///                    for f = 0. A product of V-cycles is no inverse of a product: both factors are inverted
///                    by conjugate gradients, the second, whose error the first magnifies, more exactly
/// The hierarchy is that of low-order elements, and two damped Jacobi steps of the operator itself follow,
/// with the weights of a Chebyshev polynomial: what the two operators differ by is in high frequencies. f is
/// bounded from below where the step would lose its definiteness. What is neglected is of lower order in
/// derivatives, and a V-cycle does not know the mesh: iteration counts do not grow with refinement.
class FlowMultigrid
{
 public:
  explicit FlowMultigrid(const Flow &flow);

  /// For J at this state, s = `stretch` at the nodes and h = `step`. A hierarchy is reused as long as it
  /// serves.
  void prepare(const LinearizedFlow &at, const Vector &stretch, double step);
  void apply(const Vector &r, Vector &z) const;
  /// To be called with the result of each solve: its contraction decides whether the next prepare() builds
  /// anew; unlike the number of iterations it hardly depends on the reduction of the residual.
  void report(const LinearSolve &solve);
  /// The next prepare() builds anew.
  void forget();
  unsigned builds() const { return builds_; }

 private:
  void build(const LinearizedFlow &at, const Vector &stretch, double step);
  void prepare_smoothing(const Vector &constant);
  void smooth(const Vector &r, Vector &z) const;

  const Flow &flow_;
  double step_ = 0, fresh_contraction_ = 0, contraction_ = 0;
  unsigned builds_ = 0;
  bool just_built_ = false;
  std::unique_ptr<LowOrderMultigrid> first_, second_;
  Vector before_, after_;             ///< z = after P2^-1 P1^-1 before r
  Vector ones_, mobility_, uniform_;  ///< coefficients of the two factors
  Vector constant_, diagonal_;        ///< of a single factor, and its diagonal
  double spectral_radius_ = 0;        ///< of the operator over its diagonal, with a tenth to spare
  mutable Vector work_, image_;
};

}  // namespace gammaflow
