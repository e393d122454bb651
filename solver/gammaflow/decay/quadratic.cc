// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/decay/bounds.h>
#include <gammaflow/decay/decay_theory.h>

namespace gammaflow
{
namespace
{
/// Quadratic energies whose second derivative the geometry cancels, or bounds below.
class Quadratic final : public DecayTheory
{
 public:
  using DecayTheory::DecayTheory;
  std::optional<DecayConstant> constant() const override
  {
    if (flow().forcing() != nullptr) return {};
    const Geometry &geometry = flow().geometry();
    const std::string name = flow().geometry_name(), energy = flow().energy_name();
    const bool cancels = energy == "MMD" && geometry.structure().inverted != nullptr &&
                         geometry.structure().inverted == flow().energy_kernel();
    if (cancels && geometry.has_metric() && geometry.structure().metric != nullptr)
      return found(2, "K is the inverse of the energy's kernel: the quotient is 2 at every state.");
    if (cancels && name == "IFT")
      return found(2 * flow().parameters().number("geometry", "beta"),
                   "beta K^-1 cancels the energy's kernel, transport adds to it.");
    if (energy == "L2-distance" && geometry.structure().multiple)
      return found(2 * *geometry.structure().multiple, "K and the second derivative of F are numbers.");
    const auto gap = spectral_gap(flow().space());
    if (gap && energy == "L2-distance" && name == "H-1" && mobility() > 0)
      return found(2 * mobility() * *gap, "The box has the spectral gap " + few_digits(*gap, 4) + ".");
    if (gap && energy == "Dirichlet" && name == "L2" && geometry.structure().multiple)
      return found(2 * *geometry.structure().multiple * *gap,
                   "The box has the spectral gap " + few_digits(*gap, 4) + ".");
    return {};
  }

 private:
  static DecayConstant found(double value, const std::string &sentence) { return {value, sentence, "", ""}; }
  /// Where it is a number, else 0.
  double mobility() const
  {
    const auto c = flow().geometry().coefficients(flow().initial_state());
    return c && c->uniform ? c->uniform->mobility : 0;
  }
};

const Register<DecayTheory> registered(
    "quadratic energy", {"<DF, K DF> >= c (F - inf F) by the spectrum of K F''", "Poincare's inequality"},
    [](const auto &context) { return std::make_unique<Quadratic>(context); });
}  // namespace
}  // namespace gammaflow
