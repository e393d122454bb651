// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/normal.h>

#include <vector>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry(
      "weights", "", Patterns::Anything(),
      "Gaussian mixture: weight of each component, divided by their sum; empty: equal weights.");
  prm.declare_entry("means", "", Patterns::Anything(),
                    "Gaussian mixture: the centres, separated by semicolons, \"0.3, 0.3; 0.7, 0.6\".");
  prm.declare_entry(
      "deviations", "0.1", Patterns::Anything(),
      "Gaussian mixture: standard deviations, one group for all components or one per component, "
      "separated by semicolons; a group is one value for all directions or one per direction.");
});

/// sum_k a_k N(m_k, diag(s_k^2)), sum_k a_k = 1.
class GaussianMixture final : public Density
{
 public:
  explicit GaussianMixture(const Context &context)
  {
    const DensityReader reader(context);
    const auto means = reader.rows("means"), deviations = reader.rows("deviations");
    const std::string per_component = "one group, or one per component, of numbers > 0";
    if (means.empty())
      reader.reject("means", "is empty", "one centre per component, separated by semicolons");
    if (deviations.size() != 1 && deviations.size() != means.size())
      reader.reject("deviations",
                    "has " + std::to_string(deviations.size()) + " groups for " +
                        std::to_string(means.size()) + " components",
                    per_component);
    weights_ = context.parameters.numbers(context.section, "weights");
    if (weights_.empty()) weights_.assign(means.size(), 1.);
    if (weights_.size() != means.size())
      reader.reject("weights",
                    "has " + std::to_string(weights_.size()) + " values for " + std::to_string(means.size()) +
                        " components",
                    "one number > 0 per component");

    double total = 0;
    for (const double weight : weights_) {
      if (!(weight > 0)) reader.reject("weights", "is not positive", "one number > 0 per component");
      total += weight;
    }
    for (std::size_t k = 0; k < means.size(); ++k) {
      weights_[k] /= total;
      const Point deviation = reader.point("deviations", deviations[deviations.size() == 1 ? 0 : k], 1);
      for (unsigned d = 0; d < context.dim; ++d)
        if (!(deviation[d] > 0)) reader.reject("deviations", "is not positive", per_component);
      components_.emplace_back(context.dim, reader.point("means", means[k]), deviation);
    }
  }

  double value(const Point &x) const override
  {
    double sum = 0;
    for (std::size_t k = 0; k < components_.size(); ++k) sum += weights_[k] * components_[k].value(x);
    return sum;
  }
  std::string formula() const override
  {
    std::string sum;
    for (std::size_t k = 0; k < components_.size(); ++k)
      sum += (k ? " + " : "") + all_digits(weights_[k]) + "*" + components_[k].formula();
    return sum;
  }
  std::string description() const override { return std::to_string(components_.size()) + " components"; }

 private:
  std::vector<double> weights_;
  std::vector<Normal> components_;
};

const Register<Density> registered("Gaussian mixture", {"weighted sum of normal densities"},
                                   [](const Density::Context &c) {
                                     return std::make_unique<GaussianMixture>(c);
                                   });
}  // namespace
}  // namespace gammaflow
