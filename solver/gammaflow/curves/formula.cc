// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/curves/curve.h>
#include <gammaflow/parameters/formulas.h>

#include <cmath>
#include <utility>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("curve formula", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("formula", "", Patterns::Anything(),
                    "w_e as a formula in x, y, z, t and e, the sweep parameter over its largest value.");
  prm.declare_entry("limit", "", Patterns::Anything(),
                    "The limit w in x, y, z, t. Empty: the formula does not contain e.");
  prm.declare_entry("topology", "strong", Patterns::Selection("strong|weak"),
                    "In which w_e tends to w: strong (L2), or weak (as measures).");
});

Topology topology_of(const Parameters &p)
{
  if (p.text("curve formula", "limit").empty()) return Topology::constant;
  return p.text("curve formula", "topology") == "weak" ? Topology::weak : Topology::strong;
}

class FormulaCurve final : public Curve
{
 public:
  explicit FormulaCurve(const Context &context)
      : parameters_(context.parameters),
        space_(context.flow.space()),
        positive_(context.flow.positive()),
        relative_(context.relative),
        key_(topology_of(context.parameters) != Topology::constant && context.relative == 0 ? "limit"
                                                                                            : "formula"),
        expression_(read_expression(context.parameters, "curve formula", key_, {"x", "y", "z", "t", "e"}))
  {
    if (topology_of(parameters_) == Topology::constant && expression_.depends_on(4))
      parameters_.reject("curve formula", "limit", "the formula contains e, and its limit is not given",
                         "a formula in x, y, z, t");
    if (expression_.text().empty()) parameters_.reject("curve formula", key_, "is empty", "a formula");
  }
  Vector state(double t) const override { return both(t).first; }
  Vector rate(double t) const override { return both(t).second; }

 private:
  std::pair<Vector, Vector> both(double t) const
  {
    std::pair<Vector, Vector> result{space_.zero(), space_.zero()};
    for (std::size_t i = 0; i < space_.n_nodes(); ++i) {
      const Point &x = space_.nodes()[i];
      const double variables[] = {x[0], x[1], x[2], t, relative_};
      const Jet jet = expression_.evaluate(variables, 3);
      if (!std::isfinite(jet.value) || !std::isfinite(jet.first) || (positive_ && !(jet.value > 0)))
        parameters_.reject("curve formula", key_,
                           "is not positive and differentiable in t everywhere, at t = " + std::to_string(t),
                           "the formula of a positive density");
      data(result.first)[i] = jet.value;
      data(result.second)[i] = jet.first;
    }
    return result;
  }

  const Parameters parameters_;
  const Space &space_;
  const bool positive_;
  const double relative_;
  const std::string key_;
  const Expression expression_;
};

const Register<Curve> registered(
    "formula", {"a formula in x, y, z, t and the sweep parameter: section `curve formula`", topology_of},
    [](const Curve::Context &context) { return std::make_unique<FormulaCurve>(context); });
}  // namespace
}  // namespace gammaflow
