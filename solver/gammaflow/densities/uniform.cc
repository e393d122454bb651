// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density.h>

namespace gammaflow
{
namespace
{
/// 1/volume: unit mass on the domain.
class Uniform final : public Density
{
 public:
  explicit Uniform(const Context &context) : value_(1 / context.volume) {}
  double value(const Point &) const override { return value_; }

 private:
  const double value_;
};

const Register<Density> registered("uniform", {"1/volume of the domain"},
                                   [](const Density::Context &c) { return std::make_unique<Uniform>(c); });
}  // namespace
}  // namespace gammaflow
