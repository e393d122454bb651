#include <gammaflow/closed_forms/closed_form.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/observables/observable.h>
#include <gammaflow/program/flow_description.h>
#include <gammaflow/program/table.h>
#include <gammaflow/time/evolve.h>

namespace gammaflow
{
namespace
{
std::string in_words(const KernelOperator &op)
{
  return op.kernel().name() + ", bandwidth " + Table::number(op.kernel().bandwidth(), 6) + ", applied by " +
         op.backend() + ", " + Table::number(static_cast<double>(op.memory()) / 1048576., 3) + " MiB";
}
}  // namespace

std::vector<std::string> describe(const Flow &flow)
{
  std::vector<std::string> lines = {
      "space:    " + flow.space().description(),
      "initial:  " + density_description(flow.parameters(), "initial state", flow.space()),
      "target:   " + density_description(flow.parameters(), "target", flow.space()),
      "energy:   " + flow.energy_name() + ": " + Registry<Energy>::traits(flow.energy_name()).summary,
      "geometry: " + flow.geometry_name() + ": " + Registry<Geometry>::traits(flow.geometry_name()).summary};
  if (flow.geometry_kernel() != nullptr) lines.push_back("kernel:   " + in_words(*flow.geometry_kernel()));
  if (flow.energy_kernel() != nullptr && flow.energy_kernel() != flow.geometry_kernel())
    lines.push_back("kernel of the energy: " + in_words(*flow.energy_kernel()));
  const EvolveOptions options = evolve_options(flow.parameters());
  lines.push_back("time:     to " + Table::number(options.output_times.back(), 6) + ", " +
                  std::to_string(options.output_times.size() - 1) + " outputs, tolerance " +
                  Table::number(options.tolerance) + ", integrator " + options.integrator +
                  (flow.explicit_rate() ? " (explicit)" : " (implicit)"));
  lines.push_back(
      std::string("promises: ") + (flow.positive() ? "positivity, " : "") +
      (flow.conserves_mass() ? "mass, " : "") +
      (flow.gradient_structure() ? "energy-dissipation balance" : "not a gradient system: no balance"));
  if (const auto form = find_closed_form(flow)) lines.push_back("known:    closed form, " + form->name());
  return lines;
}

void check_flow(const Flow &flow)
{
  check_evolution(flow);
  observables_of(flow);
  events_of(flow);
}

}  // namespace gammaflow
