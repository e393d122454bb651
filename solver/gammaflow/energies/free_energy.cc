// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/densities/seam.h>
#include <gammaflow/energies/energy.h>
#include <gammaflow/energies/interaction.h>
#include <gammaflow/formula/expression.h>
#include <gammaflow/parameters/formulas.h>
#include <gammaflow/parameters/number.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace gammaflow
{
namespace
{
const DeclareParameters declared("energy", [](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("internal", "Boltzmann", Patterns::Selection("Boltzmann|power|none"),
                    "free-energy: the internal energy U(rho): Boltzmann, rho log rho - rho; power, "
                    "rho^m/(m-1); none, 0.");
  prm.declare_entry(
      "power exponent", "2", Number::above(0),
      "free-energy, internal energy power: m > 0, not 1. m > 1 is porous medium, m < 1 fast diffusion.");
  prm.declare_entry("V", "0", Patterns::Anything(),
                    "free-energy: the external potential, a formula in x, y, z.");
  prm.declare_entry(
      "W", "0", Patterns::Anything(),
      "free-energy: the interaction potential W(x - y), a formula in the difference x, y, z and its length "
      "r, even, finite at 0. The integral is over the domain (periodic: over the nearest image). By FFT on "
      "boxes with equal cells, elsewhere with a dense matrix.");
});

/// U(rho) = rho^m/(m-1), or rho log rho - rho for m = 1, or 0.
struct InternalEnergy {
  enum Kind { boltzmann, power, none } kind;
  double m;

  double value(double rho) const
  {
    if (rho < 0) return std::numeric_limits<double>::infinity();
    if (kind == boltzmann) return rho > 0 ? rho * std::log(rho) - rho : 0;
    return kind == power ? std::pow(rho, m) / (m - 1) : 0;
  }
  double derivative(double rho) const
  {
    if (kind == boltzmann) return std::log(rho);
    return kind == power ? m / (m - 1) * power_of(rho, m - 1) : 0;
  }
  double second_derivative(double rho) const
  {
    if (kind == boltzmann) return 1 / rho;
    return kind == power ? m * power_of(rho, m - 2) : 0;
  }

 private:
  /// The exponents of m = 2 and m = 3 take no pow().
  static double power_of(double rho, double exponent)
  {
    if (exponent == 0) return 1;
    return exponent == 1 ? rho : std::pow(rho, exponent);
  }
};

/// F = int U(rho) + V rho + 1/2 rho (W * rho), DF = U'(rho) + V + W * rho, D^2F v = U''(rho) v + W * v, with
/// (W * v)_i = sum_j w_j W(x_i - x_j) v_j.
class FreeEnergy final : public Energy
{
 public:
  explicit FreeEnergy(const Context &context) : space_(context.space), internal_(read(context.parameters))
  {
    const Parameters &p = context.parameters;
    const Expression V = read_expression(p, "energy", "V", {"x", "y", "z"});
    potential_ = space_->sample([&](const Point &x) { return V.value(x.data()); });
    for (std::size_t i = 0; i < size(potential_); ++i)
      if (!std::isfinite(data(potential_)[i]))
        p.reject("energy", "V", "is not finite at a node", "a formula that is finite in the domain");
    if (const std::string why = seam(*space_, [&](const Point &x) { return V.value(x.data()); });
        !why.empty())
      p.reject("energy", "V", why,
               std::string(periodic_data) +
                   ". A constant force on a circle is the derivative of no function there: the flow that it "
                   "drives is no gradient flow, and is not computed here");
    interaction_ = make_interaction(p, *space_);
  }

  double value(const Vector &u) const override
  {
    Vector f = space_->zero();
    convolve(u, f);
    for (std::size_t i = 0; i < size(u); ++i) {
      const double rho = data(u)[i];
      data(f)[i] = internal_.value(rho) + rho * (data(potential_)[i] + 0.5 * data(f)[i]);
    }
    return space_->integrate(f);
  }

  void first_variation(const Vector &u, Vector &xi) const override
  {
    convolve(u, xi);
    for (std::size_t i = 0; i < size(u); ++i)
      data(xi)[i] += internal_.derivative(data(u)[i]) + data(potential_)[i];
  }

  void second_variation_apply(const Vector &u, const Vector &v, Vector &w) const override
  {
    convolve(v, w);
    for (std::size_t i = 0; i < size(u); ++i)
      data(w)[i] += internal_.second_derivative(data(u)[i]) * data(v)[i];
  }

  void second_variation_diagonal(const Vector &u, Vector &d) const override
  {
    for (std::size_t i = 0; i < size(u); ++i)
      data(d)[i] = internal_.second_derivative(data(u)[i]) +
                   (interaction_ ? interaction_->at_zero() * data(space_->weights())[i] : 0);
  }

  SparseMatrix second_variation_matrix(const Vector &u) const override
  {
    const auto n = Eigen::Index(size(u));
    SparseMatrix matrix(n, n);
    matrix.reserve(Eigen::VectorXi::Constant(n, 1));
    for (Eigen::Index i = 0; i < n; ++i) matrix.insert(i, i) = internal_.second_derivative(data(u)[i]);
    matrix.makeCompressed();
    return matrix;
  }

  bool barrier() const override
  {
    return internal_.kind == InternalEnergy::boltzmann ||
           (internal_.kind == InternalEnergy::power && internal_.m < 1);
  }
  /// For m < 1, to where U is 1e-12 of that of the mean density, or where tails fill 1e12 times as fast.
  bool fill_vacuum(Vector &u) const override
  {
    const double m = internal_.m;
    if (internal_.kind != InternalEnergy::power || !(m < 1)) return false;
    const double mean = space_->integrate(u) / space_->volume();
    const double thin = mean * std::pow(1e-12, 1 / std::max(m, 1 - m));
    if (!(space_->minimum(u) < thin)) return false;
    for (double &rho : u) rho += thin;
    return true;
  }
  SecondVariationStructure structure() const override { return {0, interaction_ != nullptr}; }
  bool convex() const override { return !interaction_ && internal_.kind != InternalEnergy::none; }

 private:
  static InternalEnergy read(const Parameters &p)
  {
    const std::string name = p.text("energy", "internal");
    const double m = p.number("energy", "power exponent");
    if (name == "Boltzmann") return {InternalEnergy::boltzmann, 1};
    if (name == "none") return {InternalEnergy::none, 1};
    if (m == 1)
      p.reject("energy", "power exponent", "is not an exponent of rho^m/(m-1)",
               "a number > 0 other than 1; the limit m = 1 is Boltzmann");
    return {InternalEnergy::power, m};
  }

  void convolve(const Vector &u, Vector &out) const
  {
    if (interaction_)
      interaction_->apply(u, out);
    else
      out = 0.;
  }

  const std::shared_ptr<const Space> space_;
  const InternalEnergy internal_;
  Vector potential_;
  std::unique_ptr<const Interaction> interaction_;  ///< null where W = 0
};

const Register<Energy> registered(
    "free-energy",
    Energy::Traits("int U(rho) + V rho + 1/2 rho (W * rho), U, V, W = energy/internal, V, W")
        .without_target(),
    [](const Energy::Context &c) { return std::make_unique<FreeEnergy>(c); });
}  // namespace
}  // namespace gammaflow
