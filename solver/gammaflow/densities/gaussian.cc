// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/normal.h>

#include <stdexcept>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  prm.declare_entry(
      "covariance", "", dealii::Patterns::Anything(),
      "Gaussian: full covariance matrix, rows separated by semicolons, \"0.04, 0.01; 0.01, 0.09\"; "
      "empty: independent directions with `deviation`.");
});

/// N(mean, C) with C = diag(deviation^2) or the full `covariance`.
class Gaussian final : public Density
{
 public:
  explicit Gaussian(const Context &context) : normal_(read(context)) {}
  double value(const Point &x) const override { return normal_.value(x); }
  std::string formula() const override { return normal_.formula(); }

 private:
  static Normal read(const Context &context)
  {
    const DensityReader reader(context);
    const auto rows = reader.rows("covariance");
    if (rows.empty())
      return Normal(context.dim, reader.centre("mean"), reader.positive_per_direction("deviation"));
    if (!context.parameters.is_default(context.section, "deviation"))
      reader.reject("covariance", "and 'deviation' are both given", "one of the two");
    const std::string allowed = std::to_string(context.dim) + " rows of " + std::to_string(context.dim) +
                                " numbers, symmetric and positive definite";
    bool square = rows.size() == context.dim;
    for (const auto &row : rows) square = square && row.size() == context.dim;
    if (!square) reader.reject("covariance", "does not fit the dimension of the domain", allowed);
    try {
      return Normal(context.dim, reader.centre("mean"), rows);
    } catch (const std::domain_error &error) {
      reader.reject("covariance", error.what(), allowed);
    }
  }

  const Normal normal_;
};

const Register<Density> registered("Gaussian", {"normal density, mean and deviation or covariance"},
                                   [](const Density::Context &c) { return std::make_unique<Gaussian>(c); });
}  // namespace
}  // namespace gammaflow
