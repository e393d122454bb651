// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/errors.h>
#include <gammaflow/evolutions/evolution.h>
#include <gammaflow/program/expectations.h>

#include <boost/algorithm/string/predicate.hpp>

#include <cmath>
#include <optional>

namespace gammaflow
{
namespace
{
/// What two machines may differ in, in a number that sums up thousands of others.
const double round_off = 1e-10;
}  // namespace

Expectations expectations_of(const CertifiedEvolution &run, const CertificationMonitor &monitor)
{
  Expectations result;
  const Trajectory &evolution = run.evolution();
  auto values = quantities_of(evolution);
  const auto described = make_evolution(run.parameters, evolution.space);
  std::string origin = "refined here";
  // Energies of the closed form are those of its interpolant: nothing to compare with on changing meshes. And
  // it may need more memory than the evolution did (eigenvectors): then it is done without.
  try {
    if (monitor.over && monitor.over()) throw InputError("reference/seconds", "", "the time is over", "");
    if (const auto known = evolution.adapted() ? std::nullopt : described->known()) {
      values = quantities_of(known->trajectory(evolution.times));
      result.closed_form = known->name;
      result.exact_on_mesh = known->exact_on_mesh;
      origin = "closed form";
    }
  } catch (const InputError &error) {
    result.refusal = error.what();
  }
  const std::size_t outputs = evolution.times.size() - 1, per_output = values.size() / outputs;
  // the same quantity at all output times
  const auto by_kind = [&](const Trajectory &trajectory, double) {
    std::vector<std::vector<double>> kinds(per_output);
    const auto found = quantities_of(trajectory);
    for (std::size_t i = 0; i < found.size(); ++i) kinds[i % per_output].push_back(found[i].value);
    return kinds;
  };
  std::vector<bool> at_points;
  for (std::size_t kind = 0; kind < per_output; ++kind)
    at_points.push_back(boost::starts_with(values[kind].name, "u(") ||
                        boost::starts_with(values[kind].name, "minimum"));
  const auto errors = quantity_errors(run, by_kind, {!result.exact_on_mesh, at_points});
  for (std::size_t kind = 0; kind < per_output; ++kind) {
    for (std::size_t i = kind; i < values.size(); i += per_output) {
      const double bar = errors[kind][i / per_output].value;
      // the balance of a flow that is not a gradient flow; a point outside of the domain, or of a coarser
      // mesh of it
      if (!std::isfinite(values[i].value) || !std::isfinite(bar)) continue;
      Expected entry;
      entry.quantity = values[i];
      entry.quantity.abs_tol = bar;
      entry.origin = origin;
      entry.rel_tol = round_off;
      if (bar >= std::abs(values[i].value)) {  // zero, as far as can be told
        entry.quantity.abs_tol = bar + std::abs(values[i].value) + round_off;
        entry.quantity.value = 0;
      }
      result.entries.push_back(entry);
    }
  }
  return result;
}

}  // namespace gammaflow
