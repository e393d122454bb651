// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/flow/step_kind.h>
#include <gammaflow/time/stages/stage.h>

#include <memory>

namespace gammaflow
{
/// What a flow offers to integrators: the one place where it is decided how a flow is stepped. Known without
/// the vectors and operators of the work.
struct StepAbilities {
  explicit StepAbilities(const Flow &flow);

  StepKind kind;
  bool cancels;       ///< the metric cancels the energy's kernel
  bool bounded_rate;  ///< u' is a bounded function of u that can be evaluated: K is bounded, or cancels
  bool rate;          ///< u' can be evaluated, bounded or not
  bool stage;         ///< there are stage equations
  bool first_rate;    ///< rate(u) is well-posed: L2, ridge MMD and differential operators, not MMD
  /// K is a differential operator or a multiplication, which can be linearized and preconditioned.
  bool diffusive() const { return kind == StepKind::diffusive; }
};

/// The stage equations of the flow; null where there are none.
std::unique_ptr<Stage> make_stage(const Flow &flow, const StepAbilities &abilities, double tolerance,
                                  unsigned iterations);

}  // namespace gammaflow
