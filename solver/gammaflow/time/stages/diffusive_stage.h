// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/linear/flow_preconditioner.h>
#include <gammaflow/time/linear/gmres.h>
#include <gammaflow/time/linear/linearized_flow.h>
#include <gammaflow/time/stages/relative_worth.h>
#include <gammaflow/time/stages/stage.h>

#include <algorithm>
#include <optional>

namespace gammaflow
{
/// The stage equations of flows whose Onsager operator (or energy) contains derivatives:
///   v = -K(U) DF(U) + s(t),   U = base + h v          (signed fields),
///   zeta = -K(U) DF(U) / U,   U = exp(base + h zeta)   (densities: positive whatever zeta is).
/// Newton's method with the exact derivative. For the densities the residual and the correction are those of
/// the variable z = log U,
///   r = h (zeta + K DF/U),   s z + h U^-1 J (U z) = -r,   J = d(K DF)/du,
/// so that the tails, where U may be 1e-100, weigh as much as the bulk. s = 1 - h K DF/U = 1 + h zeta - r
/// makes it Newton's method for r as a function of z, s = 1 + h zeta for U r as a function of U. They differ
/// by terms that vanish with r, and from far away the first is good where U decays (a number of e-foldings in
/// one step), the second where it grows (by what flows in from a neighbour, e-foldings away): so s = 1 + h
/// zeta - max(r, 0), and U grows by U z, which is log(1 + z) in the logarithm. Linear systems by
/// preconditioned GMRES to the accuracy that the Newton iteration can use (Eisenstat and Walker, SIAM J. Sci.
/// Comput. 17, 1996).
class DiffusiveStage final : public Stage
{
 public:
  DiffusiveStage(const Flow &flow, double tolerance, unsigned iterations);

  bool solve(double time, const Vector &base, double step, Vector &dy) override;
  const Vector &rate() const override { return *rate_; }  ///< v; that of fields is dy itself
  unsigned solves() const { return solves_; }             ///< of linear systems
  unsigned factorizations() const { return preconditioner_.factorizations(); }
  void forget() override { preconditioner_.forget(); }

 private:
  struct Correction {
    double size;          ///< max w |z| / (s + |base|), s the size of the state (1 for densities)
    double largest;       ///< max |z| / s where w = 1
    bool beyond = false;  ///< it leads beyond the bounds of the values
  };
  bool newton(double time, const Vector &base, double step, Vector &dy);
  bool set_state(const Vector &base, double step, const Vector &dy);
  bool evaluate(const Vector &base, double step, const Vector &dy);
  void add_forcing();
  bool correct(double step, double forcing_term);
  void weigh(double step);
  /// Tails, too, are solved to a hundredth of an e-folding (of log u, relatively).
  double least_worth() const { return std::min(1., 100 * tolerance_); }
  void residual_of_field(const Vector &base, double scale, const Vector &dy, std::size_t first,
                         std::size_t last);
  void operate(double step, const Vector &z, Vector &out) const;
  void keep_mass(const Vector &base, double step, Vector &dy) const;
  void keep_inside(const Vector &base, double step, Vector &dy) const;
  Correction bounded_correction(const Vector &base);
  bool bounded_by_values();
  double round_off(double step) const;
  void set_given_nodes(double time, const Vector &base, double step);

  const bool positive_;
  const ValueBounds bounds_;  ///< of signed fields
  unsigned solves_ = 0;
  const RelativeWorth relative_worth_;
  Vector inner_weights_;  ///< of what residuals count, where worths vary
  const InnerProduct inner_;
  LinearizedFlow linearized_;
  FlowPreconditioner preconditioner_;
  const Vector *rate_ = nullptr;
  Vector rate_of_density_, growth_, local_, correction_, trial_, source_, stretch_, worth_, scaling_,
      stiffness_,
      right_hand_side_;  ///< local_: of D^2F, of fields; right_hand_side_: minus the residual
  const std::optional<double> multiple_;  ///< K, where it is a number and nothing drives the flow
  GmresVectors vectors_;
  mutable Vector work_;
  std::vector<double> given_rates_;
  bool stiffness_known_ = false;  ///< stiffness_: h J_ii at the first iterate of a stage
  double residual_norm_ = 0, residual_largest_ = 0, residual_squares_ = 0;
};

}  // namespace gammaflow
