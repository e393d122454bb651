// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/evolutions/closed_forms/log_ratio_relaxation.h>

namespace gammaflow
{
namespace
{
/// rho' = -rho phi_p'(s), s = rho/pi, phi_p'(s) = (s^(p-1) - 1)/(p-1), node by node. With w = s^(1-p):
///   w' = (1-p) s^-p s' = -(1-p) s^(1-p) (s^(p-1) - 1)/(p-1) = s^(1-p) (s^(p-1) - 1) = 1 - w.
/// So rho/pi = (1 + ((rho0/pi)^(1-p) - 1) e^-t)^(1/(1-p)). In particular
///   KL (p = 1):            log(rho/pi) = e^-t log(rho0/pi)
///   chi2 (p = 2):          rho = pi / (1 + (pi/rho0 - 1) e^-t)
///   inclusive-KL (p = 0):  rho = pi + (rho0 - pi) e^-t
class FisherRaoEntropies : public ClosedForm
{
 public:
  explicit FisherRaoEntropies(const Context &context)
      : flow_(context.flow), p_(*entropy_exponent(context.flow))
  {
  }

  Vector state(double t) const override
  {
    return state_of_log_ratio(flow_.target(), [&](std::size_t i) { return log_ratio_at(i, t); });
  }

  Vector rate(double t) const override
  {
    Vector v = state(t);
    for (std::size_t i = 0; i < size(v); ++i) data(v)[i] *= -entropy_force(p_, log_ratio_at(i, t));
    return v;
  }

 private:
  double log_ratio_at(std::size_t i, double t) const
  {
    return relaxed_log_ratio(log_ratio(data(flow_.initial_state())[i], data(flow_.target())[i]), 1 - p_, t);
  }

  const Flow &flow_;
  const double p_;
};

void also(const std::string &energy, const std::string &formula)
{
  const std::string settings = "geometry/name = Fisher-Rao; energy/name = " + energy;
  std::vector<std::string> examples{smooth_example + settings};
  if (energy == "KL") examples.push_back(plane_example + disk_example + settings);
  Register<ClosedForm>("Fisher-Rao, " + energy,
                       {formula,
                        [energy](const Flow &flow) {
                          return flow.geometry_name() == "Fisher-Rao" && flow.energy_name() == energy;
                        },
                        false, examples},
                       [](const auto &context) { return std::make_unique<FisherRaoEntropies>(context); });
}

const bool registered = [] {
  also("KL", "log(rho/pi) = e^-t log(rho0/pi)");
  also("chi2", "rho = pi / (1 + (pi/rho0 - 1) e^-t)");
  also("inclusive-KL", "rho = pi + (rho0 - pi) e^-t");
  also("power", "(rho/pi)^(1-p) = 1 + ((rho0/pi)^(1-p) - 1) e^-t");
  return true;
}();
}  // namespace
}  // namespace gammaflow
