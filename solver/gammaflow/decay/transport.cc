// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/decay/bounds.h>
#include <gammaflow/decay/decay_theory.h>

#include <cmath>

namespace gammaflow
{
namespace
{
/// -alpha div(rho grad xi): alpha; 0 for other geometries.
double transport_weight(const Flow &flow)
{
  if (flow.geometry_name() == "Wasserstein") return 1;
  return flow.geometry_name() == "spherical Hellinger-Kantorovich"
             ? flow.parameters().number("geometry", "alpha")
             : 0;
}

/// 2 lambda for the internal energies of McCann and a potential with V'' >= lambda > 0 on a convex domain.
std::optional<double> uniformly_convex(const Flow &flow)
{
  const auto v = confining_potential(flow);
  if (!v) return {};
  const double least = convexity_of(flow.space(), *v);
  if (!(least > 0)) return {};
  return least;
}

/// The smallest positive eigenvalue of the box, times exp(-(max V - min V)).
struct Perturbed {
  double gap, oscillation, constant;
};
std::optional<Perturbed> bounded_perturbation(const Flow &flow)
{
  const auto gap = spectral_gap(flow.space());
  const auto v = confining_potential(flow);
  const bool boltzmann =
      flow.energy_name() == "KL" || flow.parameters().text("energy", "internal") == "Boltzmann";
  if (!gap || !v || !boltzmann) return {};
  const double oscillation = flow.space().maximum(*v) - flow.space().minimum(*v);
  return Perturbed{*gap, oscillation, *gap * std::exp(-oscillation)};
}

/// What growth adds where both parts act (the quotient of the sum is the sum of the quotients): that of
/// spherical Fisher-Rao, beta times, for KL. log(rho/pi) has a maximum principle.
double growth_part(const Flow &flow)
{
  if (flow.geometry_name() != "spherical Hellinger-Kantorovich" || flow.energy_name() != "KL") return 0;
  return flow.parameters().number("geometry", "beta") * spherical_constant(oscillation_of_log_ratio(flow));
}

std::string and_growth(double part)
{
  return part > 0 ? " Growth adds " + few_digits(part, 4) + "." : "";
}

class UniformlyConvex final : public DecayTheory
{
 public:
  using DecayTheory::DecayTheory;
  std::optional<DecayConstant> constant() const override
  {
    const double alpha = transport_weight(flow());
    const auto least = alpha > 0 ? uniformly_convex(flow()) : std::nullopt;
    if (!least) return {};
    const double growth = growth_part(flow());
    return DecayConstant{2 * alpha * *least + growth,
                         "The potential has V'' >= " + few_digits(*least, 4) +
                             " (second differences between the nodes), and the domain is convex." +
                             and_growth(growth),
                         "", ""};
  }
};

class BoundedPerturbation final : public DecayTheory
{
 public:
  using DecayTheory::DecayTheory;
  std::optional<DecayConstant> constant() const override
  {
    const double alpha = transport_weight(flow());
    const auto found = alpha > 0 ? bounded_perturbation(flow()) : std::nullopt;
    if (!found) return {};
    const double growth = growth_part(flow());
    return DecayConstant{2 * alpha * found->constant + growth,
                         "The box has the spectral gap " + few_digits(found->gap, 4) +
                             ", the potential varies by " + few_digits(found->oscillation, 4) + "." +
                             and_growth(growth),
                         "", ""};
  }
};

const Register<DecayTheory> convex(
    "log-Sobolev, uniformly convex potential",
    {"int rho |grad DF|^2 >= 2 lambda (F - inf F) where V'' >= lambda",
     "Bakry and Emery, LNM 1123, 1985; Otto and Villani, J. Funct. Anal. 173, 2000; power: Carrillo, McCann "
     "and Villani, Rev. Mat. Iberoam. 19, 2003"},
    [](const auto &context) { return std::make_unique<UniformlyConvex>(context); });
const Register<DecayTheory> perturbed(
    "log-Sobolev, bounded potential on a box",
    {"int rho |grad DF|^2 >= 2 gap exp(-(max V - min V)) (F - inf F)",
     "Holley and Stroock, J. Stat. Phys. 46, 1987; the uniform density on a circle: Emery and Yukich, Sem. "
     "Prob. XXI, 1987, on an interval by even extension; products: Gross, Amer. J. Math. 97, 1975"},
    [](const auto &context) { return std::make_unique<BoundedPerturbation>(context); });
}  // namespace
}  // namespace gammaflow
