// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/flow.h>

#include <memory>

namespace gammaflow
{
/// The derivative of K(u) DF(u) at a state,
///   J y = K'(u)[y] xi + K(u) D^2F(u) y,   xi = DF(u) (or its average over a step),
/// matrix-free, with the coefficients that preconditioners need.
class LinearizedFlow
{
 public:
  explicit LinearizedFlow(const Flow &flow) : flow_(flow), work_(flow.space().zero()) {}

  /// At the state u and the force xi, to which it refers until the next reset(). `local`: the local part of
  /// D^2F(u), where it is known. std::logic_error where the geometry has no coefficients().
  void reset(const Vector &u, const Vector &xi, const Vector *local = nullptr);
  /// K as it is at this state and force: linear.
  const Geometry &geometry() const { return at_force_ ? *at_force_ : flow_.geometry(); }
  /// out = J y.
  void apply(const Vector &y, Vector &out) const;
  /// out = y + h J y.
  void apply_step(double step, const Vector &y, Vector &out) const;
  /// J as a sparse matrix on nodal values, without nonlocal terms and terms of rank one; J diag(columns),
  /// with D^2F diag(columns) formed first: for log densities its entries are moderate where those of D^2F
  /// overflow.
  SparseMatrix matrix(const Vector *columns = nullptr) const;

  const Flow &flow() const { return flow_; }
  const Vector &state() const { return *u_; }
  const OnsagerCoefficients &coefficients() const { return *coefficients_; }
  /// The local part of D^2F(u) at the nodes.
  const Vector &local_second_variation() const;

 private:
  void second_variation(const Vector &y, Vector &out) const;

  const Flow &flow_;
  const Vector *u_ = nullptr, *xi_ = nullptr;
  mutable const Vector *local_ = nullptr;  ///< null: not known yet
  mutable Vector own_local_;               ///< where it was not given
  std::shared_ptr<const OnsagerCoefficients> coefficients_;
  std::shared_ptr<const Geometry> at_force_;  ///< null: K is linear
  bool moves_ = false;                        ///< K depends on the state
  mutable Vector work_;
};

}  // namespace gammaflow
