// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/particles/blob_growth.h>

namespace gammaflow
{
namespace
{
/// w_i' = -w_i (b_i - sum w b): particles stay where they are, their weights move. The exact spherical
/// Fisher-Rao flow of blob-KL from an atomic measure (Lu, Slepcev and Wang, Nonlinearity 36, 2023).
class BirthDeath final : public ParticleDynamics
{
 public:
  explicit BirthDeath(const Context &context) : growth_(context) {}

  Rate rate(const PointMeasure &x) const override
  {
    Rate result{std::vector<double>(x.coordinates().size(), 0.), growth_.excess(x)};
    for (double &rate : result.growth) rate = -rate;
    return result;
  }
  double energy(const PointMeasure &x) const override { return growth_.energy(x); }
  std::vector<std::string> description() const override
  {
    return {"kernel of the energy: " + growth_.kernel().description()};
  }

 private:
  const BlobGrowth growth_;
};

const Register<ParticleDynamics> registered(
    "birth-death",
    ParticleDynamics::Traits("kernelized birth-death: weights of particles that stay", "blob-KL",
                             "spherical Fisher-Rao")
        .moving_weights(),
    [](const ParticleDynamics::Context &context) { return std::make_unique<BirthDeath>(context); });
}  // namespace
}  // namespace gammaflow
