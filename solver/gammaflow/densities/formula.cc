// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/shortened.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/parameters/formulas.h>

#include <memory>
#include <string>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "formula", "1", dealii::Patterns::Anything(),
      "An expression in x, y, z, t (0 here), pi and domain/constants: exp, log (natural), sqrt, sin, cos, "
      "tanh, abs, min, max, if(condition, a, b), random(seed, length), ^ ... (doc/densities.md).");
});

class FormulaDensity final : public Density
{
 public:
  explicit FormulaDensity(const Context &context)
      : formula_(context.parameters, context.section, "formula", context.dim),
        text_(context.parameters.text(context.section, "formula"))
  {
  }
  double value(const Point &x) const override { return formula_.value(x); }
  std::string description() const override { return shortened(text_); }
  std::string formula() const override { return text_; }

 private:
  const Formula formula_;
  const std::string text_;
};

const Register<Density> registered("formula", {"an expression in x, y, z, pi and domain/constants"},
                                   [](const Density::Context &c) {
                                     return std::make_unique<FormulaDensity>(c);
                                   });
}  // namespace

}  // namespace gammaflow
