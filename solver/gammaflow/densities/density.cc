// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/processes.h>
#include <gammaflow/densities/density_parameters.h>
#include <gammaflow/densities/seam.h>
#include <gammaflow/parameters/number.h>

#include <cmath>
#include <sstream>

namespace gammaflow
{
namespace
{
const DeclareDensity declared([](dealii::ParameterHandler &prm) {
  using namespace dealii;
  prm.declare_entry("kind", "formula", Patterns::Selection(Registry<Density>::selection()),
                    "A `formula`, a named density, or a density from data (`samples`, `grid`).");
  prm.declare_entry(
      "mass", "as given", Patterns::Anything(),
      "The integral over the domain, to which the density is scaled: a number > 0, or `as given`.");
  prm.declare_entry(
      "floor", "0", Number(0, 1),
      "Fraction f of the mass that is spread evenly over the domain, so that a density from data "
      "stays positive where there are none: (1-f) density + f mass/volume. 0 adds nothing.");
});

/// The key that a value of the density is to be blamed on.
std::string key_of(const std::string &kind)
{
  return kind == "formula" ? "formula" : kind == "samples" || kind == "grid" ? "file" : "kind";
}
}  // namespace

Density::Context density_context(const Parameters &parameters, const std::string &section, const Space &space)
{
  Density::Context context{parameters, section, space.dim(), space.lower(), space.upper()};
  for (unsigned d = 0; d < space.dim(); ++d) context.periodic[d] = space.periodic(d);
  context.box = space.tensor_grid() != nullptr;
  context.volume = space.volume();
  return context;
}

void Density::sample(const Space &space, Vector &values) const
{
  for (std::size_t i = 0; i < size(values); ++i) data(values)[i] = value(space.nodes()[i]);
}

Vector make_density(const Parameters &parameters, const std::string &section, const Space &space,
                    bool positive)
{
  const Density::Context context = density_context(parameters, section, space);
  const DensityReader reader(context);
  const std::string kind = parameters.text(section, "kind");
  const auto density = Registry<Density>::make(kind, context);
  const auto at = [&](std::size_t node) { return " at " + to_string(space.nodes()[node], space.dim()); };
  const auto text = [](double value) {
    std::ostringstream out;
    out << value;
    return out.str();
  };

  Vector values = space.zero();
  density->sample(space, values);
  // The first node with a value that is refused, whichever process has it.
  const auto first_fault = [&](const auto &refused) {
    std::string own;
    for (std::size_t i = 0; i < size(values) && own.empty(); ++i)
      if (refused(data(values)[i])) own = text(data(values)[i]) + at(i);
    return first_message(own, values);
  };
  if (const auto fault = first_fault([](double value) { return !std::isfinite(value); }); !fault.empty())
    reader.reject(key_of(kind), "is not finite: " + fault, "finite values everywhere on the domain");

  if (const auto why = seam(space, [&](const Point &x) { return density->value(x); }); !why.empty())
    reader.reject(key_of(kind), why, periodic_data);
  const double floor = reader.number("floor");
  const bool as_given = parameters.text(section, "mass") == "as given";
  const double present = space.integrate(values);
  const double wanted = as_given ? present : reader.positive("mass");
  Vector sizes = values;
  for (double &value : sizes) value = std::abs(value);
  constexpr double round_off = 1e-12;  // of an integral whose parts cancel
  if (!as_given && !(present > round_off * space.integrate(sizes)))
    reader.reject("mass",
                  "cannot be reached by scaling: at the nodes of this mesh the integral of the density is " +
                      text(present),
                  "'as given', or a density of positive integral, or a mesh that sees it (domain/cells)");
  if (floor > 0 && !(present > 0))
    reader.reject("floor", "is a fraction of the mass, which at the nodes of this mesh is " + text(present),
                  "0, or a density of positive integral");
  const double scale = as_given ? 1 : wanted / present;
  for (std::size_t i = 0; i < size(values); ++i)
    data(values)[i] = (1 - floor) * scale * data(values)[i] + floor * wanted / space.volume();

  if (const auto fault = first_fault([](double value) { return !std::isfinite(value); }); !fault.empty())
    reader.reject("mass", "is not finite: " + fault, "a smaller mass");
  if (positive)
    if (const auto fault = first_fault([](double value) { return !(value > 0); }); !fault.empty())
      reader.reject(key_of(kind), "is not positive: " + fault,
                    "positive values everywhere on the domain (the key 'floor' adds a uniform background)");
  return values;
}

std::string density_formula(const Parameters &parameters, const std::string &section, const Space &space)
{
  return Registry<Density>::make(parameters.text(section, "kind"),
                                 density_context(parameters, section, space))
      ->formula();
}

std::string density_description(const Parameters &parameters, const std::string &section, const Space &space)
{
  const std::string kind = parameters.text(section, "kind");
  const auto density = Registry<Density>::make(kind, density_context(parameters, section, space));
  const std::string details = density->description(), mass = parameters.text(section, "mass");
  std::string result = kind + (details.empty() ? "" : " (" + details + ")");
  if (const double floor = parameters.number(section, "floor"); floor > 0)
    result += ", floor " + parameters.text(section, "floor") + ": a uniform background of that fraction";
  return result + ", mass " + mass;
}

}  // namespace gammaflow
