// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/base/state_cache.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/energies/potential.h>

#include <mutex>

namespace gammaflow
{
/// F(u) = int kappa/2 |grad u|^2 + f(u). Discretely kappa/2 u^T A u + sum_i w_i f(u_i), hence exactly
///   DF = kappa L u + f'(u),   D^2F v = kappa L v + f''(u) v.
class GradientEnergy final : public Energy
{
 public:
  /// `f` times `scale`; a null `f` is zero.
  GradientEnergy(std::shared_ptr<const Space> space, double kappa, std::shared_ptr<const Potential> f,
                 double scale, bool order_parameter);

  double value(const Vector &u) const override;
  void first_variation(const Vector &u, Vector &xi) const override;
  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override;
  void second_variation_diagonal(const Vector &u, Vector &d) const override;
  void local_second_variation(const Vector &u, Vector &d) const override;
  void variations(const Vector &u, Vector &xi, Vector &local,
                  const LaplacianCalculus::Visit &visit) const override;
  SparseMatrix second_variation_matrix(const Vector &u) const override;
  SecondVariationStructure structure() const override { return {kappa_}; }
  bool convex() const override { return !f_; }
  ValueBounds bounds() const override { return f_ ? f_->bounds() : ValueBounds(); }
  bool order_parameter() const override { return order_parameter_; }

 private:
  const std::shared_ptr<const Space> space_;
  /// Calls visit(i, jet of f at u_i) for these nodes.
  template <class Visit>
  void for_jets(const Vector &u, std::size_t begin, std::size_t end, const Visit &visit) const;
  /// f'' at the nodes, for a linear solve that asks for it again and again.
  std::shared_ptr<const Vector> curvature(const Vector &u) const;

  const double kappa_;
  const std::shared_ptr<const Potential> f_;
  const double scale_;
  const bool order_parameter_;
  StateCache<Vector> cache_;
  mutable std::once_flag stiffness_built_;
  mutable SparseMatrix stiffness_;  ///< kappa M^-1 A
};

}  // namespace gammaflow
