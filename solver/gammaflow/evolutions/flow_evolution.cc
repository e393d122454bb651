// SPDX-License-Identifier: LGPL-2.1-or-later
#include <gammaflow/base/all_digits.h>
#include <gammaflow/densities/density.h>
#include <gammaflow/evolutions/closed_forms/closed_form.h>
#include <gammaflow/evolutions/flow_evolution.h>
#include <gammaflow/flow/operator_bytes.h>
#include <gammaflow/flow/step_kind.h>
#include <gammaflow/flow/warning_at_walls.h>
#include <gammaflow/spaces/mesh/files/mesh_import.h>
#include <gammaflow/time/evolve/adaptivity.h>
#include <gammaflow/time/evolve/dense_evolution.h>
#include <gammaflow/time/evolve/invariants.h>
#include <gammaflow/time/integrators/one_step_method.h>

namespace gammaflow
{
namespace
{
std::string in_words(const KernelOperator &op)
{
  return op.kernel().name() + ", bandwidth " + few_digits(op.kernel().bandwidth(), 6) + ", applied by " +
         op.backend() + ", " + few_digits(static_cast<double>(op.memory()) / 1048576.) + " MiB";
}

std::vector<KnownExamples> closed_forms()
{
  std::vector<KnownExamples> all;
  for (const auto &[name, entry] : Registry<ClosedForm>::entries())
    all.push_back({name, entry.traits.summary, entry.traits.examples});
  return all;
}

const Register<Evolution> registered("gradient flow",
                                     {"u' = -K(u) DF(u), of sections energy and geometry", {}, closed_forms},
                                     [](const auto &context) {
                                       return std::make_unique<FlowEvolution>(
                                           Flow::build(context.parameters, context.space));
                                     });
}  // namespace

std::vector<std::string> FlowEvolution::description() const
{
  const Flow &flow = *flow_;
  std::vector<std::string> lines = {
      "space:    " + flow.space().description(),
      "initial:  " + density_description(flow.parameters(), "initial state", flow.space()) +
          (flow.vacuum_filled() ? ", vacuum raised to where it is nothing to the energy" : ""),
      "energy:   " + flow.energy_name() + ": " + Registry<Energy>::traits(flow.energy_name()).summary,
      "geometry: " + flow.geometry_name() + ": " + Registry<Geometry>::traits(flow.geometry_name()).summary};
  if (const auto mesh = mesh_file_description(flow.parameters()); !mesh.empty())
    lines.insert(lines.begin() + 1, "mesh:     " + mesh);
  if (flow.has_target())
    lines.insert(lines.end() - 2,
                 "target:   " + density_description(flow.parameters(), "target", flow.space()));
  if (flow.geometry_kernel() != nullptr) lines.push_back("kernel:   " + in_words(*flow.geometry_kernel()));
  if (flow.energy_kernel() != nullptr && flow.energy_kernel() != flow.geometry_kernel())
    lines.push_back("kernel of the energy: " + in_words(*flow.energy_kernel()));
  if (const std::string warning = warning_at_walls(flow); !warning.empty())
    lines.push_back("warning:  " + warning);
  const EvolveOptions options = evolve_options(flow.parameters());
  lines.push_back("time:     to " + few_digits(options.output_times.back(), 6) + ", " +
                  std::to_string(options.output_times.size() - 1) + " outputs, tolerance " +
                  few_digits(options.tolerance) + ", integrator " + integrator_for(flow, options) +
                  (options.integrator == "auto" ? " (auto)" : ""));
  lines.push_back(
      std::string("promises: ") + (flow.positive() ? "positivity, " : "") +
      (flow.conserves_mass() ? "mass, " : "") +
      (flow.gradient_structure() ? "energy-dissipation balance" : "not a gradient system: no balance"));
  if (const auto form = find_closed_form(flow)) lines.push_back("known:    closed form, " + form->name());
  return lines;
}

std::unique_ptr<const DenseTrajectory> FlowEvolution::dense(const EvolveOptions &options,
                                                            const Trajectory &trajectory) const
{
  return std::make_unique<const DenseEvolution>(*flow_, options, trajectory);
}

std::string FlowEvolution::broken_promise(const EvolveOptions &options, const Trajectory &trajectory) const
{
  const BalanceMiss miss = largest_miss(*flow_, trajectory, options.tolerance);
  return miss.kept() ? ""
                     : title() + ", t = " + few_digits(miss.time, 6) +
                           ": the energy with what was dissipated misses the initial energy by " +
                           few_digits(miss.residual) + "; time/tolerance = " + few_digits(options.tolerance) +
                           " allows " + few_digits(miss.allowed);
}

Vector FlowEvolution::target(const Trajectory &trajectory, std::size_t k) const
{
  return target_at(*flow_, trajectory, k);
}

std::function<double(const Vector &)> FlowEvolution::energy() const
{
  return [flow = flow_](const Vector &u) { return flow->energy().value(u); };
}

std::optional<KnownSolution> FlowEvolution::known() const
{
  const std::shared_ptr<const ClosedForm> form = find_closed_form(*flow_);
  if (!form) return {};
  return KnownSolution{
      form->name(), !Registry<ClosedForm>::traits(form->name()).continuous,
      [form](double t) { return form->state(t); },
      [flow = flow_](const std::vector<double> &times) { return closed_form_trajectory(*flow, times); }};
}

double FlowEvolution::operator_bytes() const
{
  return gammaflow::operator_bytes(*flow_);
}

double FlowEvolution::work_per_node() const
{
  const StepKind kind = step_kind(*flow_);
  if (kind != StepKind::diffusive && kind != StepKind::field_in_metric) return Evolution::work_per_node();
  // Implicit steps of differential operators hold stages, Krylov vectors and a low-order matrix with its
  // multigrid: 1600 to 1800 were measured in three dimensions; those of collocation all stages at once, and
  // the multigrid of whole and of half steps, 540 more in two.
  const std::string integrator = flow_->parameters().text("time", "integrator");
  const bool collocation = integrator != "auto" && Registry<OneStepMethod>::traits(integrator).equations ==
                                                       StepEquations::collocation;
  return collocation ? 2800 : 2000;
}

}  // namespace gammaflow
