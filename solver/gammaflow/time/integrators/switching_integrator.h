// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <gammaflow/time/integrators/adaptive_integrator.h>

namespace gammaflow
{
/// A stabilized explicit method as long as it is the cheaper one, an implicit one where it is not. With the
/// step h that accuracy allows and the spectral radius R of the linearized rate, s = 1 + sqrt(1 + 1.54 h R)
/// evaluations make a step of `rkc` stable. A step of the implicit method costs as much as `implicit_work` of
/// them, and is longer: by tolerance^(-1/5), where explicit steps, whose errors add up to more, get a quarter
/// of the tolerance (measured for five flows, doc/flows-wasserstein.md). So explicit steps pay up to
/// s = most_stages. Counted, not timed: the same input gives the same bits.
/// At the start of an interval with a step known from before, s follows from R, found by power iteration;
/// without one, steps are explicit until the last ten took more than that. Within an interval the implicit
/// method is never left.
class SwitchingIntegrator : public TimeIntegrator
{
 public:
  SwitchingIntegrator(const Options &explicit_options, const Options &implicit_options,
                      const std::string &implicit, double implicit_work);
  /// The s up to which explicit steps are cheaper.
  static double most_stages(double tolerance, double implicit_work);

  void advance(const EvolutionProblem &problem, EvolutionState &state, double end,
               const std::function<void(const StepReport &)> &on_step) const override;
  std::string name() const override { return explicit_.name() + " or " + implicit_.name(); }
  int order() const override { return explicit_.order(); }

 private:
  bool stiff(const EvolutionProblem &problem, const EvolutionState &state) const;

  const double most_stages_;
  const AdaptiveIntegrator explicit_, implicit_;
};

}  // namespace gammaflow
