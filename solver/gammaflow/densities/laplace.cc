// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density_parameters.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// prod_d exp(-|x_d - m_d| / b_d) / (2 b_d), with b = deviation / sqrt 2 so that `deviation` is the standard
/// deviation.
class Laplace final : public Density
{
 public:
  explicit Laplace(const Context &context) : dim_(context.dim)
  {
    const DensityReader reader(context);
    mean_ = reader.centre("mean");
    scale_ = reader.positive_per_direction("deviation");
    for (unsigned d = 0; d < dim_; ++d) {
      scale_[d] /= std::sqrt(2.);
      normalization_ /= 2 * scale_[d];
    }
  }
  double value(const Point &x) const override
  {
    double exponent = 0;
    for (unsigned d = 0; d < dim_; ++d) exponent += std::abs(x[d] - mean_[d]) / scale_[d];
    return normalization_ * std::exp(-exponent);
  }
  std::string formula() const override
  {
    std::string exponent;
    for (unsigned d = 0; d < dim_; ++d)
      exponent += " - abs(" + std::string(1, "xyz"[d]) + " - (" + all_digits(mean_[d]) + "))/" +
                  all_digits(scale_[d]);
    return all_digits(normalization_) + "*exp(" + exponent + ")";
  }

 private:
  const unsigned dim_;
  Point mean_, scale_;
  double normalization_ = 1;
};

const Register<Density> registered("Laplace",
                                   {"product of two-sided exponential densities (a kink at the mean)"},
                                   [](const Density::Context &c) { return std::make_unique<Laplace>(c); });
}  // namespace
}  // namespace gammaflow
