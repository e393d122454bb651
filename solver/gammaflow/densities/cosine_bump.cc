// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density_parameters.h>

#include <cmath>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "amplitude", "0.5", Patterns::Anything(),
      "Cosine bump: a of 1 + a cos(k pi xi), one value or one per direction; positive for |a| < 1.");
  prm.declare_entry("wave number", "1", Patterns::Anything(),
                    "Cosine bump: k, a whole number from 1, one value or one per direction; even in periodic "
                    "directions.");
});

/// 1/volume prod_d (1 + a_d cos(k_d pi xi_d)), xi = (x - lower)/(upper - lower): unit mass on a box, and the
/// modes of its Neumann (k even: also periodic) Laplacian, so that no boundary layer forms.
class CosineBump final : public Density
{
 public:
  explicit CosineBump(const Context &context)
      : dim_(context.dim), lower_(context.lower), upper_(context.upper), volume_(context.volume)
  {
    const DensityReader reader(context);
    amplitude_ = reader.per_direction("amplitude");
    wave_number_ = reader.per_direction("wave number");
    for (unsigned d = 0; d < dim_; ++d) {
      const double k = wave_number_[d];
      if (k < 1 || k != std::floor(k))
        reader.reject("wave number", "is not a positive whole number", "1, 2, 3, ...");
      if (context.periodic[d] && std::fmod(k, 2) != 0)
        reader.reject("wave number", "is odd in a periodic direction", "2, 4, 6, ...");
    }
  }
  double value(const Point &x) const override
  {
    double product = 1 / volume_;
    for (unsigned d = 0; d < dim_; ++d) {
      const double xi = (x[d] - lower_[d]) / (upper_[d] - lower_[d]);
      product *= 1 + amplitude_[d] * std::cos(wave_number_[d] * std::acos(-1.) * xi);
    }
    return product;
  }
  std::string formula() const override
  {
    std::string product = all_digits(1 / volume_);
    for (unsigned d = 0; d < dim_; ++d)
      product += "*(1 + (" + all_digits(amplitude_[d]) + ")*cos(" + all_digits(wave_number_[d]) + "*pi*(" +
                 "xyz"[d] + " - (" + all_digits(lower_[d]) + "))/" + all_digits(upper_[d] - lower_[d]) + "))";
    return product;
  }

 private:
  const unsigned dim_;
  const Point lower_, upper_;
  const double volume_;
  Point amplitude_, wave_number_;
};

const Register<Density> registered("cosine bump",
                                   {"product of 1 + a cos(k pi xi): compatible with the boundary"},
                                   [](const Density::Context &c) { return std::make_unique<CosineBump>(c); });
}  // namespace
}  // namespace gammaflow
